from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.terms import (
    STATUTORY_TERMS,
    Statutory,
    Stop,
    Unit,
    appeal_term,
    count_term,
    delivery_fiction,
    electronic_fiction,
    is_working_day,
    payment_day,
    prolong,
    statutory_term,
    working_days,
    working_days_between,
)

DAYS = st.dates(date(1995, 1, 1), date(2080, 12, 31))
DAY = timedelta(days=1)


def test_fourteen_days_from_a_monday():
    assert appeal_term(date(2026, 11, 2)).end == date(2026, 11, 16)


def test_christmas_moves_the_end_to_monday():
    term = appeal_term(date(2026, 12, 10))
    assert term.counted_end == date(2026, 12, 24)
    assert term.end == date(2026, 12, 28)
    assert term.basis == "art. 129 § 2 KPA"
    assert term.trace == (
        "14 dni od 10.12.2026: dnia zdarzenia nie wlicza się (art. 57 § 1 KPA); 24.12.2026 to "
        "dzień wolny od pracy (Wigilia Bożego Narodzenia), więc termin upływa "
        "w poniedziałek 28.12.2026 (art. 57 § 4 KPA)."
    )


def test_fiction_of_delivery_then_appeal():
    fiction = delivery_fiction(date(2026, 11, 3), second_notice=date(2026, 11, 12))
    assert fiction.delivered == date(2026, 11, 17)
    assert fiction.second_notice_from == date(2026, 11, 11)
    assert appeal_term(fiction.delivered).end == date(2026, 12, 1)
    assert "doręczone z upływem 17.11.2026 (art. 44 § 4 KPA)" in fiction.trace


def test_end_of_storage_moves_only_where_the_centre_says_so():
    sunday = date(2026, 11, 22)
    assert delivery_fiction(sunday - 14 * DAY).delivered == sunday
    moved = delivery_fiction(sunday - 14 * DAY, end_moves=True)
    assert moved.delivered == date(2026, 11, 23)
    assert "22.11.2026 to niedziela" in moved.trace


@pytest.mark.parametrize("shift", [0, -1, 15])
def test_second_notice_outside_the_storage_is_refused(shift):
    first = date(2026, 11, 3)
    with pytest.raises(ValueError, match="second notice"):
        delivery_fiction(first, second_notice=first + shift * DAY)


def test_uncollected_electronic_letter():
    assert electronic_fiction(date(2026, 11, 3)) == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("start", "length", "unit", "counted", "end"),
    [
        # the same day of the month
        (date(2026, 11, 24), 1, Unit.MONTHS, date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 9, 15), 2, Unit.MONTHS, date(2026, 11, 15), date(2026, 11, 16)),
        # no such day: the last one, here a Saturday
        (date(2026, 1, 31), 1, Unit.MONTHS, date(2026, 2, 28), date(2026, 3, 2)),
        (date(2028, 1, 31), 1, Unit.MONTHS, date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 11, 30), 3, Unit.MONTHS, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 12, 7), 12, Unit.MONTHS, date(2027, 12, 7), date(2027, 12, 7)),
        (date(2028, 2, 29), 1, Unit.YEARS, date(2029, 2, 28), date(2029, 2, 28)),
        (date(2026, 11, 24), 3, Unit.YEARS, date(2029, 11, 24), date(2029, 11, 26)),
        (date(2026, 11, 24), 2, Unit.WEEKS, date(2026, 12, 8), date(2026, 12, 8)),
        (date(2026, 10, 28), 2, Unit.WEEKS, date(2026, 11, 11), date(2026, 11, 12)),
        # a Saturday, then Sunday 1 November
        (date(2026, 10, 24), 7, Unit.DAYS, date(2026, 10, 31), date(2026, 11, 2)),
        # Easter Sunday and Monday
        (date(2026, 3, 29), 7, Unit.DAYS, date(2026, 4, 5), date(2026, 4, 7)),
        # Friday is an ordinary day
        (date(2026, 11, 13), 7, Unit.DAYS, date(2026, 11, 20), date(2026, 11, 20)),
        # Corpus Christi
        (date(2026, 5, 28), 7, Unit.DAYS, date(2026, 6, 4), date(2026, 6, 5)),
    ],
)
def test_ends(start, length, unit, counted, end):
    term = count_term(start, length, unit)
    assert (term.counted_end, term.end) == (counted, end)


def test_christmas_eve_moved_nothing_before_2025():
    assert appeal_term(date(2024, 12, 10)).end == date(2024, 12, 24)


def test_working_days_leave_out_weekends_and_holidays():
    # Thursday 5 November; Wednesday 11 November is off.
    assert working_days(date(2026, 11, 5), 3).end == date(2026, 11, 10)
    assert working_days(date(2026, 11, 5), 4).end == date(2026, 11, 12)
    assert working_days_between(date(2026, 11, 5), date(2026, 11, 12)) == 4
    assert working_days_between(date(2026, 11, 12), date(2026, 11, 5)) == 0


def test_interview_term():
    term = statutory_term(Statutory.INTERVIEW, date(2026, 11, 2))
    assert term.end == date(2026, 11, 23)
    assert term.trace.startswith("14 dni roboczych od 02.11.2026: ")


@pytest.mark.parametrize("kind", Statutory)
def test_every_statutory_term_names_its_basis(kind):
    length, unit, basis = STATUTORY_TERMS[kind]
    term = statutory_term(kind, date(2026, 11, 24))
    assert (term.length, term.unit, term.basis) == (length, unit, basis)
    assert basis


def test_a_term_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        count_term(date(2026, 11, 24), 0, Unit.DAYS)


def test_stops_prolong_a_term():
    term = count_term(date(2026, 11, 2), 1, Unit.MONTHS)
    stopped = prolong(term, [Stop(date(2026, 11, 10), date(2026, 11, 19))])
    assert stopped.counted_end == date(2026, 12, 12)
    assert stopped.end == date(2026, 12, 14)
    assert "nie wliczono 10 dni (art. 35 § 5 KPA)" in stopped.trace


def test_overlapping_stops_count_once_and_outside_ones_not_at_all():
    term = count_term(date(2026, 11, 2), 14, Unit.DAYS)
    stops = [
        Stop(date(2026, 10, 1), date(2026, 11, 2)),
        Stop(date(2026, 11, 10), date(2026, 11, 12)),
        Stop(date(2026, 11, 11), date(2026, 11, 13)),
        Stop(date(2026, 12, 24), date(2026, 12, 31)),
    ]
    assert prolong(term, stops).counted_end == term.counted_end + 4 * DAY
    assert prolong(term, [stops[0], stops[3]]) == term


def test_a_stop_reached_only_by_the_prolonged_term_counts():
    term = count_term(date(2026, 11, 2), 14, Unit.DAYS)
    stops = [
        Stop(date(2026, 11, 10), date(2026, 11, 10)),
        Stop(date(2026, 11, 17), date(2026, 11, 17)),
    ]
    assert prolong(term, stops).counted_end == date(2026, 11, 18)


def test_a_stopped_weekend_does_not_prolong_working_days():
    term = working_days(date(2026, 11, 19), 2)
    assert term.end == date(2026, 11, 23)
    assert prolong(term, [Stop(date(2026, 11, 21), date(2026, 11, 22))]) == term
    assert prolong(term, [Stop(date(2026, 11, 20), date(2026, 11, 22))]).end == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "paid"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 28), date(2026, 11, 27)),
        (date(2026, 11, 11), date(2026, 11, 10)),
        (date(2026, 12, 27), date(2026, 12, 23)),
    ],
)
def test_payment_day_moves_back(day, paid):
    assert payment_day(day) == paid


@given(DAYS, st.integers(1, 400), st.sampled_from(Unit))
def test_a_term_ends_on_the_first_working_day_from_its_counted_end(start, length, unit):
    term = count_term(start, length, unit)
    assert start < term.counted_end <= term.end
    assert is_working_day(term.end)
    skipped = (
        term.counted_end + shift * DAY for shift in range((term.end - term.counted_end).days)
    )
    assert not any(is_working_day(day) for day in skipped)


@given(DAYS, st.integers(1, 60))
def test_working_days_counted_back(start, length):
    assert working_days_between(start, working_days(start, length).end) == length


@given(DAYS, st.integers(1, 36), st.sampled_from([Unit.MONTHS, Unit.YEARS, Unit.WEEKS, Unit.DAYS]))
def test_a_later_event_never_ends_earlier(start, length, unit):
    earlier, later = (count_term(day, length, unit) for day in (start, start + DAY))
    assert earlier.end <= later.end


@given(DAYS)
def test_payment_day_is_the_last_working_day_not_later(day):
    paid = payment_day(day)
    assert paid <= day
    assert is_working_day(paid)
    assert working_days_between(paid, day) == 0
