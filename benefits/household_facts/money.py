"""Incomes of a household by month and by year, as the acts ask for them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from benefits.facts import NEEDS_A_REASON
from benefits.household_facts import alimony
from benefits.household_facts.found import Draft, Lack, zl
from benefits.household_facts.snapshot import Being, Snapshot
from clients.models import Farm, Income, OneOffIncome
from clients.words import what_words
from core.months import last_day, month_of, month_words, next_month, previous_month
from law.income_kinds import SWIADCZENIA_RODZINNE, dictionary

ADULT = 18
YEAR = 12


def of_month(snap: Snapshot, draft: Draft) -> date:
    """Incomes of the month that counts in pomoc społeczna (art. 8 ust. 3 UPS); returns it.

    It is the month before, or the month of the day itself after a loss of income.
    """
    lost = [income for income in snap.these(Income) if _lost_lately(snap, income)]
    month = month_of(snap.on) if lost else previous_month(month_of(snap.on))
    gone = {(income.person_id, income.kind) for income in lost}
    received = [
        income
        for income in snap.in_month(Income, month)
        if (income.person_id, income.kind) not in gone
    ]
    draft.facts["incomes"] = [_row(income, draft, month=month) for income in received]
    draft.facts["lost_incomes"] = [
        {**_row(income, draft), "lost_on": _iso(income.lost_on)} for income in _newest(lost)
    ]
    draft.facts["one_off_incomes"] = _one_off(snap, month)
    draft.facts["farm"] = _farms(snap, last_day(month))
    alimony.of_month(snap, draft, month)
    _who_has_none(snap, draft, month, received)
    return month


def of_year(snap: Snapshot, draft: Draft, base_year: int, family: Iterable[Being]) -> None:
    """Incomes of the base year, with what was gained and lost since (art. 5 ust. 4-4b UŚR)."""
    people = {being.pk: being for being in family}
    groups: dict[tuple[int, str], list[Income]] = {}
    for income in snap.these(Income):
        if income.person_id in people and _counts(income.kind, snap.on):
            groups.setdefault((income.person_id, income.kind), []).append(income)
    rows = []
    for (pk, _kind), incomes in sorted(groups.items()):
        row = _annual(snap, draft, people[pk], incomes, base_year)
        if row:
            rows.append(row)
    draft.facts["base_year"] = base_year
    draft.facts["annual_incomes"] = rows
    draft.facts["farm"] = [
        row for row in _farms(snap, date(base_year, 12, 31)) if int(row["person"]) in people
    ]
    paid = alimony.sum_of(snap, months_of(base_year), people)
    if paid:
        draft.facts["alimony_paid"] = zl(paid / YEAR)
    with_income = {int(row["person"]) for row in rows}
    for being in people.values():
        if snap.age(being) >= ADULT and being.pk not in with_income:
            draft.notes.append(
                Lack(
                    _("%(person)s has no income recorded for the year %(year)s: none is counted.")
                    % {"person": being.name, "year": base_year},
                    "income",
                    being.pk,
                    date(base_year, 1, 1),
                )
            )


def counted_in(snap: Snapshot, month: date) -> Decimal:
    """Income of a month in the sense of art. 3 UŚR, zł."""
    rows = snap.in_month(Income, month)
    return sum((i.amount for i in rows if _counts(i.kind, snap.on)), Decimal(0))


def counted_in_year(snap: Snapshot, year: int, family: Sequence[Being]) -> Decimal:
    """Income of a calendar year of these people in the sense of art. 3 UŚR, zł."""
    people = {being.pk for being in family}
    return sum(
        (
            income.amount
            for month in months_of(year)
            for income in snap.in_month(Income, month)
            if income.person_id in people and _counts(income.kind, snap.on)
        ),
        Decimal(0),
    )


def months_of(year: int) -> list[date]:
    """First days of the months of a year."""
    return [date(year, month, 1) for month in range(1, 13)]


def _lost_lately(snap: Snapshot, income: Income) -> bool:
    """Lost by the day, and of the month before or since: it would have counted otherwise."""
    if income.lost_on is None or income.lost_on > snap.on:
        return False
    before = previous_month(month_of(snap.on))
    return income.lost_on >= before or (income.valid_to or date.max) >= before


def _newest(incomes: list[Income]) -> list[Income]:
    """One row of each person and kind: a loss is told once."""
    found: dict[tuple[int, str], Income] = {}
    for income in incomes:  # the newest first
        found.setdefault((income.person_id, income.kind), income)
    return list(found.values())


def _row(income: Income, draft: Draft, month: date | None = None) -> dict[str, Any]:
    row: dict[str, Any] = {"person": str(income.person_id), "kind": income.kind}
    row["amount"] = zl(income.amount)
    if month:
        row["month"] = f"{month:%Y-%m}"
    if income.kind in NEEDS_A_REASON:
        if income.note:
            row["reason"] = income.note
        else:
            message = _("Say in its note why the income “%(kind)s” is counted or not.") % {
                "kind": what_words(income)
            }
            draft.lacks.append(Lack(message, "income", income.person_id, income.valid_from))
    return row


def _one_off(snap: Snapshot, month: date) -> list[dict[str, Any]]:
    """Paid in the twelve months that end with the month that counts (art. 8 ust. 11-12 UPS)."""
    first = month
    for _step in range(YEAR - 1):
        first = previous_month(first)
    return [
        {
            "person": str(income.person_id),
            "kind": income.kind,
            "amount": zl(income.amount),
            "paid": _iso(income.valid_from),
        }
        for income in snap.these(OneOffIncome)
        if first <= income.valid_from <= snap.on
    ]


def _farms(snap: Snapshot, day: date) -> list[dict[str, Any]]:
    return [
        {
            "person": str(farm.person_id),
            "ha_przeliczeniowe": f"{farm.ha_przeliczeniowe:.4f}",
            "krus": zl(farm.krus),
        }
        for farm in snap.holding(Farm, day)
    ]


def _who_has_none(snap: Snapshot, draft: Draft, month: date, received: Iterable[Income]) -> None:
    with_income = {income.person_id for income in received}
    for being in snap.people:
        if snap.age(being) >= ADULT and being.pk not in with_income:
            message = _("%(person)s has no income recorded for %(month)s: none is counted.")
            draft.notes.append(
                Lack(
                    message % {"person": being.name, "month": month_words(month)},
                    "income",
                    being.pk,
                    month,
                )
            )


def _counts(kind: str, on: date) -> bool:
    return dictionary(SWIADCZENIA_RODZINNE)[kind].on(on).counted is not False


def _annual(
    snap: Snapshot, draft: Draft, being: Being, incomes: list[Income], base_year: int
) -> dict[str, Any] | None:
    """One income in the base year: sum, months, and when it was gained or lost."""
    by_month = {m: _sum_in(incomes, m) for m in months_of(base_year)}
    covered = [month for month, amount in by_month.items() if amount is not None]
    row = _row(incomes[0], draft)
    lost = max((i.lost_on for i in incomes if i.lost_on and i.lost_on <= snap.on), default=None)
    still = lost is None and _still(incomes, snap.on)
    if not covered:
        return _gained_since(snap, draft, being, incomes, row, base_year) if still else None
    row["amount"] = zl(sum((by_month[m] or Decimal(0) for m in covered), Decimal(0)))
    if lost is not None and lost.year >= base_year:
        return {**row, "lost_on": _iso(lost)}
    to_the_end = covered == months_of(base_year)[covered[0].month - 1 :]
    if len(covered) < YEAR and still and to_the_end:
        text = _(
            "%(person)s: “%(kind)s” is recorded for %(count)s of 12 months of %(year)s and still "
            "received, so it is taken as gained in that year (art. 5 ust. 4a). If it was received "
            "before, record those months."
        )
        draft.notes.append(_part(text, being, incomes[0], covered))
        gained = {"months": len(covered), "gained_on": _iso(covered[0]), "still": True}
        return {**row, **gained}
    if len(covered) < YEAR:
        text = _(
            "%(person)s: “%(kind)s” is recorded for %(count)s of 12 months of %(year)s and divided "
            "by 12. Record the other months, or when it was lost."
        )
        draft.notes.append(_part(text, being, incomes[0], covered))
    return row


def _gained_since(
    snap: Snapshot,
    draft: Draft,
    being: Being,
    incomes: list[Income],
    row: dict[str, Any],
    base_year: int,
) -> dict[str, Any] | None:
    """Gained after the base year and still received: the first whole month after (ust. 4b)."""
    first = min(income.valid_from for income in incomes)
    if first.year <= base_year:
        return None
    after = _sum_in(incomes, next_month(month_of(first)))
    amount = after if after is not None else _sum_in(incomes, month_of(first))
    message = _(
        "%(person)s: “%(kind)s” is recorded first in %(month)s and taken as gained then "
        "(art. 5 ust. 4b). If it was received before, record those months."
    ) % {"person": being.name, "kind": what_words(incomes[0]), "month": month_words(first)}
    draft.notes.append(Lack(message, "income", being.pk, date(base_year, 1, 1)))
    gained = {"months": 1, "gained_on": _iso(first), "still": True}
    return {**row, "amount": zl(amount or Decimal(0)), **gained}


def _sum_in(incomes: Iterable[Income], month: date) -> Decimal | None:
    """What was received in a month; None when nothing is recorded for it."""
    last = last_day(month)
    rows = [
        i.amount
        for i in incomes
        if i.valid_from <= last and (i.valid_to is None or i.valid_to >= month)
    ]
    return sum(rows, Decimal(0)) if rows else None


def _still(incomes: Iterable[Income], on: date) -> bool:
    """Received in the month before the day or later, so still received as far as is known."""
    before = previous_month(month_of(on))
    return any(income.valid_to is None or income.valid_to >= before for income in incomes)


def _part(text: str, being: Being, income: Income, covered: list[date]) -> Lack:
    """A note on an income of a part of the year."""
    named = {"person": being.name, "kind": what_words(income)}
    counted = {"count": len(covered), "year": covered[0].year}
    return Lack(text % (named | counted), "income", being.pk, date(covered[0].year, 1, 1))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
