"""Rules of the place: what the rada gminy sets enters a calculation as its facts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import law
from law.pomoc_spoleczna.spans import part_of
from tests.law.ask import ask

DAY = date(2025, 3, 1)
BY = {"lone": "1515.00", "person": "1234.50", "resolution": "nr XX/101/2025 z 30.01.2025"}


def raised(**more: Any) -> dict[str, Any]:
    return {"raised_criteria": {**BY, **more}}


@pytest.mark.parametrize(
    ("size", "income", "entitled", "minimum"),
    [
        (1, "1514.99", True, "20.00"),
        (1, "1515.00", False, None),
        (1, "1010.00", True, "252.50"),
        (2, "2000.00", True, "234.50"),
        (2, "2469.00", False, None),
    ],
)
def test_zasilek_okresowy_by_the_raised_criterion(
    size: int, income: str, entitled: bool, minimum: str | None
) -> None:
    found = ask("zasilek_okresowy", "2025-03-01", size, income, **raised())
    assert found.entitled is entitled
    assert found.amount == (Decimal(minimum) if minimum else None)
    assert not ask("zasilek_okresowy", "2025-03-01", size, income).entitled


def test_zasilek_celowy_by_the_raised_criterion() -> None:
    assert ask("zasilek_celowy", "2025-03-01", 1, "1515.00", **raised()).discretionary
    assert ask("zasilek_celowy", "2025-03-01", 1, "1515.01", **raised()).entitled is False
    assert ask("zasilek_celowy", "2025-03-01", 1, "1010.01").entitled is False


def test_the_trace_and_the_basis_name_the_resolution() -> None:
    found = ask("zasilek_celowy", "2025-03-01", 1, "1200.00", **raised())
    assert any("nr XX/101/2025 z 30.01.2025" in step.text for step in found.trace)
    assert any("art. 8 ust. 1 pkt 1, ust. 2 i ust. 3" in article for article in found.basis)


def test_a_resolution_only_raises() -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("zasilek_okresowy", "2025-03-01", 1, "0.00", **raised(lone="1009.99"))
    assert error.value.path == "facts.raised_criteria.lone"
    assert ask("zasilek_okresowy", "2025-03-01", 1, "0.00", **raised(lone="1010.00")).entitled


def test_other_benefits_know_nothing_of_it() -> None:
    for benefit in ("zasilek_staly", "specjalny_zasilek_celowy"):
        with pytest.raises(law.InvalidFacts, match="unknown key"):
            ask(benefit, "2025-03-01", 1, "0.00", **raised())


def test_every_rule_of_the_place_is_a_key_of_all_its_benefits() -> None:
    names = [rule.name for rule in law.local_rules()]
    assert len(set(names)) == len(names)
    for rule in law.local_rules():
        for benefit in rule.benefits:
            assert rule.key in law.schema(benefit)["properties"], rule.name
            assert rule in law.local_rules(benefit)


def test_a_value_is_read_as_the_facts_would_be() -> None:
    (rule,) = law.local_rules("dps_oplata")
    assert law.read_local(rule, "A", DAY) == {"family_rule": "A"}
    with pytest.raises(law.InvalidFacts) as error:
        law.read_local(rule, "C", DAY)
    assert error.value.path == "facts.family_rule"


def test_a_value_below_that_of_the_act_is_refused_when_it_is_entered() -> None:
    rule = law.local_rules("zasilek_celowy")[0]
    assert law.read_local(rule, BY, DAY)["raised_criteria"]["lone"] == Decimal("1515.00")
    with pytest.raises(law.InvalidFacts) as error:
        law.read_local(rule, {**BY, "person": "822.99"}, DAY)
    assert error.value.path == "facts.raised_criteria.person"


@pytest.mark.parametrize(
    ("benefit", "key", "value", "path"),
    [
        ("uslugi_opiekuncze", "tariff", [{"over_pct": "100"}], "facts.tariff[0]"),
        (
            "uslugi_opiekuncze",
            "tariff",
            [
                {"over_pct": "100", "to_pct": "150", "fee_per_hour": "2"},
                {"over_pct": "149", "fee_per_hour": "3"},
            ],
            "facts.tariff[1].over_pct",
        ),
        ("stypendium_szkolne", "bands", [{"over": "0", "pct": "201"}], "facts.bands[0].pct"),
        ("dodatek_mieszkaniowy", "cap_pct", "90.01", "facts.cap_pct"),
        ("dodatek_mieszkaniowy", "cap_pct", "49.99", "facts.cap_pct"),
    ],
)
def test_what_a_calculation_would_refuse_is_refused_when_it_is_entered(
    benefit: str, key: str, value: Any, path: str
) -> None:
    rule = next(rule for rule in law.local_rules(benefit) if rule.key == key)
    with pytest.raises(law.InvalidFacts) as error:
        law.read_local(rule, value, DAY)
    assert error.value.path == path
    assert not error.value.polish.startswith("Nie można odczytać")


RULE = "zarządzenie nr 3/2022 z 3.01.2022"


def part(rounding: str | None, first: str, last: str, income: str = "0.00") -> law.Outcome:
    """Zasiłek stały of a lone person of 2022 (719 zł; 776 zł less the income) for some days."""
    extra: dict[str, Any] = {"from": first, "to": last}
    if rounding:
        extra["daily_rate"] = {"rounding": rounding, "resolution": RULE}
    found: law.Outcome = ask("zasilek_staly", first, 1, income, **extra)
    return found


@pytest.mark.parametrize(
    ("first", "last", "income", "exact", "rounded"),
    [
        ("2022-10-10", "2022-10-31", "0.00", "510.26", "510.18"),  # 719/31 = 23.1935
        ("2022-10-10", "2022-10-31", "303.00", "335.68", "335.72"),  # 473/31 = 15.2581
        ("2022-10-31", "2022-10-31", "0.00", "23.19", "23.19"),
        ("2022-04-02", "2022-04-30", "0.00", "695.03", "695.13"),  # 719/30 = 23.9667
        ("2022-02-01", "2022-02-27", "0.00", "693.32", "693.36"),  # 719/28 = 25.6786
        ("2022-10-01", "2022-10-31", "0.00", "719.00", "719.00"),  # the whole month
        ("2022-02-01", "2022-02-28", "0.00", "719.00", "719.00"),
    ],
)
def test_part_of_a_month_by_the_rounding_of_the_centre(
    first: str, last: str, income: str, exact: str, rounded: str
) -> None:
    assert part(None, first, last, income).amount == Decimal(exact)
    assert part("exact", first, last, income).amount == Decimal(exact)
    assert part("rounded", first, last, income).amount == Decimal(rounded)


def test_the_example_of_the_reference() -> None:
    span = date(2022, 10, 10), date(2022, 10, 31)
    by = {"daily_rate": {"rounding": "rounded", "resolution": RULE}}
    assert part_of(Fraction(776), span, {}).amount == Decimal("550.71")
    assert part_of(Fraction(776), span, by).amount == Decimal("550.66")


def test_the_trace_says_which_rounding_was_used() -> None:
    exact = part(None, "2022-10-10", "2022-10-31").trace[-1]
    assert "zaokrąglone raz" in exact.text and exact.inputs["rounding"] == "exact"
    step = part("rounded", "2022-10-10", "2022-10-31").trace[-1]
    assert RULE in step.text and "stawki dziennej" in step.text
    assert step.inputs["day_rate"] == Decimal("23.19")
    assert step.inputs["rounding"] == "rounded"


def test_a_full_month_knows_nothing_of_the_daily_rate() -> None:
    by = {"daily_rate": {"rounding": "rounded", "resolution": RULE}}
    plain = ask("zasilek_staly", "2022-10-01").as_json()
    assert ask("zasilek_staly", "2022-10-01", **by).as_json() == plain


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("rounded", "facts.daily_rate"),
        ({"rounding": "up", "resolution": RULE}, "facts.daily_rate.rounding"),
        ({"rounding": "rounded"}, "facts.daily_rate.resolution"),
        ({"resolution": RULE}, "facts.daily_rate.rounding"),
    ],
)
def test_a_daily_rate_is_read_strictly(value: Any, path: str) -> None:
    with pytest.raises(law.InvalidFacts) as error:
        ask("zasilek_staly", "2022-10-01", daily_rate=value)
    assert error.value.path == path


def test_fees_know_no_daily_rate() -> None:
    for benefit in ("dps_oplata", "zasilek_okresowy", "swiadczenie_pielegnacyjne"):
        assert "daily_rate" not in law.schema(benefit)["properties"]
