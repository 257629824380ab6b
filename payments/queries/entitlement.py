"""One entitlement with its schedule, dues and ledger; what a household or a case was paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from clients.queries import households_visible_to
from core.models import User
from core.once import once
from core.permissions import Permission, allowed
from payments.models import Due, Entitlement, LedgerEntry, PaymentLine
from payments.states import LedgerKind

MONTHS_SHOWN = 12


def entitlements_visible_to(user: User, today: date) -> QuerySet[Entitlement]:
    """Entitlements of households that `user` may see, with person, benefit and case."""
    if not allowed(user, Permission.PAYMENTS_VIEW):
        return Entitlement.objects.none()
    return Entitlement.objects.filter(
        household__in=households_visible_to(user, today)
    ).select_related("person", "household", "kind", "case")


def entitlements_in(user: User, household_id: int, today: date) -> list[Entitlement]:
    """Those of one household that `user` may see, the newest first (one query a page)."""
    rows = entitlements_visible_to(user, today).filter(household_id=household_id)
    return once(
        ("entitlements", user.pk, household_id, today),
        lambda: list(rows.order_by("-valid_from")),
    )


def entitlement_for(user: User, pk: int, today: date) -> Entitlement | None:
    """One entitlement, None for strangers."""
    return entitlements_visible_to(user, today).filter(pk=pk).first()


def dues_of(entitlement: Entitlement) -> QuerySet[Due]:
    """Dues with their active line (`lines`) and whether the money came back (`came_back`)."""
    lines = PaymentLine.objects.filter(active=True).select_related("payment_list")
    returned = LedgerEntry.objects.filter(due=OuterRef("pk"), kind=LedgerKind.RETURNED)
    return (
        Due.objects.filter(entitlement=entitlement)
        .prefetch_related(Prefetch("lines", lines))
        .annotate(came_back=Exists(returned))
        .order_by("-month", "kind", "part")
    )


def ledger_of(entitlement: Entitlement) -> QuerySet[LedgerEntry]:
    """Every line of the ledger, the newest first."""
    return (
        LedgerEntry.objects.filter(entitlement=entitlement)
        .select_related("line__payment_list", "written_by", "due")
        .order_by("-id")
    )


@dataclass(frozen=True, slots=True)
class PaidMonth:
    """What reached people for one month of one benefit (zł), and what is still to reach them."""

    month: date
    benefit: str
    paid: Decimal
    due: Decimal
    returned: Decimal

    @property
    def waiting(self) -> Decimal:
        """Due and not paid yet."""
        return max(self.due - self.paid, Decimal("0.00"))


def paid_months(filters: Q) -> Sequence[PaidMonth]:
    """The last months of the ledger lines that match, the newest first; one query."""
    money = Q(kind__in=[LedgerKind.PAID, LedgerKind.RETURNED])
    owed = Q(kind__in=[LedgerKind.DUE, LedgerKind.DUE_CORRECTION])
    rows = (
        LedgerEntry.objects.filter(filters, due__kind="benefit")
        .values("month", "entitlement__kind__name")
        .annotate(
            paid=Sum("amount", filter=money),
            owed=Sum("amount", filter=owed),
            back=Sum("amount", filter=Q(kind=LedgerKind.RETURNED)),
        )
        .order_by("-month", "entitlement__kind__name")[: 2 * MONTHS_SHOWN]
    )
    zero = Decimal("0.00")
    return [
        PaidMonth(
            row["month"], row["entitlement__kind__name"], row["paid"] or zero,
            row["owed"] or zero, -(row["back"] or zero),
        )
        for row in rows
        if row["month"] is not None
    ]  # fmt: skip
