"""Destruction of a file: what goes of each table, what stays and why (docs/adr/0016).

Every model either loses rows or words with a file (`Goes`) or stays with a reason
(`RoomDestruction.stays`). The guards of the database let go only what belongs to a file whose
destruction was approved and is carried out in this very transaction (`core.triggers.destroying`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import ForeignKey, Model, Q, QuerySet

CONTEXTS = "pghistory_context"


@dataclass(frozen=True, slots=True)
class Scope:
    """Ids of what is destroyed together: a case, or a household with its people.

    `papers` are stored papers that belong to nothing that stays; `day` is the day of it.
    """

    day: date
    cases: frozenset[int] = frozenset()
    households: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()
    papers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """Rows of one table that go with a file.

    With `blank` they stay as numbers and are written over with these values instead. `files` are
    columns that name a file of the store. Their history goes, too, also of rows that were removed
    earlier (known by their foreign keys), unless `keeps_history`.
    """

    model: type[Model]
    rows: Callable[[Scope], QuerySet[Any]]
    blank: Callable[[Scope], Mapping[str, Any]] | None = None
    files: tuple[str, ...] = ()
    keeps_history: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomDestruction:
    """What goes of one room with a file, children before parents; `stays` tells why by model."""

    goes: tuple[Goes, ...] = ()
    stays: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Destroyed:
    """What went: rows by model (removed or written over), rows of the history, names of files."""

    rows: Counter[str] = field(default_factory=Counter)
    history: int = 0
    files: list[str] = field(default_factory=list)


def destroy(rooms: Iterable[RoomDestruction], scope: Scope) -> Destroyed:
    """Let go what belongs to `scope`, inside the transaction that is stamped for it.

    `rooms` come in the order of the floors, the lowest first. Files are only named: they are
    removed once the transaction is there to stay. What is chosen is read before anything goes.
    """
    goes = [one for room in reversed(list(rooms)) for one in room.goes]
    chosen = [(one, *_chosen(one, scope)) for one in goes]
    gone = Destroyed()
    for one, ids, files in chosen:
        if ids:
            if one.blank:
                one.model._default_manager.filter(pk__in=ids).update(**one.blank(scope))
            else:
                _delete(one.model, ids)
        gone.rows[one.model._meta.label] += len(ids)
        gone.files += files
    contexts: set[Any] = set()
    for one, ids, _files in chosen:
        contexts |= _forget(one, ids, scope, gone)
    _forget_reasons(contexts)
    return gone


def counted(
    rooms: Iterable[RoomDestruction], scope: Scope
) -> Iterator[tuple[type[Model], int, bool]]:
    """Before anything goes: rows of each model, and whether they stay as numbers."""
    for room in rooms:
        for one in room.goes:
            if count := one.rows(scope).distinct().count():
                yield one.model, count, one.blank is not None


def _chosen(one: Goes, scope: Scope) -> tuple[list[int], list[str]]:
    ids, files = [], []
    for pk, *names in one.rows(scope).order_by().values_list("pk", *one.files).distinct():
        ids.append(pk)
        files += [str(name) for name in names if name]
    return ids, files


def _delete(model: type[Model], ids: list[int]) -> None:
    """One statement: rows of a table may point to one another (foreign keys are deferred)."""
    name = connection.ops.quote_name
    assert model._meta.pk is not None
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {name(model._meta.db_table)}"
            f" WHERE {name(str(model._meta.pk.column))} = ANY(%s)",
            [ids],
        )


def _forget(one: Goes, ids: list[int], scope: Scope, gone: Destroyed) -> set[Any]:
    """Remove the history of the rows that went, also of those removed long ago."""
    event: Any = getattr(one.model, "pgh_event_model", None)
    if event is None or one.keeps_history:
        return set()
    rows = event.objects.filter(_of_file(one.model, ids, scope))
    found = dict(rows.values_list("pk", "pgh_context_id"))
    if found:
        _delete(event, list(found))
    gone.history += len(found)
    return set(found.values()) - {None}


def _of_file(model: type[Model], ids: list[int], scope: Scope) -> Q:
    wanted = Q(pgh_obj_id__in=ids)
    of = {
        "cases.Case": scope.cases,
        "clients.Household": scope.households,
        "clients.Person": scope.people,
        "clients.Document": scope.papers,
    }
    for key in model._meta.fields:
        if isinstance(key, ForeignKey) and (found := of.get(key.related_model._meta.label)):
            wanted |= Q(**{f"{key.attname}__in": found})
    return wanted


def _forget_reasons(contexts: set[Any]) -> None:
    """The words in which somebody said why they changed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {CONTEXTS} SET metadata = metadata || '{{"reason": ""}}'
                 WHERE id = ANY(%s)""",
            [list(contexts)],
        )
