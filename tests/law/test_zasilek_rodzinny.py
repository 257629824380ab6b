"""Zasiłek rodzinny: criteria, złotówka za złotówkę, ages, schools, periods, errors."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
from law.trace import Step
from tests.law.family import addition, ask, family

D = Decimal
YOUNG = {"born": "2022-06-15"}
PUPIL = {"born": "2014-03-10"}
YEAR = ["2025-11-01", "2026-10-31"]


def texts(steps: tuple[Step, ...]) -> str:
    return " ".join(step.text + texts(step.children) for step in steps)


# --- criteria ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "basic", "raised"),
    [
        ("2004-05-01", "504.00", "583.00"),
        ("2012-10-31", "504.00", "583.00"),
        ("2012-11-01", "539.00", "623.00"),
        ("2014-10-31", "539.00", "623.00"),
        ("2014-11-01", "574.00", "664.00"),
        ("2015-10-31", "574.00", "664.00"),
        ("2015-11-01", "674.00", "764.00"),
        ("2027-10-31", "674.00", "764.00"),
    ],
)
def test_criterion_by_day(day: str, basic: str, raised: str) -> None:
    born = {"born": "2004-01-01", "in_school": True}
    assert ask(day, born).values["criterion"] == D(basic)
    for degree in ("child", "moderate", "severe"):
        assert ask(day, {**born, "disability": degree}).values["criterion"] == D(raised)
    for degree in ("none", "light"):
        assert ask(day, {**born, "disability": degree}).values["criterion"] == D(basic)


@pytest.mark.parametrize("day", ["2004-04-30", "2027-11-01"])
def test_days_without_known_law(day: str) -> None:
    with pytest.raises(law.NotInForce):
        ask(day, {"born": "2000-01-01"})


def test_only_a_disabled_child_raises_the_criterion() -> None:
    household = family(YOUNG, {**PUPIL, "disability": "child"})
    assert _ask(household).values["limit"] == D("3056.00")  # 4 × 764
    household["persons"][3]["disability"] = "none"
    household["persons"][0]["disability"] = "severe"
    assert _ask(household).values["limit"] == D("2696.00")  # 4 × 674


def _ask(household: dict[str, Any], on: str = "2025-11-01", **more: Any) -> law.Outcome:
    facts = {"household": household, "family_income": "0.00", **more}
    return law.calculate("zasilek_rodzinny", facts, date.fromisoformat(on))


# --- złotówka za złotówkę ---------------------------------------------------------------------

# What is left is too little because the income is over the criterion: both are said.
BELOW = ("income_over_criterion", "below_minimum")


@pytest.mark.parametrize(
    ("income", "amount", "reasons", "more"),
    [
        ("2022.00", "95.00", (), {"excess": "0.00"}),
        ("2022.01", "94.99", (), {"excess": "0.01"}),
        ("2096.99", "20.01", (), {"excess": "74.99"}),
        ("2097.00", "20.00", (), {"excess": "75.00"}),
        ("2097.01", None, BELOW, {"excess": "75.01", "below_by": "0.01"}),
        ("2117.00", None, BELOW, {"excess": "95.00", "below_by": "20.00"}),
        ("2117.01", None, ("income_over_criterion",), {"excess": "95.01", "over_total": "0.01"}),
    ],
)
def test_one_grosz_either_side(
    income: str, amount: str | None, reasons: tuple[str, ...], more: dict[str, str]
) -> None:
    """Two parents and a child of three: limit 3 × 674 = 2022, allowance 95."""
    found = ask("2025-11-01", YOUNG, income=income)
    assert found.entitled == (amount is not None)
    assert found.amount == (None if amount is None else D(amount))
    assert (found.reasons, found.per) == (reasons, "month")
    assert {key: found.values[key] for key in more} == {key: D(v) for key, v in more.items()}
    assert (found.values["limit"], found.values["total"]) == (D("2022.00"), D("95.00"))


def test_refusal_says_what_would_have_to_be_different() -> None:
    said = texts(ask("2025-11-01", YOUNG, income="2117.01").trace)
    assert "o 0,01\u00a0zł więcej niż suma" in said
    assert "niższym o co najmniej 20,01\u00a0zł" in said


@pytest.mark.parametrize(
    ("day", "entitled"), [("2015-12-31", False), ("2016-01-01", True), ("2015-11-01", False)]
)
def test_zlotowka_begins_with_2016(day: str, entitled: bool) -> None:
    found = ask(day, {"born": "2013-02-02"}, income="2022.01")
    assert found.entitled is entitled
    assert found.amount == (D("88.99") if entitled else None)
    assert found.reasons == (() if entitled else ("income_over_criterion",))


@pytest.mark.parametrize(("income", "shown"), [("2111.00", True), ("2111.01", False)])
def test_old_exception_is_shown_within_the_lowest_allowance(income: str, shown: bool) -> None:
    """3 × 674 = 2022; lowest allowance in 2015/2016: 89."""
    found = ask("2015-11-01", {"born": "2013-02-02"}, income=income)
    assert found.entitled is False
    assert ("lowest_allowance" in found.values) is shown
    assert ("Do sprawdzenia wyjątek" in texts(found.trace)) is shown


def test_established_total_needs_no_children() -> None:
    facts = {"family_income": "2102.00", "total_entitlements": "100.00"}
    found = _ask({"size": 3}, "2016-01-01", **facts)
    assert (found.amount, found.values["components"]) == (D("20.00"), [])
    with pytest.raises(law.InvalidFacts) as error:
        _ask(family(YOUNG), **facts, additions=[addition("c", "urodzenie")])
    assert error.value.path == "facts.total_entitlements"
    with pytest.raises(law.InvalidFacts) as error:
        _ask({"size": 3}, total_entitlements="0.00")
    assert error.value.path == "facts.total_entitlements"


# --- rates and ages ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "low", "middle", "high"),
    [
        ("2006-09", "48.00", "64.00", "68.00"),
        ("2009-10", "48.00", "64.00", "68.00"),
        ("2009-11", "68.00", "91.00", "98.00"),
        ("2012-10", "68.00", "91.00", "98.00"),
        ("2012-11", "77.00", "106.00", "115.00"),
        ("2015-10", "77.00", "106.00", "115.00"),
        ("2015-11", "89.00", "118.00", "129.00"),
        ("2016-10", "89.00", "118.00", "129.00"),
        ("2016-11", "95.00", "124.00", "135.00"),
        ("2027-10", "95.00", "124.00", "135.00"),
    ],
)
def test_rates_by_month(month: str, low: str, middle: str, high: str) -> None:
    year = int(month[:4])
    last = "30" if month[5:] in ("09", "11") else "31"
    period = [f"{month}-01", f"{month}-{last}"]
    children = [
        {"born": f"{year - 4}-01-01"},
        {"born": f"{year - 10}-01-01"},
        {"born": f"{year - 19}-01-01", "in_school": True},
    ]
    found = ask(f"{month}-15", *children, period=period)
    assert [part["monthly"] for part in found.values["components"]] == [
        D(low),
        D(middle),
        D(high),
    ]


def test_rates_by_order_of_birth_before_september_2006() -> None:
    born = ("2000-01-01", "1995-01-01", "2001-01-01", "1990-01-01", "2003-01-01")
    period = ["2006-08-01", "2006-08-31"]
    found = ask("2006-08-10", *({"born": day} for day in born), period=period)
    assert [part["monthly"] for part in found.values["components"]] == [
        D("53.00"),
        D("43.00"),
        D("66.00"),
        D("43.00"),
        D("66.00"),
    ]
    later = ask("2006-08-10", {"born": born[0]}, period=["2006-08-01", "2006-09-30"])
    assert later.values["total"] == D("53.50")  # (43 + 64) / 2


@pytest.mark.parametrize(
    ("born", "months_low"),
    [
        ("2021-02-01", 4),
        ("2021-02-10", 4),
        ("2021-02-28", 4),
        ("2020-02-29", 0),
        ("2020-11-01", 1),
        ("2020-10-31", 0),
        ("2021-10-31", 12),
        ("2021-11-01", 12),
    ],
)
def test_higher_rate_from_the_month_after_the_fifth_birthday(born: str, months_low: int) -> None:
    part = ask("2025-11-01", {"born": born}, period=YEAR).values["components"][0]
    assert part["sum"] == 95 * months_low + 124 * (12 - months_low)


@pytest.mark.parametrize(
    ("child", "months"),
    [
        ({"born": "2008-03-10", "in_school": False}, 5),  # November to March
        ({"born": "2008-03-10", "in_school": True}, 12),
        ({"born": "2008-10-31", "in_school": False}, 12),
        ({"born": "2005-03-10", "in_school": True}, 5),  # to the 21st birthday
        ({"born": "2005-03-10", "in_higher_education": True}, 0),
        ({"born": "2005-03-10", "in_higher_education": True, "disability": "moderate"}, 12),
        ({"born": "2007-03-10", "in_higher_education": True}, 0),
        ({"born": "2002-03-10", "in_school": True, "disability": "severe"}, 5),  # to the 24th
        ({"born": "2002-03-10", "in_school": True, "disability": "light"}, 0),
        ({"born": "2002-03-10", "in_school": False, "disability": "severe"}, 0),
        ({"born": "2001-10-31", "in_school": True, "disability": "severe"}, 0),
        ({"born": "2014-03-10", "entitled_to_zr": False}, 0),
        ({"born": "2014-03-10", "entitled_to_zr": True}, 12),
    ],
)
def test_months_of_a_child(child: dict[str, Any], months: int) -> None:
    found = ask("2025-11-01", PUPIL, child, period=YEAR)
    part = found.values["components"][1]
    spans = part["rates"]
    assert part["divisor"] == 12
    assert (not spans) is (months == 0)
    if spans:
        assert spans[0]["first_month"] == "2025-11"
        year, month = divmod(2025 * 12 + 10 + months - 1, 12)
        assert spans[-1]["last_month"] == f"{year}-{month + 1:02}"


def test_allowance_of_a_part_of_the_period_lowers_the_average() -> None:
    """124 × 12 / 12 and 124 × 5 / 12 = 51.67 for the one who is 18 in March."""
    leaver = {"born": "2008-03-10", "in_school": False}
    assert ask("2025-11-01", PUPIL, leaver, period=YEAR).values["total"] == D("175.67")
    assert ask("2025-11-01", leaver, period=YEAR).values["total"] == D("124.00")


@pytest.mark.parametrize(
    ("child", "reason"),
    [
        ({"born": "2000-01-01", "in_school": True}, "age"),
        ({"born": "2006-01-01", "in_school": False}, "age"),
        ({**PUPIL, "entitled_to_zr": False}, "no_child"),
    ],
)
def test_no_child_with_a_right(child: dict[str, Any], reason: str) -> None:
    found = ask("2025-11-01", child)
    assert (found.entitled, found.amount, found.reasons) == (False, None, (reason,))
    assert found.values["total"] == 0


def test_family_without_children() -> None:
    assert ask("2025-11-01").reasons == ("no_child",)
    with pytest.raises(law.InvalidFacts) as error:
        _ask({"size": 3})
    assert (error.value.code, error.value.path) == ("missing", "facts.household.persons")


def test_every_child_is_rounded_by_itself() -> None:
    """Twice 1372 / 12 = 114.333… is 228.66, not 228.67."""
    twin = {"born": "2021-02-10"}
    assert ask("2025-11-01", twin, twin, period=YEAR).values["total"] == D("228.66")


# --- period -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "first", "last", "divisor"),
    [
        ("2025-10-31", "2025-10", "2025-10", 1),
        ("2025-11-01", "2025-11", "2026-10", 12),
        ("2026-01-31", "2026-01", "2026-10", 10),
    ],
)
def test_without_period_to_the_end_of_the_okres(
    on: str, first: str, last: str, divisor: int
) -> None:
    part = ask(on, PUPIL).values["components"][0]
    assert part["divisor"] == divisor
    assert part["rates"] == [{"amount": D("124.00"), "first_month": first, "last_month": last}]


@pytest.mark.parametrize(
    "period",
    [
        ["2025-11-02", "2026-10-31"],
        ["2025-11-01", "2026-10-30"],
        ["2026-10-01", "2026-09-30"],
        ["2025-10-01", "2025-11-30"],
        ["2025-11-01", "2026-11-30"],
        ["2025-11-01"],
        ["2009-10-01", "2009-11-30"],
        ["2006-01-01", "2007-07-31"],
    ],
)
def test_period_of_parts_of_months_or_of_two_okresy(period: list[str]) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("2026-10-31", PUPIL, period=period)
    assert error.value.path == "facts.period"


def test_period_without_known_rates() -> None:
    with pytest.raises(law.NotInForce) as error:
        ask("2027-10-31", PUPIL, period=["2027-11-01", "2028-10-31"])
    assert error.value.path == "facts.period"


def test_base_year_follows_the_period() -> None:
    """Filed in August for the next okres: its base year is 2024, not 2023."""
    found = ask("2025-08-15", PUPIL, period=YEAR)
    assert found.trace[0].inputs["base_year"] == 2024


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("child", "path", "code"),
    [
        ({}, "facts.household.persons[2].born", "missing"),
        ({"born": "2025-11-02"}, "facts.household.persons[2].born", "invalid_facts"),
        ({"born": "2007-11-30"}, "facts.household.persons[2].in_school", "missing"),
        ({"born": "2007-01-01", "disability": "severe"}, "facts.household.persons[2].in_school",
         "missing"),
    ],
)  # fmt: skip
def test_what_a_child_lacks(child: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("2025-11-01", child)
    assert (error.value.path, error.value.code) == (path, code)
    assert error.value.polish.endswith(".")


def test_born_on_the_day_itself() -> None:
    assert ask("2025-11-01", {"born": "2025-11-01"}).amount == D("95.00")


def test_basis_names_what_was_applied() -> None:
    found = ask("2025-11-01", YOUNG, income="2030.00")
    act = "ustawy z dnia 28 listopada 2003 r. o świadczeniach rodzinnych"
    assert found.basis == (
        f"art. 4 {act}",
        f"art. 5 ust. 1 i 3-3c {act}",
        f"art. 6 ust. 1 i 2 {act}",
    )
    full = ask("2025-11-01", YOUNG, additions=[addition("c", "urlop_wychowawczy")])
    assert f"art. 5 ust. 1 {act}" in full.basis
    assert f"art. 10 {act}" in full.basis
