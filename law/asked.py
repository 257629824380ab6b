"""What the rule of a benefit asks of an empty question: found by asking it and filling in.

A form can then show first what is needed, and a page can name the basis of the answer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any

from law.engine import calculate, schema
from law.errors import LawError
from law.outcome import Outcome

MOST_ROUNDS = 60
_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")


@dataclass(frozen=True, slots=True)
class Asked:
    """Paths of the facts asked for, in the order of the rule; `outcome` of the sample that came
    about by answering (None: the sample was not enough, so the paths may not be all)."""

    paths: tuple[str, ...]
    outcome: Outcome | None


@lru_cache(maxsize=512)
def asked(benefit: str, on: date) -> Asked:
    """What the rule asks for on the day. Raises UnknownBenefit."""
    shape = schema(benefit)
    facts: dict[str, Any] = {}
    paths: list[str] = []
    for _round in range(MOST_ROUNDS):
        try:
            return Asked(tuple(paths), calculate(benefit, facts, on))
        except LawError as error:
            steps = _steps(error.path)
            if error.code != "missing" or not steps or error.path in paths:
                break
            paths.append(error.path)
            _put(facts, steps, _sample(_at(shape, steps), on))
    return Asked(tuple(paths), None)


def _steps(path: str) -> list[str | int]:
    """`facts.incomes[0].kind` as keys and indexes, without `facts`."""
    found: list[str | int] = [
        key if key else int(index) for key, index in _STEP.findall(path.removeprefix("facts"))
    ]
    return found


def _at(shape: Mapping[str, Any], steps: list[str | int]) -> Mapping[str, Any]:
    for step in steps:
        inner = shape.get("items") if isinstance(step, int) else shape.get("properties", {})
        found = inner if isinstance(step, int) else (inner or {}).get(step)
        shape = found if isinstance(found, Mapping) else {}
    return shape


def _put(facts: dict[str, Any], steps: list[str | int], value: Any) -> None:
    """Set the value at the path; a list on the way that is too short gets an empty entry."""
    place: Any = facts
    for step, after in pairwise(steps):
        blank: Any = [] if isinstance(after, int) else {}
        if isinstance(step, int):
            if len(place) <= step:
                place.append(blank)
            place = place[step]
        else:
            place = place.setdefault(step, blank)
    if isinstance(place, list):
        place.append(value)
    else:
        place[steps[-1]] = value


def _sample(shape: Mapping[str, Any], on: date) -> Any:
    """A plain value of that shape: what is required in it, and no more."""
    if "enum" in shape:
        return shape["enum"][0]
    kind = shape.get("type")
    if kind == "object":
        properties = shape.get("properties", {})
        return {name: _sample(properties[name], on) for name in shape.get("required", ())}
    if kind == "array":
        return [_sample(shape.get("items", {}), on)] * shape.get("minItems", 0)
    if kind == "boolean":
        return False
    if kind == "integer":
        return shape.get("minimum", 1)
    if shape.get("format") == "date":
        return on.isoformat()
    if kind == "string":
        return f"{on:%Y-%m}" if "pattern" in shape else "a"
    return "100.00"
