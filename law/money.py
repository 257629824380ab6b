"""Amounts in złoty as Decimal. Every rounding of the engine is one of the functions here."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor

ZERO = Decimal("0.00")
GROSZ = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_PLACES = 10


def grosze(amount: Decimal) -> Decimal:
    """Rounded half up to whole grosze, once, at the end of a calculation.

    The act on social assistance sets no rounding of its own (art. 8, 37, 38, 106).
    """
    return amount.quantize(GROSZ, rounding=ROUND_HALF_UP) + ZERO  # a zero has no sign


def grosze_of(amount: Fraction) -> Decimal:
    """An exact fraction, rounded half up to whole grosze."""
    return Decimal(floor(amount * 100 + Fraction(1, 2))).scaleb(-2)


def component_grosze(amount: Fraction) -> Decimal:
    """One part of zasiłek rodzinny with additions, half up to grosze before the parts are added.

    Practice to art. 5 ust. 3b of the act on family benefits; the act itself sets no rounding.
    """
    return grosze_of(amount)


def part_of_month_up(amount: Fraction) -> Decimal:
    """Up to full 10 groszy: the amount for a part of a month of the care benefits, świadczenie
    rodzicielskie and świadczenie wychowawcze (art. 17 ust. 4 of the act on family benefits and its
    likes; art. 5 ust. 2 of the act on help in bringing up children)."""
    return Decimal(ceil(amount * 10) * 10).scaleb(-2)


def percent_of(percent: Decimal, amount: Decimal) -> Decimal:
    """`percent` per cent of the amount, not rounded."""
    return amount * percent / HUNDRED


def as_text(number: Decimal) -> str:
    """JSON text: money with two decimals; what has more (areas) as it stands."""
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return f"{number:f}"
    return f"{number:.2f}"


def polish(amount: Decimal, places: int = 2) -> str:
    """For a sentence in Polish: `1 010,00 zł`, with non-breaking spaces."""
    shown = f"{amount:,.{places}f} zł"
    return shown.replace(",", "\u00a0").replace(".", ",").replace(" ", "\u00a0")


def polish_beside(amount: Fraction, other: Decimal) -> str:
    """The same for an exact amount that is compared with another: grosze, and more decimals where
    both would look alike and are not."""
    for places in range(2, MOST_PLACES):
        shown = Decimal(floor(amount * 10**places + Fraction(1, 2))).scaleb(-places)
        if shown != other or amount == other:
            break
    return polish(shown, places)
