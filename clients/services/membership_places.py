"""Putting people in their places in households: new ones, parted at a day, in another role."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Absence, Household, MemberRole, Membership
from clients.services.in_the_way import elsewhere, refusals
from clients.services.locks import lock_person
from clients.services.membership_checks import check_membership
from clients.services.refusals import explained
from core.errors import DomainError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """As what and when somebody belongs to a household; both days are inside."""

    role: MemberRole | str
    valid_from: date
    valid_to: date | None = None
    shared_custody: bool = False
    court_order: str = ""


def store(membership: Membership, place: Place, reason: str = "") -> Membership:
    """Check and save a membership (new or changed) at its place; raises DomainError."""
    person, household = membership.person, membership.household
    lock_person(person)
    for name in ("role", "valid_from", "valid_to", "shared_custody", "court_order"):
        setattr(membership, name, getattr(place, name))
    check_membership(membership, reason)
    if membership.shared_custody:
        _share_elsewhere(membership)
    with explained(refusals(membership)):
        membership.save()
    membership.household = household
    return membership


def cut(
    membership: Membership, day: date, household: Household, role: str, reason: str = ""
) -> Membership:
    """The person goes on from `day` in `household` as `role`; what was until then stays.

    `reason` says why the role fits despite the ages.

    Absences go with the person: one that lasts is parted at `day`. The membership has to have
    begun before `day`. The one that was is saved first: its role is free from `day` on.
    """
    running = list(lasting(membership, day - _DAY))
    later = list(membership.absences.filter(valid_from__gte=day))
    last_day = membership.valid_to
    Membership.objects.filter(pk=membership.pk).update(valid_to=day - _DAY)
    membership.absences.filter(pk__in=[a.pk for a in running]).update(valid_to=day - _DAY)
    place = Place(
        role=role,
        valid_from=day,
        valid_to=last_day,
        shared_custody=membership.shared_custody,
        court_order=membership.court_order,
    )
    made = store(Membership(household=household, person=membership.person), place, reason)
    Absence.objects.filter(pk__in=[a.pk for a in later]).update(membership=made)
    for absence in running:
        absence.pk, absence.membership, absence.valid_from = None, made, day
        absence.save(force_insert=True)
    return made


def role_from(membership: Membership, day: date, role: str) -> Membership:
    """Another role in the same household from `day` on; of the whole membership if it is new."""
    if membership.valid_from >= day:
        names = ("valid_from", "valid_to", "shared_custody", "court_order")
        kept = {name: getattr(membership, name) for name in names}
        return store(membership, Place(role=role, **kept))
    return cut(membership, day, membership.household, role)


def lasting(membership: Membership, day: date) -> "QuerySet[Absence]":
    """Absences that have begun by `day` and go on after it."""
    after = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return membership.absences.filter(after, valid_from__lte=day)


def _share_elsewhere(membership: Membership) -> None:
    """The membership of the other household is one of shared custody in that time, too."""
    others = list(elsewhere(membership))
    if len({other.household_id for other in others}) > 1:
        raise DomainError(
            _("%(person)s belongs to two households in that time already: %(households)s.")
            % {
                "person": membership.person,
                "households": ", ".join(str(other.household) for other in others),
            },
            "shared_custody",
        )
    for other in others:
        if other.shared_custody:
            continue
        if other.valid_from < membership.valid_from:
            other = cut(other, membership.valid_from, other.household, other.role)
        fields: dict[str, Any] = {"shared_custody": True, "court_order": membership.court_order}
        Membership.objects.filter(pk=other.pk).update(**fields)
