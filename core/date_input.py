"""Dates as people type them in Poland → ``date``; only what can be read in one way.

Understood: ``23.11.2026``, ``23-11-2026``, ``23/11/2026``, ``23 11 2026``, ``2026-11-23``,
``23112026``, ``20261123``. A year of two digits is refused: 231126 may be a day of 2026 or 2023.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.polish import format_date

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_YEAR, LAST_YEAR = 1900, 2100

_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[-./\s]\s*([0-9]{1,2})\s*[-./\s]\s*([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})\s*[-./\s]\s*([0-9]{1,2})\s*[-./\s]\s*([0-9]{1,2})")
_SHORT_YEAR = re.compile(r"([0-9]{2})[-./\s]?([0-9]{2})[-./\s]?([0-9]{2})")
_YEAR_MARK = re.compile(r"\s*r\.?$", re.IGNORECASE)


class DateTextError(ValueError):
    """Text that is not a date. ``message % params`` says what is wrong and how to mend it."""

    def __init__(
        self, message: "_StrPromise", code: str, params: dict[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.message = message
        self.code = code
        self.params = params or {}

    def __str__(self) -> str:
        return str(self.message) % self.params


def parse_date(text: str) -> date:
    """Day read from ``text``; raises DateTextError."""
    cleaned = _YEAR_MARK.sub("", text.strip())
    if match := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(cleaned):
        year, month, day = match.groups()
    elif re.fullmatch(r"[0-9]{8}", cleaned):
        return _eight_digits(cleaned)
    elif match := _SHORT_YEAR.fullmatch(cleaned):
        raise _short_year(text.strip(), *match.groups())
    else:
        raise _malformed()
    return _day(int(year), int(month), int(day))


def _eight_digits(text: str) -> date:
    # Never two readings: read the other way round, a year 1900–2100 gives month 19 or more,
    # or a year before 1300.
    if FIRST_YEAR <= int(text[4:]) <= LAST_YEAR:
        return _day(int(text[4:]), int(text[2:4]), int(text[:2]))
    return _day(int(text[:4]), int(text[4:6]), int(text[6:]))


def _day(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateTextError(
            _("Check the year %(year)s: it must lie between %(first)s and %(last)s."),
            "year",
            {"year": str(year), "first": str(FIRST_YEAR), "last": str(LAST_YEAR)},
        )
    if not 1 <= month <= 12:
        raise DateTextError(
            _("There is no month %(month)s. Type day, month and year, for example 23.11.2026."),
            "month",
            {"month": str(month)},
        )
    try:
        return date(year, month, day)
    except ValueError:
        raise DateTextError(
            _("There is no day %(day)s in the month %(month)s."),
            "day",
            {"day": str(day), "month": f"{month:02d}.{year}"},
        ) from None


def _short_year(text: str, first: str, second: str, third: str) -> DateTextError:
    """Name the days that a date with a year of two digits may mean."""
    triples = ((third, second, first), (first, second, third))
    readings = [
        format_date(day)
        for short, month, of_month in triples
        for century in (2000, 1900)
        if (day := _real_day(century + int(short), int(month), int(of_month)))
    ]
    if not readings:
        return _malformed()
    return DateTextError(
        _("“%(text)s” can mean %(readings)s. Type the year with four digits."),
        "short_year",
        {"text": text, "readings": ", ".join(readings)},
    )


def _malformed() -> DateTextError:
    return DateTextError(
        _("This is not a date. Type day, month and year, for example 23.11.2026."), "malformed"
    )


def _real_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
