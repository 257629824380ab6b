"""Dodatek mieszkaniowy before and since 2021-07-01. Expected figures by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law

D = Decimal
GROSZ = D("0.01")
ON = "2026-06-15"
EQUIPPED: dict[str, Any] = {"has_central_heating": True, "has_hot_water": True, "has_gas": True}
BARE: dict[str, Any] = {key: False for key in EQUIPPED}


def ask(on: str = ON, **facts: Any) -> law.Outcome:
    given_facts = {
        "persons": 1,
        "income_month": "2000.00",
        "usable_area": "35.00",
        "expenses": "700.00",
        **EQUIPPED,
        **facts,
    }
    question = {key: value for key, value in given_facts.items() if value is not None}
    return law.calculate("dodatek_mieszkaniowy", question, date.fromisoformat(on))


def criteria(on: str) -> tuple[Decimal, Decimal, Decimal]:
    values = law.calculate("kryterium_dodatku_mieszkaniowego", {}, date.fromisoformat(on)).values
    return values["criterion_single"], values["criterion_multi"], values["base"]


@pytest.mark.parametrize(
    ("first_day", "last_day", "single", "multi", "base", "minimum"),
    [
        ("2008-03-01", "2009-02-28", "1113.51", "795.36", "636.29", "12.73"),
        ("2009-03-01", "2010-02-28", "1181.43", "843.88", "675.10", "13.50"),
        ("2010-03-01", "2011-02-28", "1236.01", "882.86", "706.29", "14.13"),
        ("2011-03-01", "2012-02-29", "1274.32", "910.23", "728.18", "14.56"),
        ("2012-03-01", "2013-02-28", "1398.57", "998.98", "799.18", "15.98"),
        ("2013-03-01", "2014-02-28", "1454.51", "1038.94", "831.15", "16.62"),
        ("2014-03-01", "2015-02-28", "1477.79", "1055.56", "844.45", "16.89"),
        ("2015-03-01", "2016-02-29", "1540.79", "1100.56", "880.45", "17.61"),
        ("2016-03-01", "2017-02-28", "1544.48", "1103.20", "882.56", "17.65"),
        ("2017-03-01", "2018-02-28", "1750.00", "1250.00", "1000.00", "20.00"),
        ("2018-03-01", "2019-02-28", "1802.15", "1287.25", "1029.80", "20.60"),
        ("2019-03-01", "2020-02-29", "1925.00", "1375.00", "1100.00", "22.00"),
        ("2020-03-01", "2021-02-28", "2100.00", "1500.00", "1200.00", "24.00"),
        ("2021-03-01", "2021-06-30", "2189.04", "1563.60", "1250.88", "25.02"),
        ("2021-07-01", "2022-02-08", "2066.99", "1550.24", "5167.47", "25.84"),
        ("2022-02-09", "2023-02-08", "2265.01", "1698.76", "5662.53", "28.31"),
        ("2023-02-09", "2024-02-08", "2538.46", "1903.85", "6346.15", "31.73"),
        ("2024-02-09", "2025-02-10", "2862.19", "2146.64", "7155.48", "35.78"),
        ("2025-02-11", "2026-02-08", "3272.69", "2454.52", "8181.72", "40.91"),
        ("2026-02-09", "2027-02-08", "3561.42", "2671.07", "8903.56", "44.52"),
    ],
)
def test_criteria_and_minimum_by_day(
    first_day: str, last_day: str, single: str, multi: str, base: str, minimum: str
) -> None:
    for day in (first_day, last_day):
        assert criteria(day) == (D(single), D(multi), D(base))
        assert ask(day).values["criterion"] == D(single)
        assert ask(day, persons=2).values["criterion"] == D(multi)
        assert ask(day).values["minimum"] == D(minimum)


@pytest.mark.parametrize("code", ["dodatek_mieszkaniowy", "kryterium_dodatku_mieszkaniowego"])
@pytest.mark.parametrize("day", ["2008-02-29", "2027-02-09"])
def test_no_law_is_known_outside(code: str, day: str) -> None:
    with pytest.raises(law.NotInForce):
        law.calculate(code, {}, date.fromisoformat(day))


@pytest.mark.parametrize(
    ("persons", "normative", "limit", "higher"),
    [
        (1, "35.00", "45.50", "52.50"),
        (2, "40.00", "52.00", "60.00"),
        (3, "45.00", "58.50", "67.50"),
        (4, "55.00", "71.50", "82.50"),
        (5, "65.00", "84.50", "97.50"),
        (6, "70.00", "91.00", "105.00"),
        (7, "75.00", "97.50", "112.50"),
        (10, "90.00", "117.00", "135.00"),
    ],
)
def test_area_and_its_limits(persons: int, normative: str, limit: str, higher: str) -> None:
    at_limit = ask(persons=persons, usable_area=limit)
    assert at_limit.values["normative_area"] == D(normative)
    assert at_limit.values["area_limit"] == D(limit)
    assert "area" not in at_limit.reasons
    with pytest.raises(law.InvalidFacts) as error:
        ask(persons=persons, usable_area=str(D(limit) + GROSZ))
    assert (error.value.code, error.value.path) == ("missing", "facts.rooms_kitchen_area")
    for area, fits in ((D(higher), True), (D(higher) + GROSZ, False)):
        found = ask(persons=persons, usable_area=str(area), rooms_kitchen_area="20.00")
        assert ("area" not in found.reasons) is fits
        assert found.values["area_limit"] == D(higher)
    beyond = ask(persons=persons, usable_area=str(D(higher) + GROSZ))
    assert (beyond.entitled, beyond.amount, beyond.reasons) == (False, None, ("area",))
    assert beyond.values["excess_area"] == D(higher) + GROSZ - D(limit)
    assert "own_share" not in beyond.values


@pytest.mark.parametrize(
    ("rooms", "share", "fits"),
    [("30.00", "60.00", True), ("30.01", "60.02", False), ("29.99", "59.98", True)],
)
def test_share_of_rooms_and_kitchen(rooms: str, share: str, fits: bool) -> None:
    found = ask(usable_area="50.00", rooms_kitchen_area=rooms)
    assert found.values["rooms_share_pct"] == D(share)
    assert (found.reasons == ("area",)) is not fits
    assert found.values["area_limit"] == D("52.50" if fits else "45.50")


def test_the_share_is_compared_exactly() -> None:
    """50.9999 of 84.9998 m2 is 60.00002 per cent: shown as 60.00, yet over 60."""
    found = ask(persons=5, usable_area="84.9998", rooms_kitchen_area="50.9999")
    assert found.values["rooms_share_pct"] == D("60.00")
    assert found.reasons == ("area",)


@pytest.mark.parametrize(
    ("bonus", "persons", "normative"),
    [
        ("none", 2, "40.00"),
        ("wheelchair", 2, "55.00"),
        ("separate_room", 2, "55.00"),
        ("wheelchair", 1, "50.00"),
        ("separate_room", 1, "35.00"),
    ],
)
def test_area_for_a_disabled_person(bonus: str, persons: int, normative: str) -> None:
    found = ask(persons=persons, disability_bonus=bonus)
    assert found.values["normative_area"] == D(normative)
    alone = bonus == "separate_room" and persons == 1
    assert ("NSA I OSK 73/12" in found.trace[2].text) is alone


def test_expenses_on_the_normative_area_only() -> None:
    """700.00 x 35 / 45.50 = 538.4615; less 15 % of 2000.00; the cap of 70 % is 376.92."""
    found = ask(usable_area="45.50")
    assert found.values["expenses_norm"] == D("538.46")
    assert (found.values["before_cap"], found.values["cap"]) == (D("238.46"), D("376.92"))
    assert found.amount == D("238.46")
    assert ask(usable_area="35.00").values["expenses_norm"] == D("700.00")


@pytest.mark.parametrize(
    ("missing_one", "persons", "area", "lump"),
    [
        ("has_central_heating", 1, "20.00", "66.10"),  # 100 kWh
        ("has_central_heating", 1, "45.50", "115.68"),  # 175 kWh: the normative area
        ("has_hot_water", 3, "40.00", "39.66"),  # 60 kWh
        ("has_gas", 1, "35.00", "6.61"),  # 10 kWh
        ("has_gas", 6, "60.00", "13.22"),  # 20 kWh
    ],
)
def test_lump_sum_of_one_installation(missing_one: str, persons: int, area: str, lump: str) -> None:
    more: dict[str, Any] = {
        missing_one: False,
        "price_kwh": "0.6610",
        "persons": persons,
        "usable_area": area,
    }
    assert ask(**more).values["lump_sum"] == D(lump)


def test_lump_sum_adds_rounded_parts() -> None:
    """23.5 m2, 2 persons, 0.6611: 77.68 (77.67925) + 26.44 (26.444) + 7.93 (7.9332)."""
    found = ask(persons=2, usable_area="23.50", price_kwh="0.6611", **BARE)
    assert found.values["lump_sum"] == D("112.05")


def test_lump_sum_is_paid_to_the_applicant() -> None:
    """E 400.00 + R 96.51 (23.2 m2) - 300.00 = 196.51; part 196.51 x 96.51 / 496.51 = 38.198."""
    found = ask(usable_area="23.20", expenses="400.00", price_kwh="0.6610", **BARE)
    assert found.amount == D("196.51")
    assert found.values["lump_sum_part"] == D("38.20")
    assert found.values["landlord_part"] == D("158.31")
    assert found.values["applicant_part"] == D("38.20")


def test_owner_of_a_building_is_paid_all() -> None:
    found = ask(title="wlasnosc_budynku")
    assert (found.values["landlord_part"], found.values["applicant_part"]) == (
        D("0.00"),
        D("400.00"),
    )
    assert ask(title="wlasnosc_lokalu").values["landlord_part"] == D("400.00")


def test_no_title() -> None:
    found = ask(title="brak")
    assert (found.entitled, found.amount, found.reasons) == (False, None, ("no_legal_title",))
    assert ask(title="oczekiwanie").entitled


@pytest.mark.parametrize(
    ("persons", "share"), [(1, "15.00"), (2, "12.00"), (4, "12.00"), (5, "10.00"), (9, "10.00")]
)
def test_own_share_since_2021(persons: int, share: str) -> None:
    for income in ("100.00", "90000.00"):
        found = ask("2021-07-01", persons=persons, income_month=income)
        assert found.values["own_share_pct"] == D(share)
        assert found.values["own_share"] == D(income) * D(share) / 100


@pytest.mark.parametrize(
    ("persons", "below", "low", "high"),
    [
        (1, "1876.31", "15.00", "20.00"),  # 150 % of 1250.88 is 1876.32
        (2, "2501.74", "12.00", "15.00"),  # 100 % is 1250.88 a person; 1250.87 here
        (4, "5003.48", "12.00", "15.00"),
        (5, "6254.35", "10.00", "12.00"),
    ],
)
def test_own_share_before_2021(persons: int, below: str, low: str, high: str) -> None:
    under = ask("2021-06-30", persons=persons, income_month=below)
    assert under.values["own_share_pct"] == D(low)
    at = ask("2021-06-30", persons=persons, income_month=str(D(below) + GROSZ * persons))
    assert at.values["own_share_pct"] == D(high)
    assert ask("2021-07-01", persons=persons, income_month=below).values["own_share_pct"] == D(low)


def test_three_months_are_divided_at_once() -> None:
    """11440.34 / 18 = 635.574; over the rounded month it would be 635.575, that is 635.58."""
    found = ask(persons=6, income_month=None, income_3m="11440.34")
    assert found.values["income_month"] == D("3813.45")
    assert found.values["per_person"] == D("635.57")


def test_own_share_of_the_exact_month() -> None:
    """15 % of 1000.30 / 3 is 50.015, up to 50.02; of the rounded 333.43 it would be 50.01."""
    assert ask(income_month=None, income_3m="1000.30").values["own_share"] == D("50.02")
    assert ask(income_month=None, income_3m="1000.29").values["own_share"] == D("50.01")


@pytest.mark.parametrize(
    ("cap_pct", "cap", "amount"),
    [(None, "490.00", "490.00"), (50, "350.00", "350.00"), (90, "630.00", "630.00")],
)
def test_cap(cap_pct: int | None, cap: str, amount: str) -> None:
    found = ask(income_month="0.00", cap_pct=cap_pct)
    assert (found.values["before_cap"], found.values["cap"]) == (D("700.00"), D(cap))
    assert found.amount == D(amount)


@pytest.mark.parametrize("cap_pct", ["49.99", "90.01"])
def test_the_gmina_changes_the_cap_by_twenty_points(cap_pct: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask(cap_pct=cap_pct)
    assert error.value.path == "facts.cap_pct"


def test_own_share_exceeds_expenses() -> None:
    """15 % of 4000.00 is 600.00."""
    equal = ask("2025-03-01", income_month="4000.00", expenses="600.00")
    assert (equal.entitled, equal.amount, equal.reasons) == (
        False,
        None,
        ("own_share_exceeds_expenses",),
    )
    assert equal.values["before_cap"] == D("0.00")
    assert ask(income_month="2000.00", expenses="0.00").reasons == ("own_share_exceeds_expenses",)


@pytest.mark.parametrize(
    ("income", "amount", "reasons"),
    [
        # 2026: criterion 3561.42, expenses 1000.00, minimum 44.52.
        ("3561.42", "465.79", ()),  # own share 534.21
        ("3561.43", "465.78", ()),  # 534.21, excess 0.01
        (
            "3927.82",
            "44.43",
            ("below_minimum",),
        ),  # own share 589.17, addition 410.83, excess 366.40
        ("3927.74", "44.52", ()),  # own share 589.16, addition 410.84, excess 366.32
        ("3927.75", "44.51", ("below_minimum",)),  # own share 589.16, excess 366.33
    ],
)
def test_excess_of_income_is_taken_off(income: str, amount: str, reasons: tuple[str, ...]) -> None:
    found = ask(income_month=income, expenses="1000.00")
    assert found.reasons == reasons
    assert found.amount == (None if reasons else D(amount))
    excess = max(D(income) - D("3561.42"), D("0.00"))
    assert found.values["excess"] == excess
    assert found.values["before_reduction"] - excess == D(amount)
    if reasons:
        assert found.values["below_by"] == D("44.52") - D(amount)


def test_excess_above_the_addition() -> None:
    """Own share of 3966.46 is 594.97, addition 405.03, excess 405.04."""
    equal = ask(income_month="3966.45", expenses="1000.00")
    assert equal.reasons == ("below_minimum",)
    assert equal.values["excess"] == equal.values["before_reduction"] == D("405.03")
    over = ask(income_month="3966.46", expenses="1000.00")
    assert over.reasons == ("income_over_criterion",)
    assert over.values["over_by"] == GROSZ


def test_excess_is_taken_after_the_cap() -> None:
    """Own share 648.00, cap 50 % of 2000.00, excess 2700.00 - 2671.07 = 28.93."""
    capped = ask(persons=2, income_month="5400.00", expenses="2000.00", cap_pct=50)
    assert capped.values["before_cap"] == D("1352.00")
    assert capped.values["before_reduction"] == D("1000.00")
    assert capped.amount == D("971.07")


@pytest.mark.parametrize(
    ("day", "income", "expenses", "amount"),
    [
        ("2021-06-30", "1500.00", "250.01", None),  # own share 225.00, minimum 25.02
        ("2021-06-30", "1500.00", "250.02", "25.02"),
        ("2021-07-01", "2000.00", "325.83", None),  # own share 300.00, minimum 25.84
        ("2021-07-01", "2000.00", "325.84", "25.84"),
    ],
)
def test_minimum_without_excess(day: str, income: str, expenses: str, amount: str | None) -> None:
    found = ask(day, income_month=income, expenses=expenses)
    assert found.amount == (D(amount) if amount else None)
    assert found.reasons == (() if amount else ("below_minimum",))


@pytest.mark.parametrize(
    ("filed", "first", "last"),
    [
        ("2026-01-01", "2026-02-01", "2026-07-31"),
        ("2026-01-31", "2026-02-01", "2026-07-31"),
        ("2024-02-29", "2024-03-01", "2024-08-31"),
        ("2025-08-31", "2025-09-01", "2026-02-28"),
        ("2023-08-15", "2023-09-01", "2024-02-29"),
        ("2025-12-31", "2026-01-01", "2026-06-30"),
    ],
)
def test_period(filed: str, first: str, last: str) -> None:
    values = ask(filed).values
    assert values["period_from"] == date.fromisoformat(first)
    assert values["period_to"] == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("facts", "code", "path"),
    [
        ({"persons": None}, "missing", "persons"),
        ({"income_month": None}, "missing", "income_3m"),
        ({"income_3m": "1.00"}, "invalid_facts", "income_month"),
        ({"usable_area": None}, "missing", "usable_area"),
        ({"usable_area": "0.00"}, "invalid_facts", "usable_area"),
        ({"expenses": None}, "missing", "expenses"),
        ({"has_gas": None}, "missing", "has_gas"),
        ({"has_gas": False}, "missing", "price_kwh"),
        ({"rooms_kitchen_area": "35.01"}, "invalid_facts", "rooms_kitchen_area"),
        ({"persons": 61}, "invalid_facts", "persons"),
        ({"persons": 2, "household": {"size": 3}}, "invalid_facts", "persons"),
        ({"disability_bonus": "yes"}, "invalid_facts", "disability_bonus"),
        ({"hobby": 1}, "invalid_facts", "hobby"),
    ],
)
def test_bad_facts(facts: dict[str, Any], code: str, path: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask(**facts)
    assert (error.value.code, error.value.path) == (code, f"facts.{path}")
    assert error.value.polish


def test_the_household_may_stand_for_persons() -> None:
    of_household = ask(persons=None, household={"size": 3})
    assert of_household.values["normative_area"] == D("45.00")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"usable_area": "59.00"}, "o 13,50\u00a0m²"),
        ({"income_month": "8000.00"}, "wyższe o więcej niż 500,00\u00a0zł"),
        ({"income_month": "4200.00"}, "o 568,58\u00a0zł więcej"),
        ({"expenses": "344.51"}, "o 0,01\u00a0zł"),
    ],
)
def test_a_refusal_says_by_how_much(facts: dict[str, Any], said: str) -> None:
    found = ask(**facts)
    assert found.entitled is False
    assert any(said in step.text for step in found.trace), [step.text for step in found.trace]
