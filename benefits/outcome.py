"""From the answer of the law to a decision: its result, and what is granted from when. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from benefits.facts import Incapacity
from benefits.states import DecisionResult
from core.months import last_day, month_of, next_month

PERMANENT = "zasilek_staly"
PERIODIC = "zasilek_okresowy"
AT_DISCRETION = frozenset({"zasilek_celowy", "specjalny_zasilek_celowy"})
DEFAULT_MONTHS = 3
MAX_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between what the officer may choose the amount (zł); equal ends: nothing to choose."""

    least: Decimal
    most: Decimal | None

    def holds(self, amount: Decimal) -> bool:
        """Is `amount` within?"""
        return amount >= self.least and (self.most is None or amount <= self.most)


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a grant; no last day: until further notice."""

    start: date
    end: date | None


def figure(answer: Mapping[str, Any], name: str) -> Decimal | None:
    """A figure among the values of an answer, zł."""
    value = answer.get("values", {}).get(name)
    return Decimal(value) if value is not None else None


def is_refused(answer: Mapping[str, Any]) -> bool:
    """Does the law refuse? (Null is left to the officer.)"""
    return answer.get("entitled") is False


def bounds_of(code: str, answer: Mapping[str, Any], requested: Decimal | None) -> Bounds:
    """What the officer may grant: by law for the rights, up to what was asked at discretion."""
    amount = Decimal(answer["amount"]) if answer.get("amount") else None
    if code == PERIODIC:
        least = figure(answer, "min_amount") or amount or Decimal(0)
        return Bounds(least, figure(answer, "max_amount") or least)
    if code in AT_DISCRETION:
        limits = [x for x in (requested, figure(answer, "max_amount")) if x is not None]
        return Bounds(Decimal("0.01"), min(limits) if limits else None)
    fixed = amount or Decimal(0)
    return Bounds(fixed, fixed)


def first_amount_of_draft(
    code: str, answer: Mapping[str, Any], requested: Decimal | None
) -> Decimal | None:
    """The amount a draft starts with: what the law fixes, or what was asked within its limit."""
    if code in AT_DISCRETION:
        return bounds_of(code, answer, requested).most
    return Decimal(answer["amount"]) if answer.get("amount") else None


def result_of(code: str, amount: Decimal | None, requested: Decimal | None) -> DecisionResult:
    """Granted, granted in part (less than was asked), or refused (nothing)."""
    if amount is None:
        return DecisionResult.REFUSED
    if code != PERMANENT and requested is not None and amount < requested:
        return DecisionResult.PARTLY
    return DecisionResult.GRANTED


def period_of(code: str, on: date, incapacity: Incapacity | None, *, today: date) -> Period:
    """When the grant begins and ends.

    Monthly help is due from the first day of the month in which the application was filed with
    its documents (art. 106 ust. 3 UPS), but not before the incapacity began and not after it ends;
    help for a need is paid once, from the day of the decision.
    """
    month = month_of(on)
    if code == PERMANENT:
        start = max(month, incapacity.since) if incapacity else month
        return Period(start, incapacity.until if incapacity else None)
    if code == PERIODIC:
        return Period(month, end_after(month, DEFAULT_MONTHS))
    return Period(today, today)


def end_after(start: date, months: int) -> date:
    """Last day of the `months`-th calendar month, the one of `start` being the first."""
    month = month_of(start)
    for _step in range(months - 1):
        month = next_month(month)
    return last_day(month)


def months_between(start: date, end: date) -> int:
    """Calendar months touched by the period."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def parts_of(start: date, end: date | None) -> list[tuple[str, date, date]]:
    """Months of the grant that it covers only in part: ("first" | "last", from, to)."""
    parts: list[tuple[str, date, date]] = []
    whole = last_day(start)
    same_month = end is not None and end <= whole
    if start.day > 1 or (same_month and end != whole):
        parts.append(("first", start, end if end is not None and same_month else whole))
    if end is not None and not same_month and end != last_day(end):
        parts.append(("last", month_of(end), end))
    return parts
