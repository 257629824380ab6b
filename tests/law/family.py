"""Short questions for tests of the act on family benefits."""

from datetime import date
from typing import Any

import law


def family(*children: dict[str, Any], parents: int = 2) -> dict[str, Any]:
    """Parents a, b and children c, d, e …, each with what is said of it."""
    persons: list[dict[str, Any]] = [
        {"id": "ab"[i], "role": ("applicant", "spouse")[i]} for i in range(parents)
    ]
    persons += [{"id": chr(99 + i), "role": "child", **child} for i, child in enumerate(children)]
    return {"persons": persons}


def ask(on: str, *children: dict[str, Any], income: str = "0.00", **more: Any) -> law.Outcome:
    """Zasiłek rodzinny of two parents with these children and an established income."""
    facts = {"household": family(*children), "family_income": income, **more}
    return law.calculate("zasilek_rodzinny", facts, date.fromisoformat(on))


def addition(child: str, kind: str, **more: Any) -> dict[str, Any]:
    """An addition of a child."""
    return {"child": child, "kind": kind, **more}
