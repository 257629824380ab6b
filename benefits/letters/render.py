"""Which template of which day, and its rendering."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from benefits.letters.content import Signed, content_of
from benefits.models import Decision
from benefits.states import DecisionResult
from core.errors import DomainError
from core.polish import NBSP

_TEXT = re.compile(r">[^<]+<")
_MARK = re.compile(r"((?:art\.|ust\.|pkt|lit\.|§|poz\.|nr|tel\.|Dz\.U\.|dnia|kod:)) (?=[\da-z])")
_ONE_LETTER = re.compile(r"(?<![^\s(>])([AIOUWZaiouwz])\s+(?=\S)")

__all__ = ["Letter", "LetterMissing", "Signed", "decision_letter"]


class LetterMissing(DomainError):
    """No template of a letter is in force on the day."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A finished letter: HTML without styles, and the template that made it."""

    html: str
    template: str


def decision_letter(decision: Decision, *, day: date, signed: Signed | None = None) -> Letter:
    """The letter of a decision as of `day`; without `signed` a draft to be looked at."""
    kind = "odmowa" if decision.result == DecisionResult.REFUSED else "decyzja"
    template = template_for(kind, day)
    with translation.override("pl"):
        content = content_of(decision, day=day, signed=signed)
        html = render_to_string(template, {"letter": content})
    return Letter(_TEXT.sub(lambda text: typeset(text[0]), html), template)


def typeset(text: str) -> str:
    """Polish typography: no single letter and no «art.» at the end of a line."""
    return _ONE_LETTER.sub(rf"\1{NBSP}", _MARK.sub(rf"\1{NBSP}", text))


def template_for(kind: str, day: date) -> str:
    """`letters/decyzja/2021-11-11.html`: the newest template in force on `day`."""
    known = [start for start in _dated(kind) if start <= day]
    if not known:
        raise LetterMissing(_("There is no template of this letter for that day."))
    return f"letters/{kind}/{known[-1].isoformat()}.html"


@cache
def _dated(kind: str) -> tuple[date, ...]:
    folder = Path(settings.BASE_DIR) / "templates" / "letters" / kind
    return tuple(sorted(date.fromisoformat(path.stem) for path in folder.glob("*.html")))
