"""Members who are away for a time: prison, hospital, school with a dormitory, abroad."""

from datetime import date

from django.utils.translation import gettext as _

from clients.models import Absence, AbsenceReason, Membership
from clients.perms import require_household
from clients.services.in_the_way import in_the_way, overlapping
from clients.services.locks import lock_person
from clients.services.refusals import check_fields, check_period, check_reason
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError
from core.models import User
from core.polish import format_date


@audit.service
def absence_add(
    *,
    actor: User,
    today: date,
    membership: Membership,
    reason: AbsenceReason | str,
    valid_from: date,
    valid_to: date | None = None,
    note: str = "",
) -> Absence:
    """Record that a member is away from `valid_from` on (to `valid_to`, both days away).

    Raises DomainError for days outside of the membership and for an absence in the way.
    """
    require_household(actor, membership.household, today)
    absence = Absence(membership=membership)
    return _store(absence, reason, valid_from, valid_to, note)


@audit.service
def absence_change(
    *,
    actor: User,
    today: date,
    absence: Absence,
    seen: str,
    reason: AbsenceReason | str,
    valid_from: date,
    valid_to: date | None = None,
    note: str = "",
) -> Absence:
    """Correct or end an absence that is still as it was `seen` (rows.fingerprint).

    Raises StaleState when somebody else changed it first, DomainError as `absence_add`.
    """
    require_household(actor, absence.membership.household, today)
    lock_person(absence.membership.person)
    return _store(current(absence, seen), reason, valid_from, valid_to, note)


@audit.service
def absence_remove(*, actor: User, today: date, absence: Absence, reason: str) -> None:
    """Remove an absence recorded by mistake; the history keeps it. Twice raises StaleState."""
    require_household(actor, absence.membership.household, today)
    check_reason(reason)
    remove(absence, reason)


def _store(
    absence: Absence, reason: str, valid_from: date, valid_to: date | None, note: str
) -> Absence:
    lock_person(absence.membership.person)
    membership = Membership.objects.get(pk=absence.membership_id)
    absence.reason, absence.note = reason, note.strip()
    absence.valid_from, absence.valid_to = valid_from, valid_to
    check_period(valid_from, valid_to)
    check_fields(absence, "membership")
    last = membership.valid_to
    if valid_from < membership.valid_from or (last and (valid_from > last)):
        raise DomainError(_outside(membership), "valid_from")
    if last and (valid_to is None or valid_to > last):
        raise DomainError(_outside(membership), "valid_to")
    others = membership.absences.filter(overlapping(valid_from, valid_to)).exclude(pk=absence.pk)
    if other := others.first():
        raise DomainError(in_the_way(other), "valid_from")
    absence.save()
    return absence


def _outside(membership: Membership) -> str:
    return _("%(person)s belongs to the household from %(from)s to %(to)s.") % {
        "person": membership.person,
        "from": format_date(membership.valid_from),
        "to": format_date(membership.valid_to) if membership.valid_to else _("now"),
    }
