"""Conditions of a right: each with its step, and what a refusal says when it fails."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts
from law.facts import Facts, Income
from law.money import ZERO, grosze_of, polish, polish_beside
from law.outcome import Result
from law.swiadczenia_rodzinne.income import FamilyIncome
from law.trace import Step

# art. 27 ust. 5: one of these, even for different persons cared for. The fifth is the addition for
# urlop wychowawczy (art. 10), which is no kind of income.
ONE_OF = {
    "swiadczenie_rodzicielskie": "świadczenie rodzicielskie",
    "swiadczenie_pielegnacyjne": "świadczenie pielęgnacyjne",
    "specjalny_zasilek_opiekunczy": "specjalny zasiłek opiekuńczy",
    "zasilek_dla_opiekuna": "zasiłek dla opiekuna",
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: its step; when it fails, the reason of refusal and by how much."""

    step: Step
    reason: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def refusal(
    conditions: tuple[Condition, ...],
    basis: tuple[str, ...],
    per: str,
    values: Mapping[str, Any],
) -> Result | None:
    """The refusal when a condition fails, with all that failed; None when all hold."""
    failed = [condition for condition in conditions if condition.reason]
    if not failed:
        return None
    found = dict(values)
    for condition in failed:
        found |= condition.values
    reasons = tuple(dict.fromkeys(condition.reason for condition in failed))
    steps = tuple(condition.step for condition in conditions)
    return Result(False, steps, basis, None, per, values=found, reasons=reasons)


def within_criterion(
    provision: str, what: str, found: FamilyIncome, criterion: Decimal
) -> Condition:
    """Does the income per person not exceed the criterion? Compared exactly, not in grosze.

    `limit` and `excess` are those of the whole family, and told in a grant too.
    """
    limit = criterion * found.size
    excess = max(found.exact - Fraction(limit), Fraction(0))
    values = {"limit": limit, "excess": grosze_of(excess)}
    inputs = {"per_person": found.per_person, "criterion": criterion, "limit": limit}
    person = polish_beside(found.per_person_exact, criterion)
    start = f"{what} {polish_beside(found.exact, limit)}, na każdą z {found.size} osób {person}"
    if not excess:
        text = f"{start}, nie przekracza kryterium {polish(criterion)} na osobę."
        return Condition(Step(provision, text, True, inputs), values=values)
    text = (
        f"{start}, przekracza kryterium {polish(criterion)} na osobę, czyli {polish(limit)} "
        f"łącznie, o {polish_beside(excess, ZERO)}. Warunek byłby spełniony przy dochodzie "
        "niższym o tę kwotę."
    )
    step = Step(provision, text, False, inputs)
    return Condition(step, "income_over_criterion", values)


def incomes_of_applicant(facts: Facts) -> Iterator[Income]:
    """Incomes of the applicant; all of them when the question does not say who applies."""
    for entry in facts.incomes:
        if entry.amount and (
            facts.applicant_id is None or entry.person in (None, facts.applicant_id)
        ):
            yield entry


def no_other_benefit(
    facts: Facts, own: str, kinds: Mapping[str, str] = ONE_OF
) -> tuple[Condition, ...]:
    """Refused beside another benefit of art. 27 ust. 5; nothing to say when there is none."""
    others = {kind: label for kind, label in kinds.items() if kind != own}
    kind = next((one.kind for one in incomes_of_applicant(facts) if one.kind in others), None)
    if kind is None:
        return ()
    text = (
        f"Osoba pobiera inne świadczenie: {others[kind]}. Przysługuje tylko jedno z nich, "
        "wybrane przez osobę uprawnioną; przyznanie wymaga rezygnacji z tamtego."
    )
    step = Step("art. 27 ust. 5", text, False, {"received": kind})
    return (Condition(step, "excluded_by_other_benefit"),)


def require_order(path: str, earlier: date, later: date, said: str) -> None:
    """Raises InvalidFacts at the path when `later`, found there, comes before `earlier`."""
    if later < earlier:
        raise InvalidFacts(f"found {later}; allowed: not before {earlier}", path=path, polish=said)


def require_born(born: date, on: date) -> None:
    """Raises InvalidFacts when the child is born after the day of the question."""
    if born > on:
        raise InvalidFacts(
            f"found {born}; allowed: not after {on}",
            path="facts.child_born",
            polish="Data urodzenia dziecka jest późniejsza niż dzień pytania.",
        )
