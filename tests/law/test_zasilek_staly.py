"""Zasiłek stały: every change of law, one grosz either side of each threshold, refusals."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from tests.law.ask import ask, facts, household

D = Decimal
ON = date(2025, 3, 1)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("2004-05-01", "418.00"),
        ("2006-09-30", "418.00"),
        ("2006-10-01", "444.00"),
        ("2012-09-30", "444.00"),
        ("2012-10-01", "529.00"),
        ("2015-09-30", "529.00"),
        ("2015-10-01", "604.00"),
        ("2018-09-30", "604.00"),
        ("2018-10-01", "645.00"),
        ("2021-12-31", "645.00"),
        ("2022-01-01", "719.00"),
        ("2023-12-31", "719.00"),
        ("2024-01-01", "1000.00"),
        ("2024-12-31", "1000.00"),
        ("2025-01-01", "1229.00"),
        ("2026-12-31", "1229.00"),
        ("2027-12-31", "1229.00"),
    ],
)
def test_lone_without_income_gets_the_maximum_of_the_day(on: str, amount: str) -> None:
    assert ask("zasilek_staly", on).amount == D(amount)


@pytest.mark.parametrize(
    ("on", "amount"),
    [
        ("2006-09-30", "316.00"),
        ("2006-10-01", "351.00"),
        ("2012-10-01", "456.00"),
        ("2015-10-01", "514.00"),
        ("2018-10-01", "528.00"),
        ("2022-01-01", "600.00"),
        ("2023-12-31", "600.00"),
        ("2024-01-01", "780.00"),
        ("2024-12-31", "780.00"),
        ("2025-01-01", "1069.90"),
    ],
)
def test_in_a_family_without_income_gets_the_base(on: str, amount: str) -> None:
    assert ask("zasilek_staly", on, 3).amount == D(amount)


@pytest.mark.parametrize(
    ("on", "income", "amount"),
    [
        ("2025-03-01", "83.99", "1229.00"),
        ("2025-03-01", "84.00", "1229.00"),
        ("2025-03-01", "84.01", "1228.99"),
        ("2025-03-01", "1009.99", "303.01"),
        ("2023-06-01", "57.00", "719.00"),
        ("2023-06-01", "57.01", "718.99"),
        ("2023-06-01", "745.99", "30.01"),
        ("2023-06-01", "746.00", "30.00"),
        ("2023-06-01", "746.01", "30.00"),
        ("2023-06-01", "775.99", "30.00"),
    ],
)
def test_lone_cap_and_floor(on: str, income: str, amount: str) -> None:
    assert ask("zasilek_staly", on, 1, income).amount == D(amount)


@pytest.mark.parametrize("on", ["2023-06-01", "2024-06-01", "2025-06-01"])
@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_income_must_be_lower_than_the_criterion(on: str, size: int) -> None:
    criterion = ask("zasilek_staly", on, size).values["criterion"] * size
    assert ask("zasilek_staly", on, size, str(criterion - D("0.01"))).entitled is True
    for excess in (D("0.00"), D("0.01")):
        found = ask("zasilek_staly", on, size, str(criterion + excess))
        assert (found.entitled, found.amount) == (False, None)
        assert found.reasons == ("income_over_criterion",)


def test_refusal_says_by_how_much() -> None:
    assert ask("zasilek_staly", "2025-03-01", 1, "1010.55").values["excess"] == D("0.55")
    family = ask("zasilek_staly", "2025-03-01", 2, "1700.00").values
    assert family["excess_per_person"] == D("27.00")
    assert "excess_own_income" not in family


def test_own_income_in_a_family_is_tested_apart() -> None:
    def own(amount: str) -> law.Outcome:
        incomes = [{"person": "a", "kind": "pension", "amount": amount}]
        return law.calculate("zasilek_staly", facts(3) | {"incomes": incomes}, ON)

    assert own("822.99").entitled is True
    refused = own("823.00")
    assert refused.reasons == ("income_over_criterion",)
    assert refused.values["excess_own_income"] == D("0.00")
    assert "excess_per_person" not in refused.values


@pytest.mark.parametrize(
    ("payer", "entitled", "own"), [("a", True, "323.00"), ("b", False, "823.00")]
)
def test_alimony_lowers_the_own_income_of_who_pays_it(payer: str, entitled: bool, own: str) -> None:
    incomes = [
        {"person": "a", "kind": "pension", "amount": "823.00"},
        {"person": "b", "kind": "wage", "amount": "700.00"},
    ]
    paid = [{"person": payer, "amount": "500.00"}]
    asked = facts(3) | {"incomes": incomes, "alimony_paid_by": paid}

    found = law.calculate("zasilek_staly", asked, ON)

    assert (found.entitled, found.values["own_income"]) == (entitled, D(own))
    assert found.values["income"] == D("1023.00")


def test_alimony_is_said_once_and_by_whom() -> None:
    paid = [{"person": "a", "amount": "500.00"}, {"person": "b", "amount": "0.00"}]
    wrong: tuple[tuple[dict[str, Any], str], ...] = (
        ({"alimony_paid": "500.00", "alimony_paid_by": paid}, "facts.alimony_paid_by"),
        ({"alimony_paid_by": [{"person": "x", "amount": "1"}]}, "facts.alimony_paid_by[0].person"),
        ({"alimony_paid_by": [{"amount": "1"}]}, "facts.alimony_paid_by[0].person"),
    )
    for more, path in wrong:
        with pytest.raises(law.InvalidFacts) as caught:
            law.calculate("zasilek_staly", facts(3) | more, ON)
        assert caught.value.path == path


def test_rounded_once() -> None:
    # 1069.90 - 1000.01 / 2 = 569.895, half up; the rounded income per person would give 569.89
    assert ask("zasilek_staly", "2025-03-01", 2, "1000.01").amount == D("569.90")


@pytest.mark.parametrize(
    ("first", "last", "amount"),
    [
        ("2025-04-01", "2025-04-30", "1229.00"),
        ("2025-04-21", "2025-04-30", "409.67"),
        ("2025-02-28", "2025-02-28", "43.89"),
        ("2024-02-29", "2024-02-29", "42.38"),
        ("2025-03-02", "2025-03-31", "1189.35"),
    ],
)
def test_part_of_a_month_by_days(first: str, last: str, amount: str) -> None:
    found = ask("zasilek_staly", "2025-03-01", **{"from": first, "to": last})
    assert found.amount == D(amount)
    assert found.values["full_amount"] == D("1229.00")


def test_part_may_be_under_the_floor() -> None:
    found = ask(
        "zasilek_staly", "2023-06-01", 1, "775.00", **{"from": "2023-06-30", "to": "2023-06-30"}
    )
    assert (found.amount, found.values["full_amount"]) == (D("1.00"), D("30.00"))


@pytest.mark.parametrize(
    ("span", "path"),
    [
        ({"from": "2025-04-30", "to": "2025-05-01"}, "facts.to"),
        ({"from": "2025-04-30", "to": "2026-04-30"}, "facts.to"),
        ({"from": "2025-04-30", "to": "2025-04-29"}, "facts.to"),
        ({"from": "2025-04-30"}, "facts.to"),
        ({"to": "2025-04-30"}, "facts.from"),
    ],
)
def test_bad_span_is_refused(span: dict[str, str], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask("zasilek_staly", "2025-04-01", **span)
    assert refused.value.path == path


def test_capable_is_refused_and_all_reasons_named() -> None:
    given = {**facts(1, "2000.00"), "household": household(1, incapable=False)}
    found = law.calculate("zasilek_staly", given, ON)
    assert found.reasons == ("not_incapable", "income_over_criterion")


def test_incapacity_must_be_said() -> None:
    given = {**facts(1), "household": household(1, incapable=None)}
    with pytest.raises(law.InvalidFacts) as refused:
        law.calculate("zasilek_staly", given, ON)
    assert (refused.value.code, refused.value.path) == (
        "missing",
        "facts.household.persons[0].incapable",
    )


@pytest.mark.parametrize("degree", ["moderate", "severe"])
def test_degree_of_disability_is_incapacity(degree: str) -> None:
    given = {**facts(1), "household": household(1, incapable=None)}
    given["household"]["persons"][0]["disability"] = degree
    assert law.calculate("zasilek_staly", given, ON).entitled is True
    given["household"]["persons"][0]["disability"] = "light"
    with pytest.raises(law.InvalidFacts):
        law.calculate("zasilek_staly", given, ON)


@pytest.mark.parametrize(("born", "entitled"), [("2007-03-01", True), ("2007-03-02", False)])
def test_only_adults(born: str, entitled: bool) -> None:
    given = facts(1)
    given["household"]["persons"][0]["born"] = born
    found = law.calculate("zasilek_staly", given, ON)
    assert found.entitled is entitled
    assert found.reasons == (() if entitled else ("age",))


@pytest.mark.parametrize("kind", ["social_pension", "swiadczenie_pielegnacyjne"])
def test_excluding_benefits(kind: str) -> None:
    incomes = [{"person": "a", "kind": kind, "amount": "100.00"}]
    found = law.calculate("zasilek_staly", facts(1) | {"incomes": incomes}, ON)
    assert found.reasons == ("excluded_by_other_benefit",)
    assert found.values["excluded_by"] == kind
    incomes[0]["person"] = "b"
    of_another = law.calculate("zasilek_staly", facts(2) | {"incomes": incomes}, ON)
    assert of_another.entitled is True


def test_the_allowance_computed_is_not_its_own_income() -> None:
    """What the applicant draws already is left out; what the spouse draws counts for both."""
    mine = {"person": "a", "kind": "zasilek_staly", "amount": "500.00"}
    yours = {"person": "b", "kind": "zasilek_staly", "amount": "500.00"}
    alone = ask("zasilek_staly", "2025-03-01", 1, incomes=[mine])
    assert (alone.amount, alone.values["income"]) == (D("1229.00"), D("0.00"))
    assert any("nie jest dochodem" in step.text for step in alone.trace[0].children)
    both = ask("zasilek_staly", "2025-03-01", 2, incomes=[mine, yours])
    assert both.values["income"] == D("500.00")
    assert both.amount == D("819.90")  # 1069.90 - 250.00
    periodic = ask("zasilek_okresowy", "2025-03-01", 1, incomes=[mine])
    assert periodic.values["income"] == D("500.00")


def test_trace_and_basis() -> None:
    found = ask("zasilek_staly", "2025-03-01", 1, "215.84")
    assert found.amount == D("1097.16")
    assert found.trace[-1].value == D("1097.16")
    assert found.trace[-1].provision == "art. 37 ust. 2 pkt 1"
    assert all(step.text.endswith(".") for step in found.trace)
    assert found.basis[1].endswith("ustawy z dnia 12 marca 2004 r. o pomocy społecznej")
    names = [value.name for value in found.parameters]
    assert "zasilek_staly_maximum" in names
    assert "kryterium_osoby_w_rodzinie" not in names


@pytest.mark.parametrize(
    ("month", "entitled"),
    [
        (None, False),
        ("2025-01", True),  # drawn before, no more
        ("2025-02", False),  # the month whose income counts
        ("2025-03", False),  # the month of the day
        ("2025-04", True),  # still to come
    ],
)
def test_excluding_benefit_by_the_month_in_which_it_is_drawn(
    month: str | None, entitled: bool
) -> None:
    row = {"person": "a", "kind": "social_pension", "amount": "100.00"}
    incomes = [{**row, "month": month} if month else row]
    found = law.calculate("zasilek_staly", facts(1) | {"incomes": incomes}, ON)
    assert found.entitled is entitled
    assert found.reasons == (() if entitled else ("excluded_by_other_benefit",))


def test_a_part_of_a_grosz_over_the_criterion_is_printed() -> None:
    # 1010.00 + one twelfth of 5050.05, which is 0.0041666… above a whole grosz
    paid = [{"person": "a", "kind": "inheritance", "amount": "6000.05", "paid": "2025-02-10"}]
    rest = [{"person": "a", "kind": "pension", "amount": "510.00"}]
    asked = facts(1) | {"incomes": rest, "one_off_incomes": paid}
    found = law.calculate("zasilek_staly", asked, ON)
    assert found.values["income"] == found.values["criterion"] == D("1010.00")
    words = " ".join(step.text for step in found.trace).replace("\u00a0", " ")
    assert "Dochód 1 010,004 zł nie jest niższy od kryterium 1 010,00 zł" in words
