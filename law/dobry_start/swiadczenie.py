"""Świadczenie „Dobry start”: 300 zł once a year for a pupil, whatever the income. Since 2021-07-01
applications belong to ZUS."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import Facts
from law.holidays import working_day_from
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.reading import Choice, Day, Field, Flag
from law.trace import Step, counted

TITLE = (
    "rozporządzenia Rady Ministrów z dnia 30 maja 2018 r. w sprawie szczegółowych warunków "
    "realizacji rządowego programu „Dobry start”"
)
AMOUNT, AGE, AGE_CERTIFICATE = (
    "dobry_start",
    "dobry_start_wiek",
    "dobry_start_wiek_orzeczenie",
)
FIRST_DAY = date(2018, 6, 1)
ZUS_FROM = date(2021, 7, 1)
PAPER, ELECTRONIC = "paper", "electronic"
# First month of filing in a year; both channels close at the end of November.
_OPENS_IN = {ELECTRONIC: 7, PAPER: 8}
_CHANNELS = {ELECTRONIC: "elektronicznie", PAPER: "na papierze"}
FIELDS = (
    Field("filed", Day(), help="day of the application; without it the day of the question"),
    Field("channel", Choice((PAPER, ELECTRONIC)), help="how it was filed"),
    Field("born", Day(), help="the pupil"),
    Field("certificate", Flag(), help="disability or special education: up to the age of 24"),
)
# The regulation was not read: only the paragraph on who is entitled is known.
PROVISION = "rozporządzenie „Dobry start”"
PARAMETERS = (AMOUNT, AGE, AGE_CERTIFICATE)
BASIS = (f"§ 2 {TITLE}",)


@dataclass(frozen=True, slots=True)
class _Test:
    step: Step
    reason: str = ""
    values: Mapping[str, int] = field(default_factory=dict)


def calculate(facts: Facts, law: Law) -> Result:
    """The amount for a pupil young enough, asked for within the months of filing."""
    filed: date = facts.extra.get("filed", law.on)
    if filed < FIRST_DAY:
        raise InvalidFacts(
            f"found {filed}; allowed: from {FIRST_DAY}",
            path="facts.filed",
            polish=f"Program istnieje od {FIRST_DAY:%d.%m.%Y}.",
        )
    if filed >= ZUS_FROM:
        return _zus(filed)
    window, age = _window(facts, filed), _age(facts, filed, law)
    values: dict[str, Any] = {"authority": "gmina", "accepted": not window.reason}
    reasons = tuple(test.reason for test in (window, age) if test.reason)
    steps = (window.step, age.step)
    if reasons:
        values |= {**window.values, **age.values}
        return Result(False, steps, BASIS, None, "once", values=values, reasons=reasons)
    amount = law(AMOUNT)
    text = f"Świadczenie wynosi {polish(amount)} raz w roku, niezależnie od dochodu."
    step = Step(PROVISION, text, amount)
    return Result(True, (*steps, step), BASIS, amount, "once", values=values)


def _zus(filed: date) -> Result:
    text = f"Wnioski złożone od {ZUS_FROM:%d.%m.%Y} (ten: {filed:%d.%m.%Y}) załatwia ZUS."
    title = (
        "rozporządzenie Rady Ministrów z dnia 15 czerwca 2021 r. w sprawie szczegółowych warunków "
        "realizacji rządowego programu „Dobry start”"
    )
    step = Step(title, text, "ZUS", {"filed": filed})
    values = {"authority": "ZUS"}
    reasons = ("other_authority",)
    return Result(False, (step,), (title,), None, "once", values=values, reasons=reasons)


def _window(facts: Facts, filed: date) -> _Test:
    channel: str = _needed(facts, "channel", "Brakuje sposobu złożenia wniosku.")
    first = date(filed.year, _OPENS_IN[channel], 1)
    last = working_day_from(date(filed.year, 11, 30))
    reason, by = "", {}
    if filed < first:
        reason, by = "filed_early", {"days_early": (first - filed).days}
    elif filed > last:
        reason, by = "filed_late", {"days_late": (filed - last).days}
    verdict = "poza terminem, więc pozostawia się go bez rozpatrzenia" if reason else "w terminie"
    text = (
        f"Wniosek składa się {_CHANNELS[channel]} od {first:%d.%m.%Y} do {last:%d.%m.%Y}; złożono "
        f"go {filed:%d.%m.%Y}, {verdict}."
    )
    inputs = {"filed": filed, "channel": channel, "first_day": first, "last_day": last}
    return _Test(Step(PROVISION, text, not reason, inputs), reason, by)


def _age(facts: Facts, filed: date, law: Law) -> _Test:
    """Under the limit, or reaching it in this calendar year."""
    born: date = _needed(facts, "born", "Brakuje daty urodzenia ucznia.")
    if born > filed:
        raise InvalidFacts(
            f"found {born}; allowed: not after {filed}",
            path="facts.born",
            polish="Data urodzenia ucznia jest późniejsza niż wniosek.",
        )
    certificate = facts.extra.get("certificate", False)
    limit = int(law(AGE_CERTIFICATE if certificate else AGE))
    turns = filed.year - born.year
    fits = turns <= limit
    what = "Uczeń z orzeczeniem" if certificate else "Uczeń"
    years = counted(turns, "rok", "lata", "lat")
    text = (
        f"{what} kończy w {filed.year} roku {years}; świadczenie przysługuje najpóźniej "
        f"w roku ukończenia {limit} lat."
    )
    inputs = {"born": born, "turns": turns, "limit": limit}
    step = Step(PROVISION, text, fits, inputs)
    return _Test(step) if fits else _Test(step, "age", {"age": turns})


def _needed(facts: Facts, key: str, polish_text: str) -> Any:
    if key not in facts.extra:
        raise missing(f"facts.{key}", "the gmina's answer depends on it", polish_text)
    return facts.extra[key]
