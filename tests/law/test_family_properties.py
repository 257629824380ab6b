"""What must hold for every family: order, bounds, złotówka for złotówka, determinism."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

import law
from law.questions import answer
from tests.law.family import addition, ask

GROSZ = Decimal("0.01")
MINIMUM = Decimal("20.00")
days = st.dates(min_value=date(2016, 1, 1), max_value=date(2027, 10, 31))
incomes = st.decimals(min_value=0, max_value=9000, places=2)
KINDS = (
    "urodzenie",
    "urlop_wychowawczy",
    "samotne_wychowywanie",
    "wielodzietnosc",
    "ksztalcenie_rehabilitacja",
    "rozpoczecie_roku_szkolnego",
    "zamieszkiwanie",
    "dojazd",
)
children = st.builds(
    dict,
    born=st.dates(min_value=date(1992, 1, 1), max_value=date(2016, 1, 1)).map(date.isoformat),
    in_school=st.booleans(),
    disability=st.sampled_from(("none", "light", "moderate", "severe", "child")),
)


@st.composite
def families(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Children and additions of theirs."""
    found = draw(st.lists(children, min_size=1, max_size=6))
    ids = [chr(99 + index) for index in range(len(found))]
    pairs = draw(
        st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(KINDS)), unique=True, max_size=8)
    )
    return found, [addition(child, kind) for child, kind in pairs]


def amount(found: law.Outcome) -> Decimal:
    return found.amount or Decimal(0)


@given(families(), incomes, days)
@settings(max_examples=200, deadline=None)
def test_what_is_paid_follows_from_the_figures(
    family: tuple[list[dict[str, Any]], list[dict[str, Any]]], income: Decimal, on: date
) -> None:
    found = ask(on.isoformat(), *family[0], income=str(income), additions=family[1])
    values = found.values
    assert values["total"] == sum(part["monthly"] for part in values["components"])
    assert values["limit"] == values["criterion"] * (2 + len(family[0]))
    assert values["excess"] == max(income - values["limit"], Decimal(0))
    left = values["total"] - values["excess"]
    if found.entitled:
        assert found.amount == left
        assert left >= MINIMUM or not values["excess"]
    else:
        assert found.amount is None
        assert len(found.reasons) == 1
        assert left < MINIMUM or not values["total"]


@given(families(), incomes, incomes, days)
@settings(max_examples=200, deadline=None)
def test_more_income_never_gives_more(
    family: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    first: Decimal,
    second: Decimal,
    on: date,
) -> None:
    low, high = sorted((first, second))
    poorer, richer = (
        ask(on.isoformat(), *family[0], income=str(income), additions=family[1])
        for income in (low, high)
    )
    assert amount(poorer) >= amount(richer) >= 0


@given(families(), incomes, days)
@settings(max_examples=200, deadline=None)
def test_a_grosz_more_takes_a_grosz_or_the_last_twenty_zloty(
    family: tuple[list[dict[str, Any]], list[dict[str, Any]]], income: Decimal, on: date
) -> None:
    before, after = (
        amount(ask(on.isoformat(), *family[0], income=str(one), additions=family[1]))
        for one in (income, income + GROSZ)
    )
    assert before - after in (0, GROSZ) or (before == MINIMUM and after == 0) or before < MINIMUM


@given(families(), incomes, days)
@settings(max_examples=100, deadline=None)
def test_another_pupil_raises_limit_and_sum(
    family: tuple[list[dict[str, Any]], list[dict[str, Any]]], income: Decimal, on: date
) -> None:
    pupil = {"born": "2010-06-01", "in_school": True, "disability": "none"}
    smaller, larger = (
        ask(on.isoformat(), *found, income=str(income), additions=family[1])
        for found in (family[0], [*family[0], pupil])
    )
    assert larger.values["limit"] > smaller.values["limit"]
    assert larger.values["excess"] <= smaller.values["excess"]
    pupil_part = larger.values["components"][len(family[0])]
    assert pupil_part["monthly"] in (118, 124)


@given(families(), incomes, days)
@settings(max_examples=100, deadline=None)
def test_the_same_question_gets_the_same_answer_by_json(
    family: tuple[list[dict[str, Any]], list[dict[str, Any]]], income: Decimal, on: date
) -> None:
    found = ask(on.isoformat(), *family[0], income=str(income), additions=family[1])
    household = {
        "persons": [
            {"id": "a", "role": "applicant"},
            {"id": "b", "role": "spouse"},
            *({"id": chr(99 + i), "role": "child", **one} for i, one in enumerate(family[0])),
        ]
    }
    facts = {"household": household, "family_income": str(income), "additions": family[1]}
    question = {"id": 1, "benefit": "zasilek_rodzinny", "on": on.isoformat(), "facts": facts}
    assert answer(question) == {"id": 1, **found.as_json()}
