"""Reasoned exceptions to access by district, for whoever reviews them (docs/adr/0006)."""

from datetime import date, timedelta

from django.db.models import QuerySet

from clients.models import GrantSource, HouseholdGrant
from clients.queries.access import households_visible_to, valid_on
from core.models import User

REVIEWED_FOR = timedelta(days=90)


def exceptions_seen_by(user: User, today: date) -> QuerySet[HouseholdGrant]:
    """Exceptions of the last 90 days to households that `user` may see, newest first.

    Those to a file that is restricted to others are left out, like the file itself.
    """
    rows = HouseholdGrant.objects.filter(
        source=GrantSource.EXCEPTION,
        valid_from__gt=today - REVIEWED_FOR,
        household__in=households_visible_to(user, today),
    )
    return rows.select_related("user", "household__district").order_by("-valid_from", "-id")


def exceptions_open(user: User, today: date) -> QuerySet[HouseholdGrant]:
    """Those of them that still open a household today."""
    return exceptions_seen_by(user, today).filter(valid_on(today))
