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


class Unreadable:
    """What JSON allows and a question does not: no reader of a field takes it, so the refusal
    names its path."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def read_json(text: str) -> Any:
    """JSON with decimal numbers; NaN, infinities, exponents, -0 and what is under a key written
    twice become Unreadable.

    Raises InvalidQuestion for text that is not JSON.
    """
    if len(text) > LARGEST_QUESTION:
        raise InvalidQuestion(f"longer than {LARGEST_QUESTION} characters")
    try:
        found = json.loads(
            text,
            parse_float=_number,
            parse_int=_number,
            parse_constant=Unreadable,
            object_pairs_hook=_object,
        )
        if "\\ud" in text.lower():
            json.dumps(found, default=str, ensure_ascii=False).encode()
        return found
    except UnicodeEncodeError as error:
        raise InvalidQuestion("text holds half of a surrogate pair") from error
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


def _number(text: str) -> int | Decimal | Unreadable:
    if len(text) > LONGEST_NUMBER or "e" in text.lower():
        return Unreadable(text[:LONGEST_NUMBER])
    number = Decimal(text)
    if number.is_signed() and number == 0:
        return Unreadable(text)
    return int(text) if text.lstrip("-").isdecimal() else number


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = Unreadable("the key written twice") if key in found else value
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
    if isinstance(question.get("id"), Unreadable):
        raise InvalidQuestion(f"found {question['id']!r}; allowed: text or a number", path="id")
    for key in KEYS[1:]:
        if key not in question:
            raise missing(key, "a question has benefit, on and facts")
    if not isinstance(question["benefit"], str):
        raise InvalidFacts(
            f"found {question['benefit']!r}; allowed: code of a benefit", path="benefit"
        )
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
