"""What the page «check the rights» shows: facts found, what is missing, the answer of the law."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

import law
from benefits.calculator import answers, form, typed
from benefits.calculator.form import REFERENCES
from benefits.calculator.question import Answered, Question, pack
from benefits.household_facts.absences import Question as AwayQuestion
from benefits.household_facts.assemble import ANSWERED, Assembled, assemble, lack_of
from benefits.household_facts.found import Lack
from benefits.household_facts.snapshot import Snapshot
from benefits.presenters import amounts_used
from benefits.steps import steps_in_words, steps_without_names
from clients.kinds import BY_CODE


@dataclass(frozen=True, slots=True)
class Mend:
    """A lack in words, with the page that mends it and what its button says."""

    message: str
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A benefit of a household on a day: everything that the page shows.

    `away`: questions about absent members with their answers; `barred`: why these answers leave no
    right.
    """

    info: law.BenefitInfo
    on: date
    people: dict[str, str]
    said_facts: list[tuple[int, str, str]]
    lacks: list[Mend]
    notes: list[Mend]
    link: str
    away: tuple[AwayQuestion, ...] = ()
    barred: tuple[str, ...] = ()
    said: answers.Said | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    basis: list[str] = field(default_factory=list)
    parameters: list[dict[str, Any]] = field(default_factory=list)

    @property
    def unanswered(self) -> bool:
        """Is a question about somebody who is away open?"""
        return any(not question.answer for question in self.away)


def choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Benefits that a household's file can answer, by act."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for info in law.benefits():
        if info.code in ANSWERED:
            groups.setdefault(info.act, []).append((info.code, info.label))
    yield from groups.items()


def checked(
    benefit: str,
    snap: Snapshot,
    local: Mapping[str, Any],
    here: str,
    said: Mapping[str, str] | None = None,
) -> Checked:
    """Ask the law about the household; `here`: the address to come back to from a form.

    `said`: answers about members who are away, by the names of the questions.
    """
    asked = assemble(benefit, snap, local, said)
    answer, lacks = _answer(asked, snap)
    signs = _signs(snap)
    question = Question(benefit, snap.on, _signed(asked.facts, signs))
    answered = Answered(question, _named(answer, signs) if answer else None)
    answer = answer or {}
    return Checked(
        info=next(info for info in law.benefits() if info.code == benefit),
        on=snap.on,
        people={signs[b.id]: b.name for b in snap.people if b.pk not in asked.left_out},
        said_facts=_said_facts(question),
        lacks=[_mend(lack, snap, here) for lack in lacks],
        notes=[_mend(note, snap, here) for note in asked.notes],
        link="" if asked.unanswered or asked.barred else _link(question),
        away=asked.questions,
        barred=asked.barred,
        said=answers.said(answered),
        steps=_steps(asked, answer, snap.on),
        basis=list(answer.get("basis", ())),
        parameters=amounts_used(answer),
    )


def _answer(asked: Assembled, snap: Snapshot) -> tuple[dict[str, Any] | None, list[Lack]]:
    """The law's answer, or what stands in its way; nothing is asked while the file lacks facts,
    nor where the answers about absences leave no right."""
    if asked.lacks or asked.unanswered or asked.barred:
        return None, list(asked.lacks)
    try:
        return law.calculate(asked.benefit, asked.facts, snap.on).as_json(), []
    except law.LawError as error:
        return None, [lack_of(error, asked, snap)]


def _steps(asked: Assembled, answer: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    if "household" in asked.facts:
        return steps_in_words(answer, asked.facts, benefit=asked.benefit, on=on)
    return steps_without_names(answer, benefit=asked.benefit, on=on)


def _signs(snap: Snapshot) -> dict[str, str]:
    signs: dict[str, str] = {}
    for being in snap.people:
        signs[being.id] = typed.next_id(signs.values())
    return signs


def _signed(facts: Mapping[str, Any], signs: Mapping[str, str]) -> dict[str, Any]:
    """Facts in which letters stand for persons, and reasons of officers for themselves."""

    def row(one: Any) -> Any:
        if not isinstance(one, dict):
            return one
        named = {k: signs.get(v, v) if k in ("id", "person") else v for k, v in one.items()}
        return named | ({"reason": _("see the file")} if "reason" in named else {})

    found: dict[str, Any] = {}
    for key, value in facts.items():
        if key == "applicant":
            found[key] = signs.get(value, value)
        elif key == "household":
            found[key] = {**value, "persons": [row(one) for one in value["persons"]]}
        else:
            found[key] = [row(one) for one in value] if isinstance(value, list) else value
    return found


def _named(value: Any, signs: Mapping[str, str]) -> Any:
    """An answer in which letters stand for persons, too."""
    if isinstance(value, dict):
        return {
            key: signs.get(inner, inner)
            if key in REFERENCES and isinstance(inner, str)
            else _named(inner, signs)
            for key, inner in value.items()
        }
    return [_named(inner, signs) for inner in value] if isinstance(value, list) else value


def _said_facts(question: Question) -> list[tuple[int, str, str]]:
    fields = typed.fill(law.schema(question.benefit), question.facts)
    parts = form.form_of(question.benefit, question.on, fields, {}, (), "")
    return list(form.said(parts))


def _link(question: Question) -> str:
    token = pack(question)
    return f"{reverse('benefits:calculator')}?q={token}" if token else ""


def _mend(lack: Lack, snap: Snapshot, here: str) -> Mend:
    if lack.kind:
        query = {"next": here}
        if lack.person and BY_CODE[lack.kind].of == "person":
            query["person"] = str(lack.person)
        if lack.on:
            query["on"] = lack.on.isoformat()
        url = reverse("clients:fact_new", args=[snap.household, lack.kind])
        return Mend(lack.message, f"{url}?{urlencode(query)}", str(BY_CODE[lack.kind].new))
    if lack.page:
        return Mend(lack.message, reverse(lack.page, args=[lack.pk]), _("Open"))
    return Mend(lack.message, "", "")
