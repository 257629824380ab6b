"""Working days of the office, and the months of a history. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.months import month_of, next_month, previous_month
from core.terms import is_working_day, next_working_day

DAY = timedelta(days=1)


def work_on(day: date) -> date:
    """The day itself when the office works, else the next day on which it does."""
    return day if is_working_day(day) else next_working_day(day)


def after(day: date, days: int) -> date:
    """The working day that comes `days` working days after `day`."""
    day = work_on(day)
    for _step in range(days):
        day = next_working_day(day)
    return day


def before(day: date) -> date:
    """The last working day up to `day`."""
    while not is_working_day(day):
        day -= DAY
    return day


def first_month(today: date, months: int) -> date:
    """The first of `months` whole months before the month of `today`."""
    month = month_of(today)
    for _step in range(months):
        month = previous_month(month)
    return month


def months_between(first: date, last: date) -> Iterator[date]:
    """First days of the months from `first` to `last`."""
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)
