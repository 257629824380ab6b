"""Statutory interest by period of the rate. Expected figures by hand: sum × rate × days / 365."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
ON = date(2025, 6, 1)


def interest(principal: str, first: str, last: str, **more: Any) -> tuple[int, Decimal]:
    facts = {"principal": principal, "from": first, "to": last, **more}
    values = law.calculate("odsetki", facts, ON).values
    return values["days"], values["interest"]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2008-12-15", "11.50", "13.00"),
        ("2014-12-23", "13.00", "8.00"),
        ("2016-01-01", "8.00", "7.00"),
        ("2020-03-18", "7.00", "6.50"),
        ("2020-04-09", "6.50", "6.00"),
        ("2020-05-29", "6.00", "5.60"),
        ("2021-10-07", "5.60", "6.00"),
        ("2021-11-04", "6.00", "6.75"),
        ("2021-12-09", "6.75", "7.25"),
        ("2022-01-05", "7.25", "7.75"),
        ("2022-02-09", "7.75", "8.25"),
        ("2022-03-09", "8.25", "9.00"),
        ("2022-04-07", "9.00", "10.00"),
        ("2022-05-06", "10.00", "10.75"),
        ("2022-06-09", "10.75", "11.50"),
        ("2022-07-08", "11.50", "12.00"),
        ("2022-09-08", "12.00", "12.25"),
        ("2023-09-07", "12.25", "11.50"),
        ("2023-10-05", "11.50", "11.25"),
        ("2025-05-08", "11.25", "10.75"),
        ("2025-07-03", "10.75", "10.50"),
        ("2025-09-04", "10.50", "10.25"),
        ("2025-10-09", "10.25", "10.00"),
        ("2025-11-06", "10.00", "9.75"),
        ("2025-12-04", "9.75", "9.50"),
        ("2026-03-05", "9.50", "9.25"),
        ("2026-09-01", "9.25", "9.25"),
    ],
)
def test_rate_changes_on_its_day(day: str, before: str, after: str) -> None:
    """36 500 zł bear each day as many zł as the rate has per cent."""
    eve = (date.fromisoformat(day) - timedelta(days=1)).isoformat()
    assert interest("36500.00", eve, eve) == (1, D(before))
    assert interest("36500.00", day, day) == (1, D(after))
    assert interest("36500.00", eve, day) == (2, D(before) + D(after))


@pytest.mark.parametrize(
    ("principal", "first", "last", "days", "amount"),
    [
        # 500 × 11.25 % × 96 / 365 = 14.7945
        ("500.00", "2025-02-01", "2025-05-07", 96, "14.79"),
        # a leap year has 366 days of a 365th: 1000 × 7 % × 366 / 365 = 70.1918
        ("1000.00", "2016-01-01", "2016-12-31", 366, "70.19"),
        ("1000.00", "2017-01-01", "2017-12-31", 365, "70.00"),
        ("1000.00", "2016-02-28", "2016-03-01", 3, "0.58"),
        # half a grosz goes up: 3.65 × 5 days × 10 % / 365 = 0.005
        ("3.65", "2025-10-09", "2025-10-13", 5, "0.01"),
        ("3.65", "2025-10-09", "2025-10-12", 4, "0.00"),
        # rounded once: two periods of 0.6 grosz and 0.645 grosz are 1 grosz, not 1 + 1
        ("21.90", "2022-05-05", "2022-05-06", 2, "0.01"),
        # over a change: 1000 × (11.25 × 7 + 10.75 × 24) / 36500 = 9.2260
        ("1000.00", "2025-05-01", "2025-05-31", 31, "9.23"),
        ("0", "2025-05-01", "2025-05-31", 31, "0.00"),
    ],
)
def test_interest(principal: str, first: str, last: str, days: int, amount: str) -> None:
    assert interest(principal, first, last) == (days, D(amount))


def test_every_period_stands_in_the_trace_and_among_the_parameters() -> None:
    facts = {
        "principal": "1000.00",
        "from": "2025-05-01",
        "to": "2025-05-31",
        "kind": "ustawowe_za_opoznienie",
    }
    found = law.calculate("odsetki", facts, ON)
    (step,) = found.trace
    assert [child.inputs["days"] for child in step.children] == [7, 24]
    assert "11,25% × 7 / 365 = 2,1575 zł" in step.children[0].text
    assert [value.value for value in found.parameters] == [D("11.25"), D("10.75")]
    assert (found.entitled, found.amount, found.per) == (None, None, None)


@pytest.mark.parametrize(
    ("first", "last", "path"),
    [
        ("2005-10-14", "2006-01-01", "facts.from"),
        ("2026-12-31", "2027-01-01", "facts.to"),
        ("2027-01-01", "2027-01-01", "facts.from"),
    ],
)
def test_no_rate_known(first: str, last: str, path: str) -> None:
    with pytest.raises(law.NotInForce) as refused:
        interest("100.00", first, last)
    assert refused.value.path == path
    assert "Stopa odsetek" in refused.value.polish


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"from": "2025-01-02", "to": "2025-01-01", "principal": "1"}, "facts.to"),
        ({"from": "2025-01-02", "principal": "1"}, "facts.to"),
        ({"to": "2025-01-02", "principal": "1"}, "facts.from"),
        ({"from": "2025-01-02", "to": "2025-01-02"}, "facts.principal"),
        (
            {"from": "2025-01-02", "to": "2025-01-02", "principal": "-1"},
            "facts.principal",
        ),
        (
            {"from": "2025-01-02", "to": "2025-01-02", "principal": "1", "kind": "umowne"},
            "facts.kind",
        ),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("odsetki", facts, ON)
    assert refused.value.path == path


days = st.dates(min_value=date(2005, 10, 15), max_value=date(2026, 12, 30))
sums = st.decimals(min_value=0, max_value=100_000, places=2)


@given(sums, st.lists(days, min_size=2, max_size=2, unique=True), st.data())
@settings(max_examples=200, deadline=None)
def test_parts_of_a_time_make_the_whole(principal: D, ends: list[date], data: Any) -> None:
    first, last = sorted(ends)
    cut = data.draw(st.dates(min_value=first, max_value=last - timedelta(days=1)))
    whole = interest(str(principal), first.isoformat(), last.isoformat())
    left = interest(str(principal), first.isoformat(), cut.isoformat())
    right = interest(str(principal), (cut + timedelta(days=1)).isoformat(), last.isoformat())
    assert whole[0] == left[0] + right[0]
    assert abs(whole[1] - left[1] - right[1]) <= D("0.01")
    low, high = (Fraction(principal) * rate * whole[0] / 36500 for rate in (Fraction(28, 5), 13))
    assert low - Fraction(1, 200) <= whole[1] <= high + Fraction(1, 200)
