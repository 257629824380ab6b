"""Zasiłek szkolny: art. 90e of the act on education. Amounts in zł."""

from datetime import date

from law.errors import InvalidFacts
from law.facts import Facts
from law.holidays import working_day_from
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.periods import months_later
from law.pomoc_materialna.act import BASE, basis
from law.reading import Day, Field
from law.trace import Step

MULTIPLE, TERM = "zasilek_szkolny_multiple", "zasilek_szkolny_months"
FIELDS = (
    Field("event_date", Day(), required=True, help="day of the random event"),
    Field("filed", Day(), required=True, help="day of the application"),
)


def calculate(facts: Facts, law: Law) -> Result:
    """Possible up to five times the base when asked for in time; the officer sets the amount."""
    event, filed = facts.extra["event_date"], facts.extra["filed"]
    if filed < event:
        raise InvalidFacts(
            f"found {filed}; allowed: not before {event}",
            path="facts.filed",
            polish="Wniosek nie może być wcześniejszy niż zdarzenie losowe.",
        )
    months = int(law(TERM))
    last_day = working_day_from(months_later(event, months))
    in_time = filed <= last_day
    maximum = law(MULTIPLE) * law(BASE)
    values = {"max_amount": maximum, "in_time": in_time, "last_day": last_day}
    steps = [_term(event, filed, last_day, months)]
    articles = basis("art. 90e")
    if not in_time:
        values["days_late"] = (filed - last_day).days
        reasons = ("filed_late",)
        return Result(False, tuple(steps), articles, None, "once", values=values, reasons=reasons)
    text = (
        f"Zasiłek wynosi najwyżej {law(MULTIPLE):f} × {polish(law(BASE))} = {polish(maximum)}, "
        "razem z innymi zasiłkami szkolnymi w tym roku; nie zależy od dochodu."
    )
    steps.append(Step("art. 90e", text, maximum, {"base": law(BASE)}))
    text = "O przyznaniu i kwocie decyduje organ według sytuacji materialnej ucznia po zdarzeniu."
    steps.append(Step("art. 90e", text))
    return Result(None, tuple(steps), articles, None, "once", discretionary=True, values=values)


def _term(event: date, filed: date, last_day: date, months: int) -> Step:
    verdict = "w terminie" if filed <= last_day else "po terminie, więc zasiłek nie przysługuje"
    text = (
        f"Zdarzenie {event:%d.%m.%Y}; o zasiłek można ubiegać się przez {months} miesiące, do "
        f"{last_day:%d.%m.%Y}; wniosek złożono {filed:%d.%m.%Y}, {verdict}."
    )
    inputs = {"event_date": event, "filed": filed, "last_day": last_day}
    return Step("art. 90e", text, filed <= last_day, inputs)
