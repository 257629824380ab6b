"""What cases give of a person's data (RODO art. 15 and 20), and what they leave out and why."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

import law
from cases.answers import OF_PERSONS
from cases.models import (
    Application,
    Case,
    CaseDocument,
    Interview,
    Note,
    StatusRow,
    Term,
)
from clients.copy_rows import while_member
from clients.models import CertificateDegree
from core.copies import Given, RoomCopy, Said, Whose

_OF_FAMILY = "the case is that of another member of the family"
_OWN_WORDS = (
    "situation", "household_kind", "alimony_paid", "alimony_fund_repaid", "reasons", "needs",
    "conclusion", "proposed_help",
)  # fmt: skip


def cases_of(whose: Whose) -> QuerySet[Case]:
    """Cases in which the person is the party (art. 28 KPA)."""
    return Case.objects.filter(applicant_id__in=whose.ids).exclude(household_id__in=whose.shut)


def cases_of_family(whose: Whose) -> QuerySet[Case]:
    """Cases of other members that were opened while the person belonged to the household."""
    return Case.objects.filter(while_member(whose, "opened_on")).exclude(applicant_id__in=whose.ids)


def rows_of(people: Any, whose: Whose) -> list[Any]:
    """Rows that name this person, without their number; those of other people are left out."""
    own = {str(pk) for pk in whose.ids}
    return [
        {key: value for key, value in row.items() if key != "person"}
        for row in people or ()
        if isinstance(row, dict) and str(row.get("person", "")) in own
    ]


_WORDS = {
    "situation": gettext_lazy("situation"),
    "housing": gettext_lazy("dwelling"),
    "health": gettext_lazy("health"),
    "work": gettext_lazy("work"),
    "family": gettext_lazy("family"),
    "problems": gettext_lazy("problems"),
    "household_kind": gettext_lazy("household"),
    "alimony_paid": gettext_lazy("alimony paid"),
    "alimony_paid_by": gettext_lazy("alimony paid"),
    "for_whom": gettext_lazy("for whom"),
    "alimony_fund_repaid": gettext_lazy("repaid to the alimony fund"),
    "reasons": gettext_lazy("reasons for aid"),
    "needs": gettext_lazy("needs"),
    "what": gettext_lazy("what"),
    "conclusion": gettext_lazy("conclusions"),
    "proposed_help": gettext_lazy("proposed help"),
    "incomes": gettext_lazy("incomes"),
    "lost_incomes": gettext_lazy("lost incomes"),
    "one_off_incomes": gettext_lazy("one-off incomes"),
    "farm": gettext_lazy("farm"),
    "certificates": gettext_lazy("certificates"),
    "kind": gettext_lazy("kind"),
    "month": gettext_lazy("month"),
    "amount": gettext_lazy("amount"),
    "gross": gettext_lazy("gross"),
    "tax": gettext_lazy("tax"),
    "social": gettext_lazy("social contributions"),
    "note": gettext_lazy("note"),
    "lost_on": gettext_lazy("lost on"),
    "paid": gettext_lazy("paid on"),
    "ha_przeliczeniowe": gettext_lazy("hektary przeliczeniowe"),
    "krus": gettext_lazy("KRUS contribution"),
    "degree": gettext_lazy("degree"),
    "number": gettext_lazy("number"),
    "issued_by": gettext_lazy("issued by"),
    "valid_from": gettext_lazy("from"),
    "valid_to": gettext_lazy("to"),
}


def in_words(value: Any, codes: Mapping[str, str]) -> str:
    """Nested answers as a sentence, `codes` in words; what says nothing is left out."""
    if isinstance(value, dict):
        told = ((str(_WORDS.get(key, "")), in_words(one, codes)) for key, one in value.items())
        return "; ".join(f"{label}: {words}" for label, words in told if label and words)
    if isinstance(value, list):
        return " | ".join(filter(None, (in_words(one, codes) for one in value)))
    return "" if value in (None, False) else codes.get(str(value), str(value))


def _codes(row: Interview) -> dict[str, str]:
    """What the codes of an interview mean by the law of its day."""
    day = row.held_on or row.ordered_on
    kinds = {kind.code: kind.label for kind in law.income_kinds(day)}
    reasons = {reason.code: reason.label for reason in law.art7_reasons(day)}
    degrees = {str(code): str(label) for code, label in CertificateDegree.choices}
    return kinds | reasons | degrees


def _answers(row: Interview, whose: Whose) -> Said:
    """For machines and in words."""
    told = _told(row, whose)
    return Said(told, in_words(told, _codes(row)))


def _told(row: Interview, whose: Whose) -> dict[str, Any]:
    """What the interview says of the person; of their own case what they said of the situation."""
    answers = row.answers if isinstance(row.answers, dict) else {}
    told = {name: rows_of(answers.get(name), whose) for name in OF_PERSONS}
    if row.case.applicant_id not in whose.ids:
        return told
    return {name: answers[name] for name in _OWN_WORDS if name in answers} | told


def _of_case(model: Any) -> Any:
    return lambda whose: model.objects.filter(case__in=cases_of(whose))


COPY = RoomCopy(
    given=(
        Given(
            key="cases",
            title=gettext_lazy("Cases"),
            model=Case,
            rows=cases_of,
            links=("kind", "household", "district"),
            left_out={"applicant": "the person whose copy it is"},
            in_json=("jrwa", "year", "number"),
            labels={
                "district": gettext_lazy("district"),
                "jrwa": gettext_lazy("JRWA class"),
                "number": gettext_lazy("number in the class"),
                "year": gettext_lazy("year"),
            },
        ),
        Given(
            key="cases_of_family",
            title=gettext_lazy("Cases of the family in which others applied"),
            model=Case,
            rows=cases_of_family,
            links=("kind",),
            left_out={
                "applicant": _OF_FAMILY,
                "household": _OF_FAMILY,
                "district": _OF_FAMILY,
                "handler": _OF_FAMILY,
                "jrwa": "stands in the sign",
                "number": "stands in the sign",
                "year": "stands in the sign",
                "due_on": _OF_FAMILY,
            },
        ),
        Given(
            key="applications",
            title=gettext_lazy("Applications"),
            model=Application,
            rows=_of_case(Application),
            links=("case",),
            left_out={"submission_key": "a random number against double sending"},
        ),
        Given(
            key="steps",
            title=gettext_lazy("Course of the cases"),
            model=StatusRow,
            rows=_of_case(StatusRow),
            links=("case",),
            in_json=("number",),
        ),
        Given(
            key="terms",
            title=gettext_lazy("Terms of the cases"),
            model=Term,
            rows=_of_case(Term),
            links=("case",),
            in_json=("length", "unit"),
            labels={
                "legal_basis": gettext_lazy("legal basis"),
                "start_on": gettext_lazy("starts"),
                "length": gettext_lazy("length"),
                "unit": gettext_lazy("unit"),
                "end_on": gettext_lazy("ends"),
                "rule": gettext_lazy("how it was counted"),
                "done_on": gettext_lazy("kept on"),
            },
        ),
        Given(
            key="interviews",
            title=gettext_lazy("Family interviews"),
            model=Interview,
            rows=lambda whose: Interview.objects.filter(
                Q(case__in=cases_of(whose)) | Q(case__in=cases_of_family(whose))
            ),
            links=("case",),
            reduced={"answers": _answers},
            labels={
                "answers": gettext_lazy("answers about the person"),
                "worker": gettext_lazy("worker"),
                "saved_at": gettext_lazy("saved"),
                "completed_at": gettext_lazy("completed"),
                "completed_by": gettext_lazy("completed by"),
            },
            note=gettext_lazy("Answers about other members of the family are left out."),
        ),
        Given(
            key="case_notes",
            title=gettext_lazy("Notes in the cases"),
            model=Note,
            rows=_of_case(Note),
            links=("case",),
        ),
        Given(
            key="case_documents",
            title=gettext_lazy("Papers in the cases"),
            model=CaseDocument,
            rows=_of_case(CaseDocument),
            links=("case", "document"),
            labels={"added_at": gettext_lazy("added")},
        ),
    ),
)
