"""Dues that wait for a list, with what holds them back; lists and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import PaymentWay
from clients.models import BankAccount
from core.models import User
from core.months import month_words
from core.permissions import Permission, allowed
from payments.models import Due, DueKind, LedgerEntry, PaymentLine, PaymentList
from payments.states import EntitlementStatus, LedgerKind, ListStatus

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Held(TypedDict):
    """How a due would be paid, and what forbids it."""

    pay_way: str
    held: str


DEAD, SUSPENDED, NO_ACCOUNT, OLD_ACCOUNT = "dead", "suspended", "no_account", "old_account"


def open_dues(month: date, pay_day: date) -> "QuerySet[WithAnnotations[Due, _Held]]":
    """Dues up to `month` that stand on no list, annotated with `pay_way` and `held`.

    `held` says what forbids to pay on `pay_day`: dead, suspended, no_account, old_account
    (the person gave another account, or none, since), or "".
    """
    listed = PaymentLine.objects.filter(due=OuterRef("pk"), active=True)
    is_transfer = Q(pay_way=PaymentWay.TRANSFER, kind=DueKind.BENEFIT)
    known = BankAccount.objects.filter(
        person=OuterRef("entitlement__person"), nrb=OuterRef("entitlement__nrb")
    )
    valid = known.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=pay_day), valid_from__lte=pay_day
    )
    return (
        Due.objects.filter(~Exists(listed), cancelled=False, month__lte=month)
        .annotate(
            pay_way=Case(
                When(kind=DueKind.HEALTH_CONTRIBUTION, then=Value(PaymentWay.TRANSFER.value)),
                default="entitlement__way",
                output_field=CharField(),
            )
        )
        .annotate(
            held=Case(
                When(entitlement__person__death_date__isnull=False, then=Value(DEAD)),
                When(entitlement__status=EntitlementStatus.SUSPENDED, then=Value(SUSPENDED)),
                When(is_transfer & Q(entitlement__nrb=""), then=Value(NO_ACCOUNT)),
                When(is_transfer & Exists(known) & ~Exists(valid), then=Value(OLD_ACCOUNT)),
                default=Value(""),
                output_field=CharField(),
            )
        )
    )


def held_reason(code: str) -> str:
    """What holds a payment back, and how to go on."""
    return {
        DEAD: _("The person has died: end the entitlement with the day of death."),
        SUSPENDED: _("Payments are withheld: resume them, or end the entitlement."),
        NO_ACCOUNT: _("There is no account: set one, or pay in cash."),
        OLD_ACCOUNT: _("The person has given another account since: set the new one, or cash."),
    }[code]


def held_dues(month: date, pay_day: date) -> "QuerySet[WithAnnotations[Due, _Held]]":
    """Unlisted dues that may not be paid as things stand, by person."""
    return (
        open_dues(month, pay_day)
        .exclude(held="")
        .select_related("entitlement__person", "entitlement__kind")
        .order_by("entitlement__person__sort_key", "month", "id")
    )


@dataclass(frozen=True, slots=True)
class Group:
    """Dues that go onto one list: classification, task type, kind, way; amount in zł."""

    due_kind: str
    dzial: str
    rozdzial: str
    paragraf: str
    task_type: str
    way: str
    count: int
    amount: Decimal

    @property
    def classification(self) -> str:
        """As written on lists: 852/85216/3110."""
        return f"{self.dzial}/{self.rozdzial}/{self.paragraf}"

    @property
    def way_label(self) -> str:
        """Transfer, cash desk, or the declaration to ZUS."""
        return way_label(self.due_kind, self.way)


def way_label(due_kind: str, way: str) -> str:
    """How a list is paid, in words."""
    if due_kind == DueKind.HEALTH_CONTRIBUTION:
        return _("transfer to ZUS")
    return str(PaymentWay(way).label)


def list_groups(month: date, pay_day: date) -> list[Group]:
    """What `lists_prepare` would put on lists, a group a row."""
    rows = (
        open_dues(month, pay_day)
        .filter(held="")
        .values_list("kind", "dzial", "rozdzial", "paragraf", "entitlement__task_type", "pay_way")
        .annotate(count=Count("id"), total=Sum("amount"))
        .order_by("rozdzial", "paragraf", "entitlement__task_type", "kind", "pay_way")
    )
    return [Group(*row) for row in rows]


def group_due_ids(month: date, pay_day: date, group: Group) -> list[int]:
    """Dues of a group in the order of the list: by name, then month."""
    return list(
        open_dues(month, pay_day)
        .filter(
            held="",
            kind=group.due_kind,
            dzial=group.dzial,
            rozdzial=group.rozdzial,
            paragraf=group.paragraf,
            entitlement__task_type=group.task_type,
            pay_way=group.way,
        )
        .order_by("entitlement__person__sort_key", "entitlement_id", "month", "part", "id")
        .values_list("pk", flat=True)
    )


def lists_visible_to(user: User) -> QuerySet[PaymentList]:
    """Payment lists, for whoever may see payments; nothing for others."""
    if not allowed(user, Permission.PAYMENTS_VIEW):
        return PaymentList.objects.none()
    return PaymentList.objects.select_related("account", "prepared_by")


def rozdzialy() -> list[str]:
    """Rozdziały that have payment lists."""
    found = PaymentList.objects.order_by("rozdzial").values_list("rozdzial", flat=True)
    return list(found.distinct())


def list_for(user: User, pk: int) -> PaymentList | None:
    """One list with the people who signed it."""
    return (
        lists_visible_to(user)
        .select_related("checked_by", "accounts_checked_by", "approved_by", "bank_file")
        .filter(pk=pk)
        .first()
    )


def list_lines(payment_list: PaymentList) -> QuerySet[PaymentLine]:
    """Lines of a list with person, decision and whether the money came back (`returned`)."""
    returned = LedgerEntry.objects.filter(line=OuterRef("pk"), kind=LedgerKind.RETURNED)
    return (
        PaymentLine.objects.filter(payment_list=payment_list)
        .select_related("due__entitlement__person", "due__entitlement__case")
        .annotate(returned=Exists(returned))
        .order_by("number")
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line of a prepared list may not be paid."""

    line: PaymentLine
    reason: str


def line_problems(payment_list: PaymentList) -> list[Problem]:
    """Lines that may not be paid as things stand now: died or withheld since."""
    lines = (
        PaymentLine.objects.filter(payment_list=payment_list, active=True)
        .filter(
            Q(due__entitlement__person__death_date__isnull=False)
            | Q(due__entitlement__status=EntitlementStatus.SUSPENDED)
            | Q(due__cancelled=True)
        )
        .select_related("due__entitlement__person")
        .order_by("number")
    )
    return [Problem(line, _line_reason(line)) for line in lines]


def _line_reason(line: PaymentLine) -> str:
    if line.due.entitlement.person.death_date:
        return _("the person has died")
    if line.due.cancelled:
        return _("nothing is owed for %(month)s any more") % {"month": month_words(line.due.month)}
    return _("payments are withheld")


def lists_waiting(status: Iterable[ListStatus | str]) -> QuerySet[PaymentList]:
    """Lists in one of `status`, the earliest payment day first."""
    return PaymentList.objects.filter(status__in=list(status)).order_by("pay_day", "id")


def returned_dues() -> QuerySet[Due]:
    """Dues whose payment came back and that were neither made due again nor corrected."""
    returned = LedgerEntry.objects.filter(due=OuterRef("pk"), kind=LedgerKind.RETURNED)
    return Due.objects.filter(Exists(returned), cancelled=False)


def unlisted_sum(month: date, pay_day: date) -> tuple[int, Decimal]:
    """How many payable dues wait for a list, and their sum (zł)."""
    found = (
        open_dues(month, pay_day)
        .filter(held="")
        .aggregate(count=Count("id"), total=Coalesce(Sum("amount"), Decimal("0.00")))
    )
    return found["count"], found["total"]
