"""Świadczenie wychowawcze of the gmina years: both regimes, births and birthdays, filing, ZUS."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
CHILD = {"born": "2012-02-02"}
YOUNGER = {"born": "2015-05-05"}


def ask(on: str, *children: dict[str, Any], **facts: Any) -> law.Outcome:
    given = {"children": list(children), **facts}
    return law.calculate("swiadczenie_wychowawcze", given, date.fromisoformat(on))


def amounts(on: str, *children: dict[str, Any], **facts: Any) -> list[str]:
    return [str(amount) for amount in ask(on, *children, **facts).values["amounts"]]


@pytest.mark.parametrize(
    ("per_person", "disability", "first", "criterion"),
    [
        ("0.00", None, "500.00", "800.00"),
        ("800.00", None, "500.00", "800.00"),
        ("800.01", None, "0.00", "800.00"),
        ("800.01", "light", "0.00", "800.00"),
        ("800.01", "child", "500.00", "1200.00"),
        ("1200.00", "moderate", "500.00", "1200.00"),
        ("1200.01", "severe", "0.00", "1200.00"),
    ],
)
def test_criterion_for_the_first_child(
    per_person: str, disability: str | None, first: str, criterion: str
) -> None:
    """A certificate of any child raises it for all, named with the child or in the household."""
    named = {**YOUNGER, **({"disability": disability} if disability else {})}
    found = ask("2018-05-10", CHILD, named, per_person=per_person)
    assert found.values["amounts"] == [D(first), D("500.00")]
    assert found.values["criterion"] == D(criterion)
    assert found.amount == D(first) + D("500.00")
    assert found.values["authority"] == "gmina"
    if disability:
        household = {"persons": [{"id": "x", "role": "child", "disability": disability}]}
        again = ask("2018-05-10", CHILD, YOUNGER, per_person=per_person, household=household)
        assert again.values["amounts"] == [D(first), D("500.00")]


def test_only_child_over_the_criterion() -> None:
    found = ask("2018-05-10", CHILD, per_person="800.01")
    assert (found.entitled, found.amount, found.per) == (False, None, "month")
    assert found.reasons == ("income_over_criterion",)
    assert found.values["excess"] == D("0.01")
    assert found.values["amounts"] == [D("0.00")]


@pytest.mark.parametrize(
    ("month", "first"),
    [("2016-04", "0.00"), ("2019-06", "0.00"), ("2019-07", "500.00"), ("2021-12", "500.00")],
)
def test_the_regime_is_that_of_the_month(month: str, first: str) -> None:
    assert amounts("2020-01-15", CHILD, YOUNGER, per_person="9000.00", month=month) == [
        first,
        "500.00",
    ]


def test_income_is_asked_for_only_where_it_counts() -> None:
    assert amounts("2019-07-01", CHILD) == ["500.00"]
    with pytest.raises(law.InvalidFacts) as refused:
        ask("2019-06-30", CHILD)
    assert (refused.value.path, refused.value.code) == ("facts.per_person", "missing")
    assert "criterion" not in ask("2019-07-01", CHILD).values


def test_first_is_the_oldest_under_18() -> None:
    """19, 16 and 3 years old: the 16-year-old is the first, wherever it stands in the list."""
    children = ({"born": "2014-09-09"}, {"born": "1998-01-01"}, {"born": "2001-03-03"})
    assert amounts("2017-10-10", *children, per_person="900.00") == ["500.00", "0.00", "0.00"]
    assert amounts("2017-10-10", *children, per_person="700.00") == ["500.00", "0.00", "500.00"]
    twins = ({"born": "2014-09-09"}, {"born": "2014-09-09"})
    assert amounts("2017-10-10", *twins, per_person="900.00") == ["0.00", "500.00"]


@pytest.mark.parametrize(
    ("born", "month", "amount"),
    [
        ("1998-04-12", "2016-04", "200.00"),  # 500 / 30 × 12, the birthday counts
        ("1998-04-12", "2016-05", "0.00"),
        ("2002-05-01", "2020-05", "16.20"),  # 500 / 31
        ("2002-05-31", "2020-05", "500.00"),
        ("2000-02-29", "2018-02", "500.00"),
        ("2000-02-29", "2018-03", "0.00"),
        ("2020-02-10", "2020-02", "344.90"),  # 500 / 29 × 20
        ("2020-02-29", "2020-02", "17.30"),  # 500 / 29 = 17.24
        ("2020-02-01", "2020-02", "500.00"),
        ("2020-02-01", "2020-01", "0.00"),
        ("2020-01-31", "2020-02", "500.00"),
    ],
)
def test_days_from_the_birth_to_the_18th_birthday(born: str, month: str, amount: str) -> None:
    found = ask("2021-01-15", {"born": born}, month=month, per_person="0.00")
    assert found.values["amounts"] == [D(amount)]
    assert found.entitled is (amount != "0.00")
    if not found.entitled:
        assert found.reasons == (("not_born",) if born == "2020-02-01" else ("age",))


@pytest.mark.parametrize(
    ("child", "month", "amount"),
    [
        ({}, "2017-08", "250.00"),
        ({}, "2021-05", "250.00"),
        ({}, "2017-07", "250.00"),
        ({"custody_days": 10}, "2017-07", "161.30"),  # 500 / 31 × 10 = 161.29
        ({"custody_days": 1}, "2017-07", "16.20"),  # 500 / 31
        ({"custody_days": 10}, "2017-08", "250.00"),
        ({"born": "1999-08-11"}, "2017-08", "88.80"),  # 500 / 31 × 11 ÷ 2 = 88.71
    ],
)
def test_alternating_custody(child: dict[str, Any], month: str, amount: str) -> None:
    one = {**CHILD, "custody_alternating": True, **child}
    assert amounts("2021-06-15", one, month=month, per_person="0.00") == [amount]


@pytest.mark.parametrize(
    ("filed", "month", "first", "paid"),
    [
        ("2021-02-01", "2021-06", "2021-06-01", "2021-06-30"),
        ("2021-04-30", "2021-06", "2021-06-01", "2021-06-30"),
        ("2021-05-01", "2021-06", "2021-06-01", "2021-07-31"),
        ("2021-05-31", "2021-06", "2021-06-01", "2021-07-31"),
        ("2021-06-01", "2021-06", "2021-06-01", "2021-08-31"),
        ("2021-06-30", "2021-06", "2021-06-01", "2021-08-31"),
        ("2021-07-01", "2021-07", "2021-07-01", None),
        ("2021-12-31", "2022-05", "2021-12-01", None),
        ("2021-04-30", "2021-05", "2021-04-01", None),
        ("2019-09-30", "2019-09", "2019-07-01", None),
        ("2019-10-01", "2019-10", "2019-10-01", None),
        ("2019-06-10", "2019-07", "2019-07-01", None),
        ("2016-07-01", "2016-08", "2016-04-01", None),
        ("2016-07-02", "2016-08", "2016-07-01", None),
        ("2017-08-15", "2017-10", "2017-10-01", None),
        ("2017-11-15", "2017-11", "2017-11-01", None),
    ],
)
def test_right_by_the_day_of_filing(filed: str, month: str, first: str, paid: str | None) -> None:
    values = ask(filed, CHILD, filed=filed, month=month, per_person="0.00").values
    assert values["right_from"] == date.fromisoformat(first)
    assert values.get("latest_payment") == (date.fromisoformat(paid) if paid else None)


@pytest.mark.parametrize(
    ("filed", "first", "amount"),
    [
        ("2020-11-20", "2020-08-20", "193.60"),  # 500 / 31 × 12 = 193.55
        ("2020-11-21", "2020-11-01", "0.00"),
    ],
)
def test_newborn_within_three_months(filed: str, first: str, amount: str) -> None:
    newborn = {"born": "2020-08-20"}
    found = ask(filed, newborn, filed=filed, month="2020-08")
    assert found.values["right_from"] == date.fromisoformat(first)
    assert found.values["amounts"] == [D(amount)]
    assert found.reasons == (() if found.entitled else ("filed_late",))


@pytest.mark.parametrize(
    ("born", "filed", "month", "first"),
    [
        ("2016-02-10", "2016-04-20", "2016-04", "2016-04-01"),  # not before the act
        ("2019-08-20", "2019-09-15", "2019-09", "2019-08-20"),  # nor before the birth
    ],
)
def test_right_begins_with_the_act_and_the_child(
    born: str, filed: str, month: str, first: str
) -> None:
    found = ask(filed, {"born": born}, filed=filed, month=month, per_person="0.00")
    assert found.values["right_from"] == date.fromisoformat(first)


def test_each_child_has_its_own_right() -> None:
    """Filed in November: the older one from November, the newborn from its birth."""
    facts = {"filed": "2020-11-10", "per_person": "0.00"}
    children = (CHILD, {"born": "2020-10-20"})
    assert amounts("2020-11-10", *children, month="2020-10", **facts) == ["0.00", "193.60"]
    assert amounts("2020-11-10", *children, month="2020-11", **facts) == ["500.00", "500.00"]
    assert ask("2020-11-10", *children, **facts).values["right_from"] == date(2020, 10, 20)


@pytest.mark.parametrize(
    ("on", "facts", "zus"),
    [
        ("2021-12-31", {}, False),
        ("2022-01-01", {}, True),
        ("2022-01-01", {"filed": "2021-12-31"}, False),
        ("2021-12-31", {"filed": "2022-01-01"}, True),
        ("2022-05-31", {"filed": "2021-12-31"}, False),
        ("2022-06-01", {"filed": "2021-12-31"}, True),
        ("2021-12-31", {"month": "2022-06"}, True),
        ("2026-11-25", {"filed": "2021-06-15", "month": "2021-07"}, False),
        ("2026-11-25", {}, True),
    ],
)
def test_who_decides(on: str, facts: dict[str, Any], zus: bool) -> None:
    found = ask(on, CHILD, **facts)
    assert found.values["authority"] == ("ZUS" if zus else "gmina")
    assert found.reasons == (("other_authority",) if zus else ())
    assert found.entitled is not zus
    if zus:
        assert (found.amount, found.values) == (None, {"authority": "ZUS"})


@pytest.mark.parametrize(
    ("children", "facts", "path", "code"),
    [
        ([], {}, "facts.children", "invalid_facts"),
        ([{}], {}, "facts.children[0].born", "missing"),
        ([{"born": "2020-05-06"}], {}, "facts.children[0].born", "invalid_facts"),
        ([YOUNGER], {"filed": "2015-05-04"}, "facts.filed", "invalid_facts"),
        (
            [{"born": "2020-05-04"}],
            {"filed": "2020-05-03"},
            "facts.children[0].born",
            "invalid_facts",
        ),
        ([{**CHILD, "custody_days": 3}], {}, "facts.children[0].custody_days", "invalid_facts"),
        (
            [{**CHILD, "custody_alternating": True, "custody_days": 31}],
            {"month": "2017-06"},
            "facts.children[0].custody_days",
            "invalid_facts",
        ),
        (
            [{**CHILD, "custody_alternating": True, "custody_days": 0}],
            {"month": "2017-06"},
            "facts.children[0].custody_days",
            "invalid_facts",
        ),
        ([CHILD], {"month": "2020-13"}, "facts.month", "invalid_facts"),
        ([CHILD], {"per_person": "-1"}, "facts.per_person", "invalid_facts"),
        ([CHILD], {"month": "2016-03"}, "facts.month", "not_in_force"),
    ],
)
def test_bad_facts(children: list[Any], facts: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.LawError) as refused:
        ask("2020-05-05", *children, **facts)
    assert (refused.value.path, refused.value.code) == (path, code)


def test_first_day() -> None:
    assert ask("2016-04-01", CHILD, per_person="0.00").entitled is True
    with pytest.raises(law.NotInForce):
        ask("2016-03-31", CHILD, per_person="0.00")


births = st.lists(st.dates(date(1996, 1, 1), date(2016, 3, 31)), min_size=1, max_size=6)
months = st.dates(date(2016, 4, 1), date(2021, 12, 31))
incomes = st.integers(min_value=0, max_value=200_000).map(lambda n: str(D(n).scaleb(-2)))


@given(births, months, incomes, incomes)
@settings(max_examples=200, deadline=None)
def test_more_income_or_fewer_children_never_give_more(
    born: list[date], on: date, one: str, two: str
) -> None:
    low, high = sorted((one, two), key=D)
    children = [{"born": str(day)} for day in born]
    poor, rich = (ask(str(on), *children, per_person=income) for income in (low, high))
    assert (poor.amount or 0) >= (rich.amount or 0)
    fewer = ask(str(on), *children[:-1], per_person=high) if children[:-1] else None
    assert fewer is None or (fewer.amount or 0) <= (rich.amount or 0)
    assert sum(rich.values["amounts"]) == (rich.amount or 0)
    assert all(amount % D("0.10") == 0 for amount in rich.values["amounts"])
    over = sum(amount == 0 for amount in rich.values["amounts"]) - sum(
        amount == 0 for amount in poor.values["amounts"]
    )
    assert over in (0, 1)


@given(st.dates(date(2003, 1, 1), date(2021, 12, 1)))
@settings(max_examples=100, deadline=None)
def test_days_of_the_month_of_birth(born: date) -> None:
    """The days left of the month, never less than their share, at most 9 grosze more."""
    month = born if born >= date(2016, 4, 1) else date(2020, 1, 1)
    found = ask("2021-12-31", {"born": str(born)}, month=f"{month:%Y-%m}", per_person="0.00")
    last = (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    share = (last.day - born.day + 1) if month == born else last.day
    assert found.amount is not None
    assert 0 <= found.amount * last.day - 500 * share < D("0.10") * last.day
