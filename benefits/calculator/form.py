"""The form of a benefit as a tree of what is shown: controls, groups, lists of rows.

What the rule asks for stands open; what is seldom needed is folded away and opens by itself when
something stands in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import law
from benefits.calculator import labels, notation, typed
from benefits.calculator.parts import Control, Group, Listed, ListOfRows, Part, Parts, Row
from benefits.calculator.question import Fault
from benefits.calculator.words_facts import CHOICES
from law.asked import asked

#: Seldom needed; everything else is open.
FOLDED = frozenset(
    {
        "f.applicant", "f.lost_incomes", "f.one_off_incomes", "f.farm", "f.alimony_paid",
        "f.alimony_paid_by", "f.alimony_fund_repaid", "household.kind", "household.size", "gross",
        "tax", "social", "health", "reason", "persons.in_higher_education",
        "persons.entitled_to_zr", "raised_criteria", "daily_rate",
    }
)  # fmt: skip
SHARED = frozenset({"household", "applicant", "incomes", *(n[2:] for n in FOLDED if n[:2] == "f.")})
REFERENCES = frozenset({"person", "applicant", "child"})
_INPUTS = {
    "amount": ("decimal", "0,00"),
    "day": ("numeric", gettext_lazy("dd.mm.yyyy")),
    "month": ("numeric", gettext_lazy("mm.yyyy")),
    "whole": ("numeric", ""),
}


_Marked = TypeVar("_Marked", Group, ListOfRows, Row)


@dataclass(frozen=True, slots=True)
class FormOf:
    """What the form is made from."""

    benefit: str
    on: date
    typed: Mapping[str, str]
    faults: Mapping[str, list[str]]
    needed: frozenset[str]
    new_row: str = ""


def form_of(
    benefit: str,
    on: date,
    fields: Mapping[str, str],
    faults: Mapping[str, list[str]] | None = None,
    missing: tuple[Fault, ...] = (),
    new_row: str = "",
) -> Parts:
    """The form of a benefit with what stands in its fields."""
    needed = frozenset(fault.name for fault in missing)
    made = FormOf(benefit, on, fields, faults or {}, needed, new_row)
    schema = law.schema(benefit)
    parts = _parts(made, schema, typed.ROOT)
    open_sections = _asked_sections(benefit, on)
    own = [p for p in parts.shown if p.name[2:] not in SHARED]
    for part in [p for p in parts.shown if p.name[2:] in SHARED]:
        if part.name[2:] not in open_sections and not part.is_used:
            parts.shown.remove(part)
            parts.folded.insert(0, part)
    shared = [p for p in parts.shown if p.name[2:] in SHARED]
    parts.shown = [*shared, *own]
    return parts


def parts_of(
    benefit: str,
    on: date,
    schema: Mapping[str, Any],
    fields: Mapping[str, str],
    *,
    faults: Mapping[str, list[str]],
    new_row: str = "",
) -> Parts:
    """Controls for some of the facts of a benefit: those of `schema`."""
    return _parts(FormOf(benefit, on, fields, faults, frozenset(), new_row), schema, typed.ROOT)


def first_fields(benefit: str, on: date) -> dict[str, str]:
    """What stands in the fields of a new form: one person who applies, where the rule looks at
    a household, and an empty row of a list that must not be empty."""
    schema = law.schema(benefit)
    found: dict[str, str] = {}
    if "household" in _asked_sections(benefit, on):
        found = typed.row_added(schema, found, "f.household.persons")
    for key, part in schema["properties"].items():
        if notation.kind_of(part) == "list" and part.get("minItems"):
            found = typed.row_added(schema, found, f"{typed.ROOT}.{key}")
    return found


def _asked_sections(benefit: str, on: date) -> frozenset[str]:
    """Shared keys the rule looks at; all of them when asking did not come to an answer."""
    found = asked(benefit, on)
    sections = {path.split(".")[1].partition("[")[0] for path in found.paths if "." in path}
    if found.outcome is None:
        sections |= {"household", "incomes"}
    if "incomes" in sections:
        sections.add("household")
    return frozenset(sections)


def _parts(made: FormOf, schema: Mapping[str, Any], name: str) -> Parts:
    found = Parts()
    required = schema.get("required", ())
    for key, part in schema["properties"].items():
        inside = f"{name}.{key}"
        parent = next((s for s in reversed(name.split(".")) if not s.isdecimal()), "")
        folded = inside in FOLDED or f"{parent}.{key}" in FOLDED or key in FOLDED
        shown = _part(made, part, inside, required=key in required)
        (found.folded if folded and key not in required else found.shown).append(shown)
    return found


def _part(made: FormOf, schema: Mapping[str, Any], name: str, *, required: bool) -> Part:
    kind = notation.kind_of(schema)
    if kind == "object":
        group = Group(name, labels.label(made.benefit, name, schema), _parts(made, schema, name))
        return _marked(made, group)
    if kind == "list":
        return _marked(made, _list(made, schema, name))
    if kind == "fixed":
        ends = (_("From"), _("To")) if schema["maxItems"] == 2 else ("1", "2", "3", "4")
        parts = []
        for index in range(schema["maxItems"]):
            control = _control(made, schema["items"], f"{name}.{index}", required=required)
            control.label = ends[index]
            parts.append(control)
        label = labels.label(made.benefit, name, schema)
        return _marked(made, Group(name, label, Parts(list(parts)), side_by_side=True))
    return _control(made, schema, name, required=required)


def _marked(made: FormOf, part: _Marked) -> _Marked:
    part.errors = list(made.faults.get(part.name, ()))
    part.needed = part.name in made.needed
    return part


def _list(made: FormOf, schema: Mapping[str, Any], name: str) -> ListOfRows:
    numbers = typed.rows_of(made.typed, name)
    label = labels.label(made.benefit, name, schema)
    row_label = labels.row_label(made.benefit, name)
    rows = [
        _row(made, schema["items"], f"{name}.{number}", f"{row_label} {place}".strip())
        for place, number in enumerate(numbers, 1)
    ]
    return ListOfRows(
        name=name,
        label=label,
        add_label=row_label or label,
        rows=rows,
        may_add=len(rows) < min(typed.MOST_ROWS, schema.get("maxItems", typed.MOST_ROWS)),
        is_said_empty=made.typed.get(name) == typed.EMPTY,
    )


def _row(made: FormOf, schema: Mapping[str, Any], name: str, title: str) -> Row:
    hidden: list[tuple[str, str]] = []
    if notation.kind_of(schema) == "object":
        hidden.append((name, typed.ROW))
        identity = made.typed.get(f"{name}.id", "")
        if "id" in schema["properties"]:
            hidden.append((f"{name}.id", identity))
            title = f"{title.rpartition(' ')[0]} {identity}"
        keys = {k: v for k, v in schema["properties"].items() if k != "id"}
        parts = _parts(made, {**schema, "properties": keys}, name)
    else:
        if notation.kind_of(schema) not in typed.SINGLE:
            hidden.append((name, typed.ROW))
        part = _part(made, schema, name, required=True)
        part.label, title = title, ""  # the one part of the row speaks for it
        parts = Parts([part])
    row = _marked(made, Row(name, title, hidden, parts, focus=name == made.new_row))
    if row.focus and (first := next(_controls(parts), None)):
        first.focus = True
    return row


def _controls(parts: Parts) -> Iterator[Control]:
    for part in parts.shown:
        if isinstance(part, Control):
            yield part
        elif isinstance(part, Group):
            yield from _controls(part.parts)


def _control(made: FormOf, schema: Mapping[str, Any], name: str, *, required: bool) -> Control:
    kind = notation.kind_of(schema)
    key = name.rpartition(".")[2]
    inputmode, placeholder = _INPUTS.get(kind, ("", ""))
    unit = labels.unit(made.benefit, name) if kind == "amount" else ""
    control = Control(
        name=name,
        label=labels.label(made.benefit, name, schema),
        kind=kind,
        shown=made.typed.get(name, ""),
        unit=unit,
        inputmode=inputmode,
        placeholder=str(placeholder) if unit in ("", "zł") else "",
        required=required,
        errors=list(made.faults.get(name, ())),
        needed=name in made.needed,
    )
    if kind == "choice":
        control.choices = labels.choices(made.benefit, name, schema, made.on)
        if control.shown and control.shown not in dict(control.choices):
            control.choices.append((control.shown, control.shown))  # the law refuses it by name
    elif kind == "text":
        _offer(made, control, key)
    if key == "reason_art7":
        known = {r.code for r in law.art7_reasons(made.on)}
        control.choices = [c for c in control.choices if c[0] in known or c[0] == control.shown]
    return control


def _offer(made: FormOf, control: Control, key: str) -> None:
    """Make a text a choice where its values are known: persons of the form, codes with labels."""
    choices = _people(made) if key in REFERENCES else labels.text_choices(key)
    if key not in REFERENCES and not choices:
        return
    if control.shown and control.shown not in dict(choices):
        choices.append((control.shown, control.shown))
    control.kind, control.choices = "choice", choices


def _people(made: FormOf) -> list[tuple[str, str]]:
    """Persons and children of the form: sign, with role where it is known."""
    found = {}
    for key, identity in made.typed.items():
        if key.endswith(".id") and identity.strip():
            role = made.typed.get(f"{key.removesuffix('.id')}.role", "")
            word = CHOICES.get(f"role.{role}")
            found[identity] = f"{identity} ({word})" if word else identity
    return list(found.items())


def named(parts: Parts) -> Iterator[tuple[str, str]]:
    """Name and label of everything that a message may point to."""
    for part in (*parts.shown, *parts.folded):
        yield part.name, part.label
        if isinstance(part, Group):
            yield from ((name, f"{part.label}: {label}") for name, label in named(part.parts))
        elif isinstance(part, ListOfRows):
            for row in part.rows:
                yield row.name, row.label
                yield from ((n, f"{row.label}: {label}") for n, label in named(row.parts))


def listed(parts: Parts, faults: Mapping[str, list[str]]) -> Iterator[Listed]:
    """Every message with its field."""
    known = dict(named(parts))
    for name, found in faults.items():
        label = known.get(name, "")
        target = name.replace(".", "-") if name in known else ""
        yield from (Listed(target, label, message) for message in found)


def said(parts: Parts) -> Iterator[tuple[int, str, str]]:
    """What is filled in, for paper and for comparing: depth, label, value in words."""
    return _said(parts, 0)


def _said(parts: Parts, depth: int) -> Iterator[tuple[int, str, str]]:
    for part in (*parts.shown, *parts.folded):
        if isinstance(part, Control):
            if text := _words_of(part):
                yield depth, part.label, text
        elif part.is_used and isinstance(part, Group):
            yield depth, part.label, ""
            yield from _said(part.parts, depth + 1)
        elif part.is_used and isinstance(part, ListOfRows):
            for row in part.rows:
                if row.title:
                    yield depth, row.title, ""
                yield from _said(row.parts, depth + bool(row.title))


def _words_of(control: Control) -> str:
    if control.kind == "flag":
        return _("yes") if control.shown == "true" else ""
    if control.kind == "choice":
        return dict(control.choices).get(control.shown, control.shown)
    return f"{control.shown} {control.unit}".strip() if control.shown else ""
