"""Rules of the place: what the rada gminy sets enters a calculation as its facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import law
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
