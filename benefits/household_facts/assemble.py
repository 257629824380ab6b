"""From a snapshot to a question: facts by benefit, what is missing, and the law's own refusals."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from benefits.household_facts import absences, family, housing, social
from benefits.household_facts.absences import Question
from benefits.household_facts.found import Draft, Lack
from benefits.household_facts.snapshot import Snapshot

MAPPINGS: Mapping[str, Callable[[Snapshot, Draft], None]] = {
    **social.MAPPINGS,
    **family.MAPPINGS,
    **housing.MAPPINGS,
}
ANSWERED = frozenset(MAPPINGS)
"""Codes of the law that the file of a household can answer, at least in part."""

_PERSON = re.compile(r"^facts\.(household\.persons|children)\[(\d+)\]\.(\w+)$")
_KINDS_OF_KEYS = {
    "disability": "certificate",
    "incapable": "certificate",
    "severe": "certificate",
    "in_school": "education",
    "in_higher_education": "education",
    "alimony": "alimony-title",
    "incomes": "income",
    "annual_incomes": "income",
    "lost_incomes": "income",
    "one_off_incomes": "one-off-income",
    "income_3m": "income",
    "per_person": "income",
    "farm": "farm",
    "alimony_paid_by": "alimony-paid",
    "usable_area": "dwelling",
    "rooms_kitchen_area": "dwelling",
    "has_central_heating": "dwelling",
    "has_hot_water": "dwelling",
    "has_gas": "dwelling",
    "title": "dwelling",
    "coal_heating": "dwelling",
    "electric_heating": "dwelling",
    "expenses": "dwelling-cost",
}


@dataclass(frozen=True, slots=True)
class Assembled:
    """Facts of a household for one benefit; `lacks` stand in the way, `notes` are to be checked.

    So do `questions` about members who are away, until they are answered; `barred`: why there is
    no right by those answers, whatever the law engine would say; `left_out`: who does not count.
    """

    benefit: str
    facts: dict[str, Any]
    lacks: tuple[Lack, ...] = ()
    notes: tuple[Lack, ...] = ()
    questions: tuple[Question, ...] = ()
    barred: tuple[str, ...] = ()
    left_out: frozenset[int] = frozenset()

    @property
    def unanswered(self) -> bool:
        """Does a question about somebody who is away still wait?"""
        return any(not question.answer for question in self.questions)


def assemble(
    benefit: str,
    snap: Snapshot,
    local: Mapping[str, Any],
    said: Mapping[str, str] | None = None,
) -> Assembled:
    """Facts for a code of ANSWERED on the day of the snapshot.

    `local`: rules of the place; `said`: answers about members who are away, by `Question.name`.
    Until one is answered, the facts show the member as at home.
    """
    draft = Draft()
    if snap.who_applies is None:
        message = _("The applicant does not belong to the household on this day.")
        lack = Lack(message, page="clients:household", pk=snap.household)
        return Assembled(benefit, {}, (lack,))
    asked = absences.questions(benefit, snap, said or {})
    counted = absences.counted(snap, asked)
    MAPPINGS[benefit](counted, draft)
    absences.complete(benefit, counted, asked, draft)
    return Assembled(
        benefit,
        {**draft.facts, **local},
        tuple(draft.lacks),
        tuple(draft.notes),
        tuple(asked),
        tuple(absences.barred(asked)),
        frozenset(being.pk for being in counted.left_out),
    )


def lack_of(error: law.LawError, asked: Assembled, snap: Snapshot) -> Lack:
    """What the law misses or refuses, with the form that adds it where a form does."""
    polish = (get_language() or "pl").startswith("pl")
    found = Lack(error.polish if polish else error.message.capitalize())
    person = _person_at(error.path, asked)
    key = error.path.rpartition(".")[2].partition("[")[0]
    if key == "born" and person is not None:
        return replace(found, page="clients:person_edit", pk=person)
    if key in ("household", "persons", "children", "applicant"):
        return replace(found, page="clients:household", pk=snap.household)
    section = error.path.removeprefix("facts.").partition("[")[0]
    kind = _KINDS_OF_KEYS.get(key) or _KINDS_OF_KEYS.get(section, "")
    if not kind:
        return found
    return replace(found, kind=kind, person=person or snap.applicant, on=snap.on)


def _person_at(path: str, asked: Assembled) -> int | None:
    """The person whose row the path names, if it names one."""
    match = _PERSON.match(path)
    if not match:
        return None
    where, index = match[1], int(match[2])
    rows = asked.facts.get("household", {}).get("persons", [])
    if where == "children":
        rows = asked.facts.get("children", [])
    if not isinstance(rows, list) or index >= len(rows):
        return None
    identity = rows[index].get("id", "")
    return int(identity) if identity else None
