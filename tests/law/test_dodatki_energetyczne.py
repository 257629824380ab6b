"""Dodatek energetyczny and osłonowy, bon energetyczny and ciepłowniczy: figures by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
GROSZ = D("0.01")
OSLONOWY, ENERGETYCZNY, CIEPLOWNICZY = "dodatek_oslonowy", "bon_energetyczny", "bon_cieplowniczy"
MORE: dict[str, dict[str, Any]] = {
    OSLONOWY: {"coal_heating": False},
    ENERGETYCZNY: {"electric_heating": False},
    CIEPLOWNICZY: {"heat_price": "250.00"},
}
BY_INCOME = ("income_over_criterion", "below_minimum")


def ask(code: str, on: str, persons: int = 1, per_person: str = "0.00", **more: Any) -> law.Outcome:
    facts = {"persons": persons, "per_person": per_person, **MORE[code], **more}
    return law.calculate(code, facts, date.fromisoformat(on))


def energetyczny(on: str, persons: int) -> law.Outcome:
    return law.calculate("dodatek_energetyczny", {"persons": persons}, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("first_day", "last_day", "one", "some", "many"),
    [
        ("2017-05-01", "2018-04-30", "11.22", "15.58", "18.70"),
        ("2018-05-01", "2019-04-30", "11.35", "15.77", "18.92"),
        ("2019-05-01", "2020-04-30", "11.37", "15.80", "18.96"),
        ("2020-05-01", "2021-04-30", "10.94", "15.19", "18.23"),
        ("2021-05-01", "2021-12-31", "12.09", "16.79", "20.15"),
    ],
)
def test_dodatek_energetyczny(
    first_day: str, last_day: str, one: str, some: str, many: str
) -> None:
    for day in (first_day, last_day):
        for persons, amount in ((1, one), (2, some), (4, some), (5, many), (60, many)):
            found = energetyczny(day, persons)
            assert (found.entitled, found.amount, found.per) == (True, D(amount), "month")


@pytest.mark.parametrize("day", ["2022-01-01", "2022-05-01", "2030-01-01"])
def test_dodatek_energetyczny_is_closed(day: str) -> None:
    found = energetyczny(day, 2)
    assert (found.entitled, found.amount, found.reasons) == (False, None, ("closed",))


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        ("dodatek_energetyczny", "2017-04-30"),
        (OSLONOWY, "2022-01-03"),
        (ENERGETYCZNY, "2024-07-31"),
        (CIEPLOWNICZY, "2025-11-02"),
    ],
)
def test_no_law_is_known_before(code: str, first_day: str) -> None:
    with pytest.raises(law.NotInForce):
        law.calculate(code, {}, date.fromisoformat(first_day))


def test_dodatek_oslonowy_filed_before_the_act() -> None:
    with pytest.raises(law.NotInForce) as error:
        ask(OSLONOWY, "2022-01-20", filed="2022-01-03")
    assert error.value.path == "facts.filed"


@pytest.mark.parametrize(
    ("code", "day", "amounts"),
    [
        (OSLONOWY, "2022-10-31", ("400.00", "600.00", "850.00", "1150.00")),
        (OSLONOWY, "2024-01-01", ("228.80", "343.20", "486.20", "657.80")),
        (ENERGETYCZNY, "2024-08-01", ("300.00", "400.00", "500.00", "600.00")),
    ],
)
def test_amounts_by_size(code: str, day: str, amounts: tuple[str, ...]) -> None:
    by_size = zip((1, 2, 3, 4, 5, 6, 60), (0, 1, 1, 2, 2, 3, 3), strict=True)
    for persons, index in by_size:
        found = ask(code, day, persons)
        assert (found.entitled, found.amount, found.per) == (True, D(amounts[index]), "once")


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        ("2022-01-04", ("500.00", "750.00", "1062.50", "1437.50")),
        ("2024-04-30", ("286.00", "429.00", "607.75", "822.25")),
    ],
)
def test_solid_fuel(day: str, amounts: tuple[str, ...]) -> None:
    for persons, amount in zip((1, 3, 5, 6), amounts, strict=True):
        assert ask(OSLONOWY, day, persons, coal_heating=True).amount == D(amount)


def test_electric_heating_doubles() -> None:
    for persons, amount in ((1, "600.00"), (3, "800.00"), (5, "1000.00"), (6, "1200.00")):
        found = ask(ENERGETYCZNY, "2024-09-30", persons, electric_heating=True)
        assert found.amount == D(amount)


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        ("2025-11-03", ("500.00", "1000.00", "1750.00")),
        ("2025-12-15", ("500.00", "1000.00", "1750.00")),
        ("2026-07-01", ("1000.00", "2000.00", "3500.00")),
        ("2026-08-31", ("1000.00", "2000.00", "3500.00")),
    ],
)
def test_amounts_by_the_price_of_heat(day: str, amounts: tuple[str, ...]) -> None:
    tiers = (("170.01", 0), ("200.00", 0), ("200.0001", 1), ("230.00", 1), ("230.01", 2))
    for price, index in tiers:
        assert ask(CIEPLOWNICZY, day, heat_price=price).amount == D(amounts[index])
    for price in ("170.00", "0.00"):
        found = ask(CIEPLOWNICZY, day, heat_price=price)
        assert (found.entitled, found.amount) == (False, None)
        assert found.reasons == ("price_not_above_threshold",)


@pytest.mark.parametrize(
    ("code", "day", "single", "multi", "full"),
    [
        (OSLONOWY, "2022-01-04", "2100.00", "1500.00", ("400.00", "600.00")),
        (OSLONOWY, "2024-04-30", "2100.00", "1500.00", ("228.80", "343.20")),
        (ENERGETYCZNY, "2024-09-30", "2500.00", "1700.00", ("300.00", "400.00")),
        (CIEPLOWNICZY, "2025-12-15", "3272.69", "2454.52", ("1750.00", "1750.00")),
        (CIEPLOWNICZY, "2026-08-31", "3272.69", "2454.52", ("3500.00", "3500.00")),
    ],
)
def test_zloty_for_zloty_down_to_twenty(
    code: str, day: str, single: str, multi: str, full: tuple[str, str]
) -> None:
    for persons, criterion, amount in ((1, D(single), D(full[0])), (2, D(multi), D(full[1]))):
        at = ask(code, day, persons, str(criterion))
        assert (at.amount, at.values["criterion"]) == (amount, criterion)
        assert at.values["excess"] == D("0.00")
        over = ask(code, day, persons, str(criterion + GROSZ))
        assert (over.amount, over.values["excess"]) == (amount - GROSZ, GROSZ)
        last = ask(code, day, persons, str(criterion + amount - 20))
        assert last.amount == D("20.00")
        past = ask(code, day, persons, str(criterion + amount - 20 + GROSZ))
        assert (past.entitled, past.amount, past.reasons) == (False, None, BY_INCOME)
        assert past.values["below_by"] == GROSZ
        assert any("o 0,01\u00a0zł" in step.text for step in past.trace)


@pytest.mark.parametrize(
    ("code", "last_day", "late"),
    [
        (OSLONOWY, "2022-10-31", ("2022-11-01", "2023-12-31")),
        (OSLONOWY, "2024-04-30", ("2024-05-01", "2030-01-01")),
        (ENERGETYCZNY, "2024-09-30", ("2024-10-01", "2030-01-01")),
        (CIEPLOWNICZY, "2025-12-15", ("2025-12-16", "2026-06-30")),
        (CIEPLOWNICZY, "2026-08-31", ("2026-09-01", "2030-01-01")),
    ],
)
def test_filed_late(code: str, last_day: str, late: tuple[str, str]) -> None:
    assert ask(code, last_day).entitled
    for day in late:
        found = ask(code, day)
        assert (found.entitled, found.amount, found.reasons) == (False, None, ("filed_late",))
        assert found.values["last_day"] == date.fromisoformat(last_day)


def test_the_day_of_filing_chooses_period_and_amount() -> None:
    assert ask(OSLONOWY, "2024-05-20", filed="2024-04-30").amount == D("228.80")
    assert ask(OSLONOWY, "2024-05-20", filed="2022-10-31").amount == D("400.00")
    assert ask(OSLONOWY, "2024-04-30", filed="2024-05-01").reasons == ("filed_late",)


@pytest.mark.parametrize("code", list(MORE))
@pytest.mark.parametrize("lacking", ["persons", "per_person", "own"])
def test_missing_facts(code: str, lacking: str) -> None:
    key = next(iter(MORE[code])) if lacking == "own" else lacking
    facts = {"persons": 1, "per_person": "0.00", **MORE[code]}
    del facts[key]
    with pytest.raises(law.InvalidFacts) as error:
        law.calculate(code, facts, date(2026, 7, 1))
    assert (error.value.code, error.value.path) == ("missing", f"facts.{key}")


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(MORE)),
    st.dates(date(2025, 11, 3), date(2026, 12, 31)),
    st.integers(1, 12),
    st.integers(0, 800_000),
    st.integers(1, 1000),
)
def test_more_income_gives_less_by_no_more_than_itself(
    code: str, on: date, persons: int, income: int, more: int
) -> None:
    day = {OSLONOWY: "2024-02-01", ENERGETYCZNY: "2024-08-15"}.get(code, on.isoformat())
    poorer = ask(code, day, persons, str(D(income) / 100)).amount or D(0)
    richer = ask(code, day, persons, str(D(income + more) / 100)).amount or D(0)
    assert richer <= poorer
    if richer:
        assert poorer - richer <= D(more) / 100
    elif poorer:
        assert poorer < D("20.00") + D(more) / 100
