"""Monthly statistics straight from the ledger: what was paid out and returned in a month.

A row is a benefit with its task type and budget classification. Columns follow MRiPS-03:
persons, number of benefits (monthly payments or grants), amount (zł), families, persons in
families. A person or family counts once per row, and once in the total; one whose payments all
came back does not count. Source: payment ledger, so totals equal it by construction.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum

from core.months import next_month
from payments.models import LedgerEntry
from payments.states import LedgerKind

MONEY_KINDS = (LedgerKind.PAID, LedgerKind.RETURNED)

_PEOPLE = """
    SELECT b.code, b.name, b.position, d.kind AS due_kind, e.task_type,
           l.dzial, l.rozdzial, l.paragraf, e.person_id, e.household_id,
           (array_agg(e.household_size ORDER BY e.origin_day DESC, e.id DESC))[1] AS size,
           sum(CASE l.kind WHEN 'paid' THEN 1 ELSE -1 END) AS units,
           sum(l.amount) AS amount
      FROM payments_ledgerentry l
      JOIN payments_entitlement e ON e.id = l.entitlement_id
      JOIN core_benefitkind b ON b.id = e.kind_id
      JOIN payments_due d ON d.id = l.due_id
     WHERE l.kind IN ('paid', 'returned') AND l.day >= %s AND l.day < %s
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_ROWS = f"""
    WITH people AS ({_PEOPLE}),
    families AS (
        SELECT code, due_kind, task_type, rozdzial, household_id, max(size) AS size
          FROM people WHERE amount > 0
         GROUP BY GROUPING SETS (
            (code, due_kind, task_type, rozdzial, household_id), (household_id))
    ),
    in_families AS (
        SELECT code, due_kind, task_type, rozdzial, count(*) AS families, sum(size) AS persons
          FROM families GROUP BY 1, 2, 3, 4
    )
    SELECT p.code, max(p.name), p.due_kind, p.task_type, p.dzial, p.rozdzial, p.paragraf,
           count(DISTINCT p.person_id) FILTER (WHERE p.amount > 0) AS persons,
           coalesce(max(f.families), 0), coalesce(max(f.persons), 0),
           sum(p.units) AS benefits, sum(p.amount) AS amount
      FROM people p
      LEFT JOIN in_families f
        ON f.code = p.code AND f.due_kind = p.due_kind
       AND f.task_type = p.task_type AND f.rozdzial = p.rozdzial
     GROUP BY p.code, p.due_kind, p.task_type, p.dzial, p.rozdzial, p.paragraf
     ORDER BY min(p.position), p.due_kind, p.rozdzial
"""
_TOTAL = f"""
    WITH people AS ({_PEOPLE}),
    families AS (
        SELECT household_id, max(size) AS size FROM people WHERE amount > 0 GROUP BY 1
    )
    SELECT count(DISTINCT person_id) FILTER (WHERE amount > 0),
           (SELECT count(*) FROM families), (SELECT coalesce(sum(size), 0) FROM families),
           coalesce(sum(units), 0), coalesce(sum(amount), 0)
      FROM people
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the month; `amount` in zł."""

    benefit: str
    name: str
    due_kind: str
    task_type: str
    dzial: str
    rozdzial: str
    paragraf: str
    persons: int
    families: int
    persons_in_families: int
    benefits: int
    amount: Decimal

    @property
    def key(self) -> str:
        """The row's name in addresses."""
        return f"{self.benefit}:{self.due_kind}:{self.task_type}:{self.rozdzial}"

    @property
    def classification(self) -> str:
        """As written on lists: 852/85216/3110."""
        return f"{self.dzial}/{self.rozdzial}/{self.paragraf}"

    def as_json(self) -> dict[str, Any]:
        """The row with its amount as a string, for storing and hashing."""
        return {**asdict(self), "amount": str(self.amount)}


@dataclass(frozen=True, slots=True)
class Totals:
    """The month as a whole; everyone counted once; `amount` in zł."""

    persons: int
    families: int
    persons_in_families: int
    benefits: int
    amount: Decimal

    def as_json(self) -> dict[str, Any]:
        """The totals with the amount as a string."""
        return {**asdict(self), "amount": str(self.amount)}


def _period(month: date) -> list[date]:
    return [month, next_month(month)]


def month_rows(month: date) -> list[Row]:
    """Rows of the month that starts on `month`."""
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, _period(month))
        return [Row(*values) for values in cursor.fetchall()]


def month_totals(month: date) -> Totals:
    """Everything paid out in the month, everyone counted once."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL, _period(month))
        return Totals(*cursor.fetchone())


def ledger_total(month: date) -> Decimal:
    """What the ledger says was paid out less what came back in the month (zł)."""
    start, end = _period(month)
    total = LedgerEntry.objects.filter(
        kind__in=MONEY_KINDS, day__gte=start, day__lt=end
    ).aggregate(total=Sum("amount"))["total"]
    return total or Decimal("0.00")


def month_entries(month: date, key: str) -> QuerySet[LedgerEntry]:
    """The ledger lines behind a row (`key` of Row; empty = all), with people to show.

    Raises ValueError for a key that is not one.
    """
    start, end = _period(month)
    entries = LedgerEntry.objects.filter(kind__in=MONEY_KINDS, day__gte=start, day__lt=end)
    if key:
        benefit, due_kind, task_type, rozdzial = key.split(":")
        entries = entries.filter(
            entitlement__kind__code=benefit,
            due__kind=due_kind,
            entitlement__task_type=task_type,
            rozdzial=rozdzial,
        )
    return entries.select_related(
        "entitlement__person", "entitlement__household", "entitlement__kind", "due", "line"
    ).order_by("entitlement__person__sort_key", "month", "id")


def months_with_money(limit: int = 24) -> Sequence[date]:
    """Months in which money moved, the newest first."""
    return list(
        LedgerEntry.objects.filter(kind__in=MONEY_KINDS).dates("day", "month", order="DESC")[:limit]
    )
