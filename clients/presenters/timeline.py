"""Dated facts by months: one row per person and kind, a cell per month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clients.models import Certificate, Income
from core.months import last_day, next_month, previous_month

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of a row: what was received, or whether a certificate held."""

    month: date
    amount: Decimal | None = None
    holds: bool = False
    now: bool = False

    @property
    def filled(self) -> bool:
        """Something is known for this month."""
        return self.holds or self.amount is not None


@dataclass(frozen=True, slots=True)
class Row:
    """A person and what holds for them, month by month."""

    person: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Months (first days, the oldest first) and rows."""

    months: list[date]
    rows: list[Row]
    today: date


def first_month(today: date) -> date:
    """The oldest month that the timeline shows."""
    month = today.replace(day=1)
    for _step in range(MONTHS - 1):
        month = previous_month(month)
    return month


def timeline(
    incomes: Iterable[Income],
    certificates: Iterable[Certificate],
    kinds: Mapping[str, str],
    today: date,
) -> Timeline:
    """The last twelve months; withdrawn facts are left out, equal kinds of a person are added."""
    months = [first_month(today)]
    while len(months) < MONTHS:
        months.append(next_month(months[-1]))
    rows: dict[tuple[str, str], list[Income]] = {}
    for income in incomes:
        if income.withdrawn_at is None:
            label = kinds.get(income.kind, income.kind)
            rows.setdefault((str(income.person), label), []).append(income)
    shown = [
        Row(person, label, [_income_cell(month, facts, today) for month in months])
        for (person, label), facts in sorted(rows.items())
    ]
    shown += [
        Row(
            str(certificate.person),
            certificate.get_degree_display(),
            [_certificate_cell(month, certificate, today) for month in months],
        )
        for certificate in certificates
        if certificate.withdrawn_at is None
    ]
    return Timeline(months, [row for row in shown if any(c.filled for c in row.cells)], today)


def _income_cell(month: date, facts: list[Income], today: date) -> Cell:
    amounts = [f.amount for f in facts if _in_month(f.valid_from, f.valid_to, month)]
    total = sum(amounts, Decimal(0)) if amounts else None
    return Cell(month, amount=total, now=month == today.replace(day=1))


def _certificate_cell(month: date, certificate: Certificate, today: date) -> Cell:
    holds = _in_month(certificate.valid_from, certificate.valid_to, month)
    return Cell(month, holds=holds, now=month == today.replace(day=1))


def _in_month(start: date, end: date | None, month: date) -> bool:
    return start <= last_day(month) and (end is None or end >= month)
