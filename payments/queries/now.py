"""What money a household has to do with now: due this month, paid this year, paid too much."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

from core.models import User
from core.months import month_of
from payments.models import LedgerEntry
from payments.queries.entitlement import entitlements_in
from payments.queries.schedule import amount_for_month
from payments.states import EntitlementStatus, LedgerKind

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class MoneyNow:
    """Amounts in zł. `paid_month` is for the month whatever the day, `paid_year` by day of payment.

    `too_much` is what was paid without being due and has not been made up for.
    """

    due_month: Decimal
    paid_month: Decimal
    paid_year: Decimal
    too_much: Decimal
    suspended: int


def money_now(user: User, household_id: int, today: date) -> MoneyNow | None:
    """The money of one household (two queries); None when it has never had an entitlement."""
    every = entitlements_in(user, household_id, today)
    if not every:
        return None
    month = month_of(today)
    due = {e: amount for e in every if (amount := amount_for_month(e, month))}
    held = [e for e in due if e.status == EntitlementStatus.SUSPENDED]
    paid = Q(kind__in=[LedgerKind.PAID, LedgerKind.RETURNED])
    sums = LedgerEntry.objects.filter(entitlement__household_id=household_id).aggregate(
        month=Sum("amount", filter=paid & Q(month=month)),
        year=Sum("amount", filter=paid & Q(day__year=today.year)),
        over=Sum("amount", filter=Q(kind=LedgerKind.OVERPAID)),
    )
    return MoneyNow(
        due_month=sum((due[e] for e in due if e not in held), ZERO),
        paid_month=sums["month"] or ZERO,
        paid_year=sums["year"] or ZERO,
        too_much=sums["over"] or ZERO,
        suspended=len(held),
    )
