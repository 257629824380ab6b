"""Months and spans of days. A month is the date of its first day."""

from calendar import monthrange
from datetime import date
from fractions import Fraction


def month_of(day: date) -> date:
    """First day of the month in which the day lies."""
    return day.replace(day=1)


def add_months(month: date, number: int) -> date:
    """First day of the month `number` months later (earlier when negative)."""
    years, index = divmod(month.year * 12 + month.month - 1 + number, 12)
    return date(years, index + 1, 1)


def months_later(day: date, number: int) -> date:
    """Day with the same number that many months later, or the last of that month: the end of a
    term in months (art. 57 § 3 KPA)."""
    month = add_months(month_of(day), number)
    return month.replace(day=min(day.day, days_in_month(month)))


def month_text(month: date) -> str:
    """`2025-05`."""
    return f"{month.year:04}-{month.month:02}"


_NAMES = (
    "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad "
    "grudzień"
).split()


def month_words(month: date) -> str:
    """For a sentence in Polish: `maj 2025`."""
    return f"{_NAMES[month.month - 1]} {month.year}"


def days_in_month(day: date) -> int:
    """Number of days of the month in which the day lies."""
    return monthrange(day.year, day.month)[1]


def days_of_span(first: date, last: date) -> int:
    """Days from the first to the last, both counted."""
    return (last - first).days + 1


def share_of_month(first: date, last: date) -> Fraction:
    """Part of one calendar month: its days over the days of the month (art. 106 ust. 3)."""
    return Fraction(days_of_span(first, last), days_in_month(first))


def completed_years(born: date, day: date) -> int:
    """Age in full years, from the beginning of the birthday; who is born on 29 February turns on
    28 February of a common year (art. 112 of the Civil Code)."""
    leap = (born.month, born.day) == (2, 29) and days_in_month(day.replace(day=1, month=2)) == 28
    birthday = (2, 28) if leap else (born.month, born.day)
    return day.year - born.year - ((day.month, day.day) < birthday)
