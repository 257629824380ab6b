"""Who belongs to a household: entered, ended, corrected, removed."""

from datetime import date

from clients.models import Household, MemberRole, Membership, Person
from clients.perms import require_household, require_person
from clients.services.in_the_way import in_the_way
from clients.services.locks import lock_families
from clients.services.membership_checks import check_open
from clients.services.membership_places import Place, lasting, store
from clients.services.refusals import check_period, check_reason
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError, StaleState
from core.models import User


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
    lasting(membership, last_day).update(valid_to=last_day)
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
