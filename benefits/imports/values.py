"""Texts of a row as values, with everything that is wrong said at its field."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from benefits.imports.kinds import FIELDS, Field
from core.date_input import DateTextError, parse_date
from core.identifiers import clean_nrb, clean_pesel, validate_nrb, validate_pesel
from core.money_input import AmountError, parse_amount
from core.polish import fold

ERROR, WARNING, KEPT = "error", "warning", "kept"
Problem = tuple[str, str, str]
_YES = {"1", "t", "tak", "yes", "true", "prawda", "x"}
_NO = {"", "0", "n", "nie", "no", "false", "falsz"}
_MONTH = re.compile(r"([0-9]{1,2})\s*[-./]\s*([0-9]{4})")
_MONTH_ISO = re.compile(r"([0-9]{4})\s*[-./]\s*([0-9]{1,2})")


@dataclass(slots=True)
class Typed:
    """A row in types of ours; a field that the file leaves blank is not in `values`."""

    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Fingerprint of what the row says, whatever notation it uses."""
        said = json.dumps({k: str(v) for k, v in sorted(self.values.items())}, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def typed(kind: str, data: Mapping[str, str], words: Mapping[str, Mapping[str, str]]) -> Typed:
    """Read each field of a row."""
    row = Typed({})
    for item in FIELDS[kind]:
        text = " ".join(str(data.get(item.code, "")).split())
        if not text:
            if item.required:
                row.problems.append((ERROR, item.code, _("Nothing is entered.")))
            continue
        try:
            row.values[item.code] = _READ.get(item.type, _plain)(text, item, words)
        except (ValidationError, AmountError, DateTextError, ValueError) as error:
            row.problems.append((ERROR, item.code, f"{_said(error)} («{text[:60]}»)"))
    return row


def is_month(text: str) -> bool:
    """Does the text name a month, not a day?"""
    bare = text.strip()
    return bool(_MONTH.fullmatch(bare) or _MONTH_ISO.fullmatch(bare))


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return str(error)


def _plain(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> str:
    return text


def _date(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> date:
    """A day; a month alone is its first day."""
    if match := _MONTH.fullmatch(text):
        text = f"01.{match[1]}.{match[2]}"
    elif match := _MONTH_ISO.fullmatch(text):
        text = f"01.{match[2]}.{match[1]}"
    return parse_date(text.split("T")[0].removesuffix(" 00:00:00"))


def _money(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> Decimal:
    return parse_amount(text)


def _yes(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> bool:
    said = fold(text)
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise ValueError(_("Enter yes or no."))


def _choice(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> str:
    code = words.get(item.code, {}).get(fold(text), "")
    if not code:
        raise ValueError(_("This word has no meaning yet. Say on the page of words what it means."))
    return code


def _pesel(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> str:
    """Eleven digits; a spreadsheet drops zeros from the front."""
    pesel = clean_pesel(text)
    pesel = pesel.zfill(11) if pesel.isdigit() and 8 <= len(pesel) < 11 else pesel
    validate_pesel(pesel)
    return pesel


def _nrb(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> str:
    if re.fullmatch(r"[0-9.,]+[eE]\+[0-9]+", text):
        raise ValueError(
            _("The spreadsheet has rounded this number. Format the column as text and save again.")
        )
    nrb = clean_nrb(text)
    validate_nrb(nrb)
    return nrb


def _int(text: str, item: Field, words: Mapping[str, Mapping[str, str]]) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        raise ValueError(_("This is not a whole number."))
    return int(text)


_READ = {
    "date": _date, "money": _money, "yes": _yes, "choice": _choice, "pesel": _pesel, "nrb": _nrb,
    "int": _int,
}  # fmt: skip
