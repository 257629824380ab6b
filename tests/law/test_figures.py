"""Figures without a right: contribution, change of income, meals and fees."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from tests.law.ask import ask

D = Decimal


def figure(benefit: str, on: str, **facts: Any) -> law.Outcome:
    return law.calculate(benefit, facts, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("on", "paid", "amount"),
    [
        ("2004-12-31", "418.00", "34.49"),
        ("2005-01-01", "418.00", "35.53"),
        ("2006-01-01", "418.00", "36.58"),
        ("2007-01-01", "444.00", "39.96"),
        ("2025-01-01", "1229.00", "110.61"),
        ("2025-01-01", "0.05", "0.00"),
        ("2025-01-01", "0.06", "0.01"),
    ],
)
def test_health_contribution(on: str, paid: str, amount: str) -> None:
    found = figure("skladka_zdrowotna", on, zasilek_staly=paid)
    assert found.amount == found.values["amount"] == D(amount)
    assert (found.entitled, found.per) == (None, None)


@pytest.mark.parametrize(
    ("size", "change", "effect"),
    [
        (1, "101.00", False),
        (1, "101.01", True),
        (1, "-101.00", False),
        (1, "-101.01", True),
        (1, "0", False),
        (4, "82.30", False),
        (4, "82.31", True),
    ],
)
def test_change_of_income(size: int, change: str, effect: bool) -> None:
    found = figure("zmiana_dochodu", "2025-05-01", household={"size": size}, change=change)
    assert found.entitled is effect
    assert found.values["tolerance"] == (D("101.00") if size == 1 else D("82.30"))


@pytest.mark.parametrize(
    ("on", "lone", "person"),
    [
        ("2018-12-31", "1051.50", "792.00"),
        ("2022-01-01", "1164.00", "900.00"),
        ("2022-12-31", "1164.00", "900.00"),
        ("2023-01-01", "1552.00", "1200.00"),
        ("2024-12-31", "1552.00", "1200.00"),
        ("2025-01-01", "2020.00", "1646.00"),
    ],
)
def test_meals(on: str, lone: str, person: str) -> None:
    found = ask("posilek", on, 1, lone)
    assert (found.entitled, found.amount, found.values["limit_per_person"]) == (
        True,
        None,
        D(person),
    )
    over = ask("posilek", on, 1, str(D(lone) + D("0.01")))
    assert (over.entitled, over.values["excess"]) == (False, D("0.01"))
    assert ask("posilek", on, 3, str(D(person) * 3)).entitled is True
    assert ask("posilek", on, 3, str(D(person) * 3 + D("0.01"))).entitled is False


def test_meals_limit_of_the_gmina() -> None:
    assert ask("posilek", "2025-02-01", 1, "2525.00", programme_pct="250").entitled is True


TARIFF = [
    {"over_pct": "0", "to_pct": "100.00", "fee_per_hour": "0.00"},
    {"over_pct": "100", "to_pct": "150.00", "fee_pct": "10", "hourly_cost": "33.33"},
    {"over_pct": "150", "fee_per_hour": "33.33"},
]


@pytest.mark.parametrize(
    ("income", "per_hour", "total"),
    [
        ("0.00", "0.00", "0.00"),
        ("1010.00", "0.00", "0.00"),
        ("1010.01", "3.33", "34.16"),
        ("1515.00", "3.33", "34.16"),
        ("1515.01", "33.33", "341.63"),
    ],
)
def test_care_services(income: str, per_hour: str, total: str) -> None:
    found = ask("uslugi_opiekuncze", "2025-02-01", 1, income, hours="10.25", tariff=TARIFF)
    assert found.values["fee_per_hour"] == D(per_hour)
    assert found.values["total"] == D(total)


def test_hourly_cost_may_stand_beside_the_tariff() -> None:
    tariff = [{"over_pct": "0", "fee_pct": "15.5"}]
    more = {"hours": 4, "tariff": tariff, "hourly_cost": "40.00"}
    assert ask("uslugi_opiekuncze", "2025-02-01", 1, "2000.00", **more).values["total"] == D(
        "24.80"
    )


@pytest.mark.parametrize(
    ("tariff", "path"),
    [
        ([], "facts.tariff"),
        (TARIFF[::-1], "facts.tariff[1].over_pct"),
        ([{"over_pct": "10", "to_pct": "10", "fee_per_hour": "1"}], "facts.tariff[0].to_pct"),
        ([{"over_pct": "0"}], "facts.tariff[0]"),
        ([{"over_pct": "0", "fee_pct": "5"}], "facts.tariff[0].hourly_cost"),
        (TARIFF[:2], "facts.tariff"),
    ],
)
def test_bad_tariff(tariff: list[Any], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("uslugi_opiekuncze", "2025-02-01", 1, "2000.00", hours=1, tariff=tariff)
    assert refused.value.path == path


@pytest.mark.parametrize(
    "tariff",
    [
        [{"over_pct": "100", "to_pct": "150", "fee_per_hour": "5.00"}],
        [{"over_pct": "0", "to_pct": "150", "fee_per_hour": "5.00"}],
    ],
)
def test_care_services_are_free_within_the_criterion_whatever_the_tariff_says(
    tariff: list[Any],
) -> None:
    for income, fee in (("0.00", "0.00"), ("1010.00", "0.00"), ("1010.01", "5.00")):
        found = ask("uslugi_opiekuncze", "2025-02-01", 1, income, hours=10, tariff=tariff)
        assert found.values["fee_per_hour"] == D(fee)
        assert found.values["total"] == 10 * D(fee)


@pytest.mark.parametrize(
    ("size", "income", "care", "fee"),
    [
        (1, "900.00", False, "270.00"),
        (1, "900.00", True, "450.00"),
        (1, "1010.00", False, "303.00"),
        (1, "1010.01", False, None),
        (2, "1000.00", False, "150.00"),
        (3, "100.15", False, "10.02"),  # 30 % of 33.38333... is 10.015
        (3, "2469.00", True, "411.50"),
        (3, "2469.01", True, None),
    ],
)
def test_shelter(size: int, income: str, care: bool, fee: str | None) -> None:
    found = ask("schronisko_oplata", "2025-02-01", size, income, with_care=care)
    assert found.values["max_fee"] == (None if fee is None else D(fee))


@pytest.mark.parametrize(
    ("size", "income", "fee"),
    [
        (1, "3030.00", "0.00"),
        (1, "3030.01", "151.50"),
        (2, "4938.00", "0.00"),
        (2, "4938.02", "123.45"),
    ],
)
def test_day_centre(size: int, income: str, fee: str) -> None:
    found = ask("sds_oplata", "2025-02-01", size, income)
    assert found.values["fee"] == D(fee)
    assert found.values["threshold"] == (D("3030.00") if size == 1 else D("2469.00"))
