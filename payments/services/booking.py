"""The SQL that books money: one lock for all that moves it, and set-based inserts.

Every statement can run again: what is there stays, what is missing is added.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from core.models import User
from core.months import month_of
from payments.health import PARAGRAF, ROZDZIAL, health_contribution
from payments.models import Entitlement
from payments.queries.schedule import MONTHS_SQL

_LOCK = 4_207_331_906  # pg_advisory_xact_lock: whoever moves money waits for its turn

_LEDGER = """
    INSERT INTO payments_ledgerentry
        (entitlement_id, due_id, line_id, kind, amount, day, month, dzial, rozdzial, paragraf,
         origin_id, note, written_by_id, written_at)
"""
# Months up to December of the year of the decision; a single payment in its month.
_GRANTED = f"""
    WITH months AS (
        {MONTHS_SQL}
        AND e.id = ANY(%(ids)s)
        AND (NOT e.periodic OR s.month <= make_date(extract(year FROM e.origin_day)::int, 12, 1)))
    {_LEDGER}
    SELECT m.entitlement_id, NULL, NULL, 'granted', m.amount, m.origin_day, m.month,
           m.dzial, m.rozdzial, m.paragraf, NULL, '', %(actor)s, now()
      FROM months m WHERE m.amount > 0
     ORDER BY m.entitlement_id, m.month
    ON CONFLICT DO NOTHING
"""
# Years after the one of the decision: only entitlements whose last month of the year is missing.
_GRANTED_LATER = f"""
    WITH months AS (
        {MONTHS_SQL}
        AND e.periodic AND extract(year FROM e.origin_day) < %(year)s
        AND (e.valid_to IS NULL OR e.valid_to >= make_date(%(year)s, 1, 1))
        AND (e.ended_on IS NULL OR e.ended_on >= make_date(%(year)s, 1, 1))
        AND NOT EXISTS (
            SELECT 1 FROM payments_ledgerentry l
             WHERE l.entitlement_id = e.id AND l.kind = 'granted' AND l.origin_id IS NULL
               AND l.month = LEAST(%(upto)s::timestamp,
                                   date_trunc('month', e.valid_to::timestamp),
                                   date_trunc('month', e.ended_on::timestamp))::date)
    ),
    booked AS (
        {_LEDGER}
        SELECT m.entitlement_id, NULL, NULL, 'granted', m.amount,
               GREATEST(m.origin_day, make_date(extract(year FROM m.month)::int, 1, 1)), m.month,
               m.dzial, m.rozdzial, m.paragraf, NULL, '', %(actor)s, now()
          FROM months m
         WHERE m.amount > 0
           AND extract(year FROM m.month) > extract(year FROM m.origin_day)
        ON CONFLICT DO NOTHING RETURNING amount
    )
    SELECT count(*), coalesce(sum(amount), 0.00) FROM booked
"""
_DUES = f"""
    WITH wanted AS ({MONTHS_SQL} AND e.status <> 'suspended'),
    new_due AS (
        INSERT INTO payments_due
            (entitlement_id, kind, month, part, amount, dzial, rozdzial, paragraf, cancelled,
             created_at)
        SELECT w.entitlement_id, 'benefit', w.month, 0, w.amount, w.dzial, w.rozdzial,
               w.paragraf, false, now()
          FROM wanted w
         WHERE w.amount > 0 AND NOT EXISTS (
                   SELECT 1 FROM payments_due d
                    WHERE d.entitlement_id = w.entitlement_id AND d.kind = 'benefit'
                      AND d.month = w.month)
        ON CONFLICT DO NOTHING
        RETURNING id, entitlement_id, month, amount, dzial, rozdzial, paragraf
    ),
    booked AS (
        {_LEDGER}
        SELECT n.entitlement_id, n.id, NULL, 'due', n.amount, %(day)s::date, n.month,
               n.dzial, n.rozdzial, n.paragraf, NULL, '', %(actor)s, now()
          FROM new_due n RETURNING amount
    )
    SELECT count(*), coalesce(sum(amount), 0.00) FROM booked
"""
# Benefit due for a month that has no contribution yet, by the amount it is counted from.
_HEALTH_BASE = """
    SELECT d.entitlement_id, d.month, sum(d.amount) AS base
      FROM payments_due d JOIN payments_entitlement e ON e.id = d.entitlement_id
     WHERE e.pays_health_contribution AND e.id BETWEEN %(low)s AND %(high)s
       AND d.kind = 'benefit' AND NOT d.cancelled AND d.month <= %(upto)s
       AND NOT EXISTS (
               SELECT 1 FROM payments_due h
                WHERE h.entitlement_id = d.entitlement_id AND h.kind = 'health'
                  AND h.month = d.month)
     GROUP BY 1, 2
"""
_HEALTH_AMOUNTS = f"SELECT DISTINCT b.month, b.base FROM ({_HEALTH_BASE}) b"
_HEALTH = f"""
    WITH rates AS (
        SELECT * FROM unnest(%(months)s::date[], %(bases)s::numeric[], %(amounts)s::numeric[])
            AS r(month, base, amount)
    ),
    new_due AS (
        INSERT INTO payments_due
            (entitlement_id, kind, month, part, amount, dzial, rozdzial, paragraf, cancelled,
             created_at)
        SELECT b.entitlement_id, 'health', b.month, 0, r.amount, e.dzial, %(rozdzial)s,
               %(paragraf)s, false, now()
          FROM ({_HEALTH_BASE}) b
          JOIN rates r ON r.month = b.month AND r.base = b.base
          JOIN payments_entitlement e ON e.id = b.entitlement_id
         WHERE r.amount > 0
        ON CONFLICT DO NOTHING
        RETURNING id, entitlement_id, month, amount, dzial, rozdzial, paragraf
    ),
    booked AS (
        {_LEDGER}
        SELECT n.entitlement_id, n.id, NULL, 'due', n.amount, %(day)s::date, n.month,
               n.dzial, n.rozdzial, n.paragraf, NULL, '', %(actor)s, now()
          FROM new_due n RETURNING amount
    )
    SELECT count(*), coalesce(sum(amount), 0.00) FROM booked
"""
_PAID = f"""
    {_LEDGER}
    SELECT d.entitlement_id, d.id, l.id, 'paid', l.amount, p.pay_day, d.month,
           d.dzial, d.rozdzial, d.paragraf, NULL, '', %(actor)s, now()
      FROM payments_paymentline l
      JOIN payments_paymentlist p ON p.id = l.payment_list_id
      JOIN payments_due d ON d.id = l.due_id
     WHERE l.payment_list_id = %(list)s AND l.active
     ORDER BY l.number
"""

Sums = tuple[int, Decimal]


def lock_money() -> None:
    """Wait until nobody else moves money; held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@contextmanager
def _cursor() -> Iterator[Any]:
    with connection.cursor() as cursor:
        yield cursor


def _sums(sql: str, params: dict[str, Any]) -> Sums:
    with _cursor() as cursor:
        cursor.execute(sql, params)
        count, total = cursor.fetchone()
        return int(count), Decimal(total)


def book_granted(*, actor: User, entitlements: Sequence[Entitlement]) -> None:
    """Granted lines of these for their months in the years of their decisions."""
    if not entitlements:
        return
    ids = [entitlement.pk for entitlement in entitlements]
    upto = max(max(date(e.origin_day.year, 12, 1), month_of(e.valid_from)) for e in entitlements)
    params = {"ids": ids, "low": min(ids), "high": max(ids), "upto": upto, "actor": actor.pk}
    with _cursor() as cursor:
        cursor.execute(_GRANTED, params)


def book_granted_later(*, actor: User, year: int, low: int, high: int) -> Sums:
    """Granted lines up to December of `year` for years after that of the decision."""
    params = {"upto": date(year, 12, 1), "year": year, "low": low, "high": high}
    return _sums(_GRANTED_LATER, {**params, "actor": actor.pk})


def book_dues(*, actor: User, month: date, day: date, low: int, high: int) -> Sums:
    """Dues of benefits up to `month` that are missing, with their ledger lines."""
    params = {"upto": month, "low": low, "high": high, "day": day, "actor": actor.pk}
    return _sums(_DUES, params)


def book_health(*, actor: User, month: date, day: date, low: int, high: int) -> Sums:
    """Health contributions up to `month` that are missing, as the law counts them."""
    params: dict[str, Any] = {"upto": month, "low": low, "high": high}
    with _cursor() as cursor:
        cursor.execute(_HEALTH_AMOUNTS, params)
        bases = cursor.fetchall()
    if not bases:
        return 0, Decimal("0.00")
    params |= {
        "months": [row[0] for row in bases],
        "bases": [row[1] for row in bases],
        "amounts": [health_contribution(base, for_month) for for_month, base in bases],
        "rozdzial": ROZDZIAL,
        "paragraf": PARAGRAF,
        "day": day,
        "actor": actor.pk,
    }
    return _sums(_HEALTH, params)


def refresh_statistics() -> None:
    """Let the planner know of many new dues before the lists are prepared from them.

    Only the owner of the tables may; for others it is a warning in the server's log.
    """
    with _cursor() as cursor:
        cursor.execute("ANALYZE payments_due, payments_ledgerentry")


def book_paid(*, actor: User, list_id: int) -> int:
    """Paid lines of every active line of a list, on its payment day; how many."""
    with _cursor() as cursor:
        cursor.execute(_PAID, {"list": list_id, "actor": actor.pk})
        return int(cursor.rowcount)
