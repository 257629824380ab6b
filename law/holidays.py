"""Days off by law: ustawa z 18.01.1951 o dniach wolnych od pracy, with the days of its changes.

Sundays are days off too. Saturdays are not, though KPA art. 57 § 4 treats them alike.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

FIRST_YEAR = 1990
SATURDAY, SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class _Fixed:
    month: int
    day: int
    name: str
    since: int = FIRST_YEAR


_FIXED = (
    _Fixed(1, 1, "Nowy Rok"),
    _Fixed(1, 6, "Święto Trzech Króli", since=2011),
    _Fixed(5, 1, "Święto Państwowe"),
    _Fixed(5, 3, "Święto Narodowe Trzeciego Maja"),
    _Fixed(8, 15, "Wniebowzięcie Najświętszej Maryi Panny"),
    _Fixed(11, 1, "Wszystkich Świętych"),
    _Fixed(11, 11, "Narodowe Święto Niepodległości"),
    _Fixed(12, 24, "Wigilia Bożego Narodzenia", since=2025),
    _Fixed(12, 25, "pierwszy dzień Bożego Narodzenia"),
    _Fixed(12, 26, "drugi dzień Bożego Narodzenia"),
)
_DAYS_AFTER_EASTER = {
    0: "pierwszy dzień Wielkiej Nocy",
    1: "drugi dzień Wielkiej Nocy",
    49: "pierwszy dzień Zielonych Świątek",
    60: "dzień Bożego Ciała",
}
# One day by its own act.
_ONCE = {date(2018, 11, 12): "Święto Narodowe z okazji setnej rocznicy odzyskania niepodległości"}


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Gauss, in the anonymous form)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, rest_centuries = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, rest = divmod(of_century, 4)
    weekday = (32 + 2 * rest_centuries + 2 * leaps - epact - rest) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def _holidays(year: int) -> dict[date, str]:
    if year < FIRST_YEAR:
        raise ValueError(f"days off before {FIRST_YEAR} are not described")
    first_day = easter(year)
    days = {
        date(year, fixed.month, fixed.day): fixed.name for fixed in _FIXED if fixed.since <= year
    }
    days |= {first_day + timedelta(shift): name for shift, name in _DAYS_AFTER_EASTER.items()}
    days |= {day: name for day, name in _ONCE.items() if day.year == year}
    return dict(sorted(days.items()))


def holidays_of(year: int) -> dict[date, str]:
    """Statutory holidays of a year, in order, with their names; years from 1990.

    Raises ValueError for an earlier year.
    """
    return dict(_holidays(year))


def holiday_name(day: date) -> str | None:
    """Name of the statutory holiday, or None on any other day (an ordinary Sunday too)."""
    return _holidays(day.year).get(day)


def is_day_off(day: date) -> bool:
    """Sunday or statutory holiday."""
    return day.weekday() == SUNDAY or day in _holidays(day.year)


def working_day_from(day: date) -> date:
    """The day, or the next that is no day off nor Saturday: the end of a term (art. 57 § 4 KPA).

    A day before 1990 stays, for the days off of those years are not described.
    """
    while day.year >= FIRST_YEAR and (day.weekday() == SATURDAY or is_day_off(day)):
        day += timedelta(days=1)
    return day
