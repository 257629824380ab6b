"""Values as people type them ↔ values of facts (JSON): amounts, days, months, whole numbers."""

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.date_input import DateTextError, parse_date
from core.fields import MonthField
from core.money_input import AmountError, parse_amount
from core.polish import format_date, format_number

_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]+)?")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_GROSZE = re.compile(r"[.,][0-9]{1,2}(?:\s*zł)?$")
_PLACES = re.compile(r"\{1,([0-9]+)\}\)\?\$$")
SIMPLE = frozenset({"amount", "day", "month", "flag", "whole", "text", "choice"})
YES, NO = frozenset({"tak", "yes", "true"}), frozenset({"nie", "no", "false"})
MINUS = "-\u2212–"


def kind_of(schema: Mapping[str, Any]) -> str:
    """One of SIMPLE, either (one of several simple ones), list, fixed, object; json when new."""
    if "enum" in schema:
        return "choice"
    if "anyOf" in schema:
        types = {part.get("type") for part in schema["anyOf"]}
        if types == {"string", "number"}:
            return "amount"
        return "either" if {kind_of(part) for part in schema["anyOf"]} <= SIMPLE else "json"
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        return "object"
    if kind == "array" and "items" in schema:
        fixed = schema.get("minItems") == schema.get("maxItems") and schema.get("maxItems", 0) < 5
        return "fixed" if fixed else "list"
    if kind == "string":
        if schema.get("format") == "date":
            return "day"
        return "month" if schema.get("pattern", "").startswith("^[0-9]{4}-") else "text"
    return {"boolean": "flag", "integer": "whole"}.get(str(kind), "json")


def read(schema: Mapping[str, Any], text: str) -> Any:
    """Value of a fact from typed text that is not blank. Raises ValidationError."""
    kind = kind_of(schema)
    reader = {
        "amount": _amount,
        "day": _day,
        "month": _month,
        "whole": _whole,
        "flag": _flag,
        "either": _either,
        "json": _json,
    }.get(kind)
    return reader(schema, text.strip()) if reader else text.strip()


def _amount(schema: Mapping[str, Any], text: str) -> str:
    pattern = next((p["pattern"] for p in schema["anyOf"] if "pattern" in p), "")
    signed = pattern.startswith("^-?")
    sign = "-" if signed and text[:1] in MINUS else ""
    bare = text[1:].strip() if sign else text
    found = _PLACES.search(pattern)
    places = int(found.group(1)) if found else 2
    if places == 2:
        try:
            number = parse_amount(bare)
            if number % 1 == 0 and not _GROSZE.search(bare):
                number = number.quantize(Decimal(1))  # 20 hours are not 20,00 hours
        except AmountError as error:
            raise ValidationError(error.message, error.code, error.params) from None
    else:
        number = _decimal(bare, places)
    return f"{sign if number else ''}{number:f}"


def _decimal(text: str, places: int) -> Decimal:
    bare = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(bare):
        raise ValidationError(_("This is not a number. Type digits and at most one comma."))
    number = Decimal(bare.replace(",", "."))
    if len(bare.replace(",", ".").partition(".")[2]) > places:
        raise ValidationError(_("At most %(places)s decimal places.") % {"places": places})
    return number


def _day(_schema: Mapping[str, Any], text: str) -> str:
    try:
        return parse_date(text).isoformat()
    except DateTextError as error:
        raise ValidationError(error.message, error.code, error.params) from None


def _month(_schema: Mapping[str, Any], text: str) -> str:
    month = MonthField().clean(text)
    return f"{month:%Y-%m}"


def _whole(schema: Mapping[str, Any], text: str) -> int:
    low, high = schema.get("minimum", 0), schema.get("maximum", 10**9)
    bare = _SPACES.sub("", text)
    if not re.fullmatch(r"-?[0-9]{1,10}", bare) or not low <= int(bare) <= high:
        limits = {"low": low, "high": high}
        raise ValidationError(_("Type a whole number from %(low)s to %(high)s.") % limits)
    return int(bare)


def _flag(_schema: Mapping[str, Any], text: str) -> bool:
    said = text.casefold()
    if said not in YES | NO:
        raise ValidationError(_("Type yes or no."))
    return said in YES


def _either(schema: Mapping[str, Any], text: str) -> Any:
    """What the first of the kinds can read; a fault is told in the words of the last one."""
    *others, last = schema["anyOf"]
    for part in others:
        try:
            return read(part, text)
        except ValidationError:
            continue
    return read(last, text)


def _json(_schema: Mapping[str, Any], text: str) -> Any:
    try:
        return json.loads(text, parse_float=str)
    except ValueError:
        raise ValidationError(_("This is not JSON.")) from None


def write(schema: Mapping[str, Any], value: Any) -> str:
    """Value of a fact as it stands in its field; what does not fit stays as it is."""
    kind = kind_of(schema)
    if kind == "flag" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "either":
        return _write_either(schema, value)
    if kind == "json":
        return json.dumps(value, ensure_ascii=False, default=str)
    text = str(value)
    if kind == "amount" and _PLAIN.fullmatch(text):
        number = Decimal(text)
        exponent = number.as_tuple().exponent
        places = max(2, -exponent) if isinstance(exponent, int) and exponent else 0
        return format_number(number, places).replace("\u2212", "-")
    if kind == "day" and _ISO_DAY.fullmatch(text):
        return _shown_day(text)
    if kind == "month" and (found := _ISO_MONTH.fullmatch(text)):
        return f"{found.group(2)}.{found.group(1)}"
    return text


def _write_either(schema: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    texts = [write(part, value) for part in schema["anyOf"]]
    return next((text for text in texts if text != str(value)), str(value))


def _shown_day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text
