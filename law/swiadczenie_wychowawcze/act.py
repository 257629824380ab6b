"""What the rules of the act share: its title, its days, its periods."""

from datetime import date

TITLE = "ustawy z dnia 11 lutego 2016 r. o pomocy państwa w wychowywaniu dzieci"
FIRST_DAY = date(2016, 4, 1)
# Since this day every child has the benefit, whatever the income.
UNIVERSAL_FROM = date(2019, 7, 1)
# Applications since the first of these days, and months since the second, belong to ZUS.
ZUS_FILED_FROM = date(2022, 1, 1)
ZUS_MONTH_FROM = date(2022, 6, 1)
# First days of the okresy świadczeniowe of the gminas.
LAST_PERIOD = date(2021, 6, 1)
PERIODS = (FIRST_DAY, date(2017, 10, 1), date(2018, 10, 1), UNIVERSAL_FROM, LAST_PERIOD)


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)


def period_of(month: date) -> date:
    """First day of the okres świadczeniowy in which the month lies."""
    return max(start for start in PERIODS if start <= month)
