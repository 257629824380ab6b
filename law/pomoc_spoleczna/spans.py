"""A part of one calendar month: the keys `from` and `to` of a question."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.money import grosze
from law.periods import month_of
from law.reading import Day, Field

FIELDS = (
    Field("from", Day(), help="first day, for a part of a month"),
    Field("to", Day(), help="last day, for a part of a month"),
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


def rounded(amount: Fraction) -> Decimal:
    """Exact fraction of a złoty rounded half up to grosze, once."""
    return grosze(Decimal(amount.numerator) / Decimal(amount.denominator))
