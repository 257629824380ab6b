"""Becikowe (art. 15b) and the grant of „Za życiem”: terms, medical care, the income criterion."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law

D = Decimal


def becikowe(on: str, income: str | None = "0.00", size: int = 3, **facts: Any) -> law.Outcome:
    given: dict[str, Any] = {"child_born": on, "filed": on, "medical_care_from_week": 10, **facts}
    given["household"] = {"size": size}
    if income is not None:
        given["incomes"] = [{"kind": "established", "amount": income}]
    return law.calculate(
        "becikowe", {k: v for k, v in given.items() if v is not None}, date.fromisoformat(on)
    )


def za_zyciem(born: str, filed: str, on: str | None = None) -> law.Outcome:
    facts = {"child_born": born, "filed": filed}
    return law.calculate("za_zyciem", facts, date.fromisoformat(on or filed))


@pytest.mark.parametrize(
    ("size", "income", "per_person", "excess"),
    [
        (2, "3844.00", "1922.00", "0.00"),
        (2, "3844.01", "1922.01", "0.01"),
        (3, "5766.00", "1922.00", "0.00"),
        (3, "5766.01", "1922.00", "0.01"),  # 1922.0033…: over, though not in grosze
        (3, "5766.03", "1922.01", "0.03"),
        (4, "7687.99", "1922.00", "0.00"),
        (3, "0.00", "0.00", "0.00"),
    ],
)
def test_criterion(size: int, income: str, per_person: str, excess: str) -> None:
    """Limit and excess are those of the family, told in a grant too."""
    found = becikowe("2026-05-04", income, size)
    fits = excess == "0.00"
    assert (found.entitled, found.amount, found.per) == (
        fits,
        D("1000.00") if fits else None,
        "once",
    )
    assert found.values["per_person"] == D(per_person)
    assert found.values["criterion"] == D("1922.00")
    assert (found.values["limit"], found.values["excess"]) == (size * D("1922.00"), D(excess))
    assert found.reasons == (() if fits else ("income_over_criterion",))


def test_refusal_says_what_would_have_to_be_different() -> None:
    text = " ".join(step.text for step in becikowe("2026-05-04", "6000.00").trace)
    assert "łącznie, o 234,00" in text.replace("\u00a0", " ")
    assert "5 766,00" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("on", "born", "tested"),
    [("2013-06-03", "2012-12-31", False), ("2013-06-03", "2013-01-01", True)],
)
def test_income_is_tested_for_children_born_since_2013(on: str, born: str, tested: bool) -> None:
    rich = becikowe(on, "90000.00", child_born=born)
    assert rich.entitled is not tested
    assert ("per_person" in rich.values) is tested
    if tested:
        with pytest.raises(law.InvalidFacts) as refused:
            becikowe(on, None, child_born=born)
        assert refused.value.code == "missing"
    else:
        assert becikowe(on, None, child_born=born).amount == D("1000.00")


@pytest.mark.parametrize(
    ("born", "last_day"),
    [
        ("2025-05-12", "2026-05-12"),
        ("2025-05-10", "2026-05-11"),  # a Sunday
        ("2025-05-09", "2026-05-11"),  # a Saturday
        ("2025-01-01", "2026-01-02"),  # New Year
        ("2025-12-25", "2026-12-28"),  # Christmas Friday, then a holiday Saturday and a Sunday
        ("2024-02-29", "2025-02-28"),
    ],
)
def test_twelve_months(born: str, last_day: str) -> None:
    day = date.fromisoformat(last_day)
    for benefit in ("becikowe", "za_zyciem"):
        for late in (0, 1):
            filed = day + timedelta(days=late)
            facts: dict[str, Any] = {"child_born": born, "filed": filed}
            if benefit == "becikowe":
                facts |= {"household": {"size": 2}, "incomes": [], "medical_care_from_week": 1}
            found = law.calculate(benefit, facts, filed)
            assert found.values["last_day"] == day
            assert found.reasons == (("filed_late",) if late else ())
            assert found.values.get("days_late") == (1 if late else None)


def test_medical_care_from_the_tenth_week() -> None:
    assert becikowe("2026-05-04", medical_care_from_week=10).entitled is True
    late = becikowe("2026-05-04", medical_care_from_week=11)
    assert (late.entitled, late.reasons) == (False, ("medical_care",))
    assert late.values["weeks_late"] == 1
    with pytest.raises(law.InvalidFacts) as refused:
        becikowe("2012-01-01", medical_care_from_week=None)
    assert (refused.value.path, refused.value.code) == ("facts.medical_care_from_week", "missing")
    assert becikowe("2011-12-31", medical_care_from_week=None).entitled is True


def test_all_that_fails_is_said() -> None:
    found = becikowe("2026-05-04", "9999.00", child_born="2025-04-01", medical_care_from_week=12)
    assert found.reasons == ("filed_late", "medical_care", "income_over_criterion")
    assert found.values["days_late"] == 33


def test_guardians_and_adopters() -> None:
    """Twelve months from taking the child over, before it comes of age, without medical care."""
    facts = {"child_born": "2012-05-05", "medical_care_from_week": None}
    found = becikowe("2026-05-04", taken_over="2025-05-04", **facts)
    assert (found.entitled, found.amount) == (True, D("1000.00"))
    assert becikowe("2026-05-05", taken_over="2025-05-04", **facts).reasons == ("filed_late",)
    grown = {**facts, "child_born": "2008-05-05"}
    assert becikowe("2026-05-04", taken_over="2025-12-01", **grown).entitled is True
    assert becikowe("2026-05-05", taken_over="2025-12-01", **grown).reasons == ("age",)


@pytest.mark.parametrize(
    ("facts", "path"),
    [
        ({"filed": "2026-05-03"}, "facts.filed"),
        ({"child_born": "2026-05-05", "filed": "2026-05-05"}, "facts.child_born"),
        ({"taken_over": "2026-05-03"}, "facts.taken_over"),
        ({"taken_over": "2026-05-05"}, "facts.filed"),
        ({"child_born": None}, "facts.child_born"),
        ({"filed": None}, "facts.filed"),
        ({"medical_care_from_week": 0}, "facts.medical_care_from_week"),
        ({"weeks": 1}, "facts.weeks"),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        becikowe("2026-05-04", **facts)
    assert refused.value.path == path
    assert refused.value.polish


def test_za_zyciem() -> None:
    found = za_zyciem("2026-01-15", "2026-02-02")
    assert (found.entitled, found.amount, found.per) == (True, D("4000.00"), "once")
    assert found.basis == (
        "art. 10 ustawy z dnia 4 listopada 2016 r. o wsparciu kobiet w ciąży i rodzin „Za życiem”",
    )
    late = za_zyciem("2023-01-01", "2024-01-03")
    assert (late.entitled, late.amount, late.values["days_late"]) == (False, None, 1)
    for born, filed, path in (
        ("2026-02-03", "2026-02-02", "facts.filed"),
        ("2026-02-03", "2026-02-04", "facts.child_born"),
    ):
        with pytest.raises(law.InvalidFacts) as refused:
            za_zyciem(born, filed, on="2026-02-02")
        assert refused.value.path == path


@pytest.mark.parametrize(
    ("benefit", "first_day"), [("becikowe", "2006-01-01"), ("za_zyciem", "2017-01-01")]
)
def test_first_day(benefit: str, first_day: str) -> None:
    day = date.fromisoformat(first_day)
    facts = {"child_born": first_day, "filed": first_day}
    assert law.calculate(benefit, facts, day).entitled is True
    with pytest.raises(law.NotInForce):
        law.calculate(benefit, facts, day - timedelta(days=1))


money = st.integers(min_value=0, max_value=2_000_000).map(lambda n: str(D(n).scaleb(-2)))


@given(money, money, st.integers(min_value=1, max_value=60))
@settings(max_examples=100, deadline=None)
def test_more_income_never_gives_more(one: str, two: str, size: int) -> None:
    low, high = sorted((one, two), key=D)
    poor, rich = becikowe("2026-05-04", low, size), becikowe("2026-05-04", high, size)
    assert bool(poor.entitled) >= bool(rich.entitled)
    larger = becikowe("2026-05-04", high, min(size + 1, 60))
    assert bool(larger.entitled) >= bool(rich.entitled)
    assert bool(rich.entitled) is (D(high) <= 1922 * size)
