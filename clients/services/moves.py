"""Households that split and join: who goes where from which day, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import (
    AddressKind,
    Household,
    HouseholdMove,
    MemberRole,
    Membership,
    MoveKind,
    Restriction,
    RestrictionReader,
)
from clients.perms import require_household
from clients.queries.access import valid_on
from clients.queries.moves import standing
from clients.services.locks import lock_families
from clients.services.membership_checks import check_open
from clients.services.membership_places import cut
from clients.services.refusals import check_reason
from clients.services.residence import address_set
from clients.services.rows import fingerprint
from core import audit
from core.errors import DomainError, StaleState
from core.models import District, User
from core.polish import format_date, sort_key

_DAY = timedelta(days=1)
_ORDER = list(MemberRole.values)
Roles = Mapping[int, str]
"""Id of a membership that ends → role in the other household."""


@dataclass(frozen=True, slots=True)
class NewHome:
    """The household that a split opens; no name: that of its head; the address may be left out."""

    district: District
    name: str = ""
    address: Mapping[str, Any] = field(default_factory=dict)


@audit.service
def household_split(
    *,
    actor: User,
    today: date,
    household: Household,
    leaving: Roles,
    day: date,
    home: NewHome,
    reason: str,
    remaining_head: int | None = None,
    age_reason: str = "",
) -> HouseholdMove:
    """Those `leaving` have a household of their own from `day` on; one of them is its head.

    `remaining_head` is the membership of who heads those that stay, when the head leaves.
    `age_reason` says why a child or a parent is one despite the ages. A restriction of the file
    holds for the new one, too. Cases, papers and entitlements stay. Raises DomainError for what
    cannot be (a role at `goes_ID` of the membership), StaleState for somebody who has just left.
    """
    require_household(actor, household, today)
    check_reason(reason)
    lock_all(household.pk)
    people = _leaving(household, leaving, day)
    heads = [m for m in people if leaving[m.pk] == MemberRole.HEAD]
    if len(heads) != 1:
        raise DomainError(_("Choose one head of the new household."))
    if len(people) == present_from(household, day).count():
        raise DomainError(_("Somebody has to stay: otherwise change the file instead."))
    name = home.name.strip() or str(heads[0].person)
    target = Household.objects.create(
        name=name, district=home.district, sort_key=sort_key(name), created_on=today
    )
    _carry_restrictions(household, target, actor, today)
    move = HouseholdMove(kind=MoveKind.SPLIT, source=household, target=target, day=day)
    _go(move, people, leaving, age_reason)
    if home.address:
        kind = AddressKind.RESIDENCE
        address_set(
            actor=actor, today=today, person=heads[0].person, kind=kind, valid_from=day,
            **home.address,
        )  # fmt: skip
    why = "; ".join(filter(None, (reason.strip(), age_reason.strip())))
    return _finish(move, actor, why, remaining_head)


@audit.service
def household_join(
    *,
    actor: User,
    today: date,
    household: Household,
    other: Household,
    coming: Roles,
    day: date,
    reason: str,
    remaining_head: int | None = None,
    age_reason: str = "",
) -> HouseholdMove:
    """Those `coming` from `other` belong to `household` from `day` on.

    A file that is left empty is closed and points to `household`; what lies in it stays in it.
    Errors as `household_split`; people of a restricted file join none that more people see.
    """
    require_household(actor, household, today)
    require_household(actor, other, today)
    check_reason(reason)
    if household.pk == other.pk:
        raise DomainError(_("Choose another household."), "other")
    check_open(household)
    lock_all(household.pk, other.pk)
    _check_restrictions(other, household, today)
    people = _leaving(other, coming, day)
    move = HouseholdMove(kind=MoveKind.JOIN, source=other, target=household, day=day)
    move.closes = len(people) == present_from(other, day).count()
    _go(move, people, coming, age_reason)
    why = "; ".join(filter(None, (reason.strip(), age_reason.strip())))
    return _finish(move, actor, why, remaining_head)


def present_from(household: Household, day: date) -> "QuerySet[Membership]":
    """Who belongs to the household on `day` or later, with their persons."""
    rows = household.memberships.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    return rows.select_related("person", "household").order_by("id")


def lock_all(*homes: int) -> None:
    """Two changes of the same households, or of the families of their people, go one by one."""
    people = Membership.objects.filter(household__in=homes).values_list("person", flat=True)
    lock_families(*people, homes=homes)


def _leaving(household: Household, roles: Roles, day: date) -> list[Membership]:
    """The memberships that end, heads first: the ages of the others are measured by theirs."""
    if not roles:
        raise DomainError(_("Choose who goes."))
    people = list(present_from(household, day).filter(pk__in=roles))
    if len(people) != len(roles):
        raise StaleState
    for membership in people:
        if membership.valid_from >= day:
            raise DomainError(
                _(
                    "%(person)s belongs to this household only since %(since)s. "
                    "Choose a later day, or correct that membership."
                )
                % {"person": membership.person, "since": format_date(membership.valid_from)},
                "day",
            )
    return sorted(people, key=lambda m: _ORDER.index(roles[m.pk]))


def _go(move: HouseholdMove, people: list[Membership], roles: Roles, age_reason: str) -> None:
    for membership in people:
        there = present_from(move.target, move.day).filter(person=membership.person)
        if there.exists():  # a child in shared custody of both: it belongs there already
            _note_end(move, membership)
            Membership.objects.filter(pk=membership.pk).update(valid_to=move.day - _DAY)
        else:
            _step(move, membership, move.target, roles[membership.pk], age_reason)


def _step(
    move: HouseholdMove,
    membership: Membership,
    household: Household,
    role: str,
    age_reason: str = "",
) -> None:
    """One person goes on as `role`; what undoing needs is noted."""
    _note_end(move, membership)
    absences = list(membership.absences.all())
    try:
        made = cut(membership, move.day, household, role, age_reason)
    except DomainError as error:
        at = f"goes_{membership.pk}" if error.field == "role" else error.field
        raise DomainError(error.message, at) from error
    move.made.append(
        {
            "id": made.pk,
            "from": membership.pk,
            "seen": fingerprint(Membership.objects.get(pk=made.pk)),
            "absences": {
                str(a.pk): a.valid_to.isoformat() if a.valid_to else None for a in absences
            },
            "later": [a.pk for a in absences if a.valid_from >= move.day],
            "count": made.absences.count(),
        }
    )


def _note_end(move: HouseholdMove, membership: Membership) -> None:
    last_day = membership.valid_to
    move.ended.append({"id": membership.pk, "valid_to": last_day.isoformat() if last_day else None})


def _finish(
    move: HouseholdMove, actor: User, reason: str, remaining_head: int | None
) -> HouseholdMove:
    """Those who stay have a head, and the move is written down with what lies in the files."""
    staying = list(present_from(move.source, move.day))
    if staying and not any(m.role == MemberRole.HEAD for m in staying):
        new = next((m for m in staying if m.pk == remaining_head), None)
        if new is None or new.valid_from >= move.day:
            raise DomainError(_("Choose the head of those who stay."), "remaining_head")
        _step(move, new, move.source, MemberRole.HEAD)
        name = str(new.person)
        Household.objects.filter(pk=move.source_id).update(
            name=name, sort_key=sort_key(name), version=F("version") + 1
        )
    move.reason, move.done_by = reason[:200], actor
    move.standing = standing(move.source, move.target)
    move.save()
    return move


def _carry_restrictions(source: Household, target: Household, actor: User, today: date) -> None:
    """The file of people who leave a restricted one is restricted to the same readers."""
    for rule in source.restrictions.filter(valid_on(today)).prefetch_related("readers"):
        copy = Restriction.objects.create(
            household=target,
            reason=rule.reason,
            note=rule.note,
            set_by=actor,
            valid_from=today,
            valid_to=rule.valid_to,
        )
        for reader in rule.readers.all():
            RestrictionReader.objects.create(restriction=copy, user=reader)


def _check_restrictions(source: Household, target: Household, today: date) -> None:
    def readers(household: Household) -> set[int] | None:
        rules = list(household.restrictions.filter(valid_on(today)).prefetch_related("readers"))
        return {reader.pk for rule in rules for reader in rule.readers.all()} if rules else None

    few, others = readers(source), readers(target)
    if few is not None and (others is None or not others <= few):
        raise DomainError(
            _("More people see this file than the restricted one. Restrict this file first.")
        )
