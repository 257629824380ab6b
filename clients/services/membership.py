"""Who belongs to a household, when and as what: new memberships, ends, corrections, new roles."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Absence, Household, MemberRole, Membership, Person
from clients.perms import require_household, require_person
from clients.services.in_the_way import elsewhere, in_the_way, overlapping, refusals
from clients.services.locks import lock_families, lock_person
from clients.services.refusals import check_fields, check_period, explained
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import format_date

_DAY = timedelta(days=1)
ONCE = (MemberRole.HEAD, MemberRole.SPOUSE)
"""Roles that one person of a household has on a day; the database holds to it, too."""
YEARS_BETWEEN = 12
"""A child is at least so much younger than a parent, or a reason says why not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """As what and when somebody belongs to a household; both days are inside."""

    role: MemberRole | str
    valid_from: date
    valid_to: date | None = None
    shared_custody: bool = False
    court_order: str = ""


@audit.service
def membership_add(
    *,
    actor: User,
    today: date,
    household: Household,
    person: Person,
    role: MemberRole | str,
    valid_from: date,
    valid_to: date | None = None,
    shared_custody: bool = False,
    court_order: str = "",
    reason: str = "",
) -> Membership:
    """Add a person to a household from `valid_from` on (to `valid_to`, both days inside).

    In shared custody (`court_order` says by which order) the membership elsewhere becomes one
    of shared custody from the same day. `reason` says why a role fits despite the ages.

    Raises DomainError for a second head or spouse, for a person who belongs elsewhere in that
    time (naming where), for ages that do not fit the role, and for a period out of order.
    """
    require_household(actor, household, today)
    require_person(actor, person, today)
    lock_families(person.pk, homes=[household.pk])
    check_open(household)
    place = Place(
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        shared_custody=shared_custody,
        court_order=court_order.strip(),
    )
    return store(Membership(household=household, person=person), place, reason)


@audit.service
def membership_end(
    *, actor: User, today: date, membership: Membership, last_day: date
) -> Membership:
    """End a membership with `last_day` as the last day inside the household.

    An absence that lasts ends on the same day. Raises StaleState when the membership has been
    ended already, DomainError for a day before its start or before an absence.
    """
    require_household(actor, membership.household, today)
    check_period(membership.valid_from, last_day)
    lock_families(membership.person_id)
    later = membership.absences.filter(valid_from__gt=last_day).first()
    if later:
        raise DomainError(in_the_way(later), "last_day")
    won = Membership.objects.filter(pk=membership.pk, valid_to__isnull=True).update(
        valid_to=last_day
    )
    if not won:
        raise StaleState
    _lasting(membership, last_day).update(valid_to=last_day)
    membership.valid_to = last_day
    return membership


@audit.service
def membership_correct(
    *,
    actor: User,
    today: date,
    membership: Membership,
    seen: str,
    reason: str,
    role: MemberRole | str,
    valid_from: date,
    valid_to: date | None = None,
    shared_custody: bool = False,
    court_order: str = "",
) -> Membership:
    """Correct a membership that is still as it was `seen` (rows.fingerprint), with a reason.

    Raises StaleState when somebody else changed it first, DomainError as `membership_add` and
    for an absence that would stand outside of the period.
    """
    require_household(actor, membership.household, today)
    check_reason(reason)
    lock_families(membership.person_id)
    now = current(membership, seen)
    check_period(valid_from, valid_to)
    for absence in now.absences.all():
        if absence.valid_from < valid_from or (
            valid_to and (absence.valid_to is None or absence.valid_to > valid_to)
        ):
            raise DomainError(
                in_the_way(absence), "valid_from" if absence.valid_from < valid_from else "valid_to"
            )
    place = Place(
        role=role,
        valid_from=valid_from,
        valid_to=valid_to,
        shared_custody=shared_custody,
        court_order=court_order.strip(),
    )
    return store(now, place, reason)


@audit.service
def membership_remove(*, actor: User, today: date, membership: Membership, reason: str) -> None:
    """Remove a membership recorded by mistake, with its absences; the history keeps them.

    Twice raises StaleState.
    """
    require_household(actor, membership.household, today)
    check_reason(reason)
    lock_families(membership.person_id)
    membership.absences.all().delete()
    remove(membership, reason)


def store(membership: Membership, place: Place, reason: str = "") -> Membership:
    """Check and save a membership (new or changed) at its place; raises DomainError."""
    person, household = membership.person, membership.household
    lock_person(person)
    for name in ("role", "valid_from", "valid_to", "shared_custody", "court_order"):
        setattr(membership, name, getattr(place, name))
    _check(membership, reason)
    if membership.shared_custody:
        _share_elsewhere(membership)
    with explained(refusals(membership)):
        membership.save()
    membership.household = household
    return membership


def check_open(household: Household) -> None:
    """Raise DomainError for a file closed by a join: its people are in another one."""
    move = household.moves_out.filter(closes=True, undone_at__isnull=True).first()
    if move and not household.memberships.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=move.day)
    ):
        raise DomainError(
            _("This file is closed: its people joined the household %(household)s.")
            % {"household": move.target}
        )


def check_reason(reason: str) -> None:
    """Raise DomainError when nothing is said."""
    if not reason.strip():
        raise DomainError(_("Say why."), "reason")


def cut(
    membership: Membership, day: date, household: Household, role: str, reason: str = ""
) -> Membership:
    """The person goes on from `day` in `household` as `role`; what was until then stays.

    `reason` says why the role fits despite the ages.

    Absences go with the person: one that lasts is parted at `day`. The membership has to have
    begun before `day`. The one that was is saved first: its role is free from `day` on.
    """
    lasting = list(_lasting(membership, day - _DAY))
    later = list(membership.absences.filter(valid_from__gte=day))
    last_day = membership.valid_to
    Membership.objects.filter(pk=membership.pk).update(valid_to=day - _DAY)
    membership.absences.filter(pk__in=[a.pk for a in lasting]).update(valid_to=day - _DAY)
    place = Place(
        role=role,
        valid_from=day,
        valid_to=last_day,
        shared_custody=membership.shared_custody,
        court_order=membership.court_order,
    )
    made = store(Membership(household=household, person=membership.person), place, reason)
    Absence.objects.filter(pk__in=[a.pk for a in later]).update(membership=made)
    for absence in lasting:
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


def _lasting(membership: Membership, day: date) -> "QuerySet[Absence]":
    """Absences that have begun by `day` and go on after it."""
    after = Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    return membership.absences.filter(after, valid_from__lte=day)


def _check(membership: Membership, reason: str) -> None:
    person = membership.person
    check_period(membership.valid_from, membership.valid_to)
    check_fields(membership, "household", "person")
    if membership.valid_from < person.birth_date:
        raise DomainError(
            _("%(person)s was born on %(day)s and cannot belong to a household before.")
            % {"person": person, "day": format_date(person.birth_date)},
            "valid_from",
        )
    if person.death_date and membership.valid_from > person.death_date:
        raise DomainError(
            _("%(person)s died on %(day)s.")
            % {"person": person, "day": format_date(person.death_date)},
            "valid_from",
        )
    if membership.shared_custody and not membership.court_order:
        raise DomainError(
            _("Enter the court's order by which the child belongs to two households."),
            "court_order",
        )
    if membership.role in ONCE:
        _check_alone(membership)
    if membership.role in (MemberRole.CHILD, MemberRole.PARENT) and not reason.strip():
        _check_ages(membership)


def _check_alone(membership: Membership) -> None:
    other = _others(membership).filter(role=membership.role).first()
    if other is None:
        return
    said = {"person": other.person, "from": format_date(other.valid_from)}
    raise DomainError(
        _("%(person)s is the head of this household since %(from)s. Choose another role.") % said
        if membership.role == MemberRole.HEAD
        else _(
            "%(person)s is the spouse or partner in this household since %(from)s. "
            "Choose another role, or end that one first."
        )
        % said,
        "role",
    )


def _check_ages(membership: Membership) -> None:
    """A child is younger than the head or the spouse, a parent older than one of them."""
    pair = [m.person for m in _others(membership).filter(role__in=ONCE)]
    person = membership.person
    if membership.role == MemberRole.CHILD:
        fits = [p for p in pair if _years_older(p, person)]
    else:
        fits = [p for p in pair if _years_older(person, p)]
    if not pair or fits:
        return
    raise DomainError(
        _(
            "%(person)s was born on %(born)s, %(head)s on %(day)s: that is no child and parent. "
            "Choose another role, or say why it is right."
        )
        % {
            "person": person,
            "born": format_date(person.birth_date),
            "head": pair[0],
            "day": format_date(pair[0].birth_date),
        },
        "role",
    )


def _years_older(older: Person, younger: Person) -> bool:
    return years_after(older.birth_date, YEARS_BETWEEN) <= younger.birth_date


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28, as the database counts."""
    year = day.year + years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def _others(membership: Membership) -> "QuerySet[Membership]":
    rows = membership.household.memberships.exclude(pk=membership.pk)
    period = overlapping(membership.valid_from, membership.valid_to)
    return rows.filter(period).select_related("person").order_by("role", "valid_from")


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
