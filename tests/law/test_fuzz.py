"""Twenty thousand random and mutated questions: each is answered, or refused with its path."""

import copy
import json
import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import law
from law.questions import answer, answer_text
from tests.law.examples import EXAMPLES, question

QUESTIONS = 20_000
CODES = {"invalid_facts", "missing", "not_in_force", "unknown_benefit", "invalid_question"}
ODD: tuple[Any, ...] = (
    None, True, False, "", " ", "x" * 300, [], {}, [[]], [None], {"": ""}, 0, -1, 10**30, "-0.00",
    "1e5", "NaN", "Infinity", "0.001", "12,50", "0x10", "٣.00", "2025-02-30", "2025-13", "0000-00",
    "9999-12-31", "1899-12-31", "2025-05-01T00:00", "\u0000", "💶", "Łódź",
)  # fmt: skip
DAYS = [date(year, month, day) for year in range(2000, 2031) for month, day in ((1, 1), (12, 31))]

SHIFTS = (-366, -31, -1, 1, 31, 366)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths of everything inside."""
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield (*path, key)
        yield from places(item, (*path, key))


def near(value: Any, chance: random.Random) -> Any:
    """A neighbour: a grosz or a złoty up or down, a day or a month further, another truth."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice((-1, 1, 59))
    if isinstance(value, str):
        try:
            step = chance.choice(("-0.01", "0.01", "-1", "1", "1000", "-5000"))
            return str(Decimal(value) + Decimal(step))
        except InvalidOperation:
            pass
        try:
            moved = date.fromisoformat(value) + timedelta(
                chance.choice((-366, -31, -1, 1, 31, 366))
            )
            return moved.isoformat()
        except (ValueError, OverflowError):
            return value[::-1]
    return value


def mutated(facts: dict[str, Any], chance: random.Random, codes: list[str]) -> Any:
    """A copy with one to four changes."""
    facts = copy.deepcopy(facts)
    for _change in range(chance.randint(1, 4)):
        found = list(places(facts))
        if not found:
            break
        *parents, last = chance.choice(found)
        inside: Any = facts
        for key in parents:
            inside = inside[key]
        kind = chance.random()
        if kind < 0.45:
            inside[last] = near(inside[last], chance)
        elif kind < 0.6:
            inside[last] = copy.deepcopy(chance.choice(ODD))
        elif kind < 0.75:
            del inside[last]
        elif kind < 0.85 and isinstance(inside, list):
            inside.append(copy.deepcopy(inside[last]))
        elif isinstance(inside, dict):
            inside[chance.choice((*codes, "hobby", "incomes", "household"))] = copy.deepcopy(
                inside[last]
            )
    return facts


def asked(chance: random.Random) -> dict[str, Any]:
    """A worked example, its facts changed, sometimes on another day or of another benefit."""
    example = chance.choice(EXAMPLES)
    codes = [info.code for info in law.benefits()]
    keys = list(law.schema(example["benefit"])["properties"])
    on = example["on"]
    if chance.random() < 0.5:
        on = (chance.choice(DAYS) + timedelta(chance.randint(-2, 2))).isoformat()
    benefit = example["benefit"] if chance.random() < 0.9 else chance.choice(codes)
    facts = mutated(example["facts"], chance, keys)
    return {**question(example), "benefit": benefit, "on": on, "facts": facts}


def test_every_question_is_answered_or_refused_with_its_path() -> None:
    chance = random.Random(20261125)
    seen: Counter[str] = Counter()
    for _number in range(QUESTIONS):
        one = asked(chance)
        found = answer(one)
        if "error" not in found:
            assert {"entitled", "amount", "values", "reasons", "trace"} <= set(found)
            assert found["trace"], one
            seen["answered"] += 1
            continue
        error = found["error"]
        assert error["code"] in CODES, one
        assert error["message"], one
        if error["code"] in ("invalid_facts", "missing"):
            assert error["path"].startswith("facts"), (error, one)
        seen[error["code"]] += 1
    assert seen["answered"] > QUESTIONS / 10
    assert min(seen[code] for code in ("invalid_facts", "missing", "not_in_force")) > 100


def test_text_that_is_no_question_is_refused() -> None:
    chance = random.Random(7)
    whole = [json.dumps(question(example), ensure_ascii=False).encode() for example in EXAMPLES]
    for _number in range(2_000):
        line = bytearray(chance.choice(whole))
        for _change in range(chance.randint(1, 5)):
            at = chance.randrange(len(line))
            line[at : at + chance.randint(0, 3)] = bytes(
                chance.choice(b'{}[]",:0-9.eE\\ntrue\x00\xff') for _ in range(chance.randint(0, 3))
            )
        found = answer_text(bytes(line))
        assert "entitled" in found or found["error"]["code"] in CODES, line
