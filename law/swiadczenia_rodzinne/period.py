"""The months for which a right is set: whole months of one okres zasiłkowy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from law.errors import InvalidFacts, NotInForce
from law.facts import Facts
from law.params import Law
from law.periods import add_months, days_in_month, month_of
from law.reading import Day, Field, ListOf
from law.swiadczenia_rodzinne.act import FIRST_DAY, LAST_DAY, period_end

FIELD = Field("period", ListOf(Day(), 2, 2), help="first and last day, whole months")
# Since then an okres runs from 1 November to 31 October; earlier ones are not known exactly.
NOVEMBER_PERIODS = date(2009, 11, 1)
LONGEST = 18
SCHOOL_MONTHS = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months, each with the law of its first day."""

    months: tuple[date, ...]
    laws: dict[date, Law]

    @property
    def first(self) -> date:
        """First day."""
        return self.months[0]

    def school(self) -> tuple[date, ...]:
        """Its months from September to June."""
        return school_months(self.months)


def school_months(months: tuple[date, ...]) -> tuple[date, ...]:
    """Those of the months that lie between September and June."""
    return tuple(month for month in months if month.month in SCHOOL_MONTHS)


def begun(month: date) -> bool:
    """Has a school year begun by the month within its okres zasiłkowy: one from 1 November begins
    the next in September, an earlier one began with it."""
    return month < NOVEMBER_PERIODS or month.month in (9, 10)


def period_of(facts: Facts, law: Law) -> Period:
    """What the question says, or the rest of the okres zasiłkowy from the month of the day.

    Raises InvalidFacts for parts of months and spans over two okresy, NotInForce for months whose
    rates nobody knows.
    """
    first, last = facts.extra.get("period", (month_of(law.on), period_end(law.on)))
    _check(first, last)
    months = tuple(_months(first, last))
    return Period(months, {month: law.at(month) for month in months})


def _check(first: date, last: date) -> None:
    if first.day != 1 or last.day != days_in_month(last) or last < first:
        raise _refused(f"{first} to {last}; allowed: whole months, in order", "pełnych miesięcy")
    if first < NOVEMBER_PERIODS:
        one = last < NOVEMBER_PERIODS and add_months(first, LONGEST) > last
    else:
        one = last <= period_end(first)
    if not one:
        allowed = "months of one okres zasiłkowy, 1 November to 31 October"
        raise _refused(f"{first} to {last}; allowed: {allowed}", "jednego okresu zasiłkowego")
    if first < FIRST_DAY or last > LAST_DAY:
        raise NotInForce(
            f"found {first} to {last}; rates are known from {FIRST_DAY} to {LAST_DAY}",
            path="facts.period",
            polish=f"Stawki są znane od {FIRST_DAY:%d.%m.%Y} do {LAST_DAY:%d.%m.%Y}.",
        )


def _refused(found: str, what: str) -> InvalidFacts:
    return InvalidFacts(
        f"found {found}",
        path="facts.period",
        polish=f"Okres musi się składać z {what}.",
    )


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = add_months(month, 1)
