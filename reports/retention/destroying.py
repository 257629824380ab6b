"""Letting go of a file inside its transaction: rows, their history, the names of its papers."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Model, Q

from core import history
from core.destruction import Goes, RoomDestruction, Scope

CONTEXTS = "pghistory_context"
THROUGH_PAPERS = "document"
"""A fact is of its person, not of the household whose paper proves it."""


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
    told = [_history(one, ids, scope) for one, ids, _files in chosen]
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
    for (one, ids, _files), before in zip(chosen, told, strict=True):
        found = _forget(one, ids, before)
        gone.history += len(found)
        contexts |= set(found.values()) - {None}
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


def _history(one: Goes, ids: list[int], scope: Scope) -> list[int]:
    """Rows of the history that are of the file, also of rows that were removed long ago."""
    event: Any = getattr(one.model, "pgh_event_model", None)
    if event is None or one.keeps_history:
        return []
    of_file = Q(pgh_obj_id__in=ids)
    whose = {"case": scope.cases, "household": scope.households, "person": scope.people}
    for what, wanted in whose.items():
        for path in history.paths(one.model, what) if wanted else ():
            if THROUGH_PAPERS not in path:
                of_file |= Q(**{f"{path}__in": wanted})
    return list(event.objects.filter(of_file).values_list("pk", flat=True))


def _forget(one: Goes, ids: list[int], before: list[int]) -> dict[int, Any]:
    """Remove that history, and what letting go has added; their contexts by id."""
    event: Any = getattr(one.model, "pgh_event_model", None)
    if event is None or one.keeps_history:
        return {}
    rows = event.objects.filter(Q(pk__in=before) | Q(pgh_obj_id__in=ids))
    found = dict(rows.values_list("pk", "pgh_context_id"))
    if found:
        _delete(event, list(found))
    return found


def _forget_reasons(contexts: set[Any]) -> None:
    """The words in which somebody said why they changed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {CONTEXTS} SET metadata = metadata || '{{"reason": ""}}'
                 WHERE id = ANY(%s)""",
            [list(contexts)],
        )
