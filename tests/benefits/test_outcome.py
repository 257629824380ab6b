"""From the answer of the law to what a decision grants."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benefits import outcome
from benefits.facts import Incapacity
from benefits.states import DecisionResult

ON = date(2026, 11, 14)


@pytest.mark.parametrize(
    ("code", "amount", "requested", "result"),
    [
        ("zasilek_celowy", "800", "800", DecisionResult.GRANTED),
        ("zasilek_celowy", "500", "800", DecisionResult.PARTLY),
        ("zasilek_okresowy", "500", None, DecisionResult.GRANTED),
        ("zasilek_staly", "500", "800", DecisionResult.GRANTED),
        ("zasilek_celowy", None, "800", DecisionResult.REFUSED),
    ],
)
def test_the_result_follows_from_what_was_asked(code, amount, requested, result):
    values = [Decimal(x) if x else None for x in (amount, requested)]
    assert outcome.result_of(code, *values) == result


def test_help_is_due_from_the_month_of_the_application():
    period = outcome.period_of("zasilek_okresowy", ON, None, today=ON)
    assert period == outcome.Period(date(2026, 11, 1), date(2027, 1, 31))


def test_help_for_a_need_is_due_on_the_day_of_the_decision():
    today = date(2026, 12, 3)
    assert outcome.period_of("zasilek_celowy", ON, None, today=today).start == today


@pytest.mark.parametrize(
    ("since", "until", "start"),
    [
        (date(2020, 1, 1), None, date(2026, 11, 1)),
        (date(2026, 11, 11), date(2027, 4, 10), date(2026, 11, 11)),
    ],
)
def test_zasilek_staly_lasts_as_long_as_the_incapacity(since, until, start):
    incapacity = Incapacity(since, until, by_age=False)
    period = outcome.period_of("zasilek_staly", ON, incapacity, today=ON)
    assert period == outcome.Period(start, until)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        (date(2026, 11, 1), None, []),
        (date(2026, 11, 1), date(2026, 11, 30), []),
        (date(2026, 11, 11), None, [("first", date(2026, 11, 11), date(2026, 11, 30))]),
        (date(2026, 11, 11), date(2026, 11, 20), [
            ("first", date(2026, 11, 11), date(2026, 11, 20))
        ]),
        (date(2026, 11, 1), date(2026, 11, 20), [
            ("first", date(2026, 11, 1), date(2026, 11, 20))
        ]),
        (date(2026, 11, 1), date(2027, 2, 10), [("last", date(2027, 2, 1), date(2027, 2, 10))]),
    ],
)  # fmt: skip
def test_months_that_are_covered_in_part(start, end, parts):
    assert outcome.parts_of(start, end) == parts


@given(
    start=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.one_of(st.none(), st.integers(0, 900)),
)
def test_parts_lie_within_the_grant_and_one_month(start, length):
    end = None if length is None else start + timedelta(days=length)
    for _name, first, last in outcome.parts_of(start, end):
        assert start <= first <= last <= (end or date.max)
        assert (first.year, first.month) == (last.year, last.month)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 24))
def test_months_chosen_are_months_granted(start, months):
    end = outcome.end_after(start, months)
    assert outcome.months_between(start, end) == months
    assert (end + timedelta(days=1)).day == 1


def test_bounds_of_discretion_end_at_what_was_asked():
    answer = {"entitled": None, "amount": None, "values": {"max_amount": "1010.00"}}
    bounds = outcome.bounds_of("specjalny_zasilek_celowy", answer, Decimal("800"))
    assert bounds.most == Decimal("800")
    assert not bounds.holds(Decimal("0.00"))
    assert outcome.bounds_of("specjalny_zasilek_celowy", answer, Decimal("5000")).most == 1010
