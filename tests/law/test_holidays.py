from datetime import date

import holidays
import pytest

from law.holidays import (
    FIRST_YEAR,
    easter,
    holiday_name,
    holidays_of,
    is_day_off,
    working_day_from,
)
from law.periods import months_later


@pytest.mark.parametrize("year", range(FIRST_YEAR, 2100))
def test_agrees_with_the_holidays_library(year):
    assert set(holidays_of(year)) == set(holidays.country_holidays("PL", years=year))


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter(year, day):
    assert easter(year) == day


def test_christmas_eve_is_off_since_2025():
    assert not is_day_off(date(2024, 12, 24))
    assert is_day_off(date(2025, 12, 24))
    assert holiday_name(date(2026, 12, 24)) == "Wigilia Bożego Narodzenia"


def test_epiphany_is_off_since_2011():
    assert not is_day_off(date(2010, 1, 6))
    assert is_day_off(date(2011, 1, 6))


def test_sundays_are_off_and_saturdays_are_not():
    assert is_day_off(date(2026, 11, 22))
    assert holiday_name(date(2026, 11, 22)) is None
    assert not is_day_off(date(2026, 11, 21))


def test_years_before_the_table_are_refused():
    with pytest.raises(ValueError, match="1990"):
        holidays_of(FIRST_YEAR - 1)


def test_the_table_cannot_be_spoilt_by_a_caller():
    holidays_of(2026).clear()
    assert len(holidays_of(2026)) == 14


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-10-20", "2025-10-20"),  # Monday
        ("2025-10-25", "2025-10-27"),  # Saturday
        ("2025-10-26", "2025-10-27"),  # Sunday
        ("2025-12-24", "2025-12-29"),  # Christmas Eve, two holidays, Saturday, Sunday
        ("2024-12-24", "2024-12-24"),  # no day off yet
        ("2026-04-04", "2026-04-07"),  # Saturday before Easter
        ("1989-12-31", "1989-12-31"),
    ],
)
def test_end_of_a_term_moves_to_a_working_day(day: str, expected: str) -> None:
    assert working_day_from(date.fromisoformat(day)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("2025-08-20", 2, "2025-10-20"),
        ("2025-12-31", 2, "2026-02-28"),
        ("2023-12-29", 2, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-07-31", 2, "2025-09-30"),
        ("2025-03-31", -1, "2025-02-28"),
    ],
)
def test_term_in_months(day: str, number: int, expected: str) -> None:
    assert months_later(date.fromisoformat(day), number) == date.fromisoformat(expected)
