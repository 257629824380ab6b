"""The amount for a part of a calendar month: divided by its days, times the days due, up to full
10 groszy (art. 16a ust. 7, art. 17 ust. 4, art. 17c)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, NotInForce, missing
from law.facts import Facts
from law.money import part_of_month_up, polish
from law.params import Law
from law.periods import days_in_month, days_of_span, month_of, share_of_month
from law.reading import Day, Field
from law.trace import Step

FIELDS = (
    Field("from", Day(), help="first day of the right; with `to` the days of one month"),
    Field("to", Day(), help="last day, in the month of `from`"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """The amount for the days of a month, with the full one of that month."""

    amount: Decimal
    full: Decimal
    step: Step


def part_of(full: Decimal, first: date, last: date, provision: str) -> Part:
    """The part of a full amount that is due for the days from first to last of one month."""
    days, of = days_of_span(first, last), days_in_month(first)
    amount = part_of_month_up(Fraction(full) * share_of_month(first, last))
    text = (
        f"Od {first:%d.%m.%Y} do {last:%d.%m.%Y}: {polish(full)} ÷ {of} × {days} "
        f"= {polish(amount)} (w górę do 10 groszy)."
    )
    inputs = {"from": first, "to": last, "days": days, "days_of_month": of, "full_amount": full}
    return Part(amount, full, Step(provision, text, amount, inputs))


def last_of_month(day: date) -> date:
    """Last day of the month in which the day lies."""
    return day.replace(day=days_in_month(day))


@dataclass(frozen=True, slots=True)
class Monthly:
    """What is due a month, or for the days asked for, and the figures and steps to it."""

    amount: Decimal
    values: dict[str, Any]
    steps: tuple[Step, ...]


def monthly_or_part(
    facts: Facts, law: Law, full_on: Callable[[Law], tuple[Decimal, Step]], provision: str
) -> Monthly:
    """The full amount; with `from` that of the first month too; with `to` only those days.

    The amount of a part is that of its month. Raises InvalidFacts for a span over several months,
    NotInForce for a month whose amount nobody knows.
    """
    span = _span(facts)
    if span is None:
        amount, step = full_on(law)
        return Monthly(amount, {}, (step,))
    first, last = span
    try:
        full, full_step = full_on(law.at(first))
    except NotInForce as error:
        raise NotInForce(error.message, path="facts.from", polish=error.polish) from error
    part = part_of(full, first, last, provision)
    if "to" in facts.extra:
        return Monthly(part.amount, {"full_amount": full}, (full_step, part.step))
    amount, step = full_on(law)
    return Monthly(amount, {"amount_first_month": part.amount}, (step, part.step))


def _span(facts: Facts) -> tuple[date, date] | None:
    """First and last day of the part; without `to` to the end of the month."""
    if "from" not in facts.extra:
        if "to" in facts.extra:
            raise missing(
                "facts.from",
                "a part of a month has its first day",
                "Brakuje pierwszego dnia części miesiąca.",
            )
        return None
    first: date = facts.extra["from"]
    last: date = facts.extra.get("to", last_of_month(first))
    if first > last or month_of(first) != month_of(last):
        raise InvalidFacts(
            f"found {first} to {last}; allowed: days of one calendar month, in order",
            path="facts.to",
            polish="Okres musi leżeć w jednym miesiącu kalendarzowym.",
        )
    return first, last
