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
KEY_PARTS = 6

# Person and household within a row: what reached them in the month, in how many payments.
_PEOPLE = """
    SELECT b.code, b.name, b.position, coalesce(d.kind, 'benefit') AS due_kind, e.task_type,
           l.dzial, l.rozdzial, l.paragraf, e.person_id, e.household_id,
           (array_agg(e.household_size ORDER BY e.origin_day DESC, e.id DESC))[1] AS size,
           max(e.origin_day) AS decided_on,
           sum(CASE l.kind WHEN 'paid' THEN 1 ELSE -1 END) AS units,
           sum(l.amount) AS amount
      FROM payments_ledgerentry l
      JOIN payments_entitlement e ON e.id = l.entitlement_id
      JOIN core_benefitkind b ON b.id = e.kind_id
      LEFT JOIN payments_due d ON d.id = l.due_id
     WHERE l.kind IN ('paid', 'returned') AND l.day >= %s AND l.day < %s
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_KEY = "code, due_kind, task_type, dzial, rozdzial, paragraf"
# A family is as big as its last decision of the month says.
_SIZE = "(array_agg(size ORDER BY decided_on DESC, size DESC))[1]"
_ROWS = f"""
    WITH people AS ({_PEOPLE}),
    families AS (
        SELECT {_KEY}, household_id, {_SIZE} AS size
          FROM people WHERE amount > 0 GROUP BY {_KEY}, household_id
    ),
    in_families AS (
        SELECT {_KEY}, count(*) AS families, sum(size)::bigint AS persons
          FROM families GROUP BY {_KEY}
    )
    SELECT code, max(p.name), due_kind, task_type, dzial, rozdzial, paragraf,
           count(DISTINCT p.person_id) FILTER (WHERE p.amount > 0) AS persons,
           coalesce(max(f.families), 0), coalesce(max(f.persons), 0),
           sum(p.units)::bigint AS benefits, sum(p.amount) AS amount
      FROM people p
      LEFT JOIN in_families f USING ({_KEY})
     GROUP BY {_KEY}
     ORDER BY min(p.position), {_KEY}
"""
_TOTAL = f"""
    WITH people AS ({_PEOPLE}),
    families AS (
        SELECT household_id, {_SIZE} AS size FROM people WHERE amount > 0 GROUP BY 1
    )
    SELECT count(DISTINCT person_id) FILTER (WHERE amount > 0),
           (SELECT count(*) FROM families), (SELECT coalesce(sum(size), 0) FROM families),
           coalesce(sum(units), 0)::bigint, coalesce(sum(amount), 0.00)
      FROM people
"""
_IN_ROW = """
    (%s = '' OR %s = concat_ws(
        ':', p.code, p.due_kind, p.task_type, p.dzial, p.rozdzial, p.paragraf))
"""
_PERSONS = f"""
    WITH people AS ({_PEOPLE})
    SELECT p.person_id, c.last_name || ' ' || c.first_name, max(p.household_id),
           sum(p.units)::bigint, sum(p.amount)
      FROM people p JOIN clients_person c ON c.id = p.person_id
     WHERE p.amount > 0 AND {_IN_ROW}
     GROUP BY p.person_id, c.sort_key, c.last_name, c.first_name
     ORDER BY c.sort_key, p.person_id
"""
_FAMILIES = f"""
    WITH people AS ({_PEOPLE})
    SELECT p.household_id, h.name, {_SIZE},
           sum(p.units)::bigint, sum(p.amount)
      FROM people p JOIN clients_household h ON h.id = p.household_id
     WHERE p.amount > 0 AND {_IN_ROW}
     GROUP BY p.household_id, h.sort_key, h.name
     ORDER BY h.sort_key, p.household_id
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
        return ":".join(
            [
                self.benefit, self.due_kind, self.task_type,
                self.dzial, self.rozdzial, self.paragraf,
            ]
        )  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class PersonBehind:
    """A person counted in a cell: payments less returns, and their sum (zł)."""

    person_id: int
    name: str
    household_id: int
    benefits: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FamilyBehind:
    """A family counted in a cell: how many persons, payments less returns, their sum (zł)."""

    household_id: int
    name: str
    size: int
    benefits: int
    amount: Decimal


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
    total = _entries(month).aggregate(total=Sum("amount"))["total"]
    return total or Decimal("0.00")


def month_persons(month: date, key: str) -> list[PersonBehind]:
    """The persons counted in a row (`key` of Row; empty = all); ValueError for no key."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, [*_period(month), _checked(key), key])
        return [PersonBehind(*values) for values in cursor.fetchall()]


def month_families(month: date, key: str) -> list[FamilyBehind]:
    """The families counted in a row (`key` of Row; empty = all); ValueError for no key."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILIES, [*_period(month), _checked(key), key])
        return [FamilyBehind(*values) for values in cursor.fetchall()]


def month_entries(month: date, key: str) -> QuerySet[LedgerEntry]:
    """The ledger lines behind a row (`key` of Row; empty = all), with people to show.

    Raises ValueError for a key that is not one.
    """
    entries = _entries(month)
    if _checked(key):
        benefit, due_kind, task_type, dzial, rozdzial, paragraf = key.split(":")
        entries = entries.filter(
            entitlement__kind__code=benefit,
            due__kind=due_kind,
            entitlement__task_type=task_type,
            dzial=dzial,
            rozdzial=rozdzial,
            paragraf=paragraf,
        )
    return _with_people(entries)


def money_entries(month: date, rozdzial: str, kinds: Sequence[LedgerKind]) -> QuerySet[LedgerEntry]:
    """Ledger lines of these kinds that count on a day of the month, with people to show."""
    start, end = _period(month)
    return _with_people(
        LedgerEntry.objects.filter(kind__in=kinds, day__gte=start, day__lt=end, rozdzial=rozdzial)
    )


def _entries(month: date) -> QuerySet[LedgerEntry]:
    start, end = _period(month)
    return LedgerEntry.objects.filter(kind__in=MONEY_KINDS, day__gte=start, day__lt=end)


def _with_people(entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    return entries.select_related(
        "entitlement__person", "entitlement__household", "entitlement__kind", "due",
        "line__payment_list",
    ).order_by("entitlement__person__sort_key", "month", "id")  # fmt: skip


def _checked(key: str) -> str:
    if key and key.count(":") != KEY_PARTS - 1:
        raise ValueError(f"not a row of statistics: {key}")
    return key


def months_with_money(limit: int = 24) -> Sequence[date]:
    """Months in which money moved, the newest first."""
    return list(
        LedgerEntry.objects.filter(kind__in=MONEY_KINDS).dates("day", "month", order="DESC")[:limit]
    )
