"""Karta Dużej Rodziny: who has a right to it, and what a duplicate or a second form costs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal
SMALL = {"age": 10}


def card(on: str, children: list[dict[str, Any]], **more: Any) -> law.Outcome:
    facts = {"children": children, **more}
    return law.calculate("karta_duzej_rodziny", facts, date.fromisoformat(on))


def entitled(on: str, *children: dict[str, Any], **more: Any) -> tuple[bool, list[bool]]:
    values = card(on, list(children), **more).values
    return values["parents_entitled"], values["children_entitled"]


@pytest.mark.parametrize(
    ("child", "fits"),
    [
        ({"age": 0}, True),
        ({"age": 17}, True),
        ({"age": 18, "in_school": False}, False),
        ({"age": 18, "in_school": True}, True),
        ({"age": 24, "in_school": True}, True),
        ({"age": 25, "in_school": True}, False),
        ({"age": 25, "in_school": True, "disability": "light"}, False),
        ({"age": 25, "disability": "child"}, False),
        ({"age": 25, "disability": "none"}, False),
        ({"age": 18, "disability": "moderate"}, True),
        ({"age": 70, "disability": "severe"}, True),
        ({"age": 10, "died": True}, False),
        ({"age": 10, "died": False}, True),
        ({"died": True}, False),
        ({"born": "2015-05-05", "died": "2020-01-01"}, False),
        ({"died": "2026-05-10"}, False),
        # days: 18th and 25th birthday, born on the day, born on 29 February
        ({"born": "2008-05-11"}, True),
        ({"born": "2008-05-10", "in_school": False}, False),
        ({"born": "2001-05-11", "in_school": True}, True),
        ({"born": "2001-05-10", "in_school": True}, False),
        ({"born": "2026-05-10", "age": 0}, True),
        ({"born": "2012-02-29", "age": 14}, True),
    ],
)
def test_a_child_on_its_own(child: dict[str, Any], fits: bool) -> None:
    """With two small ones beside it the third decides for all three."""
    assert entitled("2026-05-10", child, SMALL, SMALL) == (True, [fits, fits, fits])


def test_three_fit_and_a_fourth_does_not() -> None:
    adult = {"age": 30}
    assert entitled("2026-05-10", adult, SMALL, SMALL, SMALL) == (True, [False, True, True, True])


@pytest.mark.parametrize(
    ("on", "children", "ever", "parents"),
    [
        ("2018-12-31", [SMALL, SMALL], 3, False),
        ("2019-01-01", [SMALL, SMALL], 3, True),
        ("2019-01-01", [SMALL, SMALL], 2, False),
        ("2018-12-31", [SMALL, SMALL, {"age": 40}], 3, False),
        ("2019-01-01", [SMALL, SMALL, {"age": 40}], None, True),
        ("2019-01-01", [SMALL, SMALL, {"died": True}], None, True),
        ("2015-01-01", [SMALL, SMALL, SMALL], None, True),
        ("2026-05-10", [], 3, True),
        ("2026-05-10", [], None, False),
    ],
)
def test_parents_count_those_they_ever_had_since_2019(
    on: str, children: list[dict[str, Any]], ever: int | None, parents: bool
) -> None:
    more = {} if ever is None else {"children_ever": ever}
    assert entitled(on, *children, **more)[0] is parents


def test_answer_is_a_figure_that_explains_itself() -> None:
    found = card("2026-05-10", [{"age": 30}, SMALL, SMALL])
    assert (found.entitled, found.amount, found.per, found.discretionary) == (
        None,
        None,
        None,
        False,
    )
    assert (found.values["children_now"], found.values["children_ever"]) == (2, 3)
    parents, children = found.trace
    assert "mają lub mieli na utrzymaniu dzieci: 3" in parents.text
    assert "spełnia teraz: 2; wymaga się 3" in children.text
    assert "po ukończeniu 25 lat" in children.children[0].text


@pytest.mark.parametrize(
    ("child", "path", "code"),
    [
        ({}, "facts.children[0].born", "missing"),
        ({"age": 18}, "facts.children[0].in_school", "missing"),
        ({"age": 24}, "facts.children[0].in_school", "missing"),
        ({"age": 121}, "facts.children[0].age", "invalid_facts"),
        ({"born": "2026-05-11"}, "facts.children[0].born", "invalid_facts"),
        ({"born": "2012-02-29", "age": 15}, "facts.children[0].age", "invalid_facts"),
        ({"age": 3, "died": "2026-05-11"}, "facts.children[0].died", "invalid_facts"),
        (
            {"born": "2020-01-02", "died": "2020-01-01"},
            "facts.children[0].died",
            "invalid_facts",
        ),
        ({"age": 3, "died": "maybe"}, "facts.children[0].died", "invalid_facts"),
        ({"age": 3, "disability": "total"}, "facts.children[0].disability", "invalid_facts"),
    ],
)
def test_bad_child(child: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        card("2026-05-10", [child])
    assert (refused.value.path, refused.value.code) == (path, code)


def test_fewer_ever_than_listed() -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        card("2026-05-10", [SMALL, SMALL], children_ever=1)
    assert refused.value.path == "facts.children_ever"
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("karta_duzej_rodziny", {}, date(2026, 5, 10))
    assert (refused.value.path, refused.value.code) == ("facts.children", "missing")


ages = st.lists(st.integers(min_value=0, max_value=40), max_size=8)


@given(ages, st.booleans(), st.dates(min_value=date(2015, 1, 1), max_value=date(2029, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_one_child_more_takes_nothing_away(years: list[int], school: bool, on: date) -> None:
    children = [{"age": age, "in_school": school} for age in years]
    parents, own = entitled(on.isoformat(), *children)
    more_parents, more_own = entitled(on.isoformat(), *children, {"age": 1})
    assert more_parents >= parents
    assert all(after >= before for before, after in zip(own, more_own, strict=False))
    assert not any(own) or sum(own) >= 3


def fee(request: str, requested: str, first: str | None = None, on: str | None = None) -> Decimal:
    facts = {"request": request, "requested": requested}
    if first is not None:
        facts["first_applied"] = first
    values = law.calculate("kdr_oplata", facts, date.fromisoformat(on or requested)).values
    assert list(values) == ["fee"]
    found: Decimal = values["fee"]
    return found


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        ("2017-03-01", "9.21"),
        ("2018-03-01", "9.21"),
        ("2019-03-01", "9.21"),
        ("2020-03-01", "9.21"),
        ("2021-02-28", "9.21"),
        ("2021-03-01", "10.12"),
        ("2021-06-08", "10.12"),
        ("2021-06-09", "10.00"),
        ("2022-02-28", "10.00"),
        ("2022-03-01", "11.00"),
        ("2023-02-28", "11.00"),
        ("2023-03-01", "13.00"),
        ("2024-02-29", "13.00"),
        ("2024-03-01", "15.00"),
        ("2025-02-28", "15.00"),
        ("2025-03-01", "16.00"),
        ("2026-02-28", "16.00"),
        ("2026-03-01", "17.00"),
        ("2027-02-28", "17.00"),
    ],
)
def test_duplicate(day: str, amount: str) -> None:
    assert fee("duplicate", day) == D(amount)


@pytest.mark.parametrize(
    ("request_", "day", "first", "amount"),
    [
        ("additional_traditional", "2018-01-01", None, "9.21"),
        ("additional_traditional", "2021-06-08", None, "9.21"),
        ("additional_traditional", "2021-06-09", None, "10.00"),
        ("additional_traditional", "2026-12-31", "2017-01-01", "10.00"),
        ("additional_traditional", "2019-06-01", "2017-01-01", "9.21"),
        ("additional_electronic", "2018-01-01", "2017-12-31", "0.00"),
        ("additional_electronic", "2018-01-01", "2018-01-01", "9.21"),
        ("additional_electronic", "2019-12-31", "2017-12-31", "0.00"),
        ("additional_electronic", "2019-12-31", "2018-01-01", "9.21"),
        ("additional_electronic", "2020-01-01", "2017-12-31", "9.21"),
        ("additional_electronic", "2020-01-01", None, "9.21"),
        ("additional_electronic", "2021-06-08", None, "9.21"),
        ("additional_electronic", "2021-06-09", None, "0.00"),
    ],
)
def test_second_form(request_: str, day: str, first: str | None, amount: str) -> None:
    assert fee(request_, day, first) == D(amount)


def test_fee_is_that_of_the_day_of_the_request() -> None:
    assert fee("duplicate", "2025-02-28", on="2025-03-05") == D("15.00")
    found = law.calculate("kdr_oplata", {"request": "duplicate"}, date(2025, 3, 5))
    assert found.values["fee"] == D("16.00")
    assert found.basis == ("art. 13 ust. 2 ustawy z dnia 5 grudnia 2014 r. o Karcie Dużej Rodziny",)


def test_no_electronic_form_before_2018() -> None:
    for form in ("additional_electronic", "additional_traditional"):
        with pytest.raises(law.NotInForce) as refused:
            fee(form, "2017-12-31", "2017-03-03")
        assert refused.value.path == "facts.requested"


def test_no_fee_is_known_for_the_day_of_the_request() -> None:
    for day in ("2017-02-28", "2027-03-01"):
        with pytest.raises(law.NotInForce) as refused:
            fee("duplicate", day, on="2025-03-05")
        assert refused.value.path == "facts.requested"


def test_bad_request() -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        fee("additional_electronic", "2019-12-31")
    assert (refused.value.path, refused.value.code) == ("facts.first_applied", "missing")
    with pytest.raises(law.InvalidFacts) as refused:
        fee("duplicate", "2022-04-01", "2022-04-02")
    assert refused.value.path == "facts.first_applied"
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("kdr_oplata", {}, date(2022, 4, 1))
    assert refused.value.path == "facts.request"
