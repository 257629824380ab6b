"""What the page of a case shows, made ready for templates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.answers import FAMILY, Answers, read_answers
from cases.forms.application import FIELDS, plain, snapshot
from cases.law_codes import income_labels, reason_labels, uncounted_kinds
from cases.models import Application, Case, Term, TermKind
from cases.queries import answers_now
from cases.states import CaseStatus, InterviewStatus
from clients.models import CertificateDegree, Person
from core.models import User
from core.permissions import Permission, allowed
from core.polish import format_date, format_money
from core.registry import NextStep, registry


def next_step(user: User, case: Case, today: date, *, may_change: bool) -> NextStep | None:
    """The one next step: ours while the interview is missing, else what a higher floor says."""
    if case.status == CaseStatus.REGISTERED:
        return _interview_step(user, case, may_change=may_change)
    for provider in registry.case_next:
        if step := provider(user, case.pk, today):
            return step
    return None


def _interview_step(user: User, case: Case, *, may_change: bool) -> NextStep:
    term = next(
        (t for t in case.terms.all() if t.kind == TermKind.INTERVIEW and not t.done_on), None
    )
    until = format_date(term.end_on) if term else "—"
    if not (may_change and allowed(user, Permission.INTERVIEWS_EDIT)):
        worker = {"worker": case.interview.worker, "day": until}
        return NextStep(_("%(worker)s holds the family interview by %(day)s.") % worker)
    url = reverse("cases:interview", args=[case.pk])
    if case.interview.status == InterviewStatus.DRAFT:
        return NextStep(_("Finish the family interview by %(day)s.") % {"day": until},
                        _("Continue the interview"), url)  # fmt: skip
    return NextStep(_("Hold the family interview by %(day)s.") % {"day": until},
                    _("Start the interview"), url)  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line of the case's record (metryka sprawy, art. 66a KPA)."""

    at: datetime
    text: str
    who: str
    why: str = ""


def record_of(case: Case) -> list[HistoryRow]:
    """Who did what in the case, newest first."""
    return sorted(_acts(case), key=lambda row: row.at, reverse=True)


def _acts(case: Case) -> Iterator[HistoryRow]:
    for row in case.status_rows.all():
        text = f"{CaseStatus(row.status).label} ({format_date(row.day)})"
        yield HistoryRow(row.at, text, str(row.author), row.why)
    for note in case.notes.all():
        yield HistoryRow(note.at, _("note written"), str(note.author))
    for paper in case.case_documents.all():
        text = _("document added: %(title)s") % {"title": paper.document.title}
        yield HistoryRow(paper.added_at, text, str(paper.document.uploaded_by))


@dataclass(frozen=True, slots=True)
class InterviewSummary:
    """A completed interview in words."""

    answers: Answers
    members: list[Person]
    not_counted: list[Person]
    kind: str
    situation: list[tuple[str, str]]
    incomes: list[dict[str, Any]]
    lost: list[dict[str, Any]]
    one_off: list[dict[str, Any]]
    farm: list[dict[str, Any]]
    alimony: list[dict[str, Any]]
    certificates: list[dict[str, Any]]
    reasons: list[str]
    needs_total: Decimal


def interview_summary(case: Case) -> InterviewSummary | None:
    """The completed interview of the case, or None (≤ 2 queries)."""
    if not hasattr(case, "interview") or case.interview.status != InterviewStatus.COMPLETED:
        return None
    answers = read_answers(answers_now(case.interview))
    people = {p.pk: p for p in Person.objects.filter(pk__in=answers.persons)}
    kinds, uncounted = income_labels(case.opened_on), uncounted_kinds(case.opened_on)
    reasons = reason_labels(case.opened_on)
    degrees = dict(CertificateDegree.choices)
    situation = {
        "family": _("Family situation"),
        "housing": _("Housing"),
        "work": _("Work and education"),
        "health": _("Health"),
        "problems": _("Other difficulties and strengths"),
    }

    def rows(found: Any) -> list[dict[str, Any]]:
        return [
            {
                "row": row,
                "person": people.get(row.person, ""),
                "kind": kinds.get(getattr(row, "kind", ""), getattr(row, "kind", "")),
                "degree": degrees.get(getattr(row, "degree", ""), ""),
                "uncounted": uncounted.get(getattr(row, "kind", ""), ""),
            }
            for row in found
            if not getattr(row, "removed", False)
        ]

    return InterviewSummary(
        answers=answers,
        members=[people[pk] for pk in answers.members if pk in people],
        not_counted=[people[pk] for pk in answers.not_counted if pk in people],
        kind=_("family") if answers.household_kind == FAMILY else _("alone"),
        situation=[
            (label, answers.situation[key])
            for key, label in situation.items()
            if answers.situation.get(key)
        ],
        incomes=rows(answers.incomes),
        lost=rows(answers.lost_incomes),
        one_off=rows(answers.one_off_incomes),
        farm=rows(answers.farm),
        alimony=rows(answers.alimony_paid_by),
        certificates=rows(answers.certificates),
        reasons=[reasons.get(code, code) for code in answers.reasons],
        needs_total=sum((n.amount or Decimal(0) for n in answers.needs), Decimal(0)),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A field of an application that somebody else has changed in the meantime."""

    label: str
    seen: str
    now: str
    typed: str


def changes(application: Application, base: Mapping[str, str], form: Any) -> list[Change]:
    """What somebody else has saved since the person opened the form, beside what they typed.

    The form is valid: it was refused only for being second.
    """
    now = snapshot(application)
    return [
        Change(
            str(form.fields[name].label),
            _said(application, name, base[name]),
            _said(application, name, now[name]),
            _said(application, name, plain(form.cleaned_data.get(name))),
        )
        for name in FIELDS
        if name in base and base[name] != now[name]
    ]


def _said(application: Application, name: str, text: str) -> str:
    """A stored text as people read it: choices by label, amounts and days in Polish notation."""
    field = application._meta.get_field(name)
    if not text:
        return "—"
    if choices := dict(getattr(field, "flatchoices", ())):
        return str(choices.get(text, text))
    try:
        if name == "requested_amount":
            return format_money(Decimal(text))
        if name in ("received_on", "posted_on"):
            return format_date(date.fromisoformat(text))
    except (ArithmeticError, ValueError):
        return text  # as it was typed
    return text


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term of the case: what, until when, and how it was counted."""

    term: Term
    label: str
    meaning: str


def term_lines(case: Case, today: date, soon: int = 3) -> list[TermLine]:
    """Terms of the case; running ones that pass soon or have passed stand out."""
    return [
        TermLine(term, str(TermKind(term.kind).label), _urgency(term, today, soon))
        for term in case.terms.all()
    ]


def _urgency(term: Term, today: date, soon: int) -> str:
    if term.kind == TermKind.APPEAL:
        return "neutral"  # the party's own term: the office cannot miss it
    if term.done_on:
        return "success" if term.done_on <= term.end_on else "attention"
    days = (term.end_on - today).days
    return "danger" if days < 0 else "attention" if days <= soon else "neutral"
