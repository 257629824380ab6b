"""A question to the law: asked, packed into a link, unpacked from it."""

import base64
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from benefits.calculator import notation, typed
from law.periods import add_months, month_text
from law.questions import read_json
from law.reading import Day

LONGEST_LINK = 3000  # characters of a token; the web server takes 4094 in a request line
LARGEST_FACTS = 100_000  # characters unpacked
MOST_ROUNDS = 40
_MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


class BadLink(Exception):
    """A link that cannot be read; the message says why, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Question:
    """Benefit, day and facts."""

    benefit: str
    on: date
    facts: Mapping[str, Any]


def moved(question: Question, on: date) -> Question:
    """The same situation on another day: incomes that name their month keep their distance to the
    day, so that the income of the month that counts still counts."""
    far = (on.year - question.on.year) * 12 + on.month - question.on.month
    incomes = question.facts.get("incomes")
    if not far or not isinstance(incomes, list):
        return replace(question, on=on)
    facts = {**question.facts, "incomes": [_later(row, far) for row in incomes]}
    return Question(question.benefit, on, facts)


def _later(row: Any, far: int) -> Any:
    month = row.get("month") if isinstance(row, Mapping) else None
    if not isinstance(month, str) or not _MONTH.fullmatch(month):
        return row
    first = date(int(month[:4]), int(month[5:]), 1)
    return {**row, "month": month_text(add_months(first, far))}


@dataclass(frozen=True, slots=True)
class Fault:
    """What the law refuses: at which field, why; `missing`: not there yet."""

    name: str
    message: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer, or with what stands in the way of one."""

    question: Question
    answer: dict[str, Any] | None
    faults: tuple[Fault, ...] = field(default=())


def ask(question: Question) -> Answered:
    """Ask the law. A box that is not ticked says no, and a list without rows says none, but only
    where the rule asks: what nobody asks stays unsaid."""
    shape = law.schema(question.benefit)
    facts = json.loads(json.dumps(question.facts, default=str))
    for _round in range(MOST_ROUNDS):
        try:
            answer = law.calculate(question.benefit, facts, question.on).as_json()
        except law.LawError as error:
            if error.code == "missing" and _say_none(shape, facts, error.path):
                continue
            return Answered(question, None, (_fault(error),))
        return Answered(Question(question.benefit, question.on, facts), answer)
    return Answered(question, None, (Fault("", _("The facts contradict each other."), False),))


def _say_none(shape: Mapping[str, Any], facts: dict[str, Any], path: str) -> bool:
    """Put False or [] where the rule asks for a flag or a list that may be empty."""
    name = typed.name_of(path)
    at = typed.schema_at(shape, name)
    if at is None:
        return False
    kind = notation.kind_of(at)
    may_be_none = kind == "flag" or (kind == "list" and not at.get("minItems"))
    steps = name.split(".")[1:]
    if not may_be_none or not steps:
        return False
    place: Any = facts
    for step in steps[:-1]:
        inner = place[int(step)] if step.isdecimal() else place.get(step)
        if not isinstance(inner, dict | list):
            return False
        place = inner
    if not isinstance(place, dict) or steps[-1] in place:
        return False
    place[steps[-1]] = False if kind == "flag" else []
    return True


def _fault(error: law.LawError) -> Fault:
    is_polish = (get_language() or "pl").startswith("pl")
    message = error.polish if is_polish else error.message.capitalize()
    where = error.path if error.path in ("on", "benefit") else ""
    if error.path.startswith("facts"):
        where = typed.name_of(error.path)
    return Fault(where, message, error.code == "missing")


# The link


def pack(
    question: Question,
    kept: Question | None = None,
    other: date | None = None,
    *,
    longest: int = LONGEST_LINK,
) -> str:
    """Token of a link; "" when it would be too long. Nobody's name is in it unless typed."""
    content: dict[str, Any] = {"q": _plain(question)}
    if kept is not None:
        content["k"] = _plain(kept)
    if other is not None:
        content["o"] = other.isoformat()
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
    token = base64.urlsafe_b64encode(zlib.compress(data.encode(), 9)).decode().rstrip("=")
    return token if len(token) <= longest else ""


def _plain(question: Question) -> list[Any]:
    return [question.benefit, question.on.isoformat(), question.facts]


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a link holds: the question, the one kept beside it, another day."""

    question: Question
    kept: Question | None = None
    other: date | None = None


def unpack(token: str, *, longest: int = LONGEST_LINK) -> Unpacked:
    """What a token holds. Raises BadLink."""
    if len(token) > longest:
        raise BadLink(_("The link is too long to be read. Enter the facts here."))
    try:
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, LARGEST_FACTS)
        if unpacker.unconsumed_tail:
            raise BadLink(_("The link is too long to be read. Enter the facts here."))
        content = read_json(data.decode())
        kept, other = content.get("k"), content.get("o")
        return Unpacked(
            _question(content["q"]),
            _question(kept) if kept is not None else None,
            Day().read(other, "o") if other is not None else None,
        )
    except (ValueError, zlib.error, KeyError, TypeError, AttributeError, law.LawError) as error:
        raise BadLink(
            _("The link cannot be read; perhaps a part of it is missing. Enter the facts here.")
        ) from error


def _question(content: Any) -> Question:
    benefit, on, facts = content
    law.schema(benefit)
    if not isinstance(facts, dict):
        raise ValueError("facts")
    return Question(benefit, Day().read(on, "on"), facts)
