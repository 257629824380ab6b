"""Restricting the file of a household to named people (docs/adr/0011)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clients.models import Household, Restriction, RestrictionReader, RestrictionReason
from clients.queries import household_is_visible, restriction_on
from clients.services.locks import lock_homes
from core import audit
from core.errors import DomainError
from core.models import User
from core.permissions import Permission, allowed, require

DAY = timedelta(days=1)


@audit.service
def restriction_set(
    *,
    actor: User,
    household: Household,
    why: RestrictionReason | str,
    note: str,
    readers: Iterable[User],
    today: date,
) -> Restriction:
    """Let only `readers` and the actor see the file from `today` on; or change who they are.

    Raises PermissionDenied for who may not restrict or does not see the file, DomainError for a
    reader who may see no clients at all.
    """
    require(actor, Permission.CLIENTS_RESTRICT)
    _require_visible(actor, household, today)
    named = {reader.pk: reader for reader in [actor, *readers]}
    for reader in named.values():
        if not allowed(reader, Permission.CLIENTS_VIEW):
            raise DomainError(
                _("%(person)s sees no clients at all. Choose somebody else.") % {"person": reader},
                "readers",
            )
    lock_homes(household.pk)  # a second one waits
    rule = restriction_on(household, today)
    if rule is None:
        rule = Restriction(household=household, valid_from=today, set_by=actor)
    rule.reason, rule.note = why, note.strip()[:200]
    rule.save()
    RestrictionReader.objects.filter(restriction=rule).exclude(user__in=named).delete()
    known = set(RestrictionReader.objects.filter(restriction=rule).values_list("user", flat=True))
    for pk, reader in named.items():
        if pk not in known:
            RestrictionReader.objects.create(restriction=rule, user=reader)
    return rule


@audit.service
def restriction_end(*, actor: User, restriction: Restriction, reason: str, today: date) -> None:
    """Open the file again to those who would see it; `reason` stays in the history.

    Raises PermissionDenied as `restriction_set`, DomainError without a reason.
    """
    require(actor, Permission.CLIENTS_RESTRICT)
    _require_visible(actor, restriction.household, today)
    if not reason.strip():
        raise DomainError(_("Say why the file is opened again."), "reason")
    rows = Restriction.objects.filter(pk=restriction.pk)
    if restriction.valid_from < today:
        rows.update(valid_to=today - DAY)
    else:  # set today by mistake
        rows.delete()


def _require_visible(actor: User, household: Household, today: date) -> None:
    if not household_is_visible(actor, household, today):
        raise PermissionDenied(Permission.CLIENTS_RESTRICT)
