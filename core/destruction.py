"""Destruction of a file: what goes of each table, what stays and why (docs/adr/0016).

Every model either loses rows or words with a file (`Goes`) or stays with a reason
(`RoomDestruction.stays`). The guards of the database let go only what belongs to a file whose
destruction was approved and is carried out in this very transaction (`core.triggers.destroying`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet


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
    earlier (found by the foreign keys that lead to the file), unless `keeps_history`.
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
