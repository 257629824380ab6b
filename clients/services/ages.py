"""Ages: completed years, and how far apart parent and child are."""

from datetime import date

YEARS_BETWEEN = 12
"""A child is at least so much younger than a parent, or a reason says why not."""


def age_on(born: date, day: date) -> int:
    """Completed years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 28, as the database counts."""
    year = day.year + years
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
