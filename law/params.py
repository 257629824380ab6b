"""Dated amounts and rates of the law, one YAML file each, and the values in force on a day.

A file has `label` (Polish), `unit`, `reference` and `values` by first day; each value is quoted
text with its `source` and `certainty`. `known_until` is the last day for which values may be taken:
later amounts are not published yet, and the engine does not guess.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from law.errors import NotInForce
from law.money import as_text

FOLDER = Path(__file__).parent / "parameters"
# page: seen on a public page; known: general knowledge; inferred: computed from seen figures;
# unsure: to be checked in Dziennik Ustaw before anybody relies on it.
CERTAINTIES = ("page", "known", "inferred", "unsure")
UNITS = (
    "PLN",
    "PLN/month",
    "PLN/year",
    "percent",
    "multiple",
    "months",
    "weeks",
    "days",
    "years",
    "persons",
    "ha",
    "m2",
    "kWh",
    "GJ",
    "g",
)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]{1,4})?")
_KEYS = {"label", "unit", "reference", "values", "known_until", "note"}


class BadParameter(Exception):
    """A parameter file that must not be used; the message names the file and the fault."""


class _Loader(yaml.CSafeLoader):
    """Safe YAML that refuses a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        pairs = [(self.construct_object(k, deep), v) for k, v in node.value]
        if len({key for key, _ in pairs}) != len(pairs):
            raise BadParameter(f"a key is written twice{node.start_mark}")
        return super().construct_mapping(node, deep)


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One value of one parameter from `valid_from` on, with where it comes from."""

    name: str
    label: str
    value: Decimal
    unit: str
    valid_from: date
    valid_to: date | None
    reference: str
    source: str
    certainty: str
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """As in the `parameters` of an answer."""
        return {
            "name": self.name,
            "label": self.label,
            "value": as_text(self.value),
            "unit": self.unit,
            "valid_from": self.valid_from.isoformat(),
            "reference": self.reference,
            "source": self.source,
            "certainty": self.certainty,
        }


@dataclass(frozen=True, slots=True)
class Parameter:
    """All values of one parameter, in order of their first days."""

    name: str
    act: str
    label: str
    unit: str
    reference: str
    values: tuple[ParameterValue, ...]
    days: tuple[date, ...]
    known_until: date | None
    note: str

    def on(self, day: date) -> ParameterValue:
        """Value in force on the day. Raises NotInForce before the first and after the last one."""
        index = bisect_right(self.days, day) - 1
        if index < 0:
            raise NotInForce(
                f"{day} is too early: the value of {self.name} is known from {self.days[0]}",
                path="on",
            )
        if self.known_until is not None and day > self.known_until:
            raise NotInForce(
                f"{day} is too late: the value of {self.name} is known until {self.known_until}",
                path="on",
            )
        return self.values[index]


def read_yaml(path: Path) -> Any:
    """Content of a YAML file of the law; a key written twice is refused."""
    with path.open("rb") as stream:
        try:
            return yaml.load(stream, Loader=_Loader)
        except (yaml.YAMLError, BadParameter) as error:
            raise BadParameter(f"{path.name}: {error}") from error


def parameter_from(name: str, act: str, content: Any) -> Parameter:
    """Checked parameter from the content of its file. Raises BadParameter."""
    if not isinstance(content, Mapping) or not set(content) <= _KEYS:
        raise BadParameter(f"{name}: allowed keys are {', '.join(sorted(_KEYS))}")
    if lacking := {"label", "unit", "reference", "values"} - set(content):
        raise BadParameter(f"{name}: no {', '.join(sorted(lacking))}")
    if content["unit"] not in UNITS:
        raise BadParameter(f"{name}: unit {content['unit']!r} is not one of {', '.join(UNITS)}")
    entries = content["values"]
    if not isinstance(entries, Mapping) or not entries:
        raise BadParameter(f"{name}: values is not a mapping of first days")
    days = tuple(entries)
    if not all(type(day) is date for day in days) or list(days) != sorted(set(days)):
        raise BadParameter(f"{name}: first days are not dates in ascending order")
    ends = [day - timedelta(days=1) for day in days[1:]]
    known_until = content.get("known_until")
    values = tuple(
        _value(name, content, day, end, entries[day])
        for day, end in zip(days, [*ends, known_until], strict=True)
    )
    return Parameter(
        name=name,
        act=act,
        label=content["label"],
        unit=content["unit"],
        reference=content["reference"],
        values=values,
        days=days,
        known_until=known_until,
        note=content.get("note", ""),
    )


def _value(name: str, content: Any, day: date, end: date | None, entry: Any) -> ParameterValue:
    where = f"{name}: {day}"
    if not isinstance(entry, Mapping) or not {"value", "source", "certainty", "note"} >= set(entry):
        raise BadParameter(f"{where}: allowed keys are value, source, certainty, note")
    number = entry.get("value")
    if not isinstance(number, str) or not _NUMBER.fullmatch(number):
        raise BadParameter(f"{where}: value must be a quoted decimal number, found {number!r}")
    if entry.get("certainty") not in CERTAINTIES:
        raise BadParameter(f"{where}: certainty is not one of {', '.join(CERTAINTIES)}")
    if not isinstance(entry.get("source"), str) or not entry["source"]:
        raise BadParameter(f"{where}: no source")
    return ParameterValue(
        name=name,
        label=content["label"],
        value=Decimal(number),
        unit=content["unit"],
        valid_from=day,
        valid_to=end,
        reference=content["reference"],
        source=entry["source"],
        certainty=entry["certainty"],
        note=entry.get("note", ""),
    )


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by name, in order of act and name; read once."""
    found: dict[str, Parameter] = {}
    for path in sorted(FOLDER.glob("*/*.yaml")):
        if path.stem in found:
            raise BadParameter(f"{path.stem} is in two acts")
        found[path.stem] = parameter_from(path.stem, path.parent.name, read_yaml(path))
    return found


class Law:
    """Parameters in force on one day; remembers which were asked for."""

    __slots__ = ("_used", "on")

    def __init__(self, on: date) -> None:
        self.on = on
        self._used: dict[tuple[str, date], ParameterValue] = {}

    def __call__(self, name: str) -> Decimal:
        """Value of the parameter on the day. Raises NotInForce."""
        return self.dated(name).value

    def dated(self, name: str) -> ParameterValue:
        """The same with its first and last day, for a rule that goes through periods."""
        return self.remember(parameters()[name].on(self.on))

    def remember(self, value: ParameterValue) -> ParameterValue:
        """Note a value as used, also one that is read from an announced table."""
        self._used[value.name, value.valid_from] = value
        return value

    def at(self, day: date) -> "Law":
        """Parameters of another day, for a rule that looks at several; what is asked of it is
        remembered here too."""
        other = Law(day)
        other._used = self._used
        return other

    @property
    def used(self) -> tuple[ParameterValue, ...]:
        """Values used so far, in order of first use."""
        return tuple(self._used.values())
