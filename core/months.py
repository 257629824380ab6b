"""Months as their first days."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language

from core.polish import month_name


def month_of(day: date) -> date:
    """First day of the month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """First day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def previous_month(month: date) -> date:
    """First day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_day(month: date) -> date:
    """Last day of the month."""
    return next_month(month) - timedelta(days=1)


def parse_month(text: str) -> date | None:
    """`2026-11` as the first day of that month; None when it is not a month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def month_words(day: date) -> str:
    """The month in the language of the page: «listopad 2026», "November 2026"."""
    return month_name(day) if (get_language() or "pl") == "pl" else date_format(day, "F Y")
