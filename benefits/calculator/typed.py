"""Facts ↔ what stands in the fields of the form: one text for each name.

`facts.incomes[1].amount` of the law is the field `f.incomes.1.amount`. A row of a list has a mark,
so that a row with nothing in it is still a row; a list said to be empty has a mark too.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from benefits.calculator import notation
from law.questions import Unreadable

ROOT = "f"
ROW = "row"
EMPTY = "[]"
MOST_ROWS = 60
_ABSENT = object()
_LETTERS = "abcdefghijklmnopqrstuvwxyz"

Schema = Mapping[str, Any]
Typed = Mapping[str, str]


def name_of(path: str) -> str:
    """Name of the field for a path of the law."""
    inside = re.sub(r"\[([0-9]+)\]", r".\1", path.removeprefix("facts"))
    return f"{ROOT}{inside}"


def rows_of(typed: Typed, name: str) -> list[int]:
    """Numbers of the rows of a list, ascending."""
    start = f"{name}."
    heads = {key[len(start) :].partition(".")[0] for key in typed if key.startswith(start)}
    return sorted(int(head) for head in heads if re.fullmatch(r"[0-9]{1,3}", head))[:MOST_ROWS]


# Facts → typed


def fill(schema: Schema, facts: Any, name: str = ROOT) -> dict[str, str]:
    """What stands in the fields for these facts; keys that the schema does not know are left out,
    values that do not fit their kind stand as they are."""
    if isinstance(facts, Unreadable):
        return {name: repr(facts)}
    kind = notation.kind_of(schema)
    if kind == "object" and isinstance(facts, Mapping):
        found: dict[str, str] = {}
        for key, part in schema["properties"].items():
            if key in facts:
                found |= fill(part, facts[key], f"{name}.{key}")
        return found
    if kind in ("list", "fixed") and isinstance(facts, list | tuple):
        return _fill_list(schema, facts, name)
    if kind in ("object", "list", "fixed"):
        return {}
    return {name: notation.write(schema, facts)}


def _fill_list(schema: Schema, items: Iterable[Any], name: str) -> dict[str, str]:
    rows = list(items)[:MOST_ROWS]
    found = {} if rows else {name: EMPTY}
    for index, item in enumerate(rows):
        inside = f"{name}.{index}"
        if notation.kind_of(schema["items"]) in ("object", "list", "fixed"):
            found[inside] = ROW
        found |= fill(schema["items"], item, inside)
    return found


# Typed → facts


@dataclass(slots=True)
class Read:
    """Facts read from the fields, and what is wrong with single fields, by name."""

    facts: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)


def read(schema: Schema, typed: Typed) -> Read:
    """Facts from the fields; a blank field is a fact that is not there."""
    found = Read()
    value = _read(schema, typed, ROOT, found.faults)
    found.facts = {} if value is _ABSENT else value
    return found


def _read(schema: Schema, typed: Typed, name: str, faults: dict[str, list[str]]) -> Any:
    kind = notation.kind_of(schema)
    if kind == "object":
        return _read_object(schema, typed, name, faults)
    if kind == "fixed":
        return _read_fixed(schema, typed, name, faults)
    if kind == "list":
        rows = rows_of(typed, name)
        if not rows:
            return [] if typed.get(name) == EMPTY else _ABSENT
        values = [_read(schema["items"], typed, f"{name}.{row}", faults) for row in rows]
        blank: Any = {} if notation.kind_of(schema["items"]) == "object" else ""
        return [blank if value is _ABSENT else value for value in values]
    text = typed.get(name, "")
    if not text.strip():
        return _ABSENT
    try:
        return notation.read(schema, text)
    except ValidationError as error:
        faults[name] = list(error.messages)
        return _ABSENT


def _read_object(schema: Schema, typed: Typed, name: str, faults: dict[str, list[str]]) -> Any:
    found = {}
    for key, part in schema["properties"].items():
        value = _read(part, typed, f"{name}.{key}", faults)
        if value is not _ABSENT:
            found[key] = value
    return found if found or name == ROOT else _ABSENT


def _read_fixed(schema: Schema, typed: Typed, name: str, faults: dict[str, list[str]]) -> Any:
    parts = range(schema["maxItems"])
    values = [_read(schema["items"], typed, f"{name}.{part}", faults) for part in parts]
    if all(value is _ABSENT for value in values):
        return _ABSENT
    return ["" if value is _ABSENT else value for value in values]


# Rows come and go


def schema_at(schema: Schema, name: str) -> Schema | None:
    """Schema of the field or list of that name; None when there is none."""
    head, *steps = name.split(".")
    found: Any = schema if head == ROOT else None
    for step in steps:
        if not isinstance(found, Mapping):
            return None
        found = found.get("items") if step.isdecimal() else found.get("properties", {}).get(step)
    return found if isinstance(found, Mapping) else None


def row_added(schema: Schema, typed: Typed, name: str) -> dict[str, str]:
    """The fields with one more row in the list; a person gets the next free letter, and what
    belongs to a person belongs to the first one."""
    shape = schema_at(schema, name)
    if shape is None or notation.kind_of(shape) != "list":
        return dict(typed)
    rows = rows_of(typed, name)
    if len(rows) >= min(MOST_ROWS, shape.get("maxItems", MOST_ROWS)):
        return dict(typed)
    inside = f"{name}.{rows[-1] + 1 if rows else 0}"
    found = {**typed, inside: "" if notation.kind_of(shape["items"]) in SINGLE else ROW}
    keys = shape["items"].get("properties", {})
    ids = person_ids(typed)
    if "id" in keys:
        found[f"{inside}.id"] = next_id(ids)
    if "role" in keys and not rows:
        found[f"{inside}.role"] = "applicant"
    if "person" in keys and ids:
        found[f"{inside}.person"] = ids[0]
    return found


@dataclass(frozen=True, slots=True)
class Rows:
    """Fields after a row came or went: the new row, or the list that had one more."""

    fields: dict[str, str]
    new_row: str = ""
    focus: str = ""


def rows_changed(schema: Schema, typed: Typed, do: str) -> Rows | None:
    """The fields after `add:list` or `remove:list.number`; None when `do` says something else."""
    action, _colon, name = do.partition(":")
    if action == "add":
        after = row_added(schema, typed, name)
        new = set(rows_of(after, name)) - set(rows_of(typed, name))
        return Rows(after, new_row=f"{name}.{new.pop()}" if new else "")
    of_list, _dot, number = name.rpartition(".")
    if action == "remove" and number.isdecimal():
        return Rows(row_removed(typed, name), focus=of_list)
    return None


SINGLE = notation.SIMPLE | {"either", "json"}


def row_removed(typed: Typed, name: str) -> dict[str, str]:
    """The fields without the row `list.number`; the rows after it move up."""
    of_list, _dot, row = name.rpartition(".")
    found = {}
    for key, text in typed.items():
        inside = key.removeprefix(f"{of_list}.") if key.startswith(f"{of_list}.") else ""
        head, _dot, rest = inside.partition(".")
        if not head.isdecimal() or int(head) < int(row):
            found[key] = text
        elif int(head) > int(row):
            found[".".join(filter(None, (of_list, str(int(head) - 1), rest)))] = text
    return found


def person_ids(typed: Typed) -> list[str]:
    """Ids of persons and children in the order of the form."""
    named = [key for key in typed if re.fullmatch(rf"{ROOT}\..*\.[0-9]+\.id", key)]
    return list(dict.fromkeys(typed[key] for key in named if typed[key].strip()))


def next_id(ids: Iterable[str]) -> str:
    """The first letter that is not taken; after z, aa, ab…"""
    taken = set(ids)
    pairs = (first + second for first in _LETTERS for second in _LETTERS)
    free = (letter for letter in (*_LETTERS, *pairs) if letter not in taken)
    return str(next(free))
