"""Reads of payments: schedules, lists, reconciliation."""

from payments.queries.reconcile import Row as ReconciliationRow
from payments.queries.reconcile import reconciliation
from payments.queries.schedule import (
    amount_for_month,
    entitlements_of,
    missing_dues,
    months_of,
    paid_by_month,
)

__all__ = [
    "ReconciliationRow",
    "amount_for_month",
    "entitlements_of",
    "missing_dues",
    "months_of",
    "paid_by_month",
    "reconciliation",
]
