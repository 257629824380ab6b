"""A copy of all data of a person (RODO art. 15 and 20): what each room gives of it.

Every model is either given (`Given`) or left out with a reason (`RoomCopy.left_out`). Of a model
that is given every column is given, unless it is left out with a reason: nothing is forgotten by
being new. Data of other people are not given: a row tells at most their name and role.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Field, FileField, ForeignKey, JSONField, Model, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.columns import COLUMN_LABELS
from core.models import User
from core.polish import format_date, format_number

ALWAYS_LEFT_OUT = {
    "person": "the person whose copy it is",
    "sort_key": "derived from the name, for sorting",
    "search_text": "derived from the name, for search",
    "version": "counts changes, so that two editors do not overwrite one another",
}
IN_JSON_ONLY = {"id"}
PERSON = "clients.Person"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data: ids of the record and of those merged into it.

    Of the households in `shut` and of ties to the people in `hidden` nothing is given: their files
    are closed to whoever makes the copy (docs/adr/0011). `names_staff`: looks are told with the
    name of who looked, not only the role.
    """

    ids: frozenset[int]
    shut: frozenset[int] = frozenset()
    hidden: frozenset[int] = frozenset()
    names_staff: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A value for machines and what it is in words; `coded`: the words say more than it does."""

    value: Any
    words: str
    coded: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a part: its key in the JSON, its label, and whether the PDF shows it."""

    key: str
    label: str
    in_pdf: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of data of the person, ready to be written."""

    key: str
    title: str
    note: str
    columns: list[Column]
    rows: list[dict[str, Said]]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the archive: its name there, and how to read it (FileNotFoundError: gone)."""

    name: str
    read: Callable[[], bytes]


Reduce = Callable[[Any, Whose], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One kind of data as a room gives it: which rows, and what of them.

    Foreign keys in `links` are told by what the other row is called, others by its number, staff
    by name. `reduced` tells a column by a function of the row (its value, or Said); a JSON column
    needs one. `keeps` are columns given though they are always left out. `in_json` are columns
    that the PDF does not show. `history`: changes and removed rows are given as a part, too.
    """

    key: str
    title: str | Promise
    model: type[Model]
    rows: Callable[[Whose], QuerySet[Any]]
    links: tuple[str, ...] = ()
    reduced: Mapping[str, Reduce] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    keeps: tuple[str, ...] = ()
    in_json: tuple[str, ...] = ()
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    note: str | Promise = ""

    def fields(self) -> list["Field[Any, Any]"]:
        """Columns that are given."""
        return [
            one
            for one in self.model._meta.concrete_fields
            if one.name not in self.left_out
            and (one.name not in ALWAYS_LEFT_OUT or one.name in self.keeps)
        ]

    def label(self, name: str) -> str | Promise:
        """What a column is called."""
        own: Any = self.model._meta.get_field(name)
        if name in self.labels:
            return self.labels[name]
        if isinstance(own.verbose_name, Promise) or name not in COLUMN_LABELS:
            return str(own.verbose_name) if name == "pesel" else own.verbose_name
        return COLUMN_LABELS[name]

    def part(self, whose: Whose) -> Part:
        """The rows of this person, in the language in force."""
        given = self.fields()
        people = [f.name for f in given if isinstance(f, ForeignKey) and f.related_model is User]
        rows = self.seen(whose).select_related(*self.links, *people)
        hidden = {*self.in_json, *IN_JSON_ONLY}
        return Part(
            self.key,
            str(self.title),
            str(self.note),
            [Column(f.name, str(self.label(f.name)), f.name not in hidden) for f in given],
            [{f.name: self._said(row, f, whose) for f in given} for row in rows],
        )

    def seen(self, whose: Whose) -> QuerySet[Any]:
        """The rows of this person, less those that name somebody whose file is closed."""
        rows = self.rows(whose)
        for one in self.fields():
            model: Any = one.related_model
            if whose.hidden and isinstance(one, ForeignKey) and model._meta.label == PERSON:
                rows = rows.exclude(**{f"{one.attname}__in": whose.hidden})
        return rows

    def _said(self, row: Any, column: "Field[Any, Any]", whose: Whose) -> Said:
        if reduce := self.reduced.get(column.name):
            found = reduce(row, whose)
            return found if isinstance(found, Said) else said(found)
        if isinstance(column, ForeignKey):
            return self._linked(row, column)
        value = getattr(row, column.attname)
        if isinstance(column, JSONField):
            raise TypeError(f"{self.model.__name__}.{column.name}: say how the JSON is reduced")
        if isinstance(column, FileField):
            return said(str(value))
        if column.choices and value not in (None, ""):
            return Said(value, str(getattr(row, f"get_{column.name}_display")()), coded=True)
        return said(value)

    def _linked(self, row: Any, column: "ForeignKey[Any, Any]") -> Said:
        key = getattr(row, column.attname)
        if key is None:
            return said(None)
        if column.name in self.links or column.related_model is User:
            name = str(getattr(row, column.name))
            return Said(name if column.related_model is User else {"id": key, "name": name}, name)
        return said(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCopy:
    """What one room gives of a person, which of its models it leaves out and why."""

    given: tuple[Given, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    files: Callable[[Whose], Iterable[Attachment]] | None = None


def said(value: Any) -> Said:
    """A plain value in JSON and in Polish notation."""
    if value is None:
        return Said(None, "")
    if isinstance(value, bool):
        return Said(value, _("yes") if value else _("no"))
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return Said(local.isoformat(), f"{format_date(local.date())} {local:%H:%M}")
    if isinstance(value, date):
        return Said(value.isoformat(), format_date(value))
    if isinstance(value, Decimal):
        places = max(0, -int(value.as_tuple().exponent))
        return Said(str(value), format_number(value, places))
    if isinstance(value, str | int | list | dict):
        return Said(value, "" if isinstance(value, list | dict) else str(value))
    return Said(str(value), str(value))


def history_of(given: Given, whose: Whose) -> Iterator[dict[str, Said]]:
    """What was changed or removed in these rows: when, by whom, what it was before.

    Rows of the history that triggers write; the first row of a thing says nothing new.
    """
    events = getattr(given.model, "pgh_event_model", None)
    if events is None:
        return
    ids = list(given.seen(whose).values_list("pk", flat=True))
    rows = events.objects.filter(pgh_obj_id__in=ids)
    if "person" in {f.name for f in given.model._meta.concrete_fields} and not given.keeps:
        rows = rows | events.objects.filter(person_id__in=whose.ids)
    columns = [f for f in given.fields() if _tells(f, given)]
    before: Any = None
    for event in rows.select_related("pgh_context").order_by("pgh_obj_id", "pgh_id"):
        if event.pgh_label == "delete" or (before and before.pgh_obj_id == event.pgh_obj_id):
            removed = event.pgh_label == "delete"
            old = event if removed else before
            yield from _change(given, columns, old, None if removed else event, event)
        before = event


def _tells(column: "Field[Any, Any]", given: Given) -> bool:
    """Plain columns that are given as they are."""
    special = (ForeignKey, JSONField, FileField)
    return not (isinstance(column, special) or column.name in {*given.reduced, "id"})


def _change(
    given: Given, columns: list["Field[Any, Any]"], old: Any, new: Any, event: Any
) -> Iterator[dict[str, Said]]:
    metadata = getattr(event.pgh_context, "metadata", None) or {}
    for column in columns:
        was = getattr(old, column.attname)
        now = getattr(new, column.attname) if new else None
        if (was in (None, "") and now in (None, "")) or was == now:
            continue
        removed = Said(None, _("(removed)"), coded=True)
        yield {
            "at": said(event.pgh_created_at),
            "by": said(str(metadata.get("name", ""))),
            "part": Said(given.key, str(given.title), coded=True),
            "number": said(event.pgh_obj_id),
            "column": Said(column.name, str(given.label(column.name)), coded=True),
            "before": _labelled(column, was),
            "after": removed if new is None else _labelled(column, now),
        }


def _labelled(column: "Field[Any, Any]", value: Any) -> Said:
    labels: Mapping[Any, Any] = dict(column.flatchoices or ())
    return Said(value, str(labels[value]), coded=True) if value in labels else said(value)
