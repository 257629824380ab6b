"""Alimony that members pay to persons outside the household, by who pays it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from benefits.household_facts.found import Draft, Lack, zl
from benefits.household_facts.snapshot import Snapshot
from clients.models import AlimonyPaid
from clients.queries import paid_in_the_end
from core.months import month_words


def of_month(snap: Snapshot, draft: Draft, month: date) -> None:
    """What each member pays in the month lowers the income of that member (art. 8 ust. 3 UPS)."""
    counted, changed = _rows(snap, month)
    if counted:
        draft.facts["alimony_paid_by"] = [
            {"person": str(person), "amount": zl(amount)}
            for person, amount in sorted(_by_payer(counted).items())
        ]
    else:
        draft.facts["alimony_paid"] = zl(Decimal(0))
    for row in changed:
        message = _(
            "Alimony for %(whom)s changed in %(month)s: only the later amount is counted. Check "
            "what was paid."
        ) % {"whom": row.for_whom, "month": month_words(month)}
        draft.notes.append(Lack(message, "alimony-paid", row.person_id, month))


def sum_of(snap: Snapshot, months: Iterable[date], people: Iterable[int]) -> Decimal:
    """Paid by these people in all of the months together, zł."""
    payers = set(people)
    rows = (row for month in months for row in _rows(snap, month)[0])
    return sum((row.amount for row in rows if row.person_id in payers), Decimal(0))


def _by_payer(rows: Iterable[AlimonyPaid]) -> Mapping[int, Decimal]:
    found: dict[int, Decimal] = {}
    for row in rows:
        found[row.person_id] = found.get(row.person_id, Decimal(0)) + row.amount
    return found


def _rows(snap: Snapshot, month: date) -> tuple[list[AlimonyPaid], list[AlimonyPaid]]:
    """Entries that count in a month, and those that a later one of the month has replaced."""
    return paid_in_the_end(snap.in_month(AlimonyPaid, month))
