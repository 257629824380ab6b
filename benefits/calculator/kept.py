"""An answer kept on request, in words: what was asked, what the law said."""

from dataclasses import dataclass

import law
from benefits.calculator import answers, form, typed
from benefits.calculator.question import Answered, Question
from benefits.models import KeptAnswer


@dataclass(frozen=True, slots=True)
class KeptView:
    """A kept answer for the page of the case; `facts`: depth, label, value."""

    row: KeptAnswer
    said: answers.Said | None
    facts: list[tuple[int, str, str]]


def kept_view(row: KeptAnswer, benefit: str) -> KeptView:
    """The row with its facts and its answer in words."""
    question = Question(benefit, row.on, row.facts)
    fields = typed.fill(law.schema(benefit), row.facts)
    facts = list(form.said(form.form_of(benefit, row.on, fields)))
    return KeptView(row, answers.said(Answered(question, row.answer)), facts)
