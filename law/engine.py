"""One question, one answer; what the outside world may call."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from law.benefit import Benefit, BenefitInfo
from law.errors import InvalidFacts, NotInForce, UnknownBenefit
from law.facts import facts_from
from law.income_kinds import ACTS as INCOME_ACTS
from law.income_kinds import dictionary
from law.outcome import Outcome
from law.params import Law, ParameterValue, parameters
from law.registry import BENEFITS


def calculate(benefit: str, facts: Mapping[str, Any], on: date) -> Outcome:
    """What the law in force on the day grants for these facts, and why.

    Raises UnknownBenefit, NotInForce or InvalidFacts, all of them LawError.
    """
    found = benefit_for(benefit)
    if not isinstance(on, date) or isinstance(on, datetime):
        raise InvalidFacts(f"found {on!r}; allowed: a day", path="on")
    _require_in_force(found.info, on)
    law = Law(on)
    result = found.rule(facts_from(found.fields, facts), law)
    return Outcome(
        benefit=benefit,
        on=on,
        entitled=result.entitled,
        amount=result.amount,
        per=result.per,
        discretionary=result.discretionary,
        values=result.values,
        reasons=result.reasons,
        trace=result.trace,
        parameters=law.used,
        basis=result.basis,
    )


def benefit_for(code: str) -> Benefit:
    """Benefit by its code. Raises UnknownBenefit, which names the known ones."""
    benefit = BENEFITS.get(code) if isinstance(code, str) else None
    if benefit is None:
        allowed = ", ".join(BENEFITS)
        raise UnknownBenefit(f"found {code!r}; allowed: {allowed}", path="benefit")
    return benefit


def _require_in_force(info: BenefitInfo, on: date) -> None:
    if on < info.valid_from:
        raise NotInForce(
            f"found {on}; the rules of {info.code} are known from {info.valid_from}",
            path="on",
            polish=f"{info.label}: przepisy są znane od {info.valid_from:%d.%m.%Y}.",
        )
    if info.valid_until is not None and on > info.valid_until:
        raise NotInForce(
            f"found {on}; the rules of {info.code} are known until {info.valid_until}",
            path="on",
            polish=f"{info.label}: kwoty są znane do {info.valid_until:%d.%m.%Y}.",
        )


def benefits() -> tuple[BenefitInfo, ...]:
    """All benefits, in order of the acts."""
    return tuple(benefit.info for benefit in BENEFITS.values())


def parameters_on(day: date, benefit: str | None = None) -> tuple[ParameterValue, ...]:
    """Parameters with a value on the day; of one benefit in the order of its rule.

    Raises UnknownBenefit.
    """
    names = benefit_for(benefit).info.parameters if benefit else tuple(parameters())
    found = []
    for name in names:
        try:
            found.append(parameters()[name].on(day))
        except NotInForce:
            continue
    return tuple(found)


def history(benefit: str | None = None) -> tuple[ParameterValue, ...]:
    """All values of all parameters, or of those of one benefit. Raises UnknownBenefit."""
    names = benefit_for(benefit).info.parameters if benefit else tuple(parameters())
    return tuple(value for name in names for value in parameters()[name].values)


def load() -> None:
    """Read and check every parameter and dictionary now, not at the first question.

    Raises BadParameter, which names the file and the fault.
    """
    parameters()
    for act in INCOME_ACTS:
        dictionary(act)


def schema(benefit: str) -> dict[str, Any]:
    """JSON Schema of the facts of a benefit. Raises UnknownBenefit."""
    found = benefit_for(benefit)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Facts of {benefit}",
        "description": found.info.label,
        **found.fields.schema(),
    }
