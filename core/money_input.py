"""Amounts as people type them in Poland → ``Decimal`` in zł with two places.

Understood: ``1229``, ``1229,5``, ``1 229,00 zł``, ``1.229,00``, ``1,229.00``, ``1229,-``.
Three digits after a single separator (``1.229``, ``12,345``) may be thousands or a fraction:
nobody may guess with public money, so both readings go back to the person who typed.
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.polish import GROSZ, format_money, format_number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

MAX_TEXT = 40
_UNIT = re.compile(r"(zł|zl|pln|złotych|złote|złoty)\.?$", re.IGNORECASE)
_WHOLE_ZLOTY = re.compile(r"(?<=[0-9])[.,][-–—]$")
_SPACES = re.compile(r"\s+")
_GROUPS = {
    separator: re.compile(rf"[0-9]{{1,3}}({re.escape(separator)}[0-9]{{3}})+")
    for separator in (" ", ".", ",")
}
_DIGITS = re.compile(r"[0-9]+")


class AmountError(ValueError):
    """Text that is not an amount. ``message % params`` says what is wrong and how to mend it."""

    def __init__(
        self, message: "_StrPromise", code: str, params: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.params = params or {}

    def __str__(self) -> str:
        return str(self.message) % self.params


class AmbiguousAmount(AmountError):
    """Text with two readings, both in zł; ``fraction`` may have a part of a grosz."""

    def __init__(self, text: str, thousands: Decimal, fraction: Decimal) -> None:
        self.readings = (thousands, fraction)
        rounded = fraction.quantize(GROSZ, rounding=ROUND_HALF_UP)
        super().__init__(
            _(
                "“%(text)s” can mean %(thousands)s or %(fraction)s. "
                "Type %(type_thousands)s for the first, %(type_fraction)s for the second."
            ),
            "ambiguous",
            {
                "text": text,
                "thousands": format_money(thousands),
                "fraction": f"{format_number(fraction, 3)}\u00a0zł",
                "type_thousands": format_money(thousands, unit=False),
                "type_fraction": format_money(rounded, unit=False),
            },
        )


@dataclass(frozen=True, slots=True)
class _Split:
    """An amount cut at its decimal separator."""

    whole: str
    fraction: str


def parse_amount(text: str) -> Decimal:
    """Amount in zł (two places, never negative) read from ``text``.

    Raises AmbiguousAmount when there are two readings, AmountError when there is none.
    """
    cleaned = _clean(text)
    _refuse_signs(cleaned)
    split = _split(cleaned, text.strip())
    if len(split.fraction) > 2:
        raise AmountError(
            _("An amount has at most two decimal places (grosze), for example 12,34."), "places"
        )
    return Decimal(f"{split.whole or '0'}.{split.fraction or '0'}").quantize(GROSZ)


def _clean(text: str) -> str:
    if len(text) > MAX_TEXT:
        raise AmountError(_("This is too long for an amount."), "too_long")
    cleaned = _SPACES.sub(" ", text).strip()
    cleaned = _UNIT.sub("", cleaned).strip()
    if not cleaned:
        raise AmountError(_("Enter an amount, for example 1229,00."), "empty")
    return _WHOLE_ZLOTY.sub("", cleaned)


def _refuse_signs(text: str) -> None:
    if re.match(r"[-\u2212–—]\s*[0-9.,]", text):
        raise AmountError(_("An amount cannot be negative. Enter it without the minus."), "minus")
    if not re.fullmatch(r"[0-9., ]*[0-9][0-9., ]*", text):
        raise _malformed()


def _split(text: str, typed: str) -> _Split:
    """Find the decimal separator: the last sign that cannot group thousands."""
    separators = [char for char in text if char in ".,"]
    if not separators:
        return _Split(_ungroup(text), "")
    last = separators[-1]
    if separators.count(last) > 1:
        # The same sign twice can only group thousands: 1.229.000
        return _Split(_ungroup(text), "")
    whole, _separator, fraction = text.partition(last)
    if not _DIGITS.fullmatch(fraction):
        raise _malformed()
    if len(separators) == 1 and _may_be_thousands(whole, fraction):
        raise AmbiguousAmount(typed, Decimal(whole + fraction), Decimal(f"{whole}.{fraction}"))
    return _Split(_ungroup(whole) if whole else "", fraction)


def _may_be_thousands(whole: str, fraction: str) -> bool:
    return len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole) is not None


def _ungroup(text: str) -> str:
    """Digits of a whole number; groups must be of three and use one sign only."""
    if _DIGITS.fullmatch(text):
        return text
    for separator, pattern in _GROUPS.items():
        if pattern.fullmatch(text):
            return text.replace(separator, "")
    raise _malformed()


def _malformed() -> AmountError:
    return AmountError(
        _("This is not an amount. Type digits and at most one comma, for example 1229,00."),
        "malformed",
    )
