"""Questions and answers as JSON text: strict reading, one answer per question."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from law.engine import calculate
from law.errors import InvalidFacts, InvalidQuestion, LawError, missing
from law.reading import Day

KEYS = ("id", "benefit", "on", "facts")
LONGEST_NUMBER = 30
LARGEST_QUESTION = 1_000_000  # characters


def read_json(text: str) -> Any:
    """JSON with decimal numbers; refuses duplicate keys, NaN, infinities, exponents and -0.

    Raises InvalidQuestion.
    """
    if len(text) > LARGEST_QUESTION:
        raise InvalidQuestion(f"longer than {LARGEST_QUESTION} characters")
    try:
        return json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        raise InvalidQuestion(f"not JSON: {error}") from error
    except RecursionError as error:
        raise InvalidQuestion("nested too deep") from error


def text_of(data: bytes) -> str:
    """Text from UTF-8. Raises InvalidQuestion for anything else."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidQuestion(f"not UTF-8: {error}") from error


def _number(text: str) -> int | Decimal:
    if len(text) > LONGEST_NUMBER or "e" in text.lower():
        raise InvalidQuestion(f"found the number {text[:40]}; allowed: plain digits, no exponent")
    number = Decimal(text)
    if number.is_signed() and number == 0:
        raise InvalidQuestion(f"found {text}; allowed: 0")
    return int(text) if text.lstrip("-").isdecimal() else number


def _constant(name: str) -> Any:
    raise InvalidQuestion(f"found {name}; allowed: plain numbers")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise InvalidQuestion(f"the key {key!r} is written twice", path=key)
        found[key] = value
    return found


def answer(question: Any) -> dict[str, Any]:
    """Answer to one question, or its error answer; always with the id of the question."""
    given = question.get("id") if isinstance(question, Mapping) else None
    identity = given if isinstance(given, str | int) and not isinstance(given, bool) else None
    try:
        return {"id": identity, **_outcome(question)}
    except LawError as error:
        return {"id": identity, "error": error.as_json()}


def _outcome(question: Any) -> dict[str, Any]:
    if not isinstance(question, Mapping):
        raise InvalidQuestion("not an object; allowed: an object with benefit, on and facts")
    for key in question:
        if key not in KEYS:
            raise InvalidQuestion(f"unknown key; allowed: {', '.join(KEYS)}", path=str(key))
    for key in KEYS[1:]:
        if key not in question:
            raise missing(key, "a question has benefit, on and facts")
    if not isinstance(question["benefit"], str):
        raise InvalidFacts("not text; allowed: code of a benefit", path="benefit")
    on = Day().read(question["on"], "on")
    return calculate(question["benefit"], question["facts"], on).as_json()


def answer_lines(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """Answers in the order of the lines; a bad line gets an error answer and the rest go on."""
    for line in lines:
        if line.strip():
            yield answer_text(line)


def answer_text(line: bytes) -> dict[str, Any]:
    """Answer to a question as JSON in UTF-8, or its error answer."""
    try:
        question = read_json(text_of(line))
    except InvalidQuestion as error:
        return {"id": None, "error": error.as_json()}
    return answer(question)
