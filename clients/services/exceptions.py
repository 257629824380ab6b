"""Objecting to a reasoned exception: the household closes at once (docs/adr/0006)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clients.models import GrantSource, HouseholdGrant
from clients.queries import household_is_visible
from clients.queries.access import valid_on
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission, require

DAY = timedelta(days=1)


@audit.service
def exception_object(*, actor: User, grant: HouseholdGrant, reason: str, today: date) -> None:
    """End an exception from `today` on; `reason` stays in the history.

    Raises PermissionDenied for who may not review or does not see the file, DomainError without
    a reason, StaleState when it is over already.
    """
    require(actor, Permission.CLIENTS_RESTRICT)
    if not household_is_visible(actor, grant.household, today):
        raise PermissionDenied(Permission.CLIENTS_RESTRICT)
    if not reason.strip():
        raise DomainError(_("Say why this access is not justified."), "reason")
    rows = HouseholdGrant.objects.filter(valid_on(today), pk=grant.pk, source=GrantSource.EXCEPTION)
    if not rows.update(valid_to=today - DAY):
        raise StaleState
