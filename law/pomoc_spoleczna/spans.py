"""A part of one calendar month: the keys `from` and `to` of a question, and its amount."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.money import grosze, grosze_of, polish
from law.periods import days_in_month, days_of_span, month_of
from law.reading import Choice, Day, Field, Fields, Text
from law.trace import Step, counted

FIELDS = (
    Field("from", Day(), help="first day, for a part of a month"),
    Field("to", Day(), help="last day, for a part of a month"),
)
EXACT, ROUNDED = "exact", "rounded"
DAILY_RATE = Field(
    "daily_rate",
    Fields(
        Field(
            "rounding",
            Choice((EXACT, ROUNDED)),
            required=True,
            help="exact: the sum is rounded once; rounded: the rate of one day to grosze first",
        ),
        Field("resolution", Text(), required=True, help="number and day of the centre's rule"),
    ),
    help="how the centre counts a part of a month, where the act sets no rounding (exact)",
)


def span_of(extra: Mapping[str, Any]) -> tuple[date, date] | None:
    """First and last day, or None for a whole month. Raises InvalidFacts beyond one month."""
    if "from" not in extra and "to" not in extra:
        return None
    for key in ("from", "to"):
        if key not in extra:
            raise missing(f"facts.{key}", "a part of a month has its first and its last day")
    first: date = extra["from"]
    last: date = extra["to"]
    if first > last or month_of(first) != month_of(last):
        raise InvalidFacts(
            f"found {first} to {last}; allowed: days of one calendar month, in order",
            path="facts.to",
            polish="Okres musi leżeć w jednym miesiącu kalendarzowym.",
        )
    return first, last


@dataclass(frozen=True, slots=True)
class Part:
    """What is due for the days of a part of a month (zł), and the step to it."""

    amount: Decimal
    step: Step


def part_of(full: Fraction, span: tuple[date, date], extra: Mapping[str, Any]) -> Part:
    """The full amount by calendar days (art. 106 ust. 3).

    Exact, and rounded once, unless the centre's `daily_rate` says that the rate of one day is
    rounded first; a whole month is the full amount either way.
    """
    days, of = days_of_span(*span), days_in_month(span[0])
    inputs: dict[str, Any] = {"from": span[0], "to": span[1], "days": days}
    rule = extra.get(DAILY_RATE.name, {})
    shown = polish(rounded(full))
    if rule.get("rounding") == ROUNDED and days < of:
        rate = grosze_of(Fraction(rounded(full)) / of)
        amount = rate * days
        text = (
            f"Za część miesiąca: {shown} ÷ {of} dni = {polish(rate)} za dzień, po zaokrągleniu "
            f"stawki dziennej do grosza ({rule['resolution']}); "
            f"{polish(rate)} × {counted(days, 'dzień', 'dni', 'dni')} = {polish(amount)}."
        )
        inputs |= {"day_rate": rate, "rounding": ROUNDED}
    else:
        amount = rounded(full * Fraction(days, of))
        text = f"Za część miesiąca: {shown} × {days} z {of} dni = {polish(amount)}"
        text += ", zaokrąglone raz, do grosza." if days < of else "."
        inputs["rounding"] = EXACT
    return Part(amount, Step("art. 106 ust. 3", text, amount, inputs))


def rounded(amount: Fraction) -> Decimal:
    """Exact fraction of a złoty rounded half up to grosze, once."""
    return grosze(Decimal(amount.numerator) / Decimal(amount.denominator))
