"""Making two records of one human being one, so that it can be taken back (docs/adr/0010)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from clients.models import (
    Death,
    FormerName,
    Household,
    MemberRole,
    Membership,
    Merge,
    Person,
    Recorded,
    Restriction,
    RestrictionReader,
)
from clients.queries import persons_visible_to
from clients.queries.access import valid_on
from clients.queries.merge_rows import Link, after
from clients.services.locks import lock_homes
from clients.services.merge_periods import left_of
from clients.services.merge_plan import (
    BOTH,
    CUT,
    DROPPED,
    KEPT,
    Conflict,
    Plan,
    Protection,
    merge_plan,
)
from clients.services.merge_steps import Step, change, made, move, remove, stored
from clients.services.person import checked
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission, require
from core.polish import sort_key

_WITH_PESEL = ("pesel", "pesel_absence", "pesel_differs_why")
_OF_RECORD = (
    "first_name", "second_name", "last_name", "family_name", "identity_document", "birth_date",
    "sex", "death_date", "citizenship", "marital_status", "phone", "email", *_WITH_PESEL,
)  # fmt: skip
_DERIVED = ("sort_key", "search_text")
_ONE_STATUS = "one_employment_status_a_day"


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen: whose fields (by name), whose rows (by key of the conflict), the rest.

    `readers` are those who may read the file when one of the two was restricted; nobody named
    means those who read all of them.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    keep_name: bool = True
    readers: tuple[int, ...] = ()


@audit.service
def persons_merge(
    *,
    actor: User,
    today: date,
    kept: Person,
    dropped: Person,
    choices: Choices,
    seen: str,
    reason: str,
) -> Merge:
    """Make `dropped` a part of `kept`: all that is tied to it changes hands, in every room.

    `seen` is that of the plan on which the choices rest. The same merge asked for twice is made
    once. Raises PermissionDenied for who may not see both, StaleState when something has changed
    since, DomainError for what forbids the merge and for what is not chosen.
    """
    require(actor, Permission.CLIENTS_MERGE)
    if not reason.strip():
        raise DomainError(_("Say how you know that it is the same person."), "reason")
    now = lock_both(kept, dropped)
    kept, dropped = now[kept.pk], now[dropped.pk]
    if dropped.merged_into_id == kept.pk:
        return Merge.objects.get(dropped=dropped, undone_at__isnull=True)
    if kept.merged_into_id or dropped.merged_into_id:
        raise StaleState
    require_both(actor, kept, dropped, today)
    plan = merge_plan(kept, dropped, today)
    if plan.stops:
        raise DomainError(plan.stops[0].said)
    if plan.seen != seen:
        raise StaleState
    return _made(actor, today, plan, choices, reason.strip()[:200])


def lock_both(one: Person, two: Person) -> dict[int, Person]:
    """Both persons as they are now, locked with their families, also against new rows of theirs."""
    lock_homes(people=[one.pk, two.pk])
    rows = Person.objects.select_for_update(of=["self"]).filter(pk__in=[one.pk, two.pk])
    found = {person.pk: person for person in rows.order_by("pk")}
    if len(found) != 2:
        raise StaleState
    return found


def require_both(actor: User, one: Person, two: Person, today: date) -> None:
    """Raise PermissionDenied unless `actor` sees both."""
    if persons_visible_to(actor, today).filter(pk__in=[one.pk, two.pk]).count() != 2:
        raise PermissionDenied(Permission.CLIENTS_MERGE)


def _made(actor: User, today: date, plan: Plan, choices: Choices, reason: str) -> Merge:
    kept, dropped = plan.kept, plan.dropped
    values = _values(plan, choices, today)
    names = {str(kept), str(dropped)}
    was = {name: stored(kept, name) for name in (*values, *_DERIVED)}
    merge = Merge.objects.create(kept=kept, dropped=dropped, reason=reason, merged_by=actor)
    merge.marks = {link.label: [row.pk for row in own] for link, (own, _) in plan.rows.items()}
    with _explained(), transaction.atomic():
        one_status("DEFERRED")
        staying: set[tuple[str, int]] = set()
        merge.moved = _all_settled(plan, choices, staying)
        Person.objects.filter(pk=dropped.pk).update(merged_into=kept, version=F("version") + 1)
        Person.objects.filter(pk=kept.pk).update(**values, version=F("version") + 1)
        merge.moved += _rows_moved(plan, merge.moved, staying)
        one_status("IMMEDIATE")
    merge.moved += _name_kept(plan, values, choices)
    kept.refresh_from_db()
    kept.fill_search(kept.former_names.all())
    kept.save(update_fields=_DERIVED)
    merge.changed = {
        name: [before, stored(kept, name)]
        for name, before in was.items()
        if before != stored(kept, name)
    }
    merge.moved += _renamed(kept, names)
    merge.moved += _protected(actor, today, kept, plan.protection, choices)
    merge.save()
    return merge


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise in_the_way(error) from error


def in_the_way(error: IntegrityError) -> DomainError:
    """What the database refused, said to a person."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return DomainError(
        _("Entries of the two stand in each other's way (%(rule)s). Correct one of them first.")
        % {"rule": getattr(diagnosis, "constraint_name", "") or ""}
    )


def one_status(when: str) -> None:
    """Check that nobody has two statuses at the employment office now, or when all is moved."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_ONE_STATUS} {when}")


def _values(plan: Plan, choices: Choices, today: date) -> dict[str, Any]:
    """The record as it will be, checked like any other."""
    source = {KEPT: plan.kept, DROPPED: plan.dropped}
    values = {name: getattr(plan.kept, name) for name in _OF_RECORD}
    for name, offered in plan.fields.items():
        person = source.get(choices.fields.get(name, offered), plan.kept)
        for column in _WITH_PESEL if name == "pesel" else (name,):
            values[column] = getattr(person, column)
    return checked(values, today)


def _all_settled(plan: Plan, choices: Choices, staying: set[tuple[str, int]]) -> list[Step]:
    """Settle what stands in each other's way; `staying` takes rows that do not change hands."""
    steps: list[Step] = []
    for conflict in plan.conflicts:
        way = choices.rows.get(conflict.key, conflict.default)
        if way not in conflict.ways:
            raise DomainError(_("Choose which of the entries stand."), conflict.key)
        steps += _settled(conflict, way, plan, staying)
    return steps


def _rows_moved(plan: Plan, settled: list[Step], staying: set[tuple[str, int]]) -> list[Step]:
    """Give the rest to `kept`."""
    gone = {(step["model"], step["row"]["id"]) for step in settled if step["do"] == "remove"}
    steps: list[Step] = []
    for link, (_own, others) in plan.rows.items():
        rows = [
            row
            for row in others
            if (link.label, row.pk) not in staying and (row._meta.label, row.pk) not in gone
        ]
        steps += _handed_over(link, rows, plan)
    return steps


def _settled(conflict: Conflict, way: str, plan: Plan, staying: set[tuple[str, int]]) -> list[Step]:
    """Let the rows of one side stand."""
    if way == BOTH:
        return []
    standing = conflict.kept if way == KEPT else conflict.dropped
    others = conflict.dropped if way == KEPT else conflict.kept
    link = conflict.link
    if link.model in CUT:
        return [_cut(row, standing) for row in others]
    if not issubclass(link.model, Recorded):
        return [remove(row) for row in others]
    if way == KEPT:
        staying |= {(link.label, row.pk) for row in others}
        return []
    ids = [row.pk for row in others]
    return move(link.model, link.field.attname, ids, plan.kept.pk, plan.dropped.pk)


def _cut(row: Any, standing: Iterable[Any]) -> Step:
    left = left_of(row, standing)
    if not left:
        return remove(row)
    return change(row, {"valid_from": left[0].start, "valid_to": left[0].end})


def _handed_over(link: Link, rows: list[Any], plan: Plan) -> list[Step]:
    """Rows of `dropped` become those of `kept`; a death of both stays where it is recorded."""
    kept, dropped = plan.kept, plan.dropped
    if link.model is Death and any(not row.withdrawn_at for row in plan.rows[link][0]):
        rows = [row for row in rows if row.withdrawn_at]
    columns = {row.pk: after(link, row, kept) for row in rows}
    alone = [pk for pk, changed in columns.items() if len(changed) == 1]
    steps = move(link.model, link.field.attname, alone, dropped.pk, kept.pk)
    for row in rows:
        if row.pk not in alone:
            steps.append(change(row, columns[row.pk]))
    return steps


def _name_kept(plan: Plan, values: dict[str, Any], choices: Choices) -> list[Step]:
    """The name that is not taken becomes a former one, if it was borne."""
    kept = plan.kept
    if not choices.keep_name or not plan.names_differ:
        return []
    taken = (values["first_name"], values["last_name"])
    known = {taken, *kept.former_names.values_list("first_name", "last_name")}
    steps = []
    for person in (kept, plan.dropped):
        name = (person.first_name, person.last_name)
        if name not in known:
            known.add(name)
            row = FormerName.objects.create(person=kept, first_name=name[0], last_name=name[1])
            steps.append(made(row))
    return steps


def _renamed(kept: Person, names: Iterable[str]) -> list[Step]:
    """Files named after one of the two, as their head, take the name of the one record."""
    headed = Membership.objects.filter(person=kept, role=MemberRole.HEAD, valid_to__isnull=True)
    files = Household.objects.filter(pk__in=headed.values("household"), name__in=names)
    name = str(kept)
    steps = [
        change(file, {"name": name, "sort_key": sort_key(name)})
        for file in files.exclude(name=name)
    ]
    renamed = Household.objects.filter(pk__in=[step["id"] for step in steps])
    renamed.update(version=F("version") + 1)
    return steps


def _protected(
    actor: User, today: date, kept: Person, protection: Protection, choices: Choices
) -> list[Step]:
    """Where one of the two was restricted, the file of the one record is, to no more readers."""
    if not protection.files:
        return []
    named = {user.pk for user in protection.any} & set(choices.readers)
    readers = {actor.pk, *(named or {user.pk for user in protection.common})}
    rules = Restriction.objects.filter(valid_on(today), household__in=protection.files)
    first = rules.order_by("valid_from", "id")[0]
    steps: list[Step] = []
    for home in _homes(kept, today):
        rule = rules.filter(household=home).first()
        if rule is None:
            rule = Restriction.objects.create(
                household_id=home,
                reason=first.reason,
                note=first.note,
                set_by=actor,
                valid_from=today,
            )
            steps.append(made(rule))
        present = {row.user_id: row for row in RestrictionReader.objects.filter(restriction=rule)}
        steps += [remove(row) for pk, row in present.items() if pk not in readers]
        for pk in sorted(readers - set(present)):
            steps.append(made(RestrictionReader.objects.create(restriction=rule, user_id=pk)))
    return steps


def _homes(person: Person, today: date) -> list[int]:
    """Households of today, else the last one."""
    rows = Membership.objects.filter(person=person).order_by("-valid_from", "-id")
    now = list(rows.filter(valid_on(today)).values_list("household", flat=True))
    return now or list(rows.values_list("household", flat=True)[:1])
