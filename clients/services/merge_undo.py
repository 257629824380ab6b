"""Separating two records that were made one (docs/adr/0010)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from clients.models import Merge, Person, RestrictionReader
from clients.queries import person_is_visible
from clients.queries.merge_rows import Link, after, links
from clients.services.merge_steps import Step, change, put, stored, taken_back
from clients.services.merging import in_the_way, lock_both, one_status
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission, require

_DERIVED = ("sort_key", "search_text")


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened to the one record since the merge.

    `rows` were recorded since, by key `label-id`; `lost` (kind and count) changed hands with the
    merge and are gone or of somebody else; `fields` were written anew; `stops` forbid it.
    """

    rows: dict[str, tuple[Link, Any]]
    lost: dict[str, int]
    fields: list[str]
    stops: list[str]


def since_merge(merge: Merge) -> Since:
    """What separating would find (one query for each link and step)."""
    own = {label: set(ids) for label, ids in merge.marks.items()}
    made: set[tuple[str, int]] = set()
    for step in merge.moved:
        if step["do"] == "make":
            made.add((step["model"], step["id"]))
        for pk in step["ids"] if step["do"] == "move" else [step.get("id")]:
            own.setdefault(f"{step['model']}.*", set()).add(pk)
    rows: dict[str, tuple[Link, Any]] = {}
    for link in links():
        if link.model is Person:  # other records merged into this one stay with it
            continue
        known = own.get(link.label, set()) | own.get(f"{link.model._meta.label}.*", set())
        for row in link.rows(merge.kept_id):
            if row.pk not in known:
                rows[f"{link.label}-{row.pk}"] = (link, row)
    return Since(rows, _lost(merge), _written_since(merge), _stops(merge))


def _lost(merge: Merge) -> dict[str, int]:
    """How many rows of each kind are no more as the merge left them."""
    lost: dict[str, int] = {}
    for step in merge.moved:
        model: Any = apps.get_model(step["model"])
        gone = 0
        if step["do"] == "move":
            named = {step["field"]: step["to"]}
            gone = len(step["ids"]) - model.objects.filter(pk__in=step["ids"], **named).count()
        elif step["do"] == "change":
            row = model.objects.filter(pk=step["id"]).first()
            gone = int(row is None or not _as_left(row, step["after"]))
        if gone:
            kind = str(model._meta.verbose_name_plural)
            lost[kind] = lost.get(kind, 0) + gone
    return lost


def _as_left(row: Any, said: dict[str, Any]) -> bool:
    return all(stored(row, name) == value for name, value in said.items())


def _written_since(merge: Merge) -> list[str]:
    """Fields that the merge wrote and somebody has written again."""
    return [
        name
        for name, (_was, left) in merge.changed.items()
        if name not in _DERIVED and stored(merge.kept, name) != left
    ]


def _stops(merge: Merge) -> list[str]:
    kept, dropped = merge.kept, merge.dropped
    if kept.merged_into_id:
        return [
            _("%(kept)s was itself merged into another record. Separate those two first.")
            % {"kept": kept}
        ]
    if dropped.merged_into_id != kept.pk:
        return [_("The two records are not one any more.")]
    return []


@audit.service
def persons_separate(
    *, actor: User, today: date, merge: Merge, with_dropped: Iterable[str], reason: str
) -> Merge:
    """Make two records of one again; each is as it was, with what was recorded since where chosen.

    What was recorded since stays with the one record unless its key (Since.rows) is among
    `with_dropped`. What somebody has changed since stays as it is now. Raises StaleState when it
    is done already, DomainError for what stands in the way.
    """
    require(actor, Permission.CLIENTS_MERGE)
    if not reason.strip():
        raise DomainError(_("Say how you know that they are two people."), "reason")
    if not person_is_visible(actor, merge.kept.merged_into or merge.kept, today):
        raise PermissionDenied(Permission.CLIENTS_MERGE)
    persons = lock_both(merge.kept, merge.dropped)
    merge = Merge.objects.get(pk=merge.pk)
    merge.kept, merge.dropped = persons[merge.kept_id], persons[merge.dropped_id]
    if merge.undone_at is not None:
        raise StaleState
    since = since_merge(merge)
    if since.stops:
        raise DomainError(since.stops[0])
    Merge.objects.filter(pk=merge.pk).update(undone_at=now(), undone_by=actor)
    try:
        with transaction.atomic():
            _separated(merge, since, set(with_dropped))
    except IntegrityError as error:
        raise in_the_way(error) from error
    return Merge.objects.get(pk=merge.pk)


def _separated(merge: Merge, since: Since, with_dropped: set[str]) -> None:
    kept = merge.kept
    one_status("DEFERRED")
    as_left = {
        name: was
        for name, (was, left) in merge.changed.items()
        if stored(kept, name) == left and name not in since.fields
    }
    put(kept, as_left)
    if as_left:
        kept.save(update_fields=list(as_left))
    Person.objects.filter(pk=merge.dropped_id).update(merged_into=None, version=F("version") + 1)
    stays = _readers_changed_since(merge)
    for step in reversed(merge.moved):
        if step not in stays:
            taken_back(step)
    for key, (link, row) in since.rows.items():
        if key in with_dropped:
            change(row, after(link, row, merge.dropped))
    one_status("IMMEDIATE")
    if len(as_left) < len(merge.changed):
        _find_by_names(kept)
    if with_dropped:
        _find_by_names(merge.dropped)
    Person.objects.filter(pk=kept.pk).update(version=F("version") + 1)


def _readers_changed_since(merge: Merge) -> list[Step]:
    """Steps over restrictions that somebody has changed since: a file is not opened unawares."""
    of_model: dict[str, list[Step]] = {}
    for step in merge.moved:
        of_model.setdefault(f"{step['do']} {step['model']}", []).append(step)
    rules = of_model.get("make clients.Restriction", [])
    made = of_model.get("make clients.RestrictionReader", [])
    named = RestrictionReader.objects.filter(pk__in=[step["id"] for step in made])
    rule_of = dict(named.values_list("pk", "restriction"))
    stays = []
    for rule in rules:
        readers = RestrictionReader.objects.filter(restriction=rule["id"])
        ours = [step for step in made if rule_of.get(step["id"]) == rule["id"]]
        if set(readers.values_list("pk", flat=True)) != {step["id"] for step in ours}:
            stays += [rule, *ours]
    for step in of_model.get("remove clients.RestrictionReader", []):
        same = {name: step["row"][name] for name in ("restriction_id", "user_id")}
        if RestrictionReader.objects.filter(**same).exists():
            stays.append(step)
    return stays


def _find_by_names(person: Person) -> None:
    person.fill_search(person.former_names.all())
    found_by = {"sort_key": person.sort_key, "search_text": person.search_text}
    Person.objects.filter(pk=person.pk).update(**found_by)
