"""Świadczenie rodzicielskie (art. 17c): weeks, first and last day, the first month, hospital."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law
from law.trace import counted

D = Decimal
BORN = date(2025, 4, 1)


def ask(born: str, filed: str, on: str | None = None, **facts: Any) -> law.Outcome:
    given = {"child_born": born, "children_in_birth": 1, "filed": filed, **facts}
    return law.calculate("swiadczenie_rodzicielskie", given, date.fromisoformat(on or filed))


def hospital(week: int, weight: int, *stays: tuple[int, int], on: str = "2026-01-05") -> Any:
    """Weeks beyond 52 for stays between days after the birth on 1 April 2025."""
    days = [[str(BORN + timedelta(first)), str(BORN + timedelta(last))] for first, last in stays]
    found = ask(
        "2025-04-01", "2025-05-09", on, gestation_week=week, birth_weight_g=weight, hospital=days
    )
    assert found.values["right_to"] == BORN + timedelta(days=found.values["weeks"] * 7 - 1)
    return found.values["weeks"] - 52


@pytest.mark.parametrize(
    ("children", "weeks", "last"),
    [
        (1, 52, "2027-03-08"),
        (2, 65, "2027-06-07"),
        (3, 67, "2027-06-21"),
        (4, 69, "2027-07-05"),
        (5, 71, "2027-07-19"),
        (6, 71, "2027-07-19"),
    ],
)
def test_weeks_by_children_of_one_birth(children: int, weeks: int, last: str) -> None:
    found = ask("2026-03-10", "2026-04-15", children_in_birth=children)
    assert (found.entitled, found.amount, found.per) == (True, D("1000.00"), "month")
    assert found.values == {
        "weeks": weeks,
        "right_from": date(2026, 3, 10),
        "right_to": date.fromisoformat(last),
        "amount_first_month": D("709.70"),
    }


@pytest.mark.parametrize(
    ("born", "filed", "first", "amount"),
    [
        ("2026-03-10", "2026-06-10", "2026-03-10", "709.70"),
        ("2026-03-10", "2026-06-11", "2026-06-01", "1000.00"),
        # three months end on 1 May, a holiday before a free Saturday and Sunday
        ("2026-02-01", "2026-05-04", "2026-02-01", "1000.00"),
        ("2026-02-01", "2026-05-05", "2026-05-01", "1000.00"),
        ("2024-02-29", "2024-05-29", "2024-02-29", "34.50"),  # 1000 / 29 × 1
        ("2024-02-29", "2024-06-01", "2024-06-01", "1000.00"),
        ("2025-11-30", "2026-02-28", "2025-11-30", "33.40"),  # 1000 / 30 × 1
        ("2026-01-01", "2026-01-02", "2026-01-01", "1000.00"),
        # the benefit exists since 2016
        ("2015-12-20", "2016-01-04", "2016-01-01", "1000.00"),
        ("2015-05-05", "2016-03-15", "2016-03-01", "1000.00"),
    ],
)
def test_first_day_and_first_month(born: str, filed: str, first: str, amount: str) -> None:
    values = ask(born, filed).values
    assert values["right_from"] == date.fromisoformat(first)
    assert values["amount_first_month"] == D(amount)


def test_filed_when_the_weeks_are_over() -> None:
    """52 weeks of a child born on 10 March 2026 end on 8 March 2027."""
    last = ask("2026-03-10", "2027-03-31")
    assert last.values["right_from"] == date(2027, 3, 1)
    assert last.values["amount_first_month"] == D("258.10")  # 1000 / 31 × 8
    late = ask("2026-03-10", "2027-04-01")
    assert (late.entitled, late.amount, late.reasons) == (False, None, ("filed_late",))
    assert late.values["days_late"] == 24
    assert late.values["weeks"] == 52


@pytest.mark.parametrize(
    ("week", "weight", "stays", "extra"),
    [
        # before the 28th week, or up to 1000 g: to the end of week 15
        (27, 1400, [(0, 34)], 5),
        (27, 1400, [(0, 35)], 6),
        (27, 1400, [(0, 400)], 15),
        (27, 1400, [(105, 200)], 0),
        (27, 1400, [(104, 200)], 1),
        (27, 1400, [(0, 0)], 1),
        (40, 1000, [(0, 400)], 15),
        (40, 1001, [(0, 400)], 8),
        # from the 28th to before the 37th: to the end of week 8
        (28, 1001, [(0, 400)], 8),
        (36, 2500, [(0, 6)], 1),
        (36, 2500, [(0, 7)], 2),
        (36, 2500, [(56, 80)], 0),
        (36, 2500, [(55, 80)], 1),
        (28, 1000, [(0, 400)], 15),
        # in term: days 5 to the end of week 8, if two days begin between day 5 and 28
        (37, 3000, [(0, 4)], 0),
        (37, 3000, [(0, 5)], 0),
        (37, 3000, [(0, 6)], 1),
        (37, 3000, [(5, 11)], 1),
        (37, 3000, [(5, 12)], 2),
        (37, 3000, [(28, 29)], 1),
        (37, 3000, [(28, 28)], 0),
        (37, 3000, [(29, 55)], 0),
        (37, 3000, [(10, 10), (12, 12), (14, 14)], 0),
        (37, 3000, [(10, 10), (11, 11)], 1),
        (37, 3000, [(28, 29), (56, 90)], 1),
        (37, 3000, [(0, 400)], 8),
        # stays are added up, overlapping ones once, in any order
        (36, 2500, [(20, 22), (0, 3)], 1),
        (36, 2500, [(20, 23), (0, 3)], 2),
        (36, 2500, [(0, 6), (3, 6)], 1),
        (36, 2500, [], 0),
    ],
)
def test_weeks_for_the_hospital(
    week: int, weight: int, stays: list[tuple[int, int]], extra: int
) -> None:
    assert hospital(week, weight, *stays) == extra


def test_steps_count_in_polish() -> None:
    words = [counted(number, "tydzień", "tygodnie", "tygodni") for number in (0, 1, 2, 12, 52, 65)]
    assert words == [
        "0 tygodni",
        "1 tydzień",
        "2 tygodnie",
        "12 tygodni",
        "52 tygodnie",
        "65 tygodni",
    ]
    facts = {"gestation_week": 36, "birth_weight_g": 2000, "hospital": [["2025-04-01"] * 2]}
    texts = [step.text for step in ask("2025-04-01", "2025-05-09", **facts).trace]
    assert "razem 1 dzień, czyli 1 rozpoczęty tydzień (najwyżej 8)" in texts[1]


def test_hospital_counts_since_19_march_2025() -> None:
    assert hospital(27, 900, (0, 300), on="2025-04-01") == 15
    facts = {
        "gestation_week": 27,
        "birth_weight_g": 900,
        "hospital": [["2025-03-01", "2025-03-14"]],
    }
    assert ask("2025-03-01", "2025-03-18", **facts).values["weeks"] == 52
    assert ask("2025-03-01", "2025-03-19", **facts).values["weeks"] == 54
    del facts["hospital"]
    assert ask("2025-03-01", "2025-03-19", **facts).values["weeks"] == 52


def test_difference_to_the_unemployment_benefit() -> None:
    def with_benefit(amount: str, owner: str = "a") -> law.Outcome:
        persons = [{"id": "a", "role": "applicant"}, {"id": "b", "role": "spouse"}]
        incomes = [{"person": owner, "kind": "unemployment_benefit", "amount": amount}]
        return ask("2026-03-10", "2026-04-15", household={"persons": persons}, incomes=incomes)

    found = with_benefit("600.00")
    assert found.amount == D("400.00")
    assert found.values["amount_first_month"] == D("283.90")  # 400 / 31 × 22 = 283.87
    assert with_benefit("999.99").amount == D("0.01")
    for amount in ("1000.00", "1662.00"):
        assert with_benefit(amount).reasons == ("excluded_by_other_benefit",)
        assert with_benefit(amount).amount is None
    assert with_benefit("600.00", "b").amount == D("1000.00")
    incomes = [{"person": "a", "kind": "unemployment_benefit", "amount": "600.00"}]
    assert ask("2026-03-10", "2026-04-15", incomes=incomes).amount == D("400.00")
    assert ask("2026-03-10", "2026-04-15", incomes=incomes, applicant="b").amount == D("1000.00")


def test_beside_another_care_benefit() -> None:
    incomes = [{"kind": "swiadczenie_pielegnacyjne", "amount": "3386.00"}]
    found = ask("2026-03-10", "2026-04-15", incomes=incomes)
    assert (found.entitled, found.reasons) == (False, ("excluded_by_other_benefit",))
    assert found.values["weeks"] == 52


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"child_born": None}, "facts.child_born", "missing"),
        ({"filed": None}, "facts.filed", "missing"),
        ({"children_in_birth": None}, "facts.children_in_birth", "missing"),
        ({"children_in_birth": 0}, "facts.children_in_birth", "invalid_facts"),
        ({"filed": "2025-03-31"}, "facts.filed", "invalid_facts"),
        ({"child_born": "2025-06-02", "filed": "2025-06-02"}, "facts.child_born", "invalid_facts"),
        ({"hospital": [["2025-03-31", "2025-04-02"]]}, "facts.hospital[0]", "invalid_facts"),
        ({"hospital": [["2025-04-03", "2025-04-02"]]}, "facts.hospital[0]", "invalid_facts"),
        ({"hospital": [["2025-04-03"]]}, "facts.hospital[0]", "invalid_facts"),
        ({"hospital": [["2025-04-03", "2025-04-04"]]}, "facts.gestation_week", "missing"),
        (
            {"hospital": [["2025-04-03", "2025-04-04"]], "gestation_week": 30},
            "facts.birth_weight_g",
            "missing",
        ),
        ({"gestation_week": 46}, "facts.gestation_week", "invalid_facts"),
        ({"birth_weight_g": 3}, "facts.birth_weight_g", "invalid_facts"),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str, code: str) -> None:
    given = {"child_born": "2025-04-01", "children_in_birth": 1, "filed": "2025-06-01", **facts}
    given = {key: value for key, value in given.items() if value is not None}
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("swiadczenie_rodzicielskie", given, date(2025, 6, 1))
    assert (refused.value.path, refused.value.code) == (path, code)
    assert refused.value.polish


def test_first_and_last_day_of_the_law() -> None:
    for born, filed in (("2015-12-31", "2015-12-31"), ("2027-11-01", "2027-11-01")):
        with pytest.raises(law.NotInForce):
            ask(born, filed)


stays = st.lists(
    st.tuples(st.integers(min_value=0, max_value=120), st.integers(min_value=0, max_value=60)),
    max_size=5,
).map(lambda rows: [(first, first + length) for first, length in rows])


@given(stays, stays, st.integers(min_value=20, max_value=42), st.integers(500, 5000))
@settings(max_examples=150, deadline=None)
def test_more_days_in_hospital_never_shorten(
    one: list[tuple[int, int]], two: list[tuple[int, int]], week: int, weight: int
) -> None:
    some, all_of_them = hospital(week, weight, *one), hospital(week, weight, *one, *two)
    assert 0 <= some <= all_of_them <= (15 if week < 28 or weight <= 1000 else 8)
    assert hospital(min(week + 9, 45), weight, *one) <= some
