"""Bringing the ledger of an entitlement in line with what it pays now.

Money never changes: a correction is a new line that points to the line it corrects. For each
month the granted sum becomes what the entitlement now grants; unpaid dues beyond are cancelled;
what was paid beyond is booked as overpaid, and no longer as due.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.models import User
from core.months import month_of
from core.polish import month_name
from payments.health import health_contribution
from payments.models import Due, DueKind, Entitlement, LedgerEntry, PaymentLine
from payments.queries.schedule import ZERO, amount_for_month
from payments.states import OPEN as OPEN_LISTS
from payments.states import LedgerKind


@dataclass(slots=True)
class _Month:
    """Dues of one kind and month: paid ones, and those that are not (any more)."""

    paid: list[Due] = field(default_factory=list)
    unpaid: list[Due] = field(default_factory=list)


def settle(
    *,
    actor: User,
    entitlement: Entitlement,
    since: date,
    today: date,
    note: str,
    anew: bool = False,
) -> None:
    """Correct every month from `since` on; the caller holds the lock of money.

    `anew`: months whose dues were all cancelled are due again, as far as they are granted now.
    Raises DomainError when a due that must change stands on a list not approved yet.
    """
    since = min(since, month_of(entitlement.valid_from)) if not entitlement.periodic else since
    booking = _Booking(actor=actor, entitlement=entitlement, today=today, note=note[:200])
    booking.granted(since)
    for (kind, month), dues in _by_month(entitlement, since, anew).items():
        target = amount_for_month(entitlement, month)
        if kind == DueKind.HEALTH_CONTRIBUTION and target:
            target = health_contribution(target, month)
        booking.month(kind, month, dues, target)


def _by_month(entitlement: Entitlement, since: date, anew: bool) -> dict[tuple[str, date], _Month]:
    months: dict[tuple[str, date], _Month] = defaultdict(_Month)
    paid = set(_paid_dues(entitlement))
    dues = Due.objects.filter(entitlement=entitlement, month__gte=since)
    for due in dues if anew else dues.filter(cancelled=False):
        group = months[due.kind, due.month]
        if not due.cancelled:
            (group.paid if due.pk in paid else group.unpaid).append(due)
    return months


def _paid_dues(entitlement: Entitlement) -> list[int]:
    """Dues whose money went out and did not come back."""
    rows = (
        LedgerEntry.objects.filter(
            entitlement=entitlement, kind__in=[LedgerKind.PAID, LedgerKind.RETURNED]
        )
        .values("due")
        .annotate(total=Sum("amount"))
        .filter(total__gt=0)
        .order_by("due")
    )
    return [row["due"] for row in rows]


def _sum(entries: list[LedgerEntry], *kinds: LedgerKind) -> Decimal:
    return sum((entry.amount for entry in entries if entry.kind in kinds), ZERO)


@dataclass(frozen=True, slots=True)
class _Booking:
    """Writes correcting lines of one entitlement."""

    actor: User
    entitlement: Entitlement
    today: date
    note: str

    def granted(self, since: date) -> None:
        """Granted sums of months from `since` become what is granted now."""
        first: dict[date, LedgerEntry] = {}
        sums: dict[date, Decimal] = defaultdict(lambda: ZERO)
        lines = self.entitlement.ledger.filter(kind=LedgerKind.GRANTED, month__gte=since)
        for line in lines.order_by("id"):
            assert line.month is not None
            first.setdefault(line.month, line)
            sums[line.month] += line.amount
        for month, origin in first.items():
            if change := amount_for_month(self.entitlement, month) - sums[month]:
                self.line(LedgerKind.GRANTED, change, origin)

    def month(self, kind: str, month: date, dues: _Month, target: Decimal) -> None:
        """Dues of one month: what is still to be paid becomes `target` less what was paid."""
        paid = sum((due.amount for due in dues.paid), ZERO)
        need = max(target - paid, ZERO)
        if sum((due.amount for due in dues.unpaid), ZERO) != need:
            self._replace(kind, month, dues.unpaid, need)
        self._overpaid(dues.paid, max(paid - target, ZERO))

    def _replace(self, kind: str, month: date, unpaid: list[Due], need: Decimal) -> None:
        self._refuse_listed(unpaid)
        for due in unpaid:
            self.cancel(due)
        if need:
            self.due(kind, month, need)

    def _refuse_listed(self, dues: list[Due]) -> None:
        line = (
            PaymentLine.objects.filter(
                due__in=dues, active=True, payment_list__status__in=OPEN_LISTS
            )
            .select_related("payment_list", "due")
            .first()
        )
        if line:
            raise DomainError(
                _(
                    "The payment for %(month)s stands on list %(list)s, which is not approved "
                    "yet. Cancel that list first; its other payments go onto a new one."
                )
                % {"month": month_name(line.due.month), "list": line.payment_list}
            )

    def _overpaid(self, paid: list[Due], excess: Decimal) -> None:
        """Make what is booked as overpaid equal to `excess`, from the last payment back."""
        booked = LedgerEntry.objects.filter(due__in=paid, kind=LedgerKind.OVERPAID)
        left = excess - sum((entry.amount for entry in booked), ZERO)
        for due in sorted(paid, key=lambda due: -due.pk):
            mine = sum((entry.amount for entry in booked if entry.due_id == due.pk), ZERO)
            part = max(min(left, due.amount - mine), -mine)
            if not part:
                continue
            self.line(LedgerKind.DUE_CORRECTION, -part, due.ledger.get(kind=LedgerKind.DUE))
            payment = due.ledger.filter(kind=LedgerKind.PAID).latest("id")
            self.line(LedgerKind.OVERPAID, part, payment)
            left -= part

    def cancel(self, due: Due) -> None:
        """A due that will not be paid: what the ledger still says of it is taken back."""
        Due.objects.filter(pk=due.pk).update(cancelled=True)
        entries = list(due.ledger.order_by("id"))
        owed = _sum(entries, LedgerKind.DUE, LedgerKind.DUE_CORRECTION)
        overpaid = [entry for entry in entries if entry.kind == LedgerKind.OVERPAID]
        if owed:
            origin = next(entry for entry in entries if entry.kind == LedgerKind.DUE)
            self.line(LedgerKind.DUE_CORRECTION, -owed, origin)
        if left := _sum(overpaid, LedgerKind.OVERPAID):
            self.line(LedgerKind.OVERPAID, -left, overpaid[0])

    def due(self, kind: str, month: date, amount: Decimal) -> Due:
        """A further due of a month (next part), with its ledger line."""
        dues = Due.objects.filter(entitlement=self.entitlement, kind=kind, month=month)
        last = dues.aggregate(last=Max("part"))["last"]
        known = dues.order_by("part").first()
        assert known is not None
        due = Due.objects.create(
            entitlement=self.entitlement,
            kind=kind,
            month=month,
            part=(last or 0) + 1,
            amount=amount,
            dzial=known.dzial,
            rozdzial=known.rozdzial,
            paragraf=known.paragraf,
        )
        self._write(LedgerKind.DUE, amount, due=due, month=month, like=due, origin=None)
        return due

    def line(self, kind: LedgerKind, amount: Decimal, origin: LedgerEntry) -> LedgerEntry:
        """A correcting line: same month and classification as its origin."""
        return self._write(
            kind, amount, due=origin.due, month=origin.month, like=origin, origin=origin
        )

    def _write(
        self,
        kind: LedgerKind,
        amount: Decimal,
        *,
        due: Due | None,
        month: date | None,
        like: Due | LedgerEntry,
        origin: LedgerEntry | None,
    ) -> LedgerEntry:
        return LedgerEntry.objects.create(
            entitlement=self.entitlement,
            due=due,
            line=origin.line if origin else None,
            kind=kind,
            amount=amount,
            day=self.today,
            month=month,
            dzial=like.dzial,
            rozdzial=like.rozdzial,
            paragraf=like.paragraf,
            origin=origin,
            note=self.note,
            written_by=self.actor,
        )


def pay_again(*, actor: User, due: Due, today: date, note: str) -> Due:
    """Take back a due whose payment returned, and make the same sum due as its next part."""
    booking = _Booking(actor=actor, entitlement=due.entitlement, today=today, note=note[:200])
    booking.cancel(due)
    return booking.due(due.kind, due.month, due.amount)
