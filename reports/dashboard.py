"""The manager's dashboard: few figures, each from one query, each a link to what is behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import TruncMonth

from benefits.models import Decision
from benefits.states import DecisionStatus
from cases.models import Case, Term
from cases.states import OPEN, CaseStatus
from core.months import month_of, previous_month
from payments.models import LedgerEntry
from payments.states import LedgerKind

AGES = ((7, "0–7"), (14, "8–14"), (30, "15–30"), (10_000, "31+"))
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class StageRow:
    """Open cases of one stage by age in days (cells in the order of AGES)."""

    status: CaseStatus
    cells: list[int]

    @property
    def total(self) -> int:
        return sum(self.cells)


def open_cases_by_stage(today: date) -> list[StageRow]:
    """Open cases by stage and age."""
    bounds: list[tuple[str, Q]] = []
    youngest = 0
    for oldest, label in AGES:
        bounds.append(
            (
                label,
                Q(
                    opened_on__gte=today - timedelta(days=oldest),
                    opened_on__lte=today - timedelta(days=youngest),
                ),
            )
        )
        youngest = oldest + 1
    counts = (
        Case.objects.filter(status__in=OPEN)
        .order_by()
        .values("status")
        .annotate(**{f"age_{i}": Count("id", filter=q) for i, (_l, q) in enumerate(bounds)})
    )
    found = {row["status"]: [row[f"age_{i}"] for i in range(len(bounds))] for row in counts}
    return [StageRow(status, found.get(status.value, [0] * len(bounds))) for status in OPEN]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Open terms: past, within a week, later."""

    overdue: int
    soon: int
    later: int


def terms_ahead(today: date) -> TermCounts:
    """Open terms of open cases by urgency."""
    counts = Term.objects.filter(done_on__isnull=True, case__status__in=OPEN).aggregate(
        overdue=Count("id", filter=Q(end_on__lt=today)),
        soon=Count("id", filter=Q(end_on__gte=today, end_on__lte=today + SOON)),
        later=Count("id", filter=Q(end_on__gt=today + SOON)),
    )
    return TermCounts(**counts)


def decisions_waiting() -> dict[str, int]:
    """Decisions by the step they wait for."""
    waiting = (DecisionStatus.DRAFT, DecisionStatus.SUBMITTED, DecisionStatus.CHECKED)
    steps = (*waiting, DecisionStatus.ISSUED)
    counts = dict(
        Decision.objects.filter(status__in=steps)
        .order_by()
        .values_list("status")
        .annotate(Count("id"))
    )
    return {str(step.label): counts.get(step.value, 0) for step in steps}


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money of one month and classification (zł)."""

    month: date
    rozdzial: str
    granted: Decimal
    paid: Decimal


def money_by_month(today: date, months: int = 12) -> list[MoneyRow]:
    """Granted (by day of decision) and paid out (by payment day), by month and rozdział."""
    start = month_of(today)
    for _step in range(months - 1):
        start = previous_month(start)
    zero = Decimal("0.00")
    rows = (
        LedgerEntry.objects.filter(day__gte=start, day__lte=today)
        .filter(kind__in=[LedgerKind.GRANTED, LedgerKind.PAID, LedgerKind.RETURNED])
        .order_by()
        .annotate(in_month=TruncMonth("day"))
        .values("in_month", "rozdzial")
        .annotate(
            granted=Sum("amount", filter=Q(kind=LedgerKind.GRANTED)),
            paid=Sum("amount", filter=~Q(kind=LedgerKind.GRANTED)),
        )
        .order_by("in_month", "rozdzial")
    )
    return [
        MoneyRow(r["in_month"], r["rozdzial"], r["granted"] or zero, r["paid"] or zero)
        for r in rows
    ]


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One worker's load."""

    name: str
    worker_id: int
    open_cases: int
    overdue: int
    interviews: int


def load_by_worker(today: date) -> list[LoadRow]:
    """Open cases, overdue ones and interviews to hold, by handler."""
    rows = (
        Case.objects.filter(status__in=OPEN)
        .order_by()
        .values("handler_id", first=F("handler__first_name"), last=F("handler__last_name"))
        .annotate(
            open_cases=Count("id"),
            overdue=Count("id", filter=Q(due_on__lt=today)),
            interviews=Count("id", filter=Q(status=CaseStatus.REGISTERED)),
        )
        .order_by("-open_cases")
    )
    return [
        LoadRow(
            f"{r['first']} {r['last']}", r["handler_id"], r["open_cases"], r["overdue"],
            r["interviews"],
        )
        for r in rows
    ]  # fmt: skip
