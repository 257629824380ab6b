"""Persons: a record that nobody changed and nothing points to is removed."""

from collections.abc import Mapping, Sequence

from benefits.imports.backs.base import (
    all_made,
    changed,
    changes,
    forget_sources,
    gone,
    held,
    made,
    used,
    uses,
)
from benefits.imports.models import ImportRow
from benefits.imports.plans.base import About
from benefits.imports.states import ImportKind
from clients.models import Person


def lock(rows: Sequence[ImportRow]) -> None:
    """Hold the persons."""
    held(Person, all_made(rows, "person"))


def why_stays(rows: Sequence[ImportRow], about: About) -> Mapping[int, str]:
    """Reasons by row; no reason: it goes."""
    ids = all_made(rows, "person")
    there = set(Person.objects.filter(pk__in=ids).values_list("pk", flat=True))
    uses_of, worked_on = uses(Person, ids), changes(Person, ids)
    stays = {}
    for row in rows:
        pk = made(row, "person")
        if pk not in there:
            stays[row.pk] = gone()
        elif pk in uses_of:
            stays[row.pk] = used(uses_of[pk])
        elif pk in worked_on:
            stays[row.pk] = changed()
    return stays


def take_back(rows: Sequence[ImportRow], about: About) -> None:
    """Remove them; the history keeps who did and what they said."""
    forget_sources(
        about, ImportKind.PERSONS, [(row.source_id, made(row, "person")) for row in rows]
    )
    Person.objects.filter(pk__in=all_made(rows, "person")).delete()
    for row in rows:
        row.made = []
