"""Who changed what: rows of all history tables by transaction, with values before and after.

What a row concerns (a household, a person, a case) is found by the foreign keys of its table, so
that a new table is told, narrowed and kept secret like the others without being named here.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import BooleanField, ForeignKey, Model, Q, QuerySet, Value
from django.db.models.expressions import RawSQL
from pghistory.models import Context, Event

from core.models import User
from core.queries import moments
from core.registry import registry

DEEPEST = 4
"""A row concerns what so many foreign keys lead to, at most."""
SHOWN = 6
"""Rows of one transaction in the list; its own page shows all."""
MOST_ROWS = 2_000
"""Rows of one transaction that its own page shows."""


@dataclass(frozen=True, slots=True)
class Concerns:
    """Ids of households, persons and cases (keys of `Registry.subjects`)."""

    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.ids.values())


@dataclass(frozen=True, slots=True)
class Row:
    """One row that a transaction added, changed or deleted."""

    model: type[Model]
    event_id: int
    object_id: int
    label: str  # insert | update | delete
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


@cache
def event_models() -> tuple[Any, ...]:
    """The history tables, in the order of the rooms."""
    return tuple(
        model for model in apps.get_models() if issubclass(model, Event) and model.pgh_tracked_model
    )


@cache
def paths(model: type[Model], what: str) -> tuple[str, ...]:
    """How rows of a tracked model lead to that subject: the shortest chains of foreign keys."""
    target = registry.subjects[what]
    if model is target:
        return ("pgh_obj_id",)
    level: list[tuple[str, type[Model]]] = [("", model)]
    for _step in range(DEEPEST):
        level = [
            (f"{path}__{key.name}".lstrip("_"), key.related_model)
            for path, one in level
            for key in one._meta.fields
            if isinstance(key, ForeignKey) and key.related_model._meta.app_label != "core"
        ]
        found = tuple(path for path, one in level if one is target)
        if found:
            return found
    return ()


def of_clients(model: type[Model]) -> bool:
    """Does a row of it tell something of a client?"""
    return any(paths(model, what) for what in registry.subjects)


def changes(
    *,
    person: User | None,
    start: date | None,
    end: date | None,
    about: Concerns,
    shut: Concerns,
) -> QuerySet[Any]:
    """Transactions that changed something, newest first: by whom, when, about what.

    Those that concern only what is `shut` to the reader are left out.
    """
    since, until = moments(start, end)
    rows = Context.objects.order_by("-created_at", "pk")
    if person:
        rows = rows.filter(metadata__actor=person.pk)
    if since:
        rows = rows.filter(created_at__gte=since)
    if until:
        rows = rows.filter(created_at__lt=until)
    if about:
        rows = rows.filter(pk__in=_contexts(about, shut))
    elif shut:
        rows = rows.exclude(pk__in=_only_about(shut))  # read once, for the count and the page
    return rows


def change(pk: UUID, shut: Concerns) -> Any:
    """One transaction; None when there is no such, or nothing in it but what is `shut`."""
    shown = [
        rows.filter(pgh_context=pk).order_by().values("pgh_id")
        for event in event_models()
        if (rows := _rows(event, Concerns(), shut)) is not None
    ]
    found = Context.objects.filter(pk=pk).first()
    return found if shown[0].union(*shown[1:], all=True).exists() else None


def _contexts(about: Concerns, shut: Concerns) -> "QuerySet[Any, Any]":
    """Ids of the transactions with a row about that, and not shut (a subquery)."""
    parts = [
        rows.filter(pgh_context__isnull=False).order_by().values("pgh_context_id")
        for event in event_models()
        if (rows := _rows(event, about, shut)) is not None
    ]
    return parts[0].union(*parts[1:]) if parts else Context.objects.none().values("pk")


def _only_about(shut: Concerns) -> list[UUID]:
    """Ids of the transactions that touch what is shut and nothing else (one query).

    It costs what the history of that costs, not the whole: of the transactions that touch it, the
    other rows are looked up by the index.
    """
    touching, params = _contexts(shut, Concerns()).query.sql_with_params()
    among = RawSQL("pgh_context_id = ANY(ARRAY(SELECT id FROM touching))", [], BooleanField())
    others = [
        rows.filter(among).order_by().values("pgh_context_id")
        for event in event_models()
        if (rows := _rows(event, Concerns(), shut)) is not None
    ]
    shown, more = others[0].union(*others[1:], all=True).query.sql_with_params()
    sql = f"""
        WITH touching (id) AS MATERIALIZED ({touching})
        SELECT id FROM touching EXCEPT ({shown})
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *more])
        return [pk for (pk,) in cursor.fetchall()]


def _rows(event: Any, about: Concerns, shut: Concerns) -> QuerySet[Any] | None:
    """Rows of one history table about that and not shut; None when it holds no such."""
    rows: QuerySet[Any] = event._default_manager.all()
    if about:
        wanted = _condition(event.pgh_tracked_model, about)
        if wanted is None:
            return None
        rows = rows.filter(wanted)
    hidden = _condition(event.pgh_tracked_model, shut)
    return rows if hidden is None else rows.exclude(hidden)


def _condition(model: type[Model], concerns: Concerns) -> Q | None:
    found = Q()
    for what, ids in concerns.ids.items():
        for path in paths(model, what) if ids else ():
            found |= Q(**{f"{path}__in": ids})
    return found or None


def changed_rows(
    contexts: Sequence[Any], about: Concerns, shut: Concerns, *, last: int = SHOWN
) -> dict[Any, tuple[list[Row], int]]:
    """Of each transaction the first rows, up to `last`, with their values, and how many there are.

    Rows about what is `shut` are left out, and those not `about` it (2 queries).
    """
    ids = [context.pk for context in contexts]
    found = _first_places(ids, about, shut, last) if ids else []
    wanted: dict[Any, list[tuple[int, int]]] = {}
    count: dict[Any, int] = {}
    for context_id, table, pk, every in found:
        wanted.setdefault(context_id, []).append((table, pk))
        count[context_id] = every
    values = _values([place for places in wanted.values() for place in places])
    return {
        key: ([values[place] for place in places if place in values], count[key])
        for key, places in wanted.items()
    }


def _first_places(
    ids: Sequence[UUID], about: Concerns, shut: Concerns, last: int
) -> list[tuple[UUID, int, int, int]]:
    """Of each transaction: its id, table and id of its first rows, and how many it has."""
    parts = []
    for number, event in enumerate(event_models()):
        rows = _rows(event, about, shut)
        if rows is not None:
            chosen = rows.filter(pgh_context_id__in=ids).order_by()
            place = chosen.annotate(table=Value(number)).values_list(
                "pgh_context_id", "table", "pgh_id"
            )
            parts.append(place)
    if not parts:
        return []
    every, params = parts[0].union(*parts[1:], all=True).query.sql_with_params()
    of_each = "OVER (PARTITION BY context{order})"
    sql = f"""
        SELECT context, place, pk, every
          FROM (SELECT u.*, row_number() {of_each.format(order=" ORDER BY place, pk")} AS n,
                       count(*) {of_each.format(order="")} AS every
                  FROM ({every}) AS u (context, place, pk)) AS numbered
         WHERE n <= %s
         ORDER BY context, n
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, last])
        return list(cursor.fetchall())


def _values(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Row]:
    """Rows of history tables by table and id, each with what stood before (one query)."""
    wanted: dict[int, list[int]] = {}
    for table, pk in places:
        wanted.setdefault(table, []).append(pk)
    if not wanted:
        return {}
    parts, ids = [], []
    for table, pks in wanted.items():
        name = connection.ops.quote_name(event_models()[table]._meta.db_table)
        parts.append(
            f"SELECT {table:d}, e.pgh_id, e.pgh_obj_id, e.pgh_label, to_jsonb(e)::text,"
            f" (SELECT to_jsonb(b)::text FROM {name} b WHERE b.pgh_obj_id = e.pgh_obj_id"
            "    AND b.pgh_id < e.pgh_id ORDER BY b.pgh_id DESC LIMIT 1)"
            f"  FROM {name} e WHERE e.pgh_id = ANY(%s)"
        )
        ids.append(pks)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), ids)
        return {(found[0], found[1]): _row(*found) for found in cursor.fetchall()}


def _row(
    table: int, event_id: int, object_id: int, label: str, now: str, before: str | None
) -> Row:
    model = event_models()[table].pgh_tracked_model
    after = _columns(now)
    if label == "delete":
        return Row(model, event_id, object_id, label, before=after)
    return Row(model, event_id, object_id, label, _columns(before) if before else {}, after)


def _columns(said: str) -> dict[str, Any]:
    found = json.loads(said, parse_float=Decimal)
    return {name: value for name, value in found.items() if not name.startswith("pgh_")}
