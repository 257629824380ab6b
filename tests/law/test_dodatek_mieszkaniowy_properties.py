"""What must hold for every dodatek mieszkaniowy."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import law
from tests.law.test_dodatek_mieszkaniowy import EQUIPPED, GROSZ, D

AMOUNTS = st.integers(0, 1_000_000).map(lambda grosze: D(grosze) / 100)
DAYS = st.dates(date(2008, 3, 1), date(2027, 2, 8))
SIZES = st.integers(1, 12)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    flags = {key: draw(st.booleans()) for key in EQUIPPED}
    return {
        "persons": draw(SIZES),
        "income_3m": draw(AMOUNTS),
        "usable_area": draw(st.integers(1, 45).map(D)),
        "expenses": draw(AMOUNTS) / 2,
        "price_kwh": D("0.8975"),
        "cap_pct": draw(st.sampled_from((50, 70, 90))),
        **flags,
    }


def money(question: dict[str, Any]) -> dict[str, Any]:
    keys = ("income_3m", "expenses")
    return {**question, **{key: question[key].quantize(GROSZ) for key in keys}}


def due(question: dict[str, Any], on: date) -> Decimal:
    return law.calculate("dodatek_mieszkaniowy", question, on).amount or D(0)


@settings(max_examples=300, deadline=None)
@given(questions(), DAYS, AMOUNTS)
def test_more_income_never_gives_more(question: dict[str, Any], on: date, more: Decimal) -> None:
    question = money(question)
    richer = {**question, "income_3m": question["income_3m"] + more.quantize(GROSZ)}
    assert due(richer, on) <= due(question, on)


@settings(max_examples=300, deadline=None)
@given(questions(), DAYS, AMOUNTS)
def test_more_expenses_never_give_less(question: dict[str, Any], on: date, more: Decimal) -> None:
    question = money(question)
    dearer = {**question, "expenses": question["expenses"] + more.quantize(GROSZ)}
    assert due(dearer, on) >= due(question, on)


@settings(max_examples=300, deadline=None)
@given(questions(), DAYS)
def test_parts_sum_to_the_whole_between_minimum_and_cap(question: dict[str, Any], on: date) -> None:
    question = money(question)
    found = law.calculate("dodatek_mieszkaniowy", question, on)
    assert found.entitled is (found.amount is not None) is (not found.reasons)
    assert found == law.calculate("dodatek_mieszkaniowy", question, on)
    if found.amount is not None:
        values = found.values
        assert values["lump_sum_part"] + values["landlord_part"] == found.amount
        assert values["minimum"] <= found.amount <= values["cap"]
        assert found.amount == values["before_reduction"] - values["excess"]


@settings(max_examples=200, deadline=None)
@given(questions(), DAYS)
def test_one_grosz_of_excess_costs_little(question: dict[str, Any], on: date) -> None:
    """One grosz of monthly income per person: a grosz of excess and at most one of own share,
    unless a higher share (before 2021) or the minimum takes effect."""
    question = money(question)
    one = law.calculate("dodatek_mieszkaniowy", question, on)
    richer = {**question, "income_3m": question["income_3m"] + GROSZ * 3 * question["persons"]}
    two = law.calculate("dodatek_mieszkaniowy", richer, on)
    if one.amount is not None and two.amount is not None:
        if one.values["own_share_pct"] == two.values["own_share_pct"]:
            assert one.amount - two.amount <= GROSZ * (2 + question["persons"])
    elif one.amount is not None and one.values["own_share_pct"] == two.values["own_share_pct"]:
        assert two.reasons[0] in ("below_minimum", "own_share_exceeds_expenses")
        assert one.amount <= one.values["minimum"] + GROSZ * (2 + question["persons"])
