"""Members who are away on the day: what is asked of the officer, and what the answers do.

The collected law seldom settles by itself whether a member who is away counts, so nothing is
settled in silence: the page asks, says what the law says, and calculates when it is answered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from benefits.absence_law import (
    CHILD_BENEFITS,
    FAMILY_BENEFITS,
    HOME_UPKEEP,
    HOUSEHOLD_BENEFITS,
    NO_RIGHT_AWAY,
    away_words,
    said_by_law,
)
from benefits.household_facts import people
from benefits.household_facts.found import Draft, Lack
from benefits.household_facts.snapshot import Away, Being, Snapshot
from clients.models import AbsenceReason
from core.polish import format_date

IN, OUT = "in", "out"
PREFIX = "away-"
CARE_ALLOWANCE, PARENTAL = "zasilek_pielegnacyjny", "swiadczenie_rodzicielskie"
CARED_FOR = frozenset({"severe", "child"})


class Ask(Enum):
    """What an absence puts into question."""

    MEMBER = "member"
    ALONE = "alone"
    RIGHT = "right"
    UPKEEP = "upkeep"


@dataclass(frozen=True, slots=True)
class _Words:
    question: Promise
    yes: Promise
    no: Promise


_WORDS: Mapping[Ask, _Words] = {
    Ask.MEMBER: _Words(
        gettext_lazy("Does the person count?"),
        gettext_lazy("counts as at home"),
        gettext_lazy("does not count"),
    ),
    Ask.ALONE: _Words(
        gettext_lazy("Does the applicant run the household with the others?"),
        gettext_lazy("with the others"),
        gettext_lazy("alone: the others do not count"),
    ),
    Ask.RIGHT: _Words(
        gettext_lazy("Has the applicant a right to the benefit?"),
        gettext_lazy("has it nevertheless"),
        gettext_lazy("has none"),
    ),
    Ask.UPKEEP: _Words(
        gettext_lazy("Has the person full-day upkeep there free of charge?"),
        gettext_lazy("no, or it is paid for"),
        gettext_lazy("yes"),
    ),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One member who is away, what is asked, what the law says of it, and the answer if given."""

    away: Away
    being: Being
    ask: Ask
    law: str
    answer: str = ""

    @property
    def name(self) -> str:
        """What the answer is called in the address of the page; it goes with this absence only."""
        return f"{PREFIX}{self.away.pk}"

    @property
    def fact(self) -> str:
        """«N. is away since … (reason).»"""
        return _words(self.being, self.away)

    @property
    def asks(self) -> str:
        """The question itself."""
        return str(_WORDS[self.ask].question)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Both answers: code and words."""
        words = _WORDS[self.ask]
        return [(IN, str(words.yes)), (OUT, str(words.no))]

    @property
    def said(self) -> str:
        """The answer in words; "" until there is one."""
        return dict(self.choices).get(self.answer, "")


def questions(benefit: str, snap: Snapshot, said: Mapping[str, str]) -> list[Question]:
    """What has to be answered for the benefit; `said`: answers by the name of the question."""
    found = []
    for being, away in _away(benefit, snap):
        ask = _ask(benefit, snap, being, away)
        if ask is not None:
            law = said_by_law(benefit, being.member.role, away.reason)
            answer = said.get(f"{PREFIX}{away.pk}", "")
            found.append(Question(away, being, ask, law, answer if answer in (IN, OUT) else ""))
    return found


def counted(snap: Snapshot, asked: Iterable[Question]) -> Snapshot:
    """The household without those who do not count; the applicant always stays."""
    gone: set[int] = set()
    for question in asked:
        if question.answer != OUT:
            continue
        if question.ask is Ask.MEMBER:
            gone.add(question.being.pk)
        elif question.ask is Ask.ALONE:
            gone |= {being.pk for being in snap.people}
    return snap.without(gone - {snap.applicant})


def complete(benefit: str, snap: Snapshot, asked: Sequence[Question], draft: Draft) -> None:
    """Facts that an absence gives, and what the officer should know of the others."""
    _upkeep(benefit, snap, asked, draft)
    if benefit == PARENTAL:
        _stays(snap, draft)
    for question in asked:
        applicant = question.being.pk == snap.applicant
        if applicant and question.ask is Ask.MEMBER and question.answer == OUT:
            message = _("Who applies cannot be left out: choose another applicant.")
            draft.lacks.append(Lack(message, page="clients:household", pk=snap.household))
    who = snap.who_applies
    away = snap.away(snap.applicant)
    if who and away and benefit in HOUSEHOLD_BENEFITS and not asked and len(snap.people) == 1:
        law = said_by_law(benefit, "applicant", away.reason)
        draft.notes.append(_noted(f"{_words(who, away)} {law}", away))


def barred(asked: Iterable[Question]) -> list[str]:
    """Why there is no right by the finding of the officer, which the law engine does not know."""
    return [
        f"{question.fact} {question.law}"
        for question in asked
        if question.ask is Ask.RIGHT and question.answer == OUT
    ]


def _away(benefit: str, snap: Snapshot) -> Iterable[tuple[Being, Away]]:
    for being in _concerned(benefit, snap):
        away = snap.away(being.pk)
        if away is not None:
            yield being, away


def _concerned(benefit: str, snap: Snapshot) -> list[Being]:
    """Whose absence can change the answer of the law."""
    if benefit in HOUSEHOLD_BENEFITS:
        return list(snap.people)
    if benefit in FAMILY_BENEFITS:
        return people.family(snap)
    if benefit in CHILD_BENEFITS:
        return snap.of_role("child")
    if benefit == CARE_ALLOWANCE:
        return _cared_for(snap)[:1]
    if benefit == "swiadczenie_pielegnacyjne":
        return [being for being in snap.people if people.degree(snap, being) in CARED_FOR]
    return []


def _ask(benefit: str, snap: Snapshot, being: Being, away: Away) -> Ask | None:
    if benefit == CARE_ALLOWANCE:
        return None if away.reason in HOME_UPKEEP else Ask.UPKEEP
    if benefit == PARENTAL and away.reason == AbsenceReason.HOSPITAL:
        return None  # the days are facts of their own
    if being.pk != snap.applicant or benefit not in HOUSEHOLD_BENEFITS:
        return Ask.MEMBER
    if away.reason in NO_RIGHT_AWAY.get(benefit, frozenset()):
        return Ask.RIGHT
    return Ask.ALONE if len(snap.people) > 1 else None


def _cared_for(snap: Snapshot) -> list[Being]:
    """Whose zasiłek pielęgnacyjny it is: the applicant's, else the first disabled child's."""
    who = snap.who_applies
    if who is None:
        return []
    if people.degree(snap, who) not in ("none", "light"):
        return [who]
    disabled = [b for b in snap.of_role("child") if people.degree(snap, b) not in ("none", "light")]
    return [*disabled, who]


def _upkeep(benefit: str, snap: Snapshot, asked: Iterable[Question], draft: Draft) -> None:
    if benefit != CARE_ALLOWANCE:
        return
    for question in asked:
        if question.answer:
            draft.facts["full_day_institution"] = question.answer == OUT
    for being, away in _away(benefit, snap):
        if away.reason in HOME_UPKEEP:
            draft.facts["full_day_institution"] = True
            law = said_by_law(benefit, being.member.role, away.reason)
            draft.notes.append(_noted(f"{_words(being, away)} {law}", away))


def _stays(snap: Snapshot, draft: Draft) -> None:
    """Days of the youngest child in hospital, both ends counted (art. 17c ust. 3a UŚR)."""
    born = draft.facts.get("child_born")
    children = [b for b in snap.of_role("child") if b.member.born.isoformat() == born]
    stays = []
    for being in children:
        for away in snap.absences:
            if away.person != being.pk or away.reason != AbsenceReason.HOSPITAL:
                continue
            last = min(away.until or snap.on, snap.on)
            stays.append([max(away.since, being.member.born).isoformat(), last.isoformat()])
            message = _("The stay is counted among the days in hospital, at most up to %(day)s.")
            text = message % {"day": format_date(snap.on)}
            draft.notes.append(_noted(f"{_words(being, away)} {text}", away))
    if stays:
        draft.facts["hospital"] = sorted(stays)


def _words(being: Being, away: Away) -> str:
    return away_words(being.name, away.reason, away.since, away.until)


def _noted(message: str, away: Away) -> Lack:
    return Lack(message, page="clients:away_change", pk=away.pk)
