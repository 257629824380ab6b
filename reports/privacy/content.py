"""All data of a person, gathered from every room and written as JSON and as a document."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Person
from core.copies import ALWAYS_LEFT_OUT, Attachment, Column, Given, Part, Said, Whose, history_of
from core.models import Centre
from core.registry import registry
from reports.privacy.models import PersonCopy

FORMAT, VERSION = "gops-person-copy", 1
"""Of the JSON: docs/person-copy.md. A change that breaks a reader raises the version."""
MOST_IN_TABLE = 7
"""Parts with more columns than that are written as lists, row by row."""
ROOMY = 4
"""Tables with more columns than that are set in smaller letters."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """Everything there is to be written, in Polish."""

    copy: PersonCopy
    centre: Centre | None
    parts: list[Part]


def one_and_the_same(person: Person) -> tuple[Person, frozenset[int]]:
    """The record that lives on, and the ids of it and of all that were merged into it."""
    seen = {person.pk}
    while person.merged_into is not None and person.merged_into.pk not in seen:
        person = person.merged_into
        seen.add(person.pk)
    ids, ring = {person.pk}, {person.pk}
    while ring:
        rows = Person.objects.filter(merged_into__in=ring).exclude(pk__in=ids)
        ring = set(rows.values_list("pk", flat=True))
        ids |= ring
    return person, frozenset(ids)


def all_given() -> list[Given]:
    """What the rooms give, in their order."""
    return [given for room in registry.person_copy for given in room.given]


def gather(copy: PersonCopy, whose: Whose, tell: Tell) -> Content:
    """Read every part (`tell` how far it is); the language in force is that of the copy."""
    given = all_given()
    parts: list[Part] = []
    changes: list[dict[str, Said]] = []
    for number, one in enumerate(given, 1):
        parts.append(one.part(whose))
        changes += history_of(one, whose)
        tell(number, len(given))
    changes.sort(key=lambda row: str(row["at"].value))
    return Content(copy, Centre.objects.first(), [*parts, _changes(changes)])


def _changes(rows: list[dict[str, Said]]) -> Part:
    labels = {
        "at": _("when"),
        "by": _("by whom"),
        "part": _("where"),
        "number": _("number"),
        "column": _("what"),
        "before": _("before"),
        "after": _("after"),
    }
    columns = [Column(key, label, key != "number") for key, label in labels.items()]
    note = _("Values that were corrected, replaced or removed, as the history keeps them.")
    return Part("changes", _("Changes of the data"), note, columns, rows)


def as_json(content: Content) -> bytes:
    """The copy for machines: keys in English, values in ISO notation, labels in Polish."""
    copy = content.copy
    data = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "controller": _controller(content.centre),
        "person": copy.person_id,
        "basis": copy.basis,
        "parts": [_part(part) for part in content.parts],
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=str).encode()


def _controller(centre: Centre | None) -> dict[str, str]:
    if centre is None:
        return {}
    return {
        "name": centre.name,
        "address": f"{centre.street}, {centre.postal_code} {centre.place}",
        "phone": centre.phone,
        "email": centre.email,
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "key": part.key,
        "title": part.title,
        "columns": {column.key: column.label for column in part.columns},
        "rows": [_row(row) for row in part.rows],
    }


def _row(row: dict[str, Said]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for key, said in row.items():
        told[key] = said.value
        if said.coded:
            told[f"{key}_label"] = said.words
    return told


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A part as the document shows it: a table of few columns, or lists of label and value."""

    anchor: str
    title: str
    note: str
    count: int
    tight: bool
    heads: list[str]
    table: list[list[str]]
    lists: list[list[tuple[str, str]]]


def for_paper(content: Content) -> list[PaperPart]:
    """Parts that say something; columns that are empty in every row are left out."""
    return [_paper_part(part) for part in content.parts if part.rows]


def _paper_part(part: Part) -> PaperPart:
    shown = [c for c in part.columns if c.in_pdf and any(row[c.key].words for row in part.rows)]
    rows = [[(c.label, row[c.key]) for c in shown] for row in part.rows]
    as_table = len(shown) <= MOST_IN_TABLE and len(part.rows) > 1
    return PaperPart(
        f"part-{part.key.replace('_', '-')}",
        part.title,
        part.note,
        len(part.rows),
        len(shown) > ROOMY,
        [column.label for column in shown] if as_table else [],
        [[said.words for _label, said in row] for row in rows] if as_table else [],
        [] if as_table else [[(label, s.words) for label, s in row if s.words] for row in rows],
    )


def attachments(whose: Whose) -> Iterator[Attachment]:
    """Files of the person, from every room."""
    for room in registry.person_copy:
        if room.files:
            yield from room.files(whose)


def left_out() -> dict[str, str]:
    """Models that are not given, and columns of those that are, with the reason."""
    reasons: dict[str, str] = dict(ALWAYS_LEFT_OUT)
    for room in registry.person_copy:
        reasons |= room.left_out
        for given in room.given:
            label = given.model._meta.label
            reasons |= {f"{label}.{name}": why for name, why in given.left_out.items()}
    return reasons
