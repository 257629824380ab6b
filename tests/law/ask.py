"""Short questions for tests of the act on social assistance."""

from datetime import date
from typing import Any

import law


def household(size: int, *, incapable: bool | None = True) -> dict[str, Any]:
    """A household of that many persons a, b, c …; a applies."""
    persons: list[dict[str, Any]] = [{"id": chr(97 + i), "role": "other"} for i in range(size)]
    persons[0]["role"] = "applicant"
    if incapable is not None:
        persons[0]["incapable"] = incapable
    return {"kind": "samotnie" if size == 1 else "rodzina", "persons": persons}


def facts(size: int = 1, income: str | None = None, **more: Any) -> dict[str, Any]:
    """Facts of a household whose whole income is the last member's."""
    incomes = []
    if income is not None:
        incomes = [{"person": chr(96 + size), "kind": "established", "amount": income}]
    return {"household": household(size), "incomes": incomes, **more}


def ask(benefit: str, on: str, size: int = 1, income: str | None = None, **more: Any) -> Any:
    """Outcome for such a household."""
    return law.calculate(benefit, facts(size, income, **more), date.fromisoformat(on))
