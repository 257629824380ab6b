"""Fee for a care home: resident, relatives in their order, gmina."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law

D = Decimal


def fee(on: str = "2025-01-15", **facts: Any) -> dict[str, Any]:
    given = {"cost": "5000.00", "resident_income": "2000.00", **facts}
    return dict(law.calculate("dps_oplata", given, date.fromisoformat(on)).values)


def relative(relation: str, size: int, income: str, **more: str) -> dict[str, Any]:
    return {"relation": relation, "household": {"size": size}, "income": income, **more}


def test_resident_pays_the_whole_cost_at_most() -> None:
    found = fee(resident_income="9000.00", obliged=[relative("spouse", 1, "9000.00")])
    assert (found["resident"], found["family"]) == (D("5000.00"), [D("0.00")])
    assert found["gmina"] == D("0.00")


@pytest.mark.parametrize(
    ("size", "income", "rule", "amount"),
    [
        (1, "3030.00", "B", "0.00"),
        (1, "3030.01", "B", "0.01"),
        (3, "7407.00", "A", "0.00"),
        (3, "7407.03", "A", "0.03"),
        (3, "7407.03", "B", "0.01"),
        (3, "8907.00", "A", "1500.00"),
        (3, "8907.00", "B", "500.00"),
    ],
)
def test_limit_of_a_relative(size: int, income: str, rule: str, amount: str) -> None:
    found = fee(obliged=[relative("descendant", size, income)], family_rule=rule)
    assert found["family"] == [D(amount)]
    assert found["gmina"] == D("3600.00") - D(amount)
    assert (found["limit_300_lone"], found["limit_300_per_person"]) == (D("3030.00"), D("2469.00"))


def test_default_rule_is_the_own_share() -> None:
    assert fee(obliged=[relative("spouse", 3, "8907.00")])["family"] == [D("500.00")]


def test_excess_below_a_grosz_is_no_negative_fee() -> None:
    found = fee(obliged=[relative("descendant", 3, "7406.99")])  # 0.0033… zł below the limit
    assert str(found["family"][0]) == "0.00"


def test_parts_of_a_month_add_up_to_the_cost_of_those_days() -> None:
    # Of 27.3717, 16.4465 and 10.925 zł a day the rounded fees would exceed the cost by a grosz.
    found = fee(
        on="2015-11-02",
        cost="821.15",
        resident_income="704.85",
        obliged=[relative("descendant", 1, "6731.98")],
        **{"from": "2015-11-20", "to": "2015-11-20"},
    )
    assert (found["cost"], found["resident"], found["family"]) == (
        D("27.37"),
        D("16.45"),
        [D("10.92")],
    )
    assert found["gmina"] == D("0.00")


def test_order_is_spouse_descendants_ascendants() -> None:
    relatives = [
        relative("ascendant", 1, "9030.00"),
        relative("descendant", 1, "4030.00"),
        relative("spouse", 1, "5030.00"),
    ]
    found = fee(obliged=relatives)
    assert found["family"] == [D("600.00"), D("1000.00"), D("2000.00")]
    assert found["gmina"] == D("0.00")


def test_one_rank_shares_equally_within_own_limits() -> None:
    relatives = [relative("descendant", 1, income) for income in ("9030.00", "3530.00", "8030.00")]
    found = fee(obliged=relatives)
    assert found["family"] == [D("1550.00"), D("500.00"), D("1550.00")]
    thirds = [relative("descendant", 1, "9030.00")] * 3
    shares = fee(cost="2400.00", obliged=thirds)["family"]
    assert sum(shares) == D("1000.00")
    assert sorted(shares) == [D("333.33"), D("333.33"), D("333.34")]


def test_agreed_sum_stands_up_to_the_limit_of_the_act() -> None:
    agreed = relative("descendant", 1, "4030.00", agreed="350.00")
    assert fee(obliged=[agreed])["family"] == [D("350.00")]
    beyond = relative("descendant", 1, "3130.00", agreed="350.00")
    assert fee(obliged=[beyond])["family"] == [D("100.00")]


def test_part_of_a_month() -> None:
    span = {"from": "2021-02-15", "to": "2021-02-28"}
    found = fee("2021-02-15", resident_income="2025.54", **span)
    assert found["full_amount"] == D("1417.88")
    assert found["resident"] == D("708.94")
    assert found["cost"] == D("2500.00")
    assert found["gmina"] == D("1791.06")


def test_income_given_twice_is_refused() -> None:
    incomes = [{"kind": "pension", "amount": "1000.00"}]
    with pytest.raises(law.InvalidFacts) as refused:
        fee(incomes=incomes)
    assert refused.value.path == "facts.resident_income"


def test_before_the_rules_are_known() -> None:
    with pytest.raises(law.NotInForce):
        fee("2006-12-31")
