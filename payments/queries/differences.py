"""The rows behind a difference of the reconciliation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from payments.models import Due, Entitlement, LedgerEntry, PaymentLine
from payments.states import OPEN, LedgerKind, ListStatus

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Behind:
    """One row behind a difference: whose, how much (zł), where to look."""

    entitlement: Entitlement
    amount: Decimal
    list_id: int | None = None
    list_number: str = ""


@dataclass(frozen=True, slots=True)
class Class:
    """A row of the reconciliation, read from its key in the address."""

    due_kind: str
    rozdzial: str
    paragraf: str
    task_type: str

    @classmethod
    def from_key(cls, key: str) -> "Class":
        """Raises ValueError for a text that is no key."""
        due_kind, rozdzial, paragraf, task_type = key.split(":")
        return cls(due_kind, rozdzial, paragraf, task_type)


def _dues(month: date, row: Class) -> QuerySet[Due]:
    return (
        Due.objects.filter(
            month=month,
            kind=row.due_kind,
            rozdzial=row.rozdzial,
            paragraf=row.paragraf,
            entitlement__task_type=row.task_type,
        )
        .select_related("entitlement__person", "entitlement__kind", "entitlement__case")
        .order_by("entitlement__person__sort_key", "id")
    )


def _of_dues(dues: QuerySet[Due]) -> list[Behind]:
    return [Behind(due.entitlement, due.amount) for due in dues]


def not_due(month: date, row: Class) -> list[Behind]:
    """Entitlements granted for the month for more (or less) than is due."""
    owed = (LedgerKind.DUE, LedgerKind.DUE_CORRECTION)
    this_month = Q(ledger__month=month, ledger__rozdzial=row.rozdzial)
    benefit = ~Q(ledger__due__kind="health")
    entitlements = (
        Entitlement.objects.filter(
            ledger__month=month,
            rozdzial=row.rozdzial,
            paragraf=row.paragraf,
            task_type=row.task_type,
        )
        .annotate(
            granted=Coalesce(
                Sum("ledger__amount", filter=this_month & Q(ledger__kind=LedgerKind.GRANTED)), ZERO
            ),
            owed=Coalesce(
                Sum("ledger__amount", filter=this_month & benefit & Q(ledger__kind__in=owed)), ZERO
            ),
        )
        .exclude(granted=F("owed"))
        .select_related("person", "kind", "case")
        .order_by("person__sort_key", "id")
    )
    return [Behind(one, one.granted - one.owed) for one in entitlements]


def unlisted(month: date, row: Class) -> list[Behind]:
    """Dues on no list."""
    listed = PaymentLine.objects.filter(due=OuterRef("pk"), active=True)
    return _of_dues(_dues(month, row).filter(~Exists(listed), cancelled=False))


def returned_open(month: date, row: Class) -> list[Behind]:
    """Dues whose money came back and that are still owed."""
    back = LedgerEntry.objects.filter(due=OuterRef("pk"), kind=LedgerKind.RETURNED)
    return _of_dues(_dues(month, row).filter(Exists(back), cancelled=False))


def overpaid(month: date, row: Class) -> list[Behind]:
    """Payments beyond what was owed in the end."""
    dues = _dues(month, row).annotate(
        over=Sum("ledger__amount", filter=Q(ledger__kind=LedgerKind.OVERPAID))
    )
    return [Behind(due.entitlement, due.over) for due in dues.exclude(over=None) if due.over]


def _lines(month: date, row: Class, status: Q) -> list[Behind]:
    lines = (
        PaymentLine.objects.filter(status, active=True, due__in=_dues(month, row).order_by())
        .select_related(
            "payment_list",
            "due__entitlement__person",
            "due__entitlement__kind",
            "due__entitlement__case",
        )
        .order_by("payment_list_id", "number")
    )
    return [
        Behind(line.due.entitlement, line.amount, line.payment_list_id, line.payment_list.number)
        for line in lines
    ]


def not_approved(month: date, row: Class) -> list[Behind]:
    """Lines of lists that wait for checks or approval."""
    return _lines(month, row, Q(payment_list__status__in=OPEN))


def not_handed(month: date, row: Class) -> list[Behind]:
    """Lines of approved lists of transfers without a bank file."""
    approved = Q(
        payment_list__status=ListStatus.APPROVED,
        payment_list__way="transfer",
        payment_list__due_kind="benefit",
    )
    return _lines(month, row, approved)


BEHIND: dict[str, Callable[[date, Class], list[Behind]]] = {
    "not_due": not_due,
    "unlisted": unlisted,
    "not_approved": not_approved,
    "not_handed": not_handed,
    "returned_open": returned_open,
    "overpaid": overpaid,
}
