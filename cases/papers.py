"""The family interview on paper: to write on, and completed. Paper is Polish (see adr 4)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from cases.law_codes import reason_choices
from cases.models import Case
from cases.prefill import income_month
from cases.presenters import interview_summary
from clients.models import AddressKind, Membership, Person
from clients.queries import address_on, members_on
from core.models import Centre
from core.pdf import render_pdf
from core.polish import month_name

FORM = "2021-11-11"  # first day of the questionnaire of Dz.U. 2021 poz. 893
PERSON_ROWS = 6
INCOME_ROWS = 9
BLANK_LINES = 5
QUESTIONS_BEFORE = (
    ("B. Sytuacja mieszkaniowa i bytowa", "tytuł do lokalu, izby, ogrzewanie, zaległości"),
    ("C. Sytuacja zdrowotna", "choroby, leczenie, ubezpieczenie zdrowotne, wydatki na leki"),
    ("D. Sytuacja zawodowa i edukacyjna", "zatrudnienie, rejestracja w urzędzie pracy, nauka"),
)
QUESTIONS_AFTER = (
    ("F. Sytuacja rodzinna i opiekuńczo-wychowawcza", "relacje, opieka, wsparcie krewnych"),
    ("G. Inne trudności i zasoby rodziny", "uzależnienia, przemoc, mocne strony, oczekiwania"),
)  # fmt: skip


def blank_interview(case: Case, today: date) -> bytes:
    """PDF of the questionnaire to write on, with the persons of the household filled in."""
    members = members_on(case.household, today)
    context = {
        **_common(case, members, today),
        "person_rows": range(max(PERSON_ROWS - len(members), 1)),
        "income_rows": range(INCOME_ROWS),
        "lines": range(BLANK_LINES),
        "questions_before": QUESTIONS_BEFORE,
        "questions_after": QUESTIONS_AFTER,
    }
    return _pdf(f"letters/wywiad/{FORM}-pusty.html", context)


def completed_interview(case: Case, today: date) -> bytes:
    """PDF of the completed interview, to be signed or kept in the file."""
    with translation.override("pl"):
        summary = interview_summary(case)
        people = summary.members if summary else []
        members = [m for m in members_on(case.household, today) if m.person in people]
        context = {
            **_common(case, members, today),
            "summary": summary,
            "people": _people(people, members),
        }
    return _pdf(f"letters/wywiad/{FORM}.html", context)


def _people(
    people: Sequence[Person], members: Sequence[Membership]
) -> list[tuple[Person, Membership | None]]:
    """Persons confirmed at the interview, with their role while they still belong."""
    by_person = {m.person_id: m for m in members}
    return [(person, by_person.get(person.pk)) for person in people]


def _common(case: Case, members: Sequence[Membership], today: date) -> dict[str, Any]:
    with translation.override("pl"):
        return {
            "case": case,
            "centre": Centre.objects.get(),
            "members": members,
            "address": address_on(case.applicant, today, AddressKind.RESIDENCE),
            "month": month_name(income_month(case.interview)),
            "reasons": reason_choices(case.opened_on),
            "today": today,
        }


def _pdf(template: str, context: dict[str, Any]) -> bytes:
    with translation.override("pl"):
        html = render_to_string(template, context)
    return render_pdf(html, stylesheets=[_styles()])


@lru_cache(maxsize=1)
def _styles() -> str:
    folder = Path(settings.BASE_DIR) / "templates" / "letters" / "wywiad"
    return (folder / "wywiad.css").read_text(encoding="utf-8")
