"""The manager's dashboard: few figures, each from one query, each with the list behind it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from benefits.queries import decisions_visible_to
from benefits.states import DecisionStatus
from cases.models import Case, Term
from cases.queries import cases_visible_to
from cases.states import OPEN, CaseStatus
from core.models import User
from core.months import month_of, previous_month
from payments.models import LedgerEntry
from payments.states import LedgerKind
from reports.queries import MONEY_KINDS

ZERO = Decimal("0.00")
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Age:
    """How long a case is open, in days; the oldest has no end."""

    code: str
    youngest: int
    oldest: int | None = None

    @property
    def label(self) -> str:
        """0–7, 31+."""
        return f"{self.youngest}+" if self.oldest is None else f"{self.youngest}–{self.oldest}"

    def condition(self, today: date) -> Q:
        """Cases of that age on `today`."""
        within = Q(opened_on__lte=today - timedelta(days=self.youngest))
        if self.oldest is not None:
            within &= Q(opened_on__gte=today - timedelta(days=self.oldest))
        return within


AGES = (Age("week", 0, 7), Age("fortnight", 8, 14), Age("month", 15, 30), Age("older", 31))


@dataclass(frozen=True, slots=True)
class StageRow:
    """Open cases of one stage by age (cells in the order of AGES)."""

    status: CaseStatus
    cells: list[tuple[Age, int]]
    total: int


def open_cases_by_stage(user: User, today: date) -> list[StageRow]:
    """Open cases that `user` may see, by stage and age."""
    ages = {f"age_{age.code}": Count("id", filter=age.condition(today)) for age in AGES}
    rows = (
        cases_visible_to(user, today)
        .filter(status__in=OPEN)
        .order_by()
        .values("status")
        .annotate(total=Count("id"), **ages)
    )
    found: dict[str, dict[str, Any]] = {row["status"]: dict(row) for row in rows}
    return [_stage(status, found.get(status, {})) for status in OPEN]


def _stage(status: CaseStatus, row: dict[str, Any]) -> StageRow:
    cells = [(age, int(row.get(f"age_{age.code}", 0))) for age in AGES]
    return StageRow(status, cells, int(row.get("total", 0)))


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Open terms of open cases: past, within a week, later."""

    overdue: int
    soon: int
    later: int


def _term_conditions(today: date) -> dict[str, Q]:
    return {
        "overdue": Q(end_on__lt=today),
        "soon": Q(end_on__gte=today, end_on__lte=today + SOON),
        "later": Q(end_on__gt=today + SOON),
    }


def terms_ahead(user: User, today: date) -> TermCounts:
    """Open terms of open cases that `user` may see, by urgency."""
    counts = _running_terms(user, today).aggregate(
        **{name: Count("id", filter=q) for name, q in _term_conditions(today).items()}
    )
    return TermCounts(**counts)


def _running_terms(user: User, today: date) -> QuerySet[Term]:
    cases = cases_visible_to(user, today).filter(status__in=OPEN)
    return Term.objects.filter(done_on__isnull=True, case__in=cases)


def terms_behind(user: User, today: date, urgency: str) -> QuerySet[Term]:
    """The terms counted by `terms_ahead` (`urgency`: one of its names; else all)."""
    condition = _term_conditions(today).get(urgency, Q())
    return (
        _running_terms(user, today)
        .filter(condition)
        .select_related("case__kind", "case__applicant", "case__handler")
        .order_by("end_on", "id")
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Decisions that wait for a step, and since when the oldest does."""

    status: DecisionStatus
    count: int
    since: date | None


def decisions_waiting(user: User, today: date) -> list[Waiting]:
    """Decisions that `user` may see, by the step they wait for."""
    steps = (
        DecisionStatus.DRAFT,
        DecisionStatus.SUBMITTED,
        DecisionStatus.CHECKED,
        DecisionStatus.ISSUED,
    )
    rows = (
        decisions_visible_to(user, today)
        .filter(status__in=steps)
        .order_by()
        .values("status")
        .annotate(count=Count("id"), since=Min("prepared_on"))
    )
    found = {row["status"]: row for row in rows}
    return [
        Waiting(step, found[step]["count"], found[step]["since"])
        if step in found
        else Waiting(step, 0, None)
        for step in steps
    ]


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """Money of one month and classification (zł)."""

    month: date
    rozdzial: str
    granted: Decimal
    paid: Decimal


def money_by_month(today: date, months: int = 12) -> list[MoneyRow]:
    """Granted (by day of decision) and paid out less returns (by payment day), by rozdział."""
    start = month_of(today)
    for _step in range(months - 1):
        start = previous_month(start)
    rows = (
        LedgerEntry.objects.filter(day__gte=start, day__lte=today)
        .filter(kind__in=[LedgerKind.GRANTED, *MONEY_KINDS])
        .order_by()
        .annotate(in_month=TruncMonth("day"))
        .values("in_month", "rozdzial")
        .annotate(
            granted=Sum("amount", filter=Q(kind=LedgerKind.GRANTED)),
            paid=Sum("amount", filter=Q(kind__in=MONEY_KINDS)),
        )
        .order_by("in_month", "rozdzial")
    )
    return [
        MoneyRow(r["in_month"], r["rozdzial"], r["granted"] or ZERO, r["paid"] or ZERO)
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


def load_by_worker(user: User, today: date) -> list[LoadRow]:
    """Open cases that `user` may see, overdue ones and interviews to hold, by handler."""
    rows = (
        cases_visible_to(user, today)
        .filter(status__in=OPEN)
        .order_by()
        .values("handler_id", first=F("handler__first_name"), last=F("handler__last_name"))
        .annotate(
            open_cases=Count("id"),
            overdue=Count("id", filter=Q(due_on__lt=today)),
            interviews=Count("id", filter=Q(status=CaseStatus.REGISTERED)),
        )
        .order_by("-open_cases", "handler_id")
    )
    return [
        LoadRow(
            f"{r['first']} {r['last']}".strip(), r["handler_id"], r["open_cases"], r["overdue"],
            r["interviews"],
        )
        for r in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Behind:
    """Which open cases a figure counts."""

    status: str = ""
    age: str = ""
    worker: int | None = None
    overdue: bool = False


def cases_behind(user: User, today: date, wanted: Behind) -> QuerySet[Case]:
    """The open cases that a figure counts; a value that does not exist is left out."""
    cases = cases_visible_to(user, today).filter(status__in=OPEN)
    if wanted.status in OPEN:
        cases = cases.filter(status=wanted.status)
    for age in AGES:
        if age.code == wanted.age:
            cases = cases.filter(age.condition(today))
    if wanted.worker is not None:
        cases = cases.filter(handler=wanted.worker)
    if wanted.overdue:
        cases = cases.filter(due_on__lt=today)
    return cases.select_related("kind", "applicant", "handler").order_by("due_on", "id")
