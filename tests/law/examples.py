"""The worked examples of tests/law/cases, as questions and what is expected of the answers."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.law.sheet import read_sheet

FOLDER = Path(__file__).parent / "cases"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NOTHING = object()


def as_json(value: Any) -> Any:
    """YAML as JSON: days become ISO text; a float would be a mistake in the file."""
    if isinstance(value, float):
        raise TypeError(f"unquoted amount {value!r}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


def load() -> list[dict[str, Any]]:
    """Every example of every file: YAML, and sheets of experts (see tests/law/sheet.py)."""
    found = [
        as_json(example)
        for path in sorted(FOLDER.glob("*.yaml"))
        for example in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    return found + [one for path in sorted(FOLDER.glob("*.xlsx")) for one in read_sheet(path)]


EXAMPLES = load()


def question(example: dict[str, Any]) -> dict[str, Any]:
    """What the doors are asked."""
    return {key: example[key] for key in ("id", "benefit", "on", "facts")}


def differences(expected: Any, found: Any, path: str = "answer") -> Iterator[str]:
    """Where an answer is not what was expected; what is not expected is not compared."""
    if isinstance(expected, dict):
        for key, item in expected.items():
            value = found.get(key, _NOTHING) if isinstance(found, dict) else _NOTHING
            yield from differences(item, value, f"{path}.{key}")
    elif path == "answer.reasons":
        yield from (f"{path}: no {reason}" for reason in expected if reason not in found)
    elif isinstance(expected, list):
        if not isinstance(found, list) or len(found) != len(expected):
            yield f"{path}: expected {expected}, found {found}"
            return
        for index, item in enumerate(expected):
            yield from differences(item, found[index], f"{path}[{index}]")
    elif not _equal(expected, found):
        yield f"{path}: expected {expected!r}, found {found!r}"


def _equal(expected: Any, found: Any) -> bool:
    if isinstance(expected, bool) or expected is None:
        return found is expected
    numbers = [_decimal(value) for value in (expected, found)]
    if numbers[0] is not None:
        return numbers[0] == numbers[1]
    return bool(expected == found)


def _decimal(value: Any) -> Decimal | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return Decimal(value) if isinstance(value, str) and _NUMBER.fullmatch(value) else None
