"""Zasiłek pielęgnacyjny, świadczenie pielęgnacyjne, specjalny zasiłek opiekuńczy, zasiłek dla
opiekuna: amounts by day, whom they are for, parts of a month."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal


def ask(benefit: str, on: str, **facts: Any) -> law.Outcome:
    return law.calculate(benefit, facts, date.fromisoformat(on))


def person(**facts: Any) -> dict[str, Any]:
    return {"persons": [{"id": "a", **facts}]}


@pytest.mark.parametrize(
    ("benefit", "day", "amount"),
    [
        ("zasilek_pielegnacyjny", "2006-09-01", "153.00"),
        ("zasilek_pielegnacyjny", "2018-10-31", "153.00"),
        ("zasilek_pielegnacyjny", "2018-11-01", "184.42"),
        ("zasilek_pielegnacyjny", "2019-10-31", "184.42"),
        ("zasilek_pielegnacyjny", "2019-11-01", "215.84"),
        ("zasilek_pielegnacyjny", "2027-10-31", "215.84"),
        ("swiadczenie_pielegnacyjne", "2009-11-01", "520.00"),
        ("swiadczenie_pielegnacyjne", "2013-06-30", "520.00"),
        ("swiadczenie_pielegnacyjne", "2013-07-01", "620.00"),
        ("swiadczenie_pielegnacyjne", "2014-04-30", "620.00"),
        ("swiadczenie_pielegnacyjne", "2014-05-01", "800.00"),
        ("swiadczenie_pielegnacyjne", "2014-12-31", "800.00"),
        ("swiadczenie_pielegnacyjne", "2015-01-01", "1200.00"),
        ("swiadczenie_pielegnacyjne", "2015-12-31", "1200.00"),
        ("swiadczenie_pielegnacyjne", "2016-01-01", "1300.00"),
        ("swiadczenie_pielegnacyjne", "2017-01-01", "1406.00"),
        ("swiadczenie_pielegnacyjne", "2018-01-01", "1477.00"),
        ("swiadczenie_pielegnacyjne", "2019-01-01", "1583.00"),
        ("swiadczenie_pielegnacyjne", "2020-01-01", "1830.00"),
        ("swiadczenie_pielegnacyjne", "2021-01-01", "1971.00"),
        ("swiadczenie_pielegnacyjne", "2022-01-01", "2119.00"),
        ("swiadczenie_pielegnacyjne", "2022-12-31", "2119.00"),
        ("swiadczenie_pielegnacyjne", "2023-01-01", "2458.00"),
        ("swiadczenie_pielegnacyjne", "2023-12-31", "2458.00"),
        ("swiadczenie_pielegnacyjne", "2024-01-01", "2988.00"),
        ("swiadczenie_pielegnacyjne", "2024-12-31", "2988.00"),
        ("swiadczenie_pielegnacyjne", "2025-01-01", "3287.00"),
        ("swiadczenie_pielegnacyjne", "2025-12-31", "3287.00"),
        ("swiadczenie_pielegnacyjne", "2026-01-01", "3386.00"),
        ("swiadczenie_pielegnacyjne", "2026-12-31", "3386.00"),
        ("zasilek_dla_opiekuna", "2013-07-01", "520.00"),
        ("zasilek_dla_opiekuna", "2018-10-31", "520.00"),
        ("zasilek_dla_opiekuna", "2018-11-01", "620.00"),
        ("zasilek_dla_opiekuna", "2026-11-25", "620.00"),
    ],
)
def test_amount_of_the_day(benefit: str, day: str, amount: str) -> None:
    found = ask(benefit, day)
    assert (found.entitled, found.amount, found.per) == (True, D(amount), "month")
    assert found.discretionary is False
    assert found.basis
    assert found.trace


@pytest.mark.parametrize(
    ("benefit", "day"),
    [
        ("zasilek_pielegnacyjny", "2006-08-31"),
        ("zasilek_pielegnacyjny", "2027-11-01"),
        ("swiadczenie_pielegnacyjne", "2009-10-31"),
        ("swiadczenie_pielegnacyjne", "2027-01-01"),
        ("specjalny_zasilek_opiekunczy", "2012-12-31"),
        ("zasilek_dla_opiekuna", "2013-06-30"),
    ],
)
def test_not_in_force(benefit: str, day: str) -> None:
    with pytest.raises(law.NotInForce):
        ask(benefit, day)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"disability": "severe"}, ""),
        ({"disability": "severe", "born": "1980-01-01"}, ""),
        ({"disability": "child"}, ""),
        ({"disability": "child", "born": "2010-05-05"}, ""),
        ({"disability": "child", "born": "2010-05-04"}, "age"),
        ({"disability": "moderate", "born": "2005-05-05"}, ""),
        ({"disability": "none", "born": "1951-05-05"}, "not_disabled"),
        ({"disability": "light", "born": "1951-05-05"}, "not_disabled"),
        ({"disability": "none", "born": "1951-05-04"}, ""),
        ({"born": "1951-05-04"}, ""),
        ({"disability": "moderate", "born": "1951-05-04"}, ""),
    ],
)
def test_whom_zasilek_pielegnacyjny_is_for(facts: dict[str, Any], reason: str) -> None:
    """The 16th, 21st and 75th birthday: 4 May 2026 is the day, born the day after is younger."""
    found = ask("zasilek_pielegnacyjny", "2026-05-04", household=person(**facts))
    assert found.reasons == ((reason,) if reason else ())
    assert found.amount == (None if reason else D("215.84"))


def test_moderate_degree_that_arose_late_gives_nothing() -> None:
    adult = person(disability="moderate", born="2005-05-04")  # 21 on this day
    for arisen in (True, False):
        found = ask(
            "zasilek_pielegnacyjny", "2026-05-04", household=adult, disability_before_21=arisen
        )
        assert found.entitled is arisen
    assert found.reasons == ("disability_arose_late",)


def test_allowance_for_the_disabled_child_of_the_applicant() -> None:
    persons = [
        {"id": "a", "role": "applicant", "disability": "none", "born": "1985-01-01"},
        {"id": "b", "role": "child", "disability": "none", "born": "2012-01-01"},
        {"id": "c", "role": "child", "disability": "child", "born": "2015-01-01"},
    ]
    household = {"persons": persons}
    assert ask("zasilek_pielegnacyjny", "2026-05-04", household=household).entitled is True
    persons[2]["disability"] = "light"
    assert ask("zasilek_pielegnacyjny", "2026-05-04", household=household).entitled is False


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("dodatek_pielegnacyjny", "excluded_by_other_benefit"),
        ("full_day_institution", "in_institution"),
    ],
)
def test_what_excludes_zasilek_pielegnacyjny(key: str, reason: str) -> None:
    severe = person(disability="severe")
    found = ask("zasilek_pielegnacyjny", "2026-05-04", household=severe, **{key: True})
    assert (found.entitled, found.amount, found.reasons) == (False, None, (reason,))
    assert ask("zasilek_pielegnacyjny", "2026-05-04", household=severe, **{key: False}).entitled


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({}, "facts.household.persons[0].disability", "missing"),
        ({"born": "1990-01-01"}, "facts.household.persons[0].disability", "missing"),
        ({"disability": "none"}, "facts.household.persons[0].born", "missing"),
        ({"disability": "moderate"}, "facts.disability_before_21", "missing"),
        (
            {"disability": "moderate", "born": "2005-05-04"},
            "facts.disability_before_21",
            "missing",
        ),
        ({"born": "2026-05-05"}, "facts.household.persons[0].born", "invalid_facts"),
    ],
)
def test_what_zasilek_pielegnacyjny_asks_for(facts: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("zasilek_pielegnacyjny", "2026-05-04", household=person(**facts))
    assert (refused.value.path, refused.value.code) == (path, code)
    assert refused.value.polish


@pytest.mark.parametrize(
    ("on", "rules", "cared_for", "amount"),
    [
        ("2026-01-01", "from_2024", 1, "3386.00"),
        ("2026-01-01", "from_2024", 2, "6772.00"),
        ("2026-01-01", "from_2024", 3, "10158.00"),
        ("2026-01-01", "before_2024", 2, "3386.00"),
        ("2024-01-01", "from_2024", 2, "5976.00"),
        ("2023-12-31", "before_2024", 2, "2458.00"),
        ("2024-01-01", None, 2, "5976.00"),
        ("2023-12-31", None, 2, "2458.00"),
    ],
)
def test_two_sets_of_rules(on: str, rules: str | None, cared_for: int, amount: str) -> None:
    more = {} if rules is None else {"rules": rules}
    found = ask("swiadczenie_pielegnacyjne", on, cared_for=cared_for, **more)
    assert found.amount == D(amount)


@pytest.mark.parametrize(
    ("on", "facts", "amount", "values"),
    [
        ("2026-02-10", {"from": "2026-02-10"}, "3386.00", {"amount_first_month": "2297.70"}),
        ("2026-02-01", {"from": "2026-02-01"}, "3386.00", {"amount_first_month": "3386.00"}),
        ("2025-01-31", {"from": "2025-01-31"}, "3287.00", {"amount_first_month": "106.10"}),
        ("2024-02-15", {"from": "2024-02-15"}, "2988.00", {"amount_first_month": "1545.60"}),
        (
            "2026-02-10",
            {"from": "2026-02-10", "cared_for": 2},
            "6772.00",
            {"amount_first_month": "4595.30"},
        ),
        (
            "2026-02-28",
            {"from": "2026-02-10", "to": "2026-02-28"},
            "2297.70",
            {"full_amount": "3386.00"},
        ),
        (
            "2026-02-28",
            {"from": "2026-02-01", "to": "2026-02-28"},
            "3386.00",
            {"full_amount": "3386.00"},
        ),
        # the month of `from` has its own amount
        (
            "2026-01-05",
            {"from": "2025-12-30"},
            "3386.00",
            {"amount_first_month": "212.10"},
        ),
    ],
)
def test_part_of_a_month_goes_up_to_ten_groszy(
    on: str, facts: dict[str, Any], amount: str, values: dict[str, str]
) -> None:
    found = ask("swiadczenie_pielegnacyjne", on, **facts)
    assert found.amount == D(amount)
    assert found.values == {name: D(value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("on", "facts", "path"),
    [
        ("2023-12-31", {"rules": "from_2024"}, "facts.rules"),
        ("2024-01-10", {"from": "2023-12-31"}, "facts.from"),
        ("2026-02-10", {"to": "2026-02-10"}, "facts.from"),
        ("2026-02-10", {"from": "2026-02-10", "to": "2026-03-01"}, "facts.to"),
        ("2026-02-10", {"from": "2026-02-10", "to": "2026-02-09"}, "facts.to"),
        ("2026-02-10", {"cared_for": 0}, "facts.cared_for"),
        ("2026-02-10", {"cared_for": 61}, "facts.cared_for"),
        ("2026-02-10", {"rules": "old"}, "facts.rules"),
    ],
)
def test_bad_questions(on: str, facts: dict[str, Any], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("swiadczenie_pielegnacyjne", on, **facts)
    assert refused.value.path == path


def test_month_whose_amount_nobody_knows() -> None:
    with pytest.raises(law.NotInForce) as refused:
        ask("swiadczenie_pielegnacyjne", "2026-12-31", **{"from": "2027-01-05"})
    assert refused.value.path == "facts.from"


def szo(on: str, income: str, size: int = 3, **facts: Any) -> law.Outcome:
    incomes = [{"kind": "established", "amount": income}]
    return ask(
        "specjalny_zasilek_opiekunczy", on, household={"size": size}, incomes=incomes, **facts
    )


@pytest.mark.parametrize(
    ("on", "criterion", "amount"),
    [
        ("2013-01-01", "623.00", "520.00"),
        ("2014-10-31", "623.00", "520.00"),
        ("2014-11-01", "664.00", "520.00"),
        ("2015-10-31", "664.00", "520.00"),
        ("2015-11-01", "764.00", "520.00"),
        ("2018-10-31", "764.00", "520.00"),
        ("2018-11-01", "764.00", "620.00"),
        ("2023-12-31", "764.00", "620.00"),
    ],
)
def test_specjalny_zasilek(on: str, criterion: str, amount: str) -> None:
    """The criterion of a family with a disabled child, for both families together; no zloty for
    zloty."""
    limit = 3 * D(criterion)
    found = szo(on, str(limit))
    assert (found.entitled, found.amount) == (True, D(amount))
    assert found.values == {
        "income": limit,
        "per_person": D(criterion),
        "criterion": D(criterion),
        "limit": limit,
        "excess": D("0.00"),
    }
    over = szo(on, str(limit + D("0.01")))
    assert (over.entitled, over.amount, over.reasons) == (False, None, ("income_over_criterion",))
    assert over.values["excess"] == D("0.01")


def test_no_new_specjalny_zasilek_since_2024() -> None:
    closed = ask("specjalny_zasilek_opiekunczy", "2024-01-01")
    assert (closed.entitled, closed.amount, closed.reasons) == (False, None, ("closed",))
    kept = szo("2024-01-01", "2292.00", rules="before_2024")
    assert (kept.entitled, kept.amount) == (True, D("620.00"))
    assert szo("2024-01-01", "2292.01", rules="before_2024").entitled is False
    part = szo("2023-12-31", "0.00", **{"from": "2023-12-22"})
    assert part.values["amount_first_month"] == D("200.00")  # 620 / 31 × 10


def test_zasilek_dla_opiekuna_for_some_days() -> None:
    found = ask("zasilek_dla_opiekuna", "2026-02-10", **{"from": "2026-02-10", "to": "2026-02-12"})
    assert found.amount == D("66.50")  # 620 / 28 × 3 = 66.43
    assert found.values == {"full_amount": D("620.00")}


@pytest.mark.parametrize(
    ("benefit", "other", "refused"),
    [
        ("swiadczenie_pielegnacyjne", "zasilek_dla_opiekuna", True),
        ("swiadczenie_pielegnacyjne", "swiadczenie_rodzicielskie", True),
        ("swiadczenie_pielegnacyjne", "swiadczenie_pielegnacyjne", False),
        ("swiadczenie_pielegnacyjne", "zasilek_pielegnacyjny", False),
        ("zasilek_dla_opiekuna", "specjalny_zasilek_opiekunczy", True),
        ("specjalny_zasilek_opiekunczy", "swiadczenie_pielegnacyjne", True),
        ("specjalny_zasilek_opiekunczy", "swiadczenie_rodzicielskie", False),
    ],
)
def test_one_of_several_benefits(benefit: str, other: str, refused: bool) -> None:
    persons = [{"id": "a", "role": "applicant"}, {"id": "b", "role": "spouse"}]
    for owner in ("a", "b"):
        incomes = [{"person": owner, "kind": other, "amount": "100.00"}]
        found = ask(benefit, "2020-05-04", household={"persons": persons}, incomes=incomes)
        assert found.entitled is not (refused and owner == "a")
        if not found.entitled:
            assert found.reasons == ("excluded_by_other_benefit",)
            assert found.trace[-1].inputs == {"received": other}


days = st.dates(min_value=date(2009, 11, 1), max_value=date(2026, 12, 31))


@given(days, st.integers(min_value=0, max_value=30), st.integers(min_value=1, max_value=60))
@settings(max_examples=150, deadline=None)
def test_parts_are_never_below_the_whole(on: date, length: int, cared_for: int) -> None:
    last = on + timedelta(days=length)
    if last.month != on.month:
        return
    facts = {"from": on, "to": last, "cared_for": cared_for}
    part = law.calculate("swiadczenie_pielegnacyjne", facts, on)
    whole = law.calculate("swiadczenie_pielegnacyjne", {"cared_for": cared_for}, on)
    assert part.values["full_amount"] == whole.amount
    assert part.amount is not None and whole.amount is not None
    assert part.amount <= whole.amount
    assert part.amount % D("0.10") == 0
    rest = whole.amount
    if on.day > 1:
        before = {**facts, "from": on.replace(day=1), "to": on - timedelta(days=1)}
        before_part = law.calculate("swiadczenie_pielegnacyjne", before, on).amount
        assert before_part is not None
        both = law.calculate(
            "swiadczenie_pielegnacyjne", {**facts, "from": on.replace(day=1)}, on
        ).amount
        assert both is not None and both <= part.amount + before_part <= both + D("0.20")
        rest = both
    assert rest <= whole.amount
