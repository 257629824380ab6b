from datetime import date

import holidays
import pytest

from law.holidays import FIRST_YEAR, easter, holiday_name, holidays_of, is_day_off


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
