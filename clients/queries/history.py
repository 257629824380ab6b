"""Who changed what in a household's file: rows of the history that triggers write."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, Q

from clients.models import (
    Absence,
    Address,
    BankAccount,
    Consent,
    Contact,
    Death,
    Document,
    FormerName,
    Household,
    HouseholdMove,
    HouseholdNote,
    Membership,
    Merge,
    Person,
    Recorded,
    Relationship,
    Representation,
)
from clients.queries.dated import facts_of

SILENT = {
    "id", "version", "sort_key", "search_text", "recorded_at", "recorded_by_id", "moved", "changed",
    "merged_into_id",
}  # fmt: skip
"""Columns whose change says nothing to a reader."""
OF_PERSON: tuple[type[Model], ...] = (Address, BankAccount)
REMOVED = "delete"
"""Label of the history row of a removal (core.triggers.Deleted)."""
ABOUT_PERSON: tuple[type[Model], ...] = (FormerName, Contact, Representation, Consent, Death)
"""What only the history of the person tells."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row written: `before` is empty for a new one, `after` for one that was removed."""

    at: datetime
    model: type[Model]
    object_id: int
    who: str
    why: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


def household_history(household: Household, person_ids: Iterable[int]) -> list[Change]:
    """Changes of the household, its members, papers and facts, newest first (11 queries)."""
    people = list(person_ids)
    own = Q(household_id=household.pk)
    changes = _changes(Household, Q(pgh_obj_id=household.pk))
    changes += _changes(Membership, own) + _changes(Document, own)
    memberships = list(household.memberships.values_list("pk", flat=True))
    changes += _changes(Absence, Q(membership_id__in=memberships))
    changes += _changes(HouseholdNote, own)
    changes += _changes(HouseholdMove, Q(source_id=household.pk) | Q(target_id=household.pk))
    changes += _changes(Relationship, Q(person_id__in=people) | Q(other_id__in=people))
    changes += _changes(Person, Q(pgh_obj_id__in=people))
    for model in OF_PERSON:
        changes += _changes(model, Q(person_id__in=people))
    changes += _of_facts(facts_of(Person.objects.filter(pk__in=people), household))
    return _newest_first(changes)


def person_history(person: Person) -> list[Change]:
    """Changes of one person's record, addresses, accounts and facts, newest first.

    With those of records that were merged into it: what changed hands then is told by the merge.
    """
    aliases = list(person.aliases.all())
    ids = [person.pk, *(alias.pk for alias in aliases)]
    changes = _changes(Person, Q(pgh_obj_id__in=ids))
    changes += _changes(Merge, Q(kept_id=person.pk) | Q(dropped_id=person.pk))
    changes += _changes(Relationship, Q(person_id__in=ids) | Q(other_id__in=ids))
    rows: tuple[type[Model], ...] = (Membership, *OF_PERSON, *ABOUT_PERSON)
    for model in rows:
        found = _changes(model, Q(person_id__in=ids))
        changes += [change for change in found if not _handed_over(change)]
    return _newest_first(changes + _of_facts(facts_of([person, *aliases], None)))


def _handed_over(change: Change) -> bool:
    """Did nothing change but the record that the row belongs to?"""
    before = {**change.before, "person_id": change.after.get("person_id")}
    return bool(change.before and change.after) and not _differ(before, change.after)


def _of_facts(facts: Iterable[Recorded]) -> list[Change]:
    """Facts are their own history: recorded once, withdrawn once, both with who and when."""
    found = []
    for fact in facts:
        columns = {field.attname: getattr(fact, field.attname) for field in fact._meta.fields}
        known = {**columns, "withdrawn_at": None, "withdrawn_why": ""}
        model, pk, who = type(fact), fact.pk, str(fact.recorded_by)
        found.append(Change(fact.recorded_at, model, pk, who, "", {}, known))
        if fact.withdrawn_at:
            by, why = str(fact.withdrawn_by), fact.withdrawn_why
            found.append(Change(fact.withdrawn_at, model, pk, by, why, known, columns))
    return found


def household_at_version(household: Household, version: int) -> dict[str, Any]:
    """The file as it was saved under that version; empty when there was none."""
    row = _events(Household).filter(pgh_obj_id=household.pk, version=version).values().last()
    return _columns(row) if row else {}


def person_at_version(person: Person, version: int) -> dict[str, Any]:
    """The record as it was saved under that version; empty when there was none."""
    row = _events(Person).filter(pgh_obj_id=person.pk, version=version).values().last()
    return _columns(row) if row else {}


def _events(model: Any) -> Any:
    """The history rows of a tracked model, oldest first."""
    return model.pgh_event_model.objects.order_by("pgh_id")


def _changes(model: type[Model], condition: Q) -> list[Change]:
    found: list[Change] = []
    last: dict[int, dict[str, Any]] = {}
    rows = _events(model).filter(condition).values(*_names(model), "pgh_context__metadata")
    for row in rows:
        before = last.get(row["pgh_obj_id"], {})
        after = {} if row["pgh_label"] == REMOVED else _columns(row)
        last[row["pgh_obj_id"]] = after
        if before and after and not _differ(before, after):
            continue
        context = row["pgh_context__metadata"] or {}
        found.append(
            Change(
                at=row["pgh_created_at"],
                model=model,
                object_id=row["pgh_obj_id"],
                who=str(context.get("name", "")),
                why=_why(str(context.get("reason", ""))),
                before=before,
                after=after,
            )
        )
    return found


def _names(model: Any) -> list[str]:
    return [field.attname for field in model.pgh_event_model._meta.fields]


def _columns(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("pgh_")}


def _differ(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return any(before.get(name) != value for name, value in after.items() if name not in SILENT)


def _why(reason: str) -> str:
    """A reason given by a person; the name of a service is none."""
    return "" if reason.isidentifier() else reason


def _newest_first(changes: list[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: change.at, reverse=True)
