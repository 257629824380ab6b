"""Stypendium szkolne and zasiłek szkolny. Expected figures by hand from the base of the day."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import law
from tests.law.ask import facts as family

D = Decimal
GROSZ = D("0.01")
ON = "2025-09-10"
BANDS = [
    {"over": "0.00", "to": "300.00", "pct": 200},
    {"over": "300.00", "to": "823.00", "pct": "112.5"},
]


def ask(on: str, per_person: str | None = None, **more: Any) -> law.Outcome:
    facts = dict(more)
    if per_person is not None:
        facts["per_person"] = per_person
    return law.calculate("stypendium_szkolne", facts, date.fromisoformat(on))


@pytest.mark.parametrize(
    ("first_day", "last_day", "criterion"),
    [
        ("2006-10-01", "2012-09-30", "351.00"),
        ("2012-10-01", "2015-09-30", "456.00"),
        ("2015-10-01", "2018-09-30", "514.00"),
        ("2018-10-01", "2021-12-31", "528.00"),
        ("2022-01-01", "2024-12-31", "600.00"),
        ("2025-01-01", "2027-10-31", "823.00"),
    ],
)
def test_criterion(first_day: str, last_day: str, criterion: str) -> None:
    for day in (first_day, last_day):
        equal = ask(day, criterion)
        assert (equal.entitled, equal.amount, equal.per) == (True, None, "month")
        assert equal.values["criterion"] == D(criterion)
        over = ask(day, str(D(criterion) + GROSZ))
        assert (over.entitled, over.amount, over.reasons) == (
            False,
            None,
            ("income_over_criterion",),
        )
        assert over.values["excess"] == GROSZ
        assert "przysługiwałoby przy dochodzie najwyżej" in over.trace[1].text


@pytest.mark.parametrize(
    ("first_day", "last_day", "low", "high", "year", "five"),
    [
        ("2006-09-01", "2009-10-31", "51.20", "128.00", "1280.00", "320.00"),
        ("2009-11-01", "2012-10-31", "72.80", "182.00", "1820.00", "455.00"),
        ("2012-11-01", "2015-10-31", "84.80", "212.00", "2120.00", "530.00"),
        ("2015-11-01", "2016-10-31", "94.40", "236.00", "2360.00", "590.00"),
        ("2016-11-01", "2027-10-31", "99.20", "248.00", "2480.00", "620.00"),
    ],
)
def test_bounds(first_day: str, last_day: str, low: str, high: str, year: str, five: str) -> None:
    for day in (first_day, last_day):
        values = ask(day, "0.00").values
        found = (values["min_month"], values["max_month"], values["year_max"])
        assert found == (D(low), D(high), D(year))
        facts = {"event_date": day, "filed": day}
        help_ = law.calculate("zasilek_szkolny", facts, date.fromisoformat(day))
        assert help_.values["max_amount"] == D(five)


def test_days_beyond_the_law() -> None:
    for day in ("2006-08-31", "2027-11-01"):
        with pytest.raises(law.NotInForce):
            ask(day, "0.00")


@pytest.mark.parametrize(
    ("per_person", "amount"),
    [
        ("0.00", "248.00"),
        ("0.01", "248.00"),
        ("300.00", "248.00"),
        ("300.01", "139.50"),  # 112.5 % of 124
        ("823.00", "139.50"),
    ],
)
def test_bands(per_person: str, amount: str) -> None:
    found = ask(ON, per_person, bands=BANDS, months=10)
    assert found.amount == D(amount)
    assert found.values["amount_period"] == D(amount) * 10
    assert "amount_period" not in ask(ON, per_person, bands=BANDS).values
    assert "amount_period" not in ask(ON, per_person, months=10).values


def test_bands_are_a_rule_of_the_place() -> None:
    (rule,) = law.local_rules("stypendium_szkolne")
    facts = law.read_local(rule, BANDS, date.fromisoformat(ON))
    assert ask(ON, "300.01", **facts).amount == D("139.50")


def test_over_the_criterion_no_band_is_asked() -> None:
    found = ask(ON, "900.00", bands=BANDS, months=10)
    assert (found.entitled, found.amount) == (False, None)
    assert "amount_period" not in found.values


def test_odd_part_of_the_base_is_rounded_half_up() -> None:
    """80.5 % of 91 is 73.255."""
    bands = [{"over": "0", "pct": "80.5"}]
    assert ask("2010-09-01", "0.00", bands=bands).amount == D("73.26")


@pytest.mark.parametrize(
    ("bands", "path"),
    [
        ([], "facts.bands"),
        (BANDS[::-1], "facts.bands[1].over"),
        ([{"over": "10", "to": "10", "pct": 100}], "facts.bands[0].to"),
        ([{"over": "0", "pct": 100}, {"over": "10", "pct": 90}], "facts.bands[1].over"),
        ([{"over": "0", "pct": "79.99"}], "facts.bands[0].pct"),
        ([{"over": "0", "pct": "200.01"}], "facts.bands[0].pct"),
        ([{"over": "0", "to": "499.99", "pct": 80}], "facts.bands"),
        ([{"over": "500", "pct": 80}], "facts.bands"),
        ([{"over": "0"}], "facts.bands[0].pct"),
    ],
)
def test_bad_bands(bands: list[Any], path: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask(ON, "500.00", bands=bands)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("size", "income", "entitled", "amount"),
    [
        (1, "823.00", True, "139.50"),
        (1, "823.01", False, None),
        (3, "2469.00", True, "139.50"),
        (3, "2469.01", False, None),  # a third of a grosz over
        (3, "900.00", True, "248.00"),
        (3, "900.01", True, "139.50"),
    ],
)
def test_income_as_in_social_assistance(
    size: int, income: str, entitled: bool, amount: str | None
) -> None:
    facts = {**family(size, income), "bands": BANDS}
    found = law.calculate("stypendium_szkolne", facts, date.fromisoformat(ON))
    assert found.entitled is entitled
    assert found.amount == (None if amount is None else D(amount))
    assert found.trace[0].children[0].provision == "art. 8 ust. 3 ustawy o pomocy społecznej"


def test_child_benefit_is_no_income() -> None:
    facts = family(2, "1646.00")
    facts["incomes"].append({"person": "a", "kind": "swiadczenie_wychowawcze", "amount": "800.00"})
    facts["incomes"].append({"person": "a", "kind": "school_scholarship", "amount": "248.00"})
    found = law.calculate("stypendium_szkolne", facts, date.fromisoformat(ON))
    assert (found.entitled, found.values["per_person"]) == (True, D("823.00"))


@pytest.mark.parametrize(
    ("facts", "path", "code"),
    [
        ({}, "facts.incomes", "missing"),
        ({"incomes": []}, "facts.household", "missing"),
        ({"per_person": "1", "incomes": []}, "facts.per_person", "invalid_facts"),
        ({"per_person": "-1"}, "facts.per_person", "invalid_facts"),
        ({"per_person": "1", "months": 0}, "facts.months", "invalid_facts"),
        ({"per_person": "1", "months": 11}, "facts.months", "invalid_facts"),
    ],
)
def test_bad_facts(facts: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(law.InvalidFacts) as refused:
        ask(ON, **facts)
    assert (refused.value.path, refused.value.code) == (path, code)


@pytest.mark.parametrize(
    ("event", "filed", "in_time", "last_day"),
    [
        ("2025-08-20", "2025-08-20", True, "2025-10-20"),
        ("2025-08-20", "2025-10-20", True, "2025-10-20"),
        ("2025-08-20", "2025-10-21", False, "2025-10-20"),
        ("2025-12-31", "2026-02-28", True, "2026-03-02"),  # 28 February is a Saturday
        ("2025-12-31", "2026-03-02", True, "2026-03-02"),
        ("2025-12-31", "2026-03-03", False, "2026-03-02"),
        ("2023-12-31", "2024-02-29", True, "2024-02-29"),
        ("2023-12-31", "2024-03-01", False, "2024-02-29"),
        ("2025-09-11", "2025-11-12", True, "2025-11-12"),  # 11 November is a day off
        ("2025-10-24", "2025-12-29", True, "2025-12-29"),
        ("1950-01-01", "2025-09-10", False, "1950-03-01"),
    ],
)
def test_zasilek_szkolny(event: str, filed: str, in_time: bool, last_day: str) -> None:
    facts = {"event_date": event, "filed": filed}
    found = law.calculate("zasilek_szkolny", facts, date.fromisoformat(ON))
    assert (found.entitled, found.discretionary) == ((None, True) if in_time else (False, False))
    assert (found.amount, found.per) == (None, "once")
    assert found.values["in_time"] is in_time
    assert found.values["last_day"] == date.fromisoformat(last_day)
    assert found.reasons == (() if in_time else ("filed_late",))
    if not in_time:
        assert found.values["days_late"] > 0


def test_bad_zasilek_szkolny() -> None:
    for facts, path in (
        ({"event_date": "2025-08-20", "filed": "2025-08-19"}, "facts.filed"),
        ({"event_date": "2025-08-20"}, "facts.filed"),
        ({"filed": "2025-08-20"}, "facts.event_date"),
    ):
        with pytest.raises(law.InvalidFacts) as refused:
            law.calculate("zasilek_szkolny", facts, date.fromisoformat(ON))
        assert refused.value.path == path


money = st.decimals(min_value=0, max_value=1200, places=2)
percents = st.integers(min_value=80, max_value=200)


@given(money, money, percents, percents, st.integers(min_value=1, max_value=10))
@settings(max_examples=200, deadline=None)
def test_more_income_never_gives_more(one: D, two: D, p: int, q: int, months: int) -> None:
    low, high = sorted((one, two))
    bands = [
        {"over": "0.00", "to": "400.00", "pct": max(p, q)},
        {"over": "400.00", "pct": min(p, q)},
    ]
    more, less = (ask(ON, str(x), bands=bands, months=months) for x in (low, high))
    assert (more.amount or 0) >= (less.amount or 0)
    if more.amount is not None:
        assert D("99.20") <= more.amount <= D("248.00")
        assert more.values["amount_period"] <= D("2480.00")
    else:
        assert less.amount is None
