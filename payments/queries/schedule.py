"""What an entitlement pays in each month: the same rule in Python (one) and in SQL (all)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection
from django.db.models import QuerySet, Sum

from core.models import BenefitKind
from core.months import last_day, month_of, next_month
from core.polish import GROSZ
from payments.models import DueKind, Entitlement, LedgerEntry
from payments.states import LedgerKind

ZERO = Decimal("0.00")

# One row per entitlement and month from its first month to %(upto)s (a first day of a month).
# Part of a month by days of the calendar month, rounded once (art. 106 ust. 3 UPS).
MONTHS_SQL = """
    SELECT e.id AS entitlement_id, e.kind_id, e.dzial, e.rozdzial, e.paragraf, e.task_type,
           e.pays_health_contribution, e.origin_day, e.status, s.month::date AS month,
           CASE
             WHEN e.ended_on IS NOT NULL AND e.ended_on < e.valid_from THEN 0
             WHEN NOT e.periodic THEN e.amount
             WHEN e.ended_on < LEAST(e.valid_to, d.last_day)
               THEN round(e.amount * (e.ended_on - GREATEST(e.valid_from, s.month::date) + 1)
                          / extract(day FROM d.last_day)::int, 2)
             WHEN e.first_amount IS NOT NULL
                  AND s.month = date_trunc('month', e.valid_from::timestamp)
               THEN e.first_amount
             WHEN e.last_amount IS NOT NULL
                  AND s.month = date_trunc('month', e.valid_to::timestamp)
               THEN e.last_amount
             ELSE e.amount
           END AS amount
      FROM payments_entitlement e
     CROSS JOIN LATERAL generate_series(
               date_trunc('month', e.valid_from::timestamp),
               CASE WHEN e.periodic
                 THEN LEAST(%(upto)s::timestamp, date_trunc('month', e.valid_to::timestamp),
                            date_trunc('month', e.ended_on::timestamp))
                 ELSE LEAST(%(upto)s::timestamp, date_trunc('month', e.valid_from::timestamp))
               END,
               interval '1 month') AS s(month)
     CROSS JOIN LATERAL (
               SELECT (s.month + interval '1 month' - interval '1 day')::date AS last_day) AS d
     WHERE e.valid_from < %(upto)s::date + interval '1 month'
       AND e.id BETWEEN %(low)s AND %(high)s
"""
ALL = {"low": 0, "high": 2**62}


def amount_for_month(entitlement: Entitlement, month: date) -> Decimal:
    """What the entitlement pays for the month that starts on `month` (zł), 0.00 outside of it.

    A part month costs the full amount divided by the days of the calendar month, times the days
    covered (art. 106 ust. 3 UPS). Suspension stops paying, it does not change this amount.
    """
    first = month_of(entitlement.valid_from)
    ended = entitlement.ended_on
    if ended is not None and ended < entitlement.valid_from:
        return ZERO
    if not entitlement.periodic:
        return entitlement.amount if month == first else ZERO
    own_last = min(entitlement.valid_to or date.max, last_day(month))
    if month < first or own_last < month or (ended is not None and ended < month):
        return ZERO
    if ended is not None and ended < own_last:
        covered = (ended - max(entitlement.valid_from, month)).days + 1
        length = monthrange(month.year, month.month)[1]
        return (entitlement.amount * covered / length).quantize(GROSZ, ROUND_HALF_UP)
    if month == first and entitlement.first_amount is not None:
        return entitlement.first_amount
    ends_here = entitlement.valid_to is not None and month == month_of(entitlement.valid_to)
    if ends_here and entitlement.last_amount is not None:
        return entitlement.last_amount
    return entitlement.amount


def months_of(entitlement: Entitlement, upto: date) -> list[tuple[date, Decimal]]:
    """The schedule: months with their amounts up to `upto`, without months of 0.00."""
    month, schedule = month_of(entitlement.valid_from), []
    while month <= upto:
        if amount := amount_for_month(entitlement, month):
            schedule.append((month, amount))
        month = next_month(month)
    return schedule


def paid_by_month(
    person_ids: Sequence[int], kind: BenefitKind | str, months: Sequence[date]
) -> dict[date, Decimal]:
    """Money of a benefit that reached these people for each month (zł), less what came back."""
    code = kind.code if isinstance(kind, BenefitKind) else kind
    rows = (
        LedgerEntry.objects.filter(
            entitlement__person_id__in=person_ids,
            entitlement__kind__code=code,
            kind__in=[LedgerKind.PAID, LedgerKind.RETURNED],
            due__kind=DueKind.BENEFIT,
            month__in=months,
        )
        .values_list("month")
        .annotate(total=Sum("amount"))
        .order_by("month")
    )
    paid = dict.fromkeys(months, ZERO)
    paid.update({month: total for month, total in rows if month is not None})
    return paid


def entitlements_of(household_id: int) -> QuerySet[Entitlement]:
    """Entitlements of a household, the newest first."""
    return (
        Entitlement.objects.filter(household_id=household_id)
        .select_related("person", "kind", "case")
        .order_by("-valid_from", "-id")
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """What a run would make due, by benefit and classification; amounts in zł."""

    name: str
    task_type: str
    classification: str
    count: int
    late_count: int
    amount: Decimal


_MISSING = f"""
    WITH wanted AS ({MONTHS_SQL} AND e.status <> 'suspended')
    SELECT b.name, w.task_type, w.dzial || '/' || w.rozdzial || '/' || w.paragraf,
           count(*), count(*) FILTER (WHERE w.month < %(upto)s), sum(w.amount)
      FROM wanted w JOIN core_benefitkind b ON b.id = w.kind_id
     WHERE w.amount > 0 AND NOT EXISTS (
               SELECT 1 FROM payments_due d
                WHERE d.entitlement_id = w.entitlement_id AND d.kind = 'benefit'
                  AND d.month = w.month)
     GROUP BY b.position, b.code, b.name, 2, 3 ORDER BY b.position, b.code, 3
"""


def missing_dues(month: date) -> list[Missing]:
    """What `month_run(month)` would make due now, back months counted apart."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, {"upto": month, **ALL})
        return [Missing(*row) for row in cursor.fetchall()]
