"""Kinds of fields of a question: each reads a value strictly and describes itself as a schema."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from law.errors import InvalidFacts, missing

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2099, 12, 31)
LARGEST = Decimal(1_000_000_000)
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class Kind(Protocol):
    """What a field may hold."""

    def read(self, value: Any, path: str) -> Any:
        """Python value. Raises InvalidFacts naming the path, what was found and what is allowed."""

    def schema(self) -> dict[str, Any]:
        """JSON Schema of the field."""


def refuse(path: str, found: Any, allowed: str) -> InvalidFacts:
    """The refusal that names what was found and what is allowed."""
    shown = repr(found)
    shown = shown if len(shown) <= 60 else f"{shown[:57]}..."
    return InvalidFacts(f"found {shown}; allowed: {allowed}", path=path)


@dataclass(frozen=True, slots=True)
class Amount:
    """A decimal number: text, JSON number or Decimal; nothing binary."""

    places: int = 2
    signed: bool = False
    positive: bool = False

    def read(self, value: Any, path: str) -> Decimal:
        """The number, with at least two decimals."""
        number = self._number(value)
        if number is None or not self._allowed(number):
            raise refuse(path, value, self._words())
        return number

    def _number(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            return Decimal(value) if _NUMBER.fullmatch(value) else None
        if type(value) is int:
            return Decimal(value) if abs(value) <= LARGEST else None
        return value if isinstance(value, Decimal) and value.is_finite() else None

    def _allowed(self, number: Decimal) -> bool:
        exponent = number.as_tuple().exponent
        return (
            isinstance(exponent, int)
            and -self.places <= exponent <= 0
            and not (number.is_signed() and (not self.signed or number == 0))
            and not (self.positive and number <= 0)
            and abs(number) <= LARGEST
        )

    def _words(self) -> str:
        sign = "" if self.signed else "above 0, " if self.positive else "not negative, "
        return f"a decimal number, {sign}at most {self.places} decimals, quoted or not"

    def schema(self) -> dict[str, Any]:
        """Text or number."""
        sign = "-?" if self.signed else ""
        text = {"type": "string", "pattern": f"^{sign}[0-9]{{1,12}}(\\.[0-9]{{1,{self.places}}})?$"}
        number: dict[str, Any] = {"type": "number"}
        if not self.signed:
            number["exclusiveMinimum" if self.positive else "minimum"] = 0
        return {"anyOf": [text, number]}


@dataclass(frozen=True, slots=True)
class Day:
    """A day as ISO text or a date."""

    def read(self, value: Any, path: str) -> date:
        """The day, between 1900 and 2099."""
        day = self._day(value)
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            raise refuse(path, value, "a day as YYYY-MM-DD from 1900 to 2099")
        return day

    def _day(self, value: Any) -> date | None:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        return None

    def schema(self) -> dict[str, Any]:
        """ISO date."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Month:
    """A month as `2025-05`."""

    def read(self, value: Any, path: str) -> date:
        """First day of the month."""
        if isinstance(value, str) and _MONTH.fullmatch(value):
            month = date(int(value[:4]) or 1, int(value[5:]), 1)
            if FIRST_DAY <= month <= LAST_DAY:
                return month
        raise refuse(path, value, "a month as YYYY-MM from 1900 to 2099")

    def schema(self) -> dict[str, Any]:
        """Text of a pattern."""
        return {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}


@dataclass(frozen=True, slots=True)
class Flag:
    """true or false."""

    def read(self, value: Any, path: str) -> bool:
        """The truth value."""
        if not isinstance(value, bool):
            raise refuse(path, value, "true or false")
        return value

    def schema(self) -> dict[str, Any]:
        """Boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    low: int
    high: int

    def read(self, value: Any, path: str) -> int:
        """The number."""
        if type(value) is not int or not self.low <= value <= self.high:
            raise refuse(path, value, f"a whole number from {self.low} to {self.high}")
        return value

    def schema(self) -> dict[str, Any]:
        """Integer with bounds."""
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True, slots=True)
class Text:
    """Text that is not empty."""

    longest: int = 200

    def read(self, value: Any, path: str) -> str:
        """The text."""
        if not isinstance(value, str) or not 0 < len(value) <= self.longest or not value.strip():
            raise refuse(path, value, f"text of 1 to {self.longest} characters")
        return value

    def schema(self) -> dict[str, Any]:
        """String."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few codes."""

    codes: tuple[str, ...]

    def read(self, value: Any, path: str) -> str:
        """The code."""
        if not isinstance(value, str) or value not in self.codes:
            raise refuse(path, value, ", ".join(self.codes))
        return value

    def schema(self) -> dict[str, Any]:
        """Enumeration."""
        return {"enum": list(self.codes)}


@dataclass(frozen=True, slots=True)
class Either:
    """One of two kinds; a fault is told in the words of the second."""

    first: Kind
    second: Kind

    def read(self, value: Any, path: str) -> Any:
        """What the first kind reads, or else the second."""
        try:
            return self.first.read(value, path)
        except InvalidFacts:
            return self.second.read(value, path)

    def schema(self) -> dict[str, Any]:
        """Any of the two."""
        return {"anyOf": [self.first.schema(), self.second.schema()]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one kind."""

    item: Kind
    longest: int = 200
    shortest: int = 0

    def read(self, value: Any, path: str) -> tuple[Any, ...]:
        """The items, in order."""
        fits = isinstance(value, list | tuple) and self.shortest <= len(value) <= self.longest
        if not fits:
            raise refuse(path, value, f"a list of {self.shortest} to {self.longest} items")
        return tuple(self.item.read(item, f"{path}[{i}]") for i, item in enumerate(value))

    def schema(self) -> dict[str, Any]:
        """Array."""
        bounds = {"minItems": self.shortest, "maxItems": self.longest}
        return {"type": "array", "items": self.item.schema(), **bounds}


@dataclass(frozen=True, slots=True)
class Field:
    """A key of an object."""

    name: str
    kind: Kind
    required: bool = False
    help: str = ""


class Fields:
    """An object with known keys; any other key is refused."""

    __slots__ = ("_by_name", "fields")

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self._by_name = {field.name: field for field in fields}

    def read(self, value: Any, path: str) -> dict[str, Any]:
        """Values by key; an optional key that is absent stays absent."""
        if not isinstance(value, Mapping):
            raise refuse(path, value, "an object")
        found = {}
        for key, item in value.items():
            field = self._by_name.get(key) if isinstance(key, str) else None
            if field is None:
                allowed = ", ".join(self._by_name)
                raise InvalidFacts(f"unknown key; allowed: {allowed}", path=f"{path}.{key}")
            found[key] = field.kind.read(item, f"{path}.{key}")
        for field in self.fields:
            if field.required and field.name not in found:
                raise missing(f"{path}.{field.name}", field.help or "every entry needs it")
        return found

    def schema(self) -> dict[str, Any]:
        """Object."""
        properties = {}
        for field in self.fields:
            properties[field.name] = field.kind.schema()
            if field.help:
                properties[field.name]["description"] = field.help
        shape: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        if required := [field.name for field in self.fields if field.required]:
            shape["required"] = required
        return shape
