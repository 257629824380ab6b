"""Income of a family: base year, gained and lost, farm, what counts (art. 3 and 5)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import law
from law.facts import facts_from
from law.params import Law
from law.registry import BENEFITS
from law.swiadczenia_rodzinne.act import base_year_on, period_end
from law.swiadczenia_rodzinne.income import FamilyIncome, income_of
from law.trace import Step
from tests.law.family import family

D = Decimal
CHILD = {"born": "2018-05-05"}


def find(on: str = "2026-01-10", **facts: Any) -> FamilyIncome:
    read = facts_from(BENEFITS["zasilek_rodzinny"].fields, {"household": family(CHILD), **facts})
    return income_of(read, Law(date.fromisoformat(on)))


def total(on: str = "2026-01-10", **facts: Any) -> Decimal:
    return find(on, **facts).total


def annual(amount: str = "12000.00", **more: Any) -> Decimal:
    """Income of base year 2024 on 2026-01-10 from one entry."""
    entry = {"person": "a", "kind": "wage", "amount": amount, **more}
    return total(base_year=2024, annual_incomes=[entry])


def texts(step: Step) -> str:
    return step.text + " ".join(texts(child) for child in step.children)


@pytest.mark.parametrize(
    ("day", "year", "end"),
    [
        ("2025-10-31", 2023, "2025-10-31"),
        ("2025-11-01", 2024, "2026-10-31"),
        ("2026-01-10", 2024, "2026-10-31"),
        ("2026-12-31", 2025, "2027-10-31"),
        ("2018-11-01", 2017, "2019-10-31"),
    ],
)
def test_base_year_is_the_one_before_the_okres(day: str, year: int, end: str) -> None:
    assert base_year_on(date.fromisoformat(day)) == year
    assert period_end(date.fromisoformat(day)) == date.fromisoformat(end)


def test_monthly_incomes_add_up_and_are_divided_by_persons() -> None:
    found = find(
        incomes=[
            {"person": "a", "kind": "wage", "amount": "1000.00"},
            {"person": "b", "kind": "contract", "amount": "1000.00"},
        ]
    )
    assert (found.total, found.size, found.per_person) == (D("2000.00"), 3, D("666.67"))
    assert found.per_person_exact == Fraction(2000, 3)


def test_no_income_has_to_be_said() -> None:
    assert total(incomes=[]) == 0
    assert total(annual_incomes=[]) == 0
    with pytest.raises(law.InvalidFacts) as error:
        find()
    assert (error.value.code, error.value.path) == ("missing", "facts.incomes")


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("wage", True),
        ("swiadczenie_rodzicielskie", True),
        ("alimony_received", True),
        ("fundusz_alimentacyjny", True),
        ("university_scholarship", True),
        ("swiadczenie_wychowawcze", False),
        ("zasilek_rodzinny", False),
        ("zasilek_pielegnacyjny", False),
        ("swiadczenie_pielegnacyjne", False),
        ("dodatek_mieszkaniowy", False),
        ("zasilek_staly", False),
        ("becikowe", False),
    ],
)
def test_what_counts(kind: str, counts: bool) -> None:
    entry = {"person": "a", "kind": kind, "amount": "1200.00"}
    assert total(incomes=[entry]) == (D("1200.00") if counts else 0)
    assert total(base_year=2024, annual_incomes=[entry]) == (D("100.00") if counts else 0)
    assert total(one_off_incomes=[{**entry, "paid": "2024-03-03"}]) == (
        D("100.00") if counts else 0
    )
    lost_later = {**entry, "lost_on": "2026-01-11"}
    assert total(lost_incomes=[lost_later]) == (D("1200.00") if counts else 0)


def test_income_of_the_base_year_is_a_twelfth() -> None:
    assert annual("48000.00") == D("4000.00")
    assert annual("48000.00", months=12) == D("4000.00")
    assert annual("10000.00", months=7) == D("1428.57")


def test_added_exactly_and_rounded_once() -> None:
    """Three times 100.00 / 12 = 8.333… is 25.00, not 3 × 8.33."""
    entries = [{"person": "a", "kind": "wage", "amount": "100.00"}] * 3
    assert total(base_year=2024, annual_incomes=entries) == D("25.00")


@pytest.mark.parametrize(
    ("lost_on", "amount"),
    [
        ("2024-01-01", "0.00"),
        ("2024-12-31", "0.00"),
        ("2025-12-15", "0.00"),
        ("2026-01-10", "0.00"),
        ("2026-01-11", "1000.00"),
    ],
)
def test_lost_income_is_left_out_from_the_base_year_on(lost_on: str, amount: str) -> None:
    assert annual(lost_on=lost_on) == D(amount)


@pytest.mark.parametrize(
    ("gained_on", "still", "amount"),
    [
        ("2024-08-01", True, "2400.00"),
        ("2024-08-01", False, "0.00"),
        ("2025-12-01", True, "2400.00"),
        ("2026-01-10", True, "2400.00"),
        ("2026-01-11", False, "0.00"),
        ("2020-01-01", True, "2400.00"),
    ],
)
def test_gained_income_counts_by_its_months_while_it_lasts(
    gained_on: str, still: bool, amount: str
) -> None:
    assert annual(months=5, gained_on=gained_on, still=still) == D(amount)


def test_gained_and_to_be_lost_later_still_counts() -> None:
    days = {"gained_on": "2024-08-01", "lost_on": "2026-02-01"}
    assert annual("5000.00", months=5, **days) == D("1000.00")


@pytest.mark.parametrize(
    ("days", "key"),
    [
        ({"lost_on": "2023-12-31"}, "lost_on"),
        ({"gained_on": "2025-03-01", "lost_on": "2025-02-28"}, "lost_on"),
        ({"lost_on": "2025-02-28", "still": True}, "still"),
        ({"gained_on": "2026-01-11", "still": True}, "still"),
        ({"gained_on": "2025-01-11"}, "still"),
        ({"months": 0}, "months"),
        ({"months": 13}, "months"),
    ],
)
def test_contradictory_days_are_refused(days: dict[str, Any], key: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        annual(**days)
    assert error.value.path == f"facts.annual_incomes[0].{key}"


def test_annual_income_of_nobody_is_refused() -> None:
    entry = {"kind": "wage", "amount": "1.00"}
    for wrong in (entry, {**entry, "person": "x"}):
        with pytest.raises(law.InvalidFacts) as error:
            total(annual_incomes=[wrong])
        assert error.value.path == "facts.annual_incomes[0].person"
    with pytest.raises(law.InvalidFacts) as error:
        total(annual_incomes=[{**entry, "person": "a", "kind": "other_counted"}])
    assert error.value.path == "facts.annual_incomes[0].reason"


@pytest.mark.parametrize(("lost_on", "amount"), [("2026-01-10", "0.00"), ("2026-01-11", "500.00")])
def test_lost_monthly_income(lost_on: str, amount: str) -> None:
    lost = {"person": "a", "kind": "wage", "amount": "500.00", "lost_on": lost_on}
    assert total(lost_incomes=[lost]) == D(amount)


@pytest.mark.parametrize(
    ("paid", "amount"),
    [
        ("2023-12-31", "0.00"),
        ("2024-01-01", "100.00"),
        ("2024-12-31", "100.00"),
        ("2025-01-01", "0.00"),
    ],
)
def test_sum_received_once_belongs_to_the_base_year(paid: str, amount: str) -> None:
    once = {"person": "a", "kind": "contract", "amount": "1200.00", "paid": paid}
    assert total(one_off_incomes=[once]) == D(amount)


@pytest.mark.parametrize(
    ("year", "area", "amount"),
    [
        (2010, "1.0000", "189.83"),
        (2011, "1.0000", "226.08"),
        (2012, "1.0000", "202.58"),
        (2013, "1.0000", "239.08"),
        (2014, "1.0000", "208.83"),
        (2015, "10.0000", "1645.83"),
        (2016, "1.0000", "214.75"),
        (2017, "1.0000", "283.25"),
        (2018, "1.0000", "226.25"),
        (2019, "1.0000", "270.33"),
        (2020, "0.5000", "159.13"),
        (2021, "2.5000", "685.00"),
        (2022, "0.0001", "0.05"),
        (2023, "1.0000", "454.25"),
    ],
)
def test_farm_by_the_hectare_of_the_base_year(year: int, area: str, amount: str) -> None:
    farm = [{"person": "a", "ha_przeliczeniowe": area, "krus": "100.00"}]
    assert total(f"{year + 1}-11-01", farm=farm) == D(amount)
    assert total("2026-01-10", base_year=year, farm=farm) == D(amount)


def test_farms_add_up_before_they_are_rounded() -> None:
    """2 × 0.5 ha × 3819 / 12 = 318.25."""
    farm = [{"person": person, "ha_przeliczeniowe": "0.5000"} for person in "ab"]
    assert total("2021-11-01", farm=farm) == D("318.25")


@pytest.mark.parametrize("year", [2009, 2024])
def test_farm_in_a_year_without_a_known_figure(year: int) -> None:
    farm = [{"person": "a", "ha_przeliczeniowe": "1"}]
    with pytest.raises(law.NotInForce) as error:
        total(base_year=year, farm=farm)
    assert (error.value.code, error.value.path) == ("not_in_force", "facts.base_year")
    assert total(base_year=year, farm=[{"person": "a", "ha_przeliczeniowe": "0"}]) == 0


def test_alimony_paid_is_deducted_but_not_below_zero() -> None:
    incomes = [{"person": "a", "kind": "wage", "amount": "500.00"}]
    assert total(incomes=incomes, alimony_paid="499.99") == D("0.01")
    assert total(incomes=incomes, alimony_paid="500.01") == 0
    found = find(incomes=incomes, alimony_fund_repaid="100.00")
    assert found.total == D("500.00")
    assert "nie zmniejsza dochodu" in texts(found.step)


def test_established_income_stands_as_it_is() -> None:
    found = find(family_income="2022.01", alimony_paid="100.00", incomes=[])
    assert found.total == D("2022.01")
    assert "już uwzględnione" in texts(found.step)


@pytest.mark.parametrize(
    "other",
    [
        {"incomes": [{"person": "a", "kind": "wage", "amount": "1"}]},
        {"annual_incomes": [{"person": "a", "kind": "wage", "amount": "1"}]},
        {"farm": [{"person": "a", "ha_przeliczeniowe": "1"}]},
        {"lost_incomes": [{"person": "a", "kind": "wage", "amount": "1", "lost_on": "2025-02-02"}]},
        {"one_off_incomes": [{"person": "a", "kind": "gift", "amount": "1", "paid": "2025-02-02"}]},
    ],
    ids=lambda other: next(iter(other)),
)
def test_established_income_beside_others_is_refused(other: dict[str, Any]) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        find(family_income="1.00", **other)
    assert error.value.path == "facts.family_income"


def test_base_year_must_be_over() -> None:
    assert total(base_year=2025, incomes=[]) == 0
    with pytest.raises(law.InvalidFacts) as error:
        total(base_year=2026, incomes=[])
    assert error.value.path == "facts.base_year"


@pytest.mark.parametrize(
    ("annual", "income", "per_person", "excess", "amount"),
    [
        # three persons, criterion 674, limit 2022; an allowance of 95
        ("24264.00", "2022.00", "674.00", "0.00", "95.00"),
        ("24264.04", "2022.00", "674.00", "0.00", "95.00"),  # 0.0033 over
        ("24264.06", "2022.01", "674.00", "0.01", "95.00"),  # 94.995 goes up
        ("24264.08", "2022.01", "674.00", "0.01", "94.99"),
        ("25164.00", "2097.00", "699.00", "75.00", "20.00"),
        ("25164.01", "2097.00", "699.00", "75.00", None),  # 19.9992 is less than 20
    ],
)
def test_income_is_not_rounded_on_the_way(
    annual: str, income: str, per_person: str, excess: str, amount: str | None
) -> None:
    facts = {
        "household": family({"born": "2024-03-01"}),
        "base_year": 2024,
        "annual_incomes": [{"person": "a", "kind": "wage", "amount": annual}],
        "period": ["2025-11-01", "2026-10-31"],
    }
    found = law.calculate("zasilek_rodzinny", facts, date(2025, 11, 1))
    values = found.values
    assert (str(values["income"]), str(values["per_person"])) == (income, per_person)
    assert str(values["excess"]) == excess
    assert found.amount == (Decimal(amount) if amount else None)


def test_a_part_of_a_grosz_is_printed_where_figures_would_look_equal() -> None:
    asked = {
        "household": family({"born": "2024-03-01"}),
        "base_year": 2024,
        "annual_incomes": [{"person": "a", "kind": "wage", "amount": "25164.01"}],
        "period": ["2025-11-01", "2026-10-31"],
    }
    found = law.calculate("zasilek_rodzinny", asked, date(2025, 11, 1))
    assert found.reasons == ("income_over_criterion", "below_minimum")
    words = found.trace[-1].text.replace("\u00a0", " ")
    assert "pozostałe 19,999 zł jest niższe niż 20,00 zł" in words
    assert found.values["below_by"] == Decimal("0.00")


@pytest.mark.parametrize(
    ("amount", "refused", "said"),
    [("69192.00", False, "nie przekracza"), ("69192.01", True, "1 922,0003 zł, przekracza")],
)
def test_becikowe_compares_exactly(amount: str, refused: bool, said: str) -> None:
    asked = {
        "household": family({"born": "2025-03-01"}),
        "base_year": 2024,
        "annual_incomes": [{"person": "a", "kind": "wage", "amount": amount}],
        "child_born": "2025-11-01",
        "filed": "2025-12-01",
        "medical_care_from_week": 8,
    }
    found = law.calculate("becikowe", asked, date(2025, 12, 1))
    assert found.entitled is not refused
    assert said in " ".join(step.text for step in found.trace).replace("\u00a0", " ")
