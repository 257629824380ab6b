"""Świadczenie wychowawcze (500+): amounts of a month in zł, child by child.

Until June 2019 the first child, the oldest under 18, had it only within an income criterion; since
July 2019 every child has it. Since 2022 applications belong to ZUS.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, NotInForce, missing
from law.facts import DISABILITY, MONEY, MOST_PERSONS, Facts
from law.money import HUNDRED, ZERO, part_of_month_up, polish
from law.outcome import Result
from law.params import Law
from law.periods import days_in_month, days_of_span, month_of, months_later
from law.reading import Day, Field, Fields, Flag, ListOf, Month, Whole
from law.swiadczenie_wychowawcze.act import (
    FIRST_DAY,
    UNIVERSAL_FROM,
    ZUS_FILED_FROM,
    ZUS_MONTH_FROM,
    basis,
)
from law.swiadczenie_wychowawcze.filing import (
    BIRTH_TERM,
    filing_steps,
    latest_payment,
    right_from,
)
from law.trace import Step

AMOUNT, AGE = "swiadczenie_wychowawcze", "swiadczenie_wychowawcze_wiek"
CRITERION = "swiadczenie_wychowawcze_kryterium"
CRITERION_DISABLED = "swiadczenie_wychowawcze_kryterium_niepelnosprawne"
HALF_PCT = "swiadczenie_wychowawcze_naprzemienna_pct"
# Since this month parents in turn have half each; before, each by the days of care.
HALVES_FROM = date(2017, 8, 1)
DISABLED = ("child", "moderate", "severe")
_CHILD = Fields(
    Field("born", Day(), required=True),
    Field("custody_alternating", Flag(), help="brought up by both parents in turn"),
    Field("custody_days", Whole(1, 31), help="days of care in the month, before August 2017"),
    Field("disability", DISABILITY),
)
FIELDS = (
    Field("children", ListOf(_CHILD, MOST_PERSONS, 1), required=True, help="of the family"),
    Field("per_person", MONEY, help="income per person, for the first child until June 2019"),
    Field("month", Month(), help="month of the amounts; without it that of the day"),
    Field("filed", Day(), help="day of the application; without it the day of the question"),
)
PARAMETERS = (AMOUNT, AGE, CRITERION, CRITERION_DISABLED, HALF_PCT, BIRTH_TERM)


@dataclass(frozen=True, slots=True)
class _Child:
    """A child and the days of the month on which it is under 18 (None: on no day of it)."""

    number: int
    born: date
    days: tuple[date, date] | None
    half: bool
    custody_days: int | None
    right_from: date | None


@dataclass(frozen=True, slots=True)
class _Due:
    """What a child brings in the month; when nothing, why and by how much."""

    amount: Decimal
    step: Step
    reason: str = ""
    excess: Decimal | None = None


def calculate(facts: Facts, law: Law) -> Result:
    """The amounts of the month, or the other authority."""
    filed: date = facts.extra.get("filed", law.on)
    month: date = facts.extra.get("month", month_of(law.on))
    _check(facts, month, law.on)
    if filed >= ZUS_FILED_FROM or month >= ZUS_MONTH_FROM:
        return _zus(filed, month)
    of_month = law.at(month)
    children = tuple(_children(facts, month, of_month))
    first = _first_child(children)
    criterion = None if month >= UNIVERSAL_FROM else _criterion(facts, of_month)
    dues = [
        _due(child, facts, of_month, criterion if child is first else None) for child in children
    ]
    values: dict[str, Any] = {"authority": "gmina", "amounts": [due.amount for due in dues]}
    if criterion is not None:
        values["criterion"] = criterion
    steps = [due.step for due in dues]
    if "filed" in facts.extra:
        steps += _filing(children, filed, month, values)
    return _result(dues, tuple(steps), values, month)


def _check(facts: Facts, month: date, on: date) -> None:
    if month < FIRST_DAY:
        raise NotInForce(
            f"found {month:%Y-%m}; the benefit exists from {FIRST_DAY:%Y-%m}",
            path="facts.month",
            polish=f"Świadczenie wychowawcze istnieje od {FIRST_DAY:%d.%m.%Y}.",
        )
    filed = facts.extra.get("filed")
    if filed is not None and filed < FIRST_DAY:
        raise InvalidFacts(
            f"found {filed}; allowed: from {FIRST_DAY}",
            path="facts.filed",
            polish=f"Wnioski przyjmowano od {FIRST_DAY:%d.%m.%Y}.",
        )
    for index, row in enumerate(facts.extra["children"]):
        latest = on if filed is None else min(on, filed)
        if row["born"] > latest:
            raise InvalidFacts(
                f"found {row['born']}; allowed: not after {latest}",
                path=f"facts.children[{index}].born",
                polish="Dziecko urodziło się po dniu pytania albo po złożeniu wniosku.",
            )


def _zus(filed: date, month: date) -> Result:
    text = (
        f"Wnioski złożone od {ZUS_FILED_FROM:%d.%m.%Y} i prawo od {ZUS_MONTH_FROM:%d.%m.%Y} należą "
        f"do ZUS (wniosek {filed:%d.%m.%Y}, miesiąc {month:%m.%Y})."
    )
    step = Step("art. 10 ust. 1", text, "ZUS", {"filed": filed, "month": month})
    return Result(
        False,
        (step,),
        basis("art. 10 ust. 1"),
        None,
        "month",
        values={"authority": "ZUS"},
        reasons=("other_authority",),
    )


def _children(facts: Facts, month: date, law: Law) -> Iterator[_Child]:
    filed = facts.extra.get("filed")
    for index, row in enumerate(facts.extra["children"]):
        born: date = row["born"]
        half = row.get("custody_alternating", False)
        days = row.get("custody_days")
        if days is not None and (not half or days > days_in_month(month)):
            raise InvalidFacts(
                f"found {days}; allowed: days of the month, beside custody_alternating",
                path=f"facts.children[{index}].custody_days",
                polish="Liczba dni opieki dotyczy opieki naprzemiennej i mieści się w miesiącu.",
            )
        first = None if filed is None else right_from(born, filed, month, law)
        yield _Child(index + 1, born, _under_age(born, month, law), half, days, first)


def _under_age(born: date, month: date, law: Law) -> tuple[date, date] | None:
    """Days of the month from the birth to the 18th birthday, both counted."""
    birthday = months_later(born, int(law(AGE)) * 12)
    first = max(month, born)
    last = min(month.replace(day=days_in_month(month)), birthday)
    return (first, last) if first <= last else None


def _first_child(children: tuple[_Child, ...]) -> _Child | None:
    """The oldest under 18 in the month; of several of one day the first named."""
    under_age = [child for child in children if child.days is not None]
    return min(under_age, key=lambda child: child.born, default=None)


def _criterion(facts: Facts, law: Law) -> Decimal:
    """Raised for the family of a child with a certificate of disability."""
    household = facts.household_or_none
    persons = household.persons if household else ()
    disabled = any(p.role == "child" and p.disability in DISABLED for p in persons) or any(
        row.get("disability") in DISABLED for row in facts.extra["children"]
    )
    return law(CRITERION_DISABLED if disabled else CRITERION)


def _due(child: _Child, facts: Facts, law: Law, criterion: Decimal | None) -> _Due:
    """Amount of one child; `criterion` only when its right depends on the income."""
    named = f"Dziecko {child.number} (ur. {child.born:%d.%m.%Y})"
    if child.days is None:
        return _outside(child, named, law)
    if criterion is not None:
        over = _per_person(facts) - criterion
        if over > 0:
            return _over(named, facts, criterion, over)
    first = max(child.days[0], child.right_from or child.days[0])
    if first > child.days[1]:
        text = f"{named}: prawo przysługuje dopiero od {first:%d.%m.%Y}."
        return _Due(ZERO, Step("art. 18", text, ZERO), "filed_late")
    return _amount(child, named, (first, child.days[1]), law)


def _outside(child: _Child, named: str, law: Law) -> _Due:
    if child.born > law.on:
        text = f"{named}: urodziło się po tym miesiącu."
        return _Due(ZERO, Step("art. 4", text, ZERO), "not_born")
    text = f"{named}: ukończyło {int(law(AGE))} lat przed tym miesiącem."
    return _Due(ZERO, Step("art. 4", text, ZERO), "age")


def _per_person(facts: Facts) -> Decimal:
    if "per_person" not in facts.extra:
        raise missing(
            "facts.per_person",
            "until June 2019 the first child has it only within the criterion",
            "Brakuje dochodu na osobę w rodzinie (kryterium na pierwsze dziecko do czerwca 2019).",
        )
    found: Decimal = facts.extra["per_person"]
    return found


def _over(named: str, facts: Facts, criterion: Decimal, over: Decimal) -> _Due:
    text = (
        f"{named} jest pierwszym dzieckiem: dochód na osobę {polish(_per_person(facts))} "
        f"przekracza {polish(criterion)} o {polish(over)}, więc świadczenie na nie nie przysługuje."
    )
    inputs = {"per_person": _per_person(facts), "criterion": criterion}
    step = Step("art. 5 ust. 3 i 4", text, ZERO, inputs)
    return _Due(ZERO, step, "income_over_criterion", over)


def _amount(child: _Child, named: str, span: tuple[date, date], law: Law) -> _Due:
    """By days of the month, up to 10 groszy; in alternating custody the parent's part of it."""
    full, (first, last), of = law(AMOUNT), span, days_in_month(law.on)
    days = days_of_span(first, last)
    share, how = _share(child, days, law)
    exact = Fraction(full) * share
    amount = part_of_month_up(exact)
    text = f"{named}: {polish(full)} za cały miesiąc."
    if days < of or how:
        by_days = f", {days} z {of} dni (od {first:%d.%m.%Y} do {last:%d.%m.%Y})"
        text = f"{named}: {polish(full)}{by_days if days < of else ''}{how} = {polish(amount)}"
        text += "." if exact == amount else " (w górę do 10 groszy)."
    inputs = {"full": full, "days": days, "days_of_month": of}
    return _Due(amount, Step("art. 5 ust. 1-2a", text, amount, inputs))


def _share(child: _Child, days: int, law: Law) -> tuple[Fraction, str]:
    """Part of the month's amount, and how it came about where custody alternates."""
    of = days_in_month(law.on)
    if not child.half:
        return Fraction(days, of), ""
    if law.on >= HALVES_FROM:
        percent = law(HALF_PCT)
        text = f", opieka naprzemienna {percent:f}%"
        return Fraction(days, of) * Fraction(percent) / Fraction(HUNDRED), text
    if child.custody_days is None:
        text = ", opieka naprzemienna: połowa (dni opieki nie podano, okresy są porównywalne)"
        return Fraction(days, of) / 2, text
    cared = min(child.custody_days, days)
    return Fraction(cared, of), f", opieka naprzemienna przez {cared} dni"


def _filing(
    children: tuple[_Child, ...], filed: date, month: date, values: dict[str, Any]
) -> tuple[Step, ...]:
    """The earliest right of the children under 18, and the term of payment."""
    rights = [c.right_from for c in children if c.days is not None and c.right_from is not None]
    if not rights:
        return ()
    values["right_from"] = min(rights)
    paid = latest_payment(filed, month)
    if paid is not None:
        values["latest_payment"] = paid
    return filing_steps(filed, values["right_from"], paid)


def _result(
    dues: list[_Due], steps: tuple[Step, ...], values: dict[str, Any], month: date
) -> Result:
    total = sum((due.amount for due in dues), ZERO)
    excess = next((due.excess for due in dues if due.excess is not None), None)
    if excess is not None:
        values["excess"] = excess
    tested = "art. 5 ust. 1-4" if month < UNIVERSAL_FROM else "art. 5 ust. 1-2a"
    articles = basis("art. 4", tested, "art. 18")
    if total:
        return Result(True, steps, articles, total, "month", values=values)
    reasons = tuple(dict.fromkeys(due.reason for due in dues if due.reason))
    return Result(False, steps, articles, None, "month", values=values, reasons=reasons)
