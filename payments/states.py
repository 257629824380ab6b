"""Life of a payment list and of a due item; who may take each step. Pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListStatus(models.TextChoices):
    PREPARED = "prepared", _("prepared")
    CHECKED = "checked", _("checked on substance")
    ACCOUNTS_CHECKED = "accounts_checked", _("checked on accounts")
    APPROVED = "approved", _("approved for payment")
    FILED = "filed", _("file made")
    PAID = "paid", _("paid")
    CANCELLED = "cancelled", _("cancelled")


L = ListStatus
TRANSITIONS: dict[ListStatus, frozenset[ListStatus]] = {
    L.PREPARED: frozenset({L.CHECKED, L.CANCELLED}),
    L.CHECKED: frozenset({L.ACCOUNTS_CHECKED, L.CANCELLED}),
    L.ACCOUNTS_CHECKED: frozenset({L.APPROVED, L.CANCELLED}),
    # cash and health contributions need no bank file
    L.APPROVED: frozenset({L.FILED, L.PAID}),
    L.FILED: frozenset({L.PAID}),
    L.PAID: frozenset(),
    L.CANCELLED: frozenset(),
}
# Before approval: may still be cancelled.
OPEN = (L.PREPARED, L.CHECKED, L.ACCOUNTS_CHECKED)
# From here on the list is immutable and its money counts as paid out.
FINAL = (L.APPROVED, L.FILED, L.PAID)


class EntitlementStatus(models.TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended before its time")


class LedgerKind(models.TextChoices):
    GRANTED = "granted", _("granted")
    DUE = "due", _("due")
    PAID = "paid", _("paid out")
    RETURNED = "returned", _("returned by the bank or not collected")
    DUE_CORRECTION = "due_correction", _("correction of what is due")
    OVERPAID = "overpaid", _("paid too much")
