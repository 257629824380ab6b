"""The answer of the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from law.params import ParameterValue
from law.refusals import REFUSALS
from law.trace import Step, plain

VERSION = "2026.11.3"


@dataclass(frozen=True, slots=True)
class Result:
    """What the rule of one benefit finds; the engine adds the question and the parameters used."""

    entitled: bool | None
    trace: tuple[Step, ...]
    basis: tuple[str, ...]
    amount: Decimal | None = None
    per: str | None = None
    discretionary: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if unknown := [reason for reason in self.reasons if reason not in REFUSALS]:
            raise ValueError(f"no refusal of law.refusals: {unknown}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The full answer: the right or its lack, the amount in zł, the reasons and the way to them."""

    benefit: str
    on: date
    entitled: bool | None
    amount: Decimal | None
    per: str | None
    discretionary: bool
    values: Mapping[str, Any]
    reasons: tuple[str, ...]
    trace: tuple[Step, ...]
    parameters: tuple[ParameterValue, ...]
    basis: tuple[str, ...]
    law_version: str = VERSION

    def as_json(self) -> dict[str, Any]:
        """The answer as JSON, without the id of the question."""
        return {
            "benefit": self.benefit,
            "on": self.on.isoformat(),
            "entitled": self.entitled,
            "amount": plain(self.amount),
            "per": self.per,
            "discretionary": self.discretionary,
            "values": plain(self.values),
            "reasons": list(self.reasons),
            "trace": [step.as_json() for step in self.trace],
            "parameters": [value.as_json() for value in self.parameters],
            "basis": list(self.basis),
            "law_version": self.law_version,
        }
