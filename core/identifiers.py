"""PESEL and NRB: clean, check, explain, decode.

The checksums are python-stdnum's and schwifty's; here is only what a person should be told.
Stored form: PESEL 11 digits, NRB 26 digits, no spaces.
"""

import re
from datetime import date
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from schwifty import IBAN
from schwifty.exceptions import InvalidBBANChecksum, InvalidChecksumDigits
from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.pl import pesel as stdnum_pesel

Sex = Literal["F", "M"]

_SEPARATORS = re.compile(r"[\s\-–.]+")


def clean_pesel(text: str) -> str:
    """PESEL as typed → without spaces and hyphens; nothing is checked."""
    return _SEPARATORS.sub("", text)


def validate_pesel(value: str) -> None:
    """Raise ValidationError saying which part of the PESEL is wrong."""
    if not re.fullmatch(r"[0-9]*", value):
        raise ValidationError(_("A PESEL number has digits only."), "pesel_characters")
    if len(value) != 11:
        raise ValidationError(
            _("A PESEL number has 11 digits; this one has %(count)d."),
            "pesel_length",
            {"count": len(value)},
        )
    try:
        stdnum_pesel.validate(value)
    except InvalidChecksum:
        raise ValidationError(
            _(
                "The check digit of this PESEL does not fit: "
                "a digit is wrong or two are swapped. Compare it with the document."
            ),
            "pesel_checksum",
        ) from None
    except InvalidComponent:
        raise ValidationError(
            _(
                "The first six digits of this PESEL (%(digits)s) are not a date of birth. "
                "Compare it with the document."
            ),
            "pesel_date",
            {"digits": value[:6]},
        ) from None


def pesel_birth_date(pesel: str) -> date:
    """Date of birth written in a valid PESEL."""
    return stdnum_pesel.get_birth_date(pesel)


def pesel_sex(pesel: str) -> Sex:
    """Sex written in a valid PESEL: "F" or "M"."""
    return "F" if stdnum_pesel.get_gender(pesel) == "F" else "M"


def mask_pesel(pesel: str | None) -> str:
    """Its last four digits, for those who need not know it whole; nothing for none."""
    return f"•••••••{pesel[-4:]}" if pesel else ""


def clean_nrb(text: str) -> str:
    """Account as typed → 26 digits, spaces and the «PL» of an IBAN dropped; not checked."""
    return _SEPARATORS.sub("", text).upper().removeprefix("PL")


def validate_nrb(value: str) -> None:
    """Raise ValidationError saying which check of the NRB fails: characters, length, sums."""
    if re.match(r"[A-Z]{2}", value):
        raise ValidationError(
            _("This is a foreign account (%(country)s). Enter a Polish account of 26 digits."),
            "nrb_country",
            {"country": value[:2]},
        )
    if not re.fullmatch(r"[0-9]*", value):
        raise ValidationError(
            _("An account number has digits only (26 of them, or PL and 26)."), "nrb_characters"
        )
    if len(value) != 26:
        raise ValidationError(
            _("An account number has 26 digits; this one has %(count)d."),
            "nrb_length",
            {"count": len(value)},
        )
    _validate_nrb_sums(value)


def _validate_nrb_sums(value: str) -> None:
    try:
        IBAN(f"PL{value}", validate_bban=True)
    except InvalidChecksumDigits:
        raise ValidationError(
            _(
                "The check digits of this account (the first two) do not fit: "
                "a digit is wrong or two are swapped. Compare it with the document."
            ),
            "nrb_checksum",
        ) from None
    except InvalidBBANChecksum:
        raise ValidationError(
            _(
                "The bank number in this account (%(bank)s, digits 3 to 10) does not exist: "
                "its check digit does not fit. Compare it with the document."
            ),
            "nrb_bank",
            {"bank": value[2:10]},
        ) from None


def bank_name(nrb: str) -> str:
    """Name of the bank that keeps the account, "" when the register does not know it.

    An unknown bank is no error: the register in the library may be older than the bank.
    """
    return IBAN(f"PL{nrb}", allow_invalid=True).bank_name or ""


def format_nrb(nrb: str) -> str:
    """«76 1020 0003 …»: two digits, then groups of four, with non-breaking spaces."""
    groups = [nrb[:2], *(nrb[start : start + 4] for start in range(2, len(nrb), 4))]
    return "\u00a0".join(groups)
