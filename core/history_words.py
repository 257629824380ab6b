"""Changes in words: the column, what it was, what it is; secrets by their last signs only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import (
    BinaryField,
    BooleanField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    FileField,
    ForeignKey,
    JSONField,
    Model,
)
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.columns import COLUMN_LABELS
from core.history import Row, of_clients
from core.identifiers import format_nrb
from core.models import BenefitKind, District, User
from core.polish import format_date, format_money, format_number
from core.registry import registry

SILENT = {
    "id", "version", "sort_key", "search_text", "letter_html", "letter_template", "check_code",
    "pdf_sha256", "sha256", "submission_key", "job_id", "written_in", "marks", "moved", "changed",
    "made", "ended", "standing", "columns", "words", "headings", "samples", "score", "reasons",
}  # fmt: skip
"""Columns whose change says nothing to a reader, or that are read where they belong."""
MASKED = {"pesel", "nrb", "identity_document"}
"""Columns of which those who do not work on cases see the last signs."""
_UNMASKED = 4
_LONGEST = 160
_OWNERS = ("person", "applicant", "household", "case")
_NAMED = (User, District, BenefitKind)
_MONEY_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """A column with what it was and what it is, in words; "" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a transaction in words: what, whose, and its columns (empty: not to be seen)."""

    what: str
    number: int
    label: str  # insert | update | delete
    whose: str
    cells: list[Cell]
    closed: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """How much the reader may see: values of clients' data at all, numbers whole."""

    clients: bool
    numbers: bool


def lines(rows: Iterable[Row], reader: Reader) -> list[Line]:
    """Rows in words; names behind keys cost one query for each model that is named."""
    shown = list(rows)
    names = _names(row for row in shown if reader.clients or not of_clients(row.model))
    return [_line(row, reader, names) for row in shown]


Names = Mapping[tuple[type[Model], int], str]


def _names(rows: Iterable[Row]) -> Names:
    """What people, households, cases, benefits, districts and staff are called."""
    named = {*registry.subjects.values(), *_NAMED}
    wanted: dict[type[Model], set[int]] = {}
    for row in rows:
        for key in _keys(row.model):
            for said in (row.before, row.after):
                if key.related_model in named and (pk := said.get(key.attname)):
                    wanted.setdefault(key.related_model, set()).add(pk)
    return {
        (model, pk): str(one)
        for model, ids in wanted.items()
        for pk, one in model._default_manager.in_bulk(ids).items()
    }


def _keys(model: type[Model]) -> list[Any]:
    return [key for key in model._meta.fields if isinstance(key, ForeignKey)]


def _line(row: Row, reader: Reader, names: Names) -> Line:
    closed = of_clients(row.model) and not reader.clients
    return Line(
        what=str(row.model._meta.verbose_name),
        number=row.object_id,
        label=row.label,
        whose="" if closed else _whose(row, names),
        cells=[] if closed else list(_cells(row, reader, names)),
        closed=closed,
    )


def _whose(row: Row, names: Names) -> str:
    """Whom it is about: the first of its owners that has a name; of people, themselves."""
    said = row.after or row.before
    keys = {key.name: key for key in _keys(row.model)}
    for name in _OWNERS:
        key = keys.get(name)
        found = key and names.get((key.related_model, said.get(key.attname) or 0))
        if found:
            return found
    if row.model is registry.subjects.get("person"):
        return f"{said.get('last_name', '')} {said.get('first_name', '')}".strip()
    return str(said.get("name") or "") if row.model in registry.subjects.values() else ""


def _cells(row: Row, reader: Reader, names: Names) -> Iterable[Cell]:
    for column in row.model._meta.fields:
        name = column.attname
        if name in SILENT or (name not in row.before and name not in row.after):
            continue
        old, new = row.before.get(name), row.after.get(name)
        if old == new or (old in (None, "") and new in (None, "")):
            continue
        yield Cell(
            _label(column),
            _words(column, old, reader, names),
            _words(column, new, reader, names),
        )


def _label(column: "Field[Any, Any]") -> str:
    """What a column is called; those without a name of their own, as in copies of data."""
    own = column.verbose_name
    return str(own if isinstance(own, Promise) else COLUMN_LABELS.get(column.name, own))


def _words(column: "Field[Any, Any]", value: Any, reader: Reader, names: Names) -> str:
    """A stored value as people read it."""
    if value is None or value == "":
        return ""
    if column.name in MASKED:
        return _number(column.name, str(value), whole=reader.numbers)
    if isinstance(column, ForeignKey):
        model: Any = column.related_model
        return names.get((model, value)) or _("no. %(number)s") % {"number": value}
    if isinstance(column, JSONField):
        return _entries(value)
    if isinstance(column, BinaryField | FileField):
        return _("a file")
    return _plain(column, value)


def _number(name: str, value: str, *, whole: bool) -> str:
    if not whole:
        return f"…{value[-_UNMASKED:]}"
    return format_nrb(value) if name == "nrb" else value


def _entries(value: Any) -> str:
    """Of stored answers and facts only how much they are: they are read where they belong."""
    count = len(value) if isinstance(value, dict | list) else 1
    return ngettext("%(count)d entry", "%(count)d entries", count) % {"count": count}


def _plain(column: "Field[Any, Any]", value: Any) -> str:
    choices: Mapping[Any, Any] = dict(column.flatchoices)
    if value in choices:
        return str(choices[value])
    if isinstance(column, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(column, DateTimeField):
        moment = timezone.localtime(datetime.fromisoformat(str(value)))
        return f"{format_date(moment.date())} {moment:%H:%M}"
    if isinstance(column, DateField):
        return format_date(date.fromisoformat(str(value)))
    if isinstance(column, DecimalField):
        number = Decimal(str(value))
        if column.decimal_places == 2 and column.max_digits >= _MONEY_DIGITS:
            return format_money(number)
        return format_number(number, column.decimal_places)
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
