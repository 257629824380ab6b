"""The form of a rule of the place: the calculator's controls for its one key of the facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

import law
from benefits.calculator import form, notation, typed
from benefits.calculator.parts import Control, Group, Listed, ListOfRows, Parts
from core.fields import DateField
from law import LocalRule

FILLED_BY_NUMBER = "resolution"
REQUIRED = forms.Field.default_error_messages["required"]


class ResolutionForm(forms.Form):
    """By what a rule was set, and from when."""

    number = forms.CharField(
        label=gettext_lazy("Resolution or order"),
        help_text=gettext_lazy(
            "As it is to be quoted: nr XX/101/2025 Rady Gminy Lipowa z 30.01.2025."
        ),
        max_length=80,
    )
    valid_from = DateField(label=gettext_lazy("In force from"))


def shape_of(rule: LocalRule) -> dict[str, Any]:
    """JSON Schema of the rule's one key; the number of the resolution is typed above it."""
    of_value = rule.kind.schema()
    if FILLED_BY_NUMBER in of_value.get("properties", {}):
        parts = {k: v for k, v in of_value["properties"].items() if k != FILLED_BY_NUMBER}
        required = [key for key in of_value["required"] if key != FILLED_BY_NUMBER]
        of_value = {**of_value, "properties": parts, "required": required}
    return {"type": "object", "properties": {rule.key: of_value}, "required": [rule.key]}


def fields_of(rule: LocalRule, value: Any = None) -> dict[str, str]:
    """What stands in the fields: a stored value, or the first empty row of a list."""
    shape = shape_of(rule)
    if value is not None:
        return typed.fill(shape, {rule.key: value})
    return typed.row_added(shape, {}, f"{typed.ROOT}.{rule.key}")


@dataclass(slots=True)
class RuleSheet:
    """A rule of the place as it is typed: number and day, fields, what is wrong with them."""

    rule: LocalRule
    head: ResolutionForm
    fields: dict[str, str]
    on: date
    new_row: str = ""
    focus: str = ""
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Name of the field, list or group that holds the value."""
        return f"{typed.ROOT}.{self.rule.key}"

    def value(self) -> Any:
        """What was typed, as the law reads it; `faults` says what cannot be read. Rows with
        nothing in them go."""
        shape = shape_of(self.rule)
        for row in reversed(typed.rows_of(self.fields, self.name)):
            inside = f"{self.name}.{row}."
            if not any(text.strip() for key, text in self.fields.items() if key.startswith(inside)):
                self.fields = typed.row_removed(self.fields, f"{self.name}.{row}")
        read = typed.read(shape, self.fields)
        self.faults = read.faults
        value = read.facts.get(self.rule.key)
        for name in _blank(shape["properties"][self.rule.key], value, self.name):
            self.faults.setdefault(name, [str(REQUIRED)])
        return value

    def refused(self, error: law.LawError) -> None:
        """Say at its field what the law refuses."""
        is_polish = (get_language() or "pl").startswith("pl")
        said = error.polish if is_polish else error.message.capitalize()
        self.faults.setdefault(typed.name_of(error.path), []).append(said)

    @property
    def parts(self) -> Parts:
        """The controls."""
        of_value = form.parts_of(
            self.rule.benefits[0],
            self.on,
            shape_of(self.rule),
            self.fields,
            faults=self.faults,
            new_row=self.new_row,
        )
        (only,) = (*of_value.shown, *of_value.folded)
        return only.parts if isinstance(only, Group) else Parts([only])

    @property
    def listed(self) -> list[Listed]:
        """What is wrong, with links to the fields."""
        return list(form.listed(self.parts, self.faults))

    @property
    def is_list(self) -> bool:
        """Is it a list of rows?"""
        return isinstance(self.parts.shown[0], ListOfRows)


def _blank(schema: Mapping[str, Any], value: Any, name: str) -> Iterator[str]:
    """Names of what is required and blank."""
    kind = notation.kind_of(schema)
    if kind == "object":
        yield from (f"{name}.{k}" for k in schema.get("required", ()) if k not in (value or {}))
    elif kind == "list":
        for index, row in enumerate(value or ()):
            yield from _blank(schema["items"], row, f"{name}.{index}")
    if kind != "object" and not value:
        yield name


def in_words(rule: LocalRule, value: Any, on: date) -> list[str]:
    """A stored value in lines for a table: one for each row of a list."""
    sheet = RuleSheet(rule, ResolutionForm(), fields_of(rule, value), on)
    found: list[str] = []
    parts = sheet.parts
    rows = parts.shown[0].rows if isinstance(parts.shown[0], ListOfRows) else ()
    for inside in [row.parts for row in rows] or [parts]:
        controls = [part for part in inside.shown if isinstance(part, Control)]
        only = len(controls) == 1 and not rows
        said = form.said(Parts(list(controls)))
        texts = [(label, text.replace(",00 %", " %")) for _depth, label, text in said]
        found.append("; ".join(text if only else f"{label}: {text}" for label, text in texts))
    return found
