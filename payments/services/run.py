"""The monthly run: what is granted becomes due. Run again it adds only what is missing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import User
from core.months import month_of, next_month
from core.permissions import Permission
from payments.perms import require_any
from payments.queries.schedule import ALL
from payments.services.booking import (
    book_dues,
    book_granted_later,
    book_health,
    lock_money,
    refresh_statistics,
)

MANY = 5_000  # new dues after which the planner's statistics are stale


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run added: dues of benefits and health contributions (zł)."""

    month: date
    benefits: int
    benefits_amount: Decimal
    contributions: int
    contributions_amount: Decimal

    @property
    def created(self) -> int:
        """How many dues are new."""
        return self.benefits + self.contributions

    @property
    def amount(self) -> Decimal:
        """Their sum (zł)."""
        return self.benefits_amount + self.contributions_amount


@audit.service
def month_run(
    *, actor: User, month: date, today: date, low: int = ALL["low"], high: int = ALL["high"]
) -> RunResult:
    """Make due what entitlements pay up to `month`, back months of late decisions too.

    `low` and `high` bound the ids of entitlements (a big run goes in slices). Books granted
    months of later years, dues, and health contributions. Twice is once. Raises DomainError
    for a day that is no first day of a month, or for a month too far ahead.
    """
    require_any(actor, Permission.LISTS_PREPARE)
    if month.day != 1:
        raise DomainError(_("A month is named by its first day."))
    if month > next_month(month_of(today)):
        raise DomainError(_("Payments can be made due one month ahead at most."))
    lock_money()
    book_granted_later(actor=actor, year=month.year, low=low, high=high)
    benefits, amount = book_dues(actor=actor, month=month, day=today, low=low, high=high)
    healths, health = book_health(actor=actor, month=month, day=today, low=low, high=high)
    if benefits >= MANY:
        refresh_statistics()
    return RunResult(month, benefits, amount, healths, health)
