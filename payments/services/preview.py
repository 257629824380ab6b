"""What ending an entitlement would do, found by doing it and taking it back."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.models import User
from payments.models import Entitlement, LedgerEntry
from payments.services.entitlements import entitlement_end
from payments.states import LedgerKind

_WORDS = {
    LedgerKind.GRANTED: _("no longer granted"),
    LedgerKind.DUE_CORRECTION: _("no longer due"),
    LedgerKind.DUE: _("due instead"),
    LedgerKind.OVERPAID: _("paid too much"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One line that ending would add to the ledger; amount in zł, signed."""

    month: date | None
    what: str
    amount: Decimal
    is_overpaid: bool


def entitlement_end_preview(
    *, actor: User, today: date, entitlement: Entitlement, last_day: date
) -> list[Change]:
    """Lines that ending after `last_day` would book; nothing is kept.

    Raises what `entitlement_end` raises.
    """
    with transaction.atomic():
        ledger = LedgerEntry.objects.filter(entitlement=entitlement)
        newest = ledger.order_by("-id").values_list("pk", flat=True).first() or 0
        entitlement_end(
            actor=actor, today=today, entitlement=entitlement, last_day=last_day, why="?"
        )
        added = ledger.filter(pk__gt=newest).order_by("month", "id")
        changes = [_change(line) for line in added]
        transaction.set_rollback(True)
    entitlement.refresh_from_db()
    return changes


def _change(line: LedgerEntry) -> Change:
    kind = LedgerKind(line.kind)
    return Change(line.month, str(_WORDS[kind]), line.amount, kind == LedgerKind.OVERPAID)
