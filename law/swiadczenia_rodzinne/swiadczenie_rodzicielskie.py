"""Świadczenie rodzicielskie: art. 17c of the act on family benefits. Amounts in zł per month; for
parents without maternity allowance, whatever the income."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from law.facts import MOST_PERSONS, Facts
from law.money import ZERO, polish
from law.outcome import Result
from law.params import Law
from law.periods import month_of
from law.reading import Day, Field, Whole
from law.swiadczenia_rodzinne import szpital
from law.swiadczenia_rodzinne.act import basis
from law.swiadczenia_rodzinne.conditions import (
    Condition,
    incomes_of_applicant,
    no_other_benefit,
    refusal,
    require_born,
    require_order,
)
from law.swiadczenia_rodzinne.part_of_month import last_of_month, part_of
from law.swiadczenia_rodzinne.szpital import WEEK
from law.swiadczenia_rodzinne.term import last_day_of_term
from law.trace import Step, counted

CODE = "swiadczenie_rodzicielskie"
TERM = "swiadczenie_rodzicielskie_termin"
# By children of one birth; five and more have the last one.
WEEKS = tuple(f"swiadczenie_rodzicielskie_tygodnie_{number}" for number in range(1, 6))
FIRST_DAY = date(2016, 1, 1)
UNEMPLOYED = "unemployment_benefit"
FIELDS = (
    Field("child_born", Day(), required=True),
    Field("children_in_birth", Whole(1, MOST_PERSONS), required=True),
    Field("filed", Day(), required=True, help="day of the application"),
    *szpital.FIELDS,
)
PARAMETERS = (CODE, *WEEKS, TERM, *szpital.PARAMETERS)


@dataclass(frozen=True, slots=True)
class _Span:
    """For how long: weeks from the birth, and the days of the right within them."""

    weeks: int
    first: date
    last: date
    steps: tuple[Step, ...]


def calculate(facts: Facts, law: Law) -> Result:
    """The amount, its weeks, first and last day, and what the first month brings."""
    born, filed = facts.extra["child_born"], facts.extra["filed"]
    require_order("facts.filed", born, filed, "Wniosek jest wcześniejszy niż urodzenie dziecka.")
    require_born(born, law.on)
    span = _span(facts, born, filed, law)
    amount, step = _amount(facts, law)
    conditions = (
        _in_time(span, filed),
        _something_left(amount, step),
        *no_other_benefit(facts, CODE),
    )
    articles = _basis(facts, law)
    values: dict[str, Any] = {
        "weeks": span.weeks,
        "right_from": span.first,
        "right_to": span.last,
    }
    refused = refusal(conditions, articles, "month", values)
    if refused is not None:
        return refused
    part = part_of(amount, span.first, min(last_of_month(span.first), span.last), "art. 17c")
    values["amount_first_month"] = part.amount
    steps = (*span.steps, step, part.step)
    return Result(True, steps, articles, amount, "month", values=values)


def _span(facts: Facts, born: date, filed: date, law: Law) -> _Span:
    children: int = facts.extra["children_in_birth"]
    base = int(law(WEEKS[min(children, len(WEEKS)) - 1]))
    extra, hospital = szpital.extra_weeks(facts, born, law)
    weeks = base + extra
    last = born + timedelta(days=weeks * WEEK - 1)
    text = f"Dzieci urodzonych przy jednym porodzie: {children}; świadczenie trwa {_weeks(base)}."
    start = Step("art. 17c ust. 3", text, base, {"children_in_birth": children})
    end = Step(
        "art. 17c ust. 3",
        f"Razem {_weeks(weeks)} od urodzenia {born:%d.%m.%Y}, do {last:%d.%m.%Y}.",
        last,
        {"weeks": weeks, "born": born},
    )
    first, since = _first_day(born, filed, law)
    return _Span(weeks, first, last, (start, *hospital, end, since))


def _first_day(born: date, filed: date, law: Law) -> tuple[date, Step]:
    """The birth when asked for in time, else the month of filing; never before the benefit was."""
    months = int(law(TERM))
    last_day = last_day_of_term(born, months)
    if filed <= last_day:
        first, why = born, "od urodzenia dziecka"
    else:
        first, why = month_of(filed), "od miesiąca złożenia wniosku"
    first = max(first, FIRST_DAY)
    text = (
        f"Wniosek złożono {filed:%d.%m.%Y}, a {months} miesiące od urodzenia upływają "
        f"{last_day:%d.%m.%Y}: świadczenie przysługuje {why}, od {first:%d.%m.%Y}."
    )
    inputs = {"filed": filed, "last_day": last_day}
    return first, Step("art. 17c", text, first, inputs)


def _in_time(span: _Span, filed: date) -> Condition:
    if span.first <= span.last:
        return Condition(span.steps[-1])
    late = (span.first - span.last).days
    text = (
        f"Wniosek złożono {filed:%d.%m.%Y}, gdy {_weeks(span.weeks)} od urodzenia już minęło "
        f"({span.last:%d.%m.%Y}), więc świadczenie nie przysługuje."
    )
    step = Step("art. 17c ust. 3", text, False, {"right_to": span.last, "filed": filed})
    return Condition(step, "filed_late", {"days_late": late})


def _amount(facts: Facts, law: Law) -> tuple[Decimal, Step]:
    """The difference to an unemployment benefit that the parent receives."""
    full = law(CODE)
    received = (one.amount for one in incomes_of_applicant(facts) if one.kind == UNEMPLOYED)
    unemployed = sum(received, ZERO)
    if not unemployed:
        text = f"Świadczenie rodzicielskie wynosi {polish(full)} miesięcznie."
        return full, Step("art. 17c ust. 5", text, full)
    amount = max(full - unemployed, ZERO)
    text = (
        "Osobie z zasiłkiem dla bezrobotnych przysługuje różnica: "
        f"{polish(full)} − {polish(unemployed)} = {polish(amount)}."
    )
    inputs = {"full": full, "unemployment_benefit": unemployed}
    return amount, Step("art. 17c", text, amount, inputs)


def _something_left(amount: Decimal, step: Step) -> Condition:
    return Condition(step, "" if amount else "excluded_by_other_benefit")


def _weeks(number: int) -> str:
    return counted(number, "tydzień", "tygodnie", "tygodni")


def _basis(facts: Facts, law: Law) -> tuple[str, ...]:
    longer = bool(facts.extra.get("hospital")) and law.on >= szpital.FROM
    return basis("art. 17c ust. 1, 3, 3a i 5" if longer else "art. 17c ust. 1, 3 i 5")
