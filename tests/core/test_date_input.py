from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.date_input import DateTextError, parse_date
from core.polish import format_date, long_date

IN_RANGE = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    ["23.11.2026", "23-11-2026", "23/11/2026", "23 11 2026", "2026-11-23", "2026.11.23",
     "23112026", "20261123", " 23. 11. 2026 r. ", "23.11.2026r"],
)  # fmt: skip
def test_what_people_type(text):
    assert parse_date(text) == date(2026, 11, 23)


def test_single_digits():
    assert parse_date("3.4.2026") == date(2026, 4, 3)


@given(IN_RANGE)
def test_every_notation_gives_the_day_back(day):
    for text in (format_date(day), day.isoformat(), f"{day:%d%m%Y}", f"{day:%Y%m%d}"):
        assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [("231126", "short_year"), ("23.11.26", "short_year"), ("999999", "malformed"),
     ("29.02.2026", "day"), ("31.04.2026", "day"), ("13.13.2026", "month"), ("1.0.2026", "month"),
     ("23.11.1026", "year"), ("23.11.20266", "malformed"), ("jutro", "malformed"),
     ("", "malformed"), (long_date(date(2026, 11, 23)), "malformed")],
)  # fmt: skip
def test_refused(text, code):
    with pytest.raises(DateTextError) as caught:
        parse_date(text)
    assert caught.value.code == code
    assert str(caught.value)


def test_a_short_year_names_every_reading():
    with pytest.raises(DateTextError) as caught:
        parse_date("231126")
    for reading in ("23.11.2026", "23.11.1926", "26.11.2023", "26.11.1923"):
        assert reading in str(caught.value)
