"""Every reason of a refusal can be reached, says by its steps why, and no other reason exists."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import law
from law.outcome import Result
from law.refusals import REFUSALS

QUESTIONS = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: f"{one['benefit']}-{one['reason']}")
def test_refused_for_its_reason(one: dict[str, Any]) -> None:
    found = law.calculate(one["benefit"], one["facts"], date.fromisoformat(one["day"]))
    assert one["reason"] in found.reasons
    assert found.entitled is False
    assert found.amount is None
    assert found.trace and found.basis


def test_every_reason_is_reached() -> None:
    assert {one["reason"] for one in QUESTIONS} == set(REFUSALS)


def test_a_rule_cannot_invent_a_reason() -> None:
    with pytest.raises(ValueError, match="moon"):
        Result(False, (), (), reasons=("moon",))
