"""Income: which month, what is lost, spread, farmed, deducted, not counted (art. 8 ust. 3-13)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from law.trace import Step
from tests.law.ask import ask, household

D = Decimal


def income(on: str, size: int = 1, **facts: Any) -> law.Outcome:
    given = {"household": household(size), "incomes": [], **facts}
    return law.calculate("dochod_pomoc_spoleczna", given, date.fromisoformat(on))


def one(kind: str, amount: str, **more: str) -> dict[str, str]:
    return {"person": "a", "kind": kind, "amount": amount, **more}


def texts(steps: tuple[Step, ...]) -> str:
    return " ".join(step.text + texts(step.children) for step in steps)


def test_month_before() -> None:
    assert income("2025-01-31").values["income_month"] == "2024-12"
    assert income("2025-03-01").values["income_month"] == "2025-02"


@pytest.mark.parametrize(
    ("lost_on", "month", "total"),
    [
        ("2025-02-28", "2025-03", "0.00"),
        ("2025-03-10", "2025-03", "0.00"),
        ("2025-03-11", "2025-02", "500.00"),
    ],
)
def test_lost_income_moves_the_month(lost_on: str, month: str, total: str) -> None:
    found = income("2025-03-10", lost_incomes=[one("wage", "500.00", lost_on=lost_on)])
    assert (found.values["income_month"], found.values["income"]) == (month, D(total))


def test_income_of_another_month_is_not_counted_and_the_trace_says_so() -> None:
    incomes = [one("wage", "500.00", month="2025-01"), one("wage", "70.00", month="2025-02")]
    found = income("2025-03-10", incomes=incomes)
    assert found.values["income"] == D("70.00")
    assert "innym miesiącu (styczeń 2025)" in texts(found.trace)


def test_gross_less_tax_and_contributions() -> None:
    gross = {"gross": "4666.00", "tax": "231.00", "social": "639.71", "health": "362.37"}
    found = income("2025-03-10", incomes=[{"person": "a", "kind": "wage", **gross}])
    assert found.values["income"] == D("3432.92")


def test_alimony_paid_is_deducted_but_not_below_zero() -> None:
    wage = [one("wage", "1000.00")]
    assert income("2025-03-10", incomes=wage, alimony_paid="300.00").values["income"] == D("700.00")
    assert income("2025-03-10", incomes=wage, alimony_paid="1300").values["income"] == D("0.00")
    repaid = income("2025-03-10", incomes=wage, alimony_fund_repaid="300.00")
    assert repaid.values["income"] == D("1000.00")
    assert "I OPS 2/21" in texts(repaid.trace)


@pytest.mark.parametrize(
    ("kind", "on", "counted"),
    [
        ("swiadczenie_wychowawcze", "2016-03-31", True),
        ("swiadczenie_wychowawcze", "2016-04-01", False),
        ("swiadczenie_wspierajace", "2023-12-31", True),
        ("swiadczenie_wspierajace", "2024-01-01", False),
        ("swiadczenie_uzupelniajace", "2019-09-30", True),
        ("swiadczenie_uzupelniajace", "2019-10-01", False),
        ("dodatek_mieszkaniowy", "2025-03-01", True),
        ("zasilek_pielegnacyjny", "2025-03-01", True),
        ("zasilek_okresowy", "2025-03-01", True),
        ("zasilek_celowy", "2025-03-01", False),
        ("in_kind", "2025-03-01", False),
        ("becikowe", "2025-03-01", False),
        ("school_scholarship", "2025-03-01", False),
        ("additional_annual_pension", "2025-03-01", False),
    ],
)
def test_kinds_by_their_first_days(kind: str, on: str, counted: bool) -> None:
    found = income(on, incomes=[one(kind, "100.00")])
    assert found.values["income"] == (D("100.00") if counted else D("0.00"))


def test_reason_of_the_officer() -> None:
    given = [one("other_not_counted", "100.00", reason="zwrot kosztów")]
    found = income("2025-03-01", incomes=given)
    assert found.values["income"] == D("0.00")
    assert "zwrot kosztów" in texts(found.trace)
    for kind in ("other_counted", "other_not_counted"):
        with pytest.raises(law.InvalidFacts) as refused:
            income("2025-03-01", incomes=[one(kind, "100.00")])
        assert (refused.value.code, refused.value.path) == ("missing", "facts.incomes[0].reason")


@pytest.mark.parametrize(
    ("on", "amount", "total", "spread"),
    [
        ("2025-06-01", "5050.00", "5050.00", False),
        ("2025-06-01", "5050.01", "420.83", True),
        ("2025-07-01", "5050.00", "0.00", False),
        ("2025-07-01", "5050.01", "420.83", True),
        ("2026-05-31", "12000.00", "1000.00", True),
        ("2026-06-01", "12000.00", "0.00", True),
        ("2025-05-31", "12000.00", "0.00", True),
    ],
)
def test_one_off_above_five_criteria_is_spread(
    on: str, amount: str, total: str, spread: bool
) -> None:
    found = income(on, one_off_incomes=[one("inheritance", amount, paid="2025-05-20")])
    assert found.values["income"] == D(total)
    assert found.values["one_off"][0]["spread"] is spread
    assert found.values["one_off"][0]["first_month"] == "2025-05"
    assert found.values["one_off"][0]["last_month"] == ("2026-04" if spread else "2025-05")


def test_threshold_of_a_family_grows_with_it() -> None:
    assert income("2025-06-01", 3).values["threshold_5x"] == D("12345.00")


@pytest.mark.parametrize(
    ("area", "krus", "total"),
    [
        ("0.9999", "0.00", "0.00"),
        ("1.0000", "0.00", "459.00"),
        ("1.0000", "459.01", "0.00"),
        ("1.2345", "100.00", "466.64"),
    ],
)
def test_farm(area: str, krus: str, total: str) -> None:
    farm = [{"person": "a", "ha_przeliczeniowe": area, "krus": krus}]
    assert income("2025-06-01", farm=farm).values["farm_income"] == D(total)


def test_plots_of_one_person_add_up() -> None:
    plots = [{"person": "a", "ha_przeliczeniowe": "0.6000"}] * 2
    assert income("2025-06-01", farm=plots).values["farm_income"] == D("550.80")
    apart = [plots[0], {"person": "b", "ha_przeliczeniowe": "0.6000"}]
    assert income("2025-06-01", 2, farm=apart).values["farm_income"] == D("0.00")


@pytest.mark.parametrize(
    ("on", "per_ha"),
    [
        ("2006-09-30", "194.00"),
        ("2006-10-01", "207.00"),
        ("2012-09-30", "207.00"),
        ("2012-10-01", "250.00"),
        ("2015-10-01", "288.00"),
        ("2018-10-01", "308.00"),
        ("2021-12-31", "308.00"),
        ("2022-01-01", "345.00"),
        ("2024-12-31", "345.00"),
        ("2025-01-01", "459.00"),
    ],
)
def test_hectare_by_day(on: str, per_ha: str) -> None:
    farm = [{"person": "a", "ha_przeliczeniowe": "1"}]
    assert income(on, farm=farm).values["farm_income"] == D(per_ha)


def test_size_alone_stands_for_the_household() -> None:
    given = {"household": {"size": 3}, "incomes": [{"kind": "established", "amount": "900.00"}]}
    found = law.calculate("dochod_pomoc_spoleczna", given, date(2025, 3, 1))
    assert found.values["per_person"] == D("300.00")


def test_land_and_twelfths_are_added_exactly() -> None:
    # 1421.82 + 3.1234 x 308 - 535.84 = 1847.9872; of two, 923.9936 each
    farm = [{"person": "b", "ha_przeliczeniowe": "3.1234", "krus": "535.84"}]
    found = ask("dochod_pomoc_spoleczna", "2019-12-13", 2, "1421.82", farm=farm).values
    assert (found["income"], found["per_person"], found["farm_income"]) == (
        D("1847.99"),
        D("923.99"),
        D("426.17"),
    )
    # 10100 / 12 = 841.6666…: twice is 1683.33, not 2 x 841.67
    once = [{"person": "a", "kind": "gift", "amount": "10100.00", "paid": "2025-05-20"}] * 2
    found = ask("dochod_pomoc_spoleczna", "2025-06-01", 1, None, one_off_incomes=once).values
    assert found["income"] == D("1683.33")
    assert [entry["monthly"] for entry in found["one_off"]] == [D("841.67")] * 2


def test_a_part_of_a_grosz_decides_at_the_threshold() -> None:
    # 1.0001 x 345 - 0.03 = 345.0045; with 855.00 it is more than 2 x 600
    farm = [{"person": "a", "ha_przeliczeniowe": "1.0001", "krus": "0.03"}]
    over = ask("zasilek_celowy", "2023-05-10", 2, "855.00", farm=farm)
    assert (over.entitled, over.values["income"]) == (False, D("1200.00"))
    within = ask("zasilek_celowy", "2023-05-10", 2, "854.99", farm=farm)
    assert within.entitled is None
