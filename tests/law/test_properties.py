"""What must hold for every household: order, bounds, doors that agree."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import law
from law.periods import days_in_month
from law.questions import answer, answer_lines
from tests.law.ask import facts

GROSZ = Decimal("0.01")
amounts = st.decimals(min_value=0, max_value=9000, places=2)
sizes = st.integers(min_value=1, max_value=8)
days = st.dates(min_value=date(2008, 1, 1), max_value=date(2027, 12, 31))
CODES = (
    "zasilek_staly",
    "zasilek_okresowy",
    "zasilek_celowy",
    "specjalny_zasilek_celowy",
    "posilek",
)


def granted(benefit: str, size: int, income: Decimal, on: date, **more: Any) -> Decimal:
    """Amount due, 0 when there is none."""
    return law.calculate(benefit, facts(size, str(income), **more), on).amount or Decimal(0)


@given(sizes, amounts, amounts, days)
@settings(max_examples=300, deadline=None)
def test_more_income_never_gives_more(size: int, first: Decimal, second: Decimal, on: date) -> None:
    low, high = sorted((first, second))
    for benefit in ("zasilek_staly", "zasilek_okresowy"):
        assert granted(benefit, size, low, on) >= granted(benefit, size, high, on) >= 0


@given(sizes, amounts, days)
@settings(max_examples=300, deadline=None)
def test_zasilek_staly_stays_in_its_bounds(size: int, income: Decimal, on: date) -> None:
    found = law.calculate("zasilek_staly", facts(size, str(income)), on)
    values = {value.name: value.value for value in law.parameters_on(on, "zasilek_staly")}
    if found.entitled:
        assert found.amount is not None
        assert values["zasilek_staly_minimum"] <= found.amount <= values["zasilek_staly_maximum"]
        assert income < found.values["criterion"] * size
    else:
        assert found.amount is None
        assert income >= found.values["criterion"] * size


@given(sizes, amounts, days)
@settings(max_examples=300, deadline=None)
def test_zasilek_okresowy_stays_in_its_bounds(size: int, income: Decimal, on: date) -> None:
    found = law.calculate("zasilek_okresowy", facts(size, str(income)), on)
    if found.entitled:
        low, high = found.values["min_amount"], found.values["max_amount"]
        assert Decimal(20) <= low <= high
        assert low >= (found.values["gap"] / 2).quantize(GROSZ, "ROUND_DOWN")
        assert high <= max(found.values["gap"], Decimal(20))


@given(sizes, amounts, days, st.integers(min_value=1, max_value=31))
@settings(max_examples=200, deadline=None)
def test_two_parts_make_the_month(size: int, income: Decimal, on: date, last: int) -> None:
    first_day = on.replace(day=1)
    length = days_in_month(on)
    cut = first_day + timedelta(days=min(last, length - 1) - 1)
    end = first_day + timedelta(days=length - 1)

    def part(start: date, stop: date) -> Decimal:
        span = {"from": start.isoformat(), "to": stop.isoformat()}
        return granted("zasilek_staly", size, income, on, **span)

    whole = granted("zasilek_staly", size, income, on)
    assert part(first_day, end) == whole
    parts = part(first_day, cut) + part(cut + timedelta(days=1), end)
    assert abs(parts - whole) <= GROSZ


@given(st.sampled_from(CODES), sizes, amounts, days)
@settings(max_examples=150, deadline=None)
def test_doors_agree(benefit: str, size: int, income: Decimal, on: date) -> None:
    question = {
        "id": 7,
        "benefit": benefit,
        "on": on.isoformat(),
        "facts": facts(size, str(income)),
    }
    (by_line,) = answer_lines([json.dumps(question).encode()])
    assert by_line == answer(question)
    assert by_line == {"id": 7, **law.calculate(benefit, facts(size, str(income)), on).as_json()}


def numbers(value: Any) -> list[Decimal]:
    """Every Decimal in the values of an outcome."""
    if isinstance(value, Decimal):
        return [value]
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list | tuple):
        return [number for item in value for number in numbers(item)]
    return []


relatives = st.lists(
    st.fixed_dictionaries(
        {
            "relation": st.sampled_from(["spouse", "descendant", "ascendant"]),
            "household": st.fixed_dictionaries({"size": sizes}),
            "income": amounts.map(str),
        },
        optional={"agreed": amounts.map(str)},
    ),
    max_size=5,
)


@given(amounts, amounts, relatives, st.sampled_from(["A", "B"]))
@settings(max_examples=200, deadline=None)
def test_fee_for_a_care_home_adds_up(
    cost: Decimal, income: Decimal, obliged: list[Any], rule: str
) -> None:
    given_facts = {
        "cost": str(cost),
        "resident_income": str(income),
        "obliged": obliged,
        "family_rule": rule,
    }
    values = law.calculate("dps_oplata", given_facts, date(2025, 1, 15)).values
    assert values["resident"] + sum(values["family"]) + values["gmina"] == cost
    assert all(number >= 0 for number in numbers(values))
    assert values["resident"] <= income * 7 / 10 + GROSZ


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=10,
)
keys = st.sampled_from(
    "household applicant incomes lost_incomes one_off_incomes farm alimony_paid alimony_paid_by "
    "from to".split()
)


@given(st.dictionaries(keys, json_values))
@settings(max_examples=300, deadline=None)
def test_any_nonsense_is_answered_or_refused_politely(nonsense: dict[str, Any]) -> None:
    found = answer({"id": 1, "benefit": "zasilek_staly", "on": "2025-03-01", "facts": nonsense})
    assert "entitled" in found or found["error"]["message"]
