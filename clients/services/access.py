"""Access beyond the own district: by a case, and by a reasoned exception (docs/adr/0006)."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from clients.models import GrantSource, Household, HouseholdGrant
from clients.queries import household_is_visible
from core import audit
from core.dictionaries import SYSTEM_USERNAME
from core.errors import DomainError
from core.models import User
from core.permissions import Permission, require

EXCEPTION_DAYS = 7
REASON_LETTERS = 10


@audit.service
def household_grant(
    *,
    actor: User,
    user: User,
    household: Household,
    source: GrantSource | str,
    reason: str,
    valid_from: date,
    valid_to: date | None,
) -> HouseholdGrant:
    """Let `user` see a household that the actor sees; the same grant twice is one.

    Higher rooms call it when a case is given to somebody.
    """
    if actor.username != SYSTEM_USERNAME and not household_is_visible(actor, household, valid_from):
        raise PermissionDenied(Permission.CLIENTS_VIEW)
    grant, _created = HouseholdGrant.objects.get_or_create(
        household=household,
        user=user,
        source=source,
        reason=reason,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    return grant


@audit.service
def access_by_exception(
    *, actor: User, household: Household, reason: str, today: date
) -> HouseholdGrant:
    """Open a household of another district to the actor for seven days, with a reason, logged.

    Raises DomainError for a reason of fewer than ten letters.
    """
    require(actor, Permission.CLIENTS_VIEW)
    why = reason.strip()
    if len(why) < REASON_LETTERS:
        raise DomainError(
            _("Say why you need this household, in a few words: the manager can read it.")
        )
    grant, _created = HouseholdGrant.objects.get_or_create(
        household=household,
        user=actor,
        source=GrantSource.EXCEPTION,
        reason=why[:300],
        valid_from=today,
        valid_to=today + timedelta(days=EXCEPTION_DAYS - 1),
    )
    audit.looked(
        user=actor,
        what="exception",
        object_id=household.pk,
        household_id=household.pk,
        why=why[:200],
    )
    return grant
