"""The benefit of the alimony fund. Expected figures by hand: alimony up to the maximum, less what
the income per person exceeds the criterion."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
GROSZ = D("0.01")
LATEST = "2026-11-25"


def child(alimony: str = "400.00", born: str = "2015-03-03", **more: Any) -> dict[str, Any]:
    return {"id": "c", "born": born, "alimony": alimony, **more}


def ask(on: str, per_person: str, *children: dict[str, Any]) -> law.Outcome:
    rows = list(children or (child(),))
    facts = {"children": rows, "per_person_income": per_person}
    return law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("first_day", "criterion", "maximum", "lowered"),
    [
        ("2008-10-01", "725.00", "500.00", False),
        ("2019-10-01", "800.00", "500.00", False),
        ("2020-10-01", "900.00", "500.00", True),
        ("2023-10-01", "1209.00", "500.00", True),
        ("2024-10-01", "1209.00", "1000.00", True),
        ("2026-10-01", "1665.00", "1000.00", True),
    ],
)
def test_amounts_from_their_first_day(
    first_day: str, criterion: str, maximum: str, lowered: bool
) -> None:
    row = child("1500.00", "2008-01-01", severe=True)
    equal = ask(first_day, criterion, row)
    assert (equal.entitled, equal.amount, equal.per) == (True, D(maximum), "month")
    assert equal.values["criterion"] == D(criterion)
    assert (equal.values["maximum"], equal.values["excess"]) == (D(maximum), D(0))
    over = ask(first_day, str(D(criterion) + GROSZ), row)
    assert over.amount == (D(maximum) - GROSZ if lowered else None)
    assert over.values["excess"] == GROSZ
    assert over.reasons == (() if lowered else ("income_over_criterion",))


@pytest.mark.parametrize(
    ("last_day", "criterion", "maximum"),
    [
        ("2019-09-30", "725.00", "500.00"),
        ("2020-09-30", "800.00", "500.00"),
        ("2023-09-30", "900.00", "500.00"),
        ("2024-09-30", "1209.00", "500.00"),
        ("2026-09-30", "1209.00", "1000.00"),
        ("2029-09-30", "1665.00", "1000.00"),
    ],
)
def test_amounts_until_their_last_day(last_day: str, criterion: str, maximum: str) -> None:
    values = ask(last_day, "0.00").values
    assert (values["criterion"], values["maximum"]) == (D(criterion), D(maximum))


def test_days_beyond_the_law() -> None:
    for day in ("2008-09-30", "2029-10-01"):
        with pytest.raises(law.NotInForce):
            ask(day, "0.00")


@pytest.mark.parametrize(
    ("alimony", "per_person", "amount"),
    [
        ("400.00", "1965.00", "100.00"),  # 400 − 300
        ("400.00", "1965.01", None),  # 99.99
        ("400.00", "2065.00", None),  # 0
        ("400.00", "5000.00", None),
        ("1000.00", "2565.00", "100.00"),
        ("1200.00", "2565.00", "100.00"),  # the maximum first, then the excess
        ("1200.00", "2565.01", None),
        ("100.00", "1665.00", "100.00"),
        ("100.00", "1665.01", None),
        ("99.99", "1665.00", "99.99"),  # the minimum is only for those over the criterion
        ("99.99", "1665.01", None),
        ("0.01", "0.00", "0.01"),
        ("0.00", "0.00", None),
    ],
)
def test_zloty_for_zloty(alimony: str, per_person: str, amount: str | None) -> None:
    found = ask(LATEST, per_person, child(alimony))
    assert found.amount == (None if amount is None else D(amount))
    assert found.entitled is (amount is not None)
    assert found.values["amounts"] == [D(amount or 0)]


def test_refusal_says_by_how_much() -> None:
    found = ask(LATEST, "1965.01")
    assert found.reasons == ("income_over_criterion", "below_minimum")
    assert (found.values["excess"], found.values["minimum"]) == (D("300.01"), D("100.00"))
    last = found.trace[-1].children[-1]
    assert last.provision == "art. 9 ust. 2b"
    assert "najwyżej 1\u00a0965,00\u00a0zł" in last.text
    assert ask(LATEST, "0.00", child("0.00")).reasons == ("no_alimony",)
    small = ask(LATEST, "1665.01", child("50.00")).trace[-1].children[-1]
    assert "najwyżej 1\u00a0665,00\u00a0zł" in small.text


@pytest.mark.parametrize(
    ("born", "more", "entitled"),
    [
        ("2008-11-26", {}, True),  # 18 tomorrow
        ("2008-11-25", {"in_school": False, "severe": False}, False),
        ("2008-11-25", {"in_school": True}, True),
        ("2008-11-25", {"severe": True}, True),
        ("2001-11-26", {"in_school": True}, True),  # 25 tomorrow
        ("2001-11-25", {"in_school": True, "severe": False}, False),
        ("2001-11-25", {"severe": True}, True),
        ("1950-01-01", {"severe": True}, True),
        ("2026-11-25", {}, True),
    ],
)
def test_age(born: str, more: dict[str, Any], entitled: bool) -> None:
    found = ask(LATEST, "0.00", child("400.00", born, **more))
    assert found.entitled is entitled
    assert found.reasons == (() if entitled else ("age",))
    assert found.values["amounts"] == [D("400.00") if entitled else D(0)]


@pytest.mark.parametrize(
    ("born", "more"),
    [
        ("2008-11-25", {"in_school": False}),
        ("2001-11-25", {"in_school": True}),
        ("2001-11-25", {}),
        ("1950-01-01", {}),
    ],
)
def test_no_adult_is_refused_for_age_while_the_degree_is_not_said(
    born: str, more: dict[str, Any]
) -> None:
    rows = [child(), {**child(born=born, **more), "id": "d"}]
    with pytest.raises(law.InvalidFacts) as error:
        ask(LATEST, "0.00", *rows)
    assert (error.value.code, error.value.path) == ("missing", "facts.children[1].severe")


def test_the_degree_is_not_asked_for_where_the_school_gives_the_right() -> None:
    assert ask(LATEST, "0.00", child(born="2008-11-25", in_school=True)).entitled is True


def test_born_on_29_february() -> None:
    born = "2008-02-29"
    assert ask("2026-02-27", "0.00", child(born=born)).entitled is True
    assert (
        ask("2026-02-28", "0.00", child(born=born, in_school=False, severe=False)).entitled is False
    )


def test_each_child_apart() -> None:
    rows = [
        {"id": "a", "born": "2015-01-01", "alimony": "600.00"},
        {"id": "b", "born": "2015-01-01", "alimony": "200.00"},
        {"id": "c", "born": "2000-01-01", "alimony": "900.00", "severe": False},
        {"id": "d", "born": "2015-01-01", "alimony": "235.00"},
    ]
    found = ask(LATEST, "1800.00", *rows)  # excess 135
    assert found.values["amounts"] == [D("465.00"), D(0), D(0), D("100.00")]
    assert (found.entitled, found.amount, found.reasons) == (True, D("565.00"), ())
    refused = ask(LATEST, "1800.00", *rows[1:3])
    assert refused.reasons == ("income_over_criterion", "below_minimum", "age")
    assert refused.amount is None


def family(size: int, income: str, **more: Any) -> dict[str, Any]:
    persons = [{"id": f"p{i}", "role": "child" if i else "applicant"} for i in range(size)]
    incomes = [{"person": "p0", "kind": "established", "amount": income}]
    return {"household": {"persons": persons}, "incomes": incomes, **more}


@pytest.mark.parametrize(
    ("size", "income", "amount", "per_person", "excess"),
    [
        (2, "3330.00", "400.00", "1665.00", "0.00"),
        (2, "3330.01", "400.00", "1665.01", "0.01"),  # 399.995 goes up
        (3, "4995.01", "400.00", "1665.00", "0.00"),  # 0.0033 over
        (3, "4995.02", "399.99", "1665.01", "0.01"),  # 0.0067 over
        (3, "5895.00", "100.00", "1965.00", "300.00"),
        (3, "5895.01", None, "1965.00", "300.00"),  # 99.9967 is less than 100
    ],
)
def test_income_of_the_family_is_not_rounded_on_the_way(
    size: int, income: str, amount: str | None, per_person: str, excess: str
) -> None:
    facts = {**family(size, income), "children": [child()]}
    found = law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(LATEST))
    assert found.amount == (None if amount is None else D(amount))
    assert found.values["per_person"] == D(per_person)
    assert found.values["excess"] == D(excess)


@pytest.mark.parametrize(
    ("member", "more", "entitled"),
    [
        ({"in_school": True}, {}, True),
        ({"in_school": False, "in_higher_education": True}, {}, True),
        ({"in_school": False}, {"severe": False}, False),
        ({"in_school": True, "disability": "none"}, {"in_school": False}, False),
        ({"disability": "severe"}, {}, True),
        ({"disability": "moderate", "in_school": False}, {}, False),
    ],
)
def test_what_the_household_says_of_the_child_counts(
    member: dict[str, Any], more: dict[str, Any], entitled: bool
) -> None:
    facts = {
        "household": {"persons": [{"id": "a"}, {"id": "c", **member}]},
        "per_person_income": "0.00",
        "children": [child(born="2006-01-01", **more)],
    }
    found = law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(LATEST))
    assert found.entitled is entitled


def test_base_year_is_that_before_the_period_from_october() -> None:
    annual = [{"person": "p0", "kind": "wage", "amount": "24000.00"}]
    facts = {**family(2, "0.00"), "children": [child()], "annual_incomes": annual}
    for day, year in (("2026-09-30", 2024), ("2026-10-01", 2025), ("2027-01-31", 2025)):
        found = law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(day))
        assert found.trace[0].inputs["base_year"] == year
        assert found.values["per_person"] == D("1000.00")


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({"per_person_income": "1"}, "facts.children", "missing"),
        ({"children": [], "per_person_income": "1"}, "facts.children", "invalid_facts"),
        ({"children": [child()]}, "facts.incomes", "missing"),
        ({"children": [child()], "incomes": []}, "facts.household", "missing"),
        (
            {"children": [child()], **family(2, "1"), "per_person_income": "1"},
            "facts.per_person_income",
            "invalid_facts",
        ),
        (
            {"children": [child()], "family_income": "1", "per_person_income": "1"},
            "facts.per_person_income",
            "invalid_facts",
        ),
        (
            {"children": [child(), child()], "per_person_income": "1"},
            "facts.children",
            "invalid_facts",
        ),
        (
            {"children": [child(born="2026-11-26")], "per_person_income": "1"},
            "facts.children[0].born",
            "invalid_facts",
        ),
        (
            {"children": [child(born="2008-11-25")], "per_person_income": "1"},
            "facts.children[0].in_school",
            "missing",
        ),
        (
            {"children": [child(born="2001-11-26", severe=False)], "per_person_income": "1"},
            "facts.children[0].in_school",
            "missing",
        ),
        (
            {"children": [{"id": "c", "born": "2015-01-01"}], "per_person_income": "1"},
            "facts.children[0].alimony",
            "missing",
        ),
        (
            {
                "children": [child()],
                "household": {"persons": [{"id": "c", "born": "2015-03-04"}]},
                "per_person_income": "1",
            },
            "facts.children[0].born",
            "invalid_facts",
        ),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(LATEST))
    assert (refused.value.path, refused.value.code) == (path, code)


money = st.decimals(min_value=0, max_value=4000, places=2)
days = st.dates(min_value=date(2008, 10, 1), max_value=date(2029, 9, 30))


@given(money, money, money, days)
@settings(max_examples=300, deadline=None)
def test_more_income_gives_less_by_as_much_at_most_and_the_minimum(
    alimony: D, first: D, second: D, on: date
) -> None:
    low, high = sorted((first, second))
    row = child(str(alimony), born="2005-01-01", severe=True)
    day = on.isoformat()
    more, less = (ask(day, str(income), row).values["amounts"][0] for income in (low, high))
    assert more >= less >= 0
    assert more <= min(alimony, D(1000))
    if on >= date(2020, 10, 1):
        assert more - less <= high - low + D(100)
    elif less == 0 < more:
        assert more == min(alimony, D(500))


@given(money, st.lists(money, min_size=1, max_size=6), days)
@settings(max_examples=150, deadline=None)
def test_children_together_are_the_sum_of_each_alone(income: D, sums: list[D], on: date) -> None:
    rows = [
        {"id": str(i), "born": "2008-01-01", "alimony": str(amount), "severe": True}
        for i, amount in enumerate(sums)
    ]
    day = on.isoformat()
    together = ask(day, str(income), *rows).values["amounts"]
    assert together == [ask(day, str(income), row).values["amounts"][0] for row in rows]
    assert (ask(day, str(income), *rows).amount or D(0)) == sum(together)


@given(st.integers(min_value=1, max_value=9), money, days)
@settings(max_examples=150, deadline=None)
def test_a_larger_family_with_the_same_income_gets_no_less(size: int, income: D, on: date) -> None:
    def amount(members: int) -> D:
        facts = {**family(members, str(income)), "children": [child(born="2008-01-01")]}
        facts["children"][0]["severe"] = True
        return law.calculate("fundusz_alimentacyjny", facts, on).amount or D(0)

    assert amount(size + 1) >= amount(size)


def test_one_day_before_the_birthday_of_a_family_of_sixty() -> None:
    rows = [{"id": str(i), "born": "2008-11-26", "alimony": "100.00"} for i in range(60)]
    assert ask(LATEST, "0.00", *rows).amount == D("6000.00")
    later = (date.fromisoformat(LATEST) + timedelta(days=1)).isoformat()
    for row in rows:
        row |= {"in_school": False, "severe": False}
    assert ask(later, "0.00", *rows).amount is None


def test_a_part_of_a_grosz_over_the_criterion_is_printed() -> None:
    facts = {**family(3, "4995.01"), "children": [child("100.00")]}
    found = law.calculate("fundusz_alimentacyjny", facts, date.fromisoformat(LATEST))
    assert found.reasons == ("income_over_criterion", "below_minimum")
    words = " ".join(step.text for step in found.trace).replace("\u00a0", " ")
    assert "Dochód na osobę 1 665,003 zł przekracza kryterium 1 665,00 zł o 0,003 zł" in words
