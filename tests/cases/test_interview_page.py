"""The interview on its page: draft, completion, errors at their fields."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from cases.papers import completed_interview
from cases.states import CaseStatus, InterviewStatus
from clients.models import Income
from clients.queries import incomes_on
from clients.services import income_record
from core.queries import last_change
from core.templatetags.ui import moment
from tests.cases.pages import text, url
from tests.factories.cases import make_interviewed_case
from tests.factories.core import TODAY

pytestmark = pytest.mark.usefixtures("clock", "office")


def typed(case, **changed):
    form = {
        "version": str(case.interview.version),
        "held_on": "20.11.2026",
        "household_kind": "samotnie",
        "members": [str(case.applicant_id)],
        "reasons": ["bezrobocie"],
        "needs-0-what": "opał",
        "needs-0-amount": "1 200",
        "incomes-3-person": str(case.applicant_id),
        "incomes-3-kind": "wage",
        "incomes-3-month": "2026-10",
        "incomes-3-amount": "1 229,00 zł",
        "conclusion": "Wymaga pomocy.",
        "proposed_help": "Zasiłek.",
    }
    return form | changed


def test_a_draft_survives_the_browser(page, case, worker):
    sent = page.post(
        url("interview_draft", case.pk), typed(case, conclusion="pół zdan", held_on="2")
    )
    assert sent.json() == {"version": 2, "saved": sent.json()["saved"]}
    other = Client()
    other.force_login(worker)
    shown = text(other.get(url("interview", case.pk)))
    for words in ("pół zdan", "1 229,00 zł", "opał", 'value="2"', 'name="version" value="2"'):
        assert words in shown


def test_two_windows_of_one_interview(page, case):
    page.post(url("interview_draft", case.pk), typed(case))
    second = page.post(url("interview_draft", case.pk), typed(case, conclusion="drugie okno"))
    assert second.status_code == 409
    assert second.json()["version"] == 2
    plain = page.post(
        url("interview", case.pk), typed(case, conclusion="drugie okno") | {"save": "1"}
    )
    assert plain.status_code == 409
    shown = text(plain)
    last = last_change(case.interview)
    for words in ("drugie okno", last.who, moment(last.at).replace("\u00a0", " ")):
        assert words in shown
    case.interview.refresh_from_db()
    assert case.interview.answers["conclusion"] == "Wymaga pomocy."


def test_completing_by_the_page(page, case):
    sent = page.post(url("interview", case.pk), typed(case) | {"complete": "1"})
    assert sent.status_code == 302, text(sent)
    case.refresh_from_db()
    assert case.status == CaseStatus.INTERVIEWED
    assert incomes_on([case.applicant_id], date(2026, 10, 1))[0].amount == Decimal("1229.00")
    assert page.get(url("interview_pdf", case.pk)).content.startswith(b"%PDF")
    again = page.post(url("interview", case.pk), typed(case) | {"complete": "1"})
    assert again.url.startswith(url("case", case.pk))
    assert Income.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said", "target"),
    [
        ({"incomes-3-amount": "12,345"}, "12 345,00 zł", "id_incomes-0-amount"),
        ({"incomes-3-amount": "dużo"}, "To nie jest kwota", "id_incomes-0-amount"),
        ({"incomes-3-amount": ""}, "Podaj kwotę netto albo brutto", "id_incomes-0-amount"),
        ({"incomes-3-kind": "skarb"}, "skarb", "id_incomes-0-kind"),
        ({"incomes-3-gross": "2000", "incomes-3-tax": "1"}, "1 999,00", "id_incomes-0-amount"),
        ({"needs-0-what": "", "needs-0-amount": ""}, "co najmniej jedną potrzebę", "needs-add"),
        ({"reasons": []}, "co najmniej jeden powód", "id_reasons_0"),
        ({"held_on": "25.11.2026"}, "jeszcze nie nadszedł", "id_held_on"),
        ({"held_on": "12.11.2026"}, "13.11.2026", "id_held_on"),
        ({"conclusion": ""}, "Wpisz diagnozę", "id_conclusion"),
        ({"farm-0-ha_przeliczeniowe": "dwa"}, "To nie jest powierzchnia",
         "id_farm-0-ha_przeliczeniowe"),
        ({"certificates-0-degree": "severe", "certificates-0-valid_from": "31.02.2025"}, "31",
         "id_certificates-0-valid_from"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(page, case, wrong, said, target):
    answer = page.post(url("interview", case.pk), typed(case, **wrong) | {"complete": "1"})
    assert answer.status_code == 422
    shown = text(answer)
    assert said in shown
    assert f'href="#{target}"' in shown
    assert f'id="{target}"' in shown
    assert "Zasiłek." in shown
    case.refresh_from_db()
    assert case.status == CaseStatus.REGISTERED
    assert case.interview.status == InterviewStatus.DRAFT
    for name, value in wrong.items():
        if value and name.startswith("incomes-3-amount"):
            assert f'value="{value}"' in shown


def test_an_adult_without_income_is_asked_about(page, case):
    form = {k: v for k, v in typed(case).items() if not k.startswith("incomes")}
    answer = page.post(url("interview", case.pk), form | {"complete": "1"})
    assert answer.status_code == 422
    assert "Nowak Anna" in text(answer)
    case.interview.refresh_from_db()
    form |= {"no_income": "on", "version": str(case.interview.version), "complete": "1"}
    assert page.post(url("interview", case.pk), form).status_code == 302


def test_the_form_starts_from_what_the_file_knows(page, case, worker):
    income_record(
        actor=worker, person=case.applicant, kind="pension", amount=Decimal("900.00"),
        valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 31), source="decyzja ZUS",
    )  # fmt: skip
    shown = text(page.get(url("interview", case.pk)))
    assert 'value="900,00"' in shown
    assert "Z akt: decyzja ZUS, zapisano" in shown
    assert "październik 2026" in shown


def test_a_new_income_is_of_the_month_that_counts(page, case):
    """An application of November looks at October (art. 8 ust. 3 UPS)."""
    shown = text(page.get(url("interview", case.pk)))
    assert '<option value="2026-10" selected>' in shown
    assert '<option value="2026-11" selected>' not in shown


def test_the_blank_form_is_a_pdf_with_the_persons(page, case):
    reader = PdfReader(BytesIO(page.get(url("interview_blank", case.pk)).content))
    paper = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in reader.pages))
    for words in ("Anna Nowak", case.znak, "bezrobocie (pkt 4)", "art. 233", "październik 2026"):
        assert words in paper


@pytest.mark.parametrize("lines", range(24, 48, 3))
def test_a_signature_never_stands_alone_on_a_page(lines):
    held = make_interviewed_case(answers={"conclusion": "Zdanie.\n" * lines})
    sheets = PdfReader(BytesIO(completed_interview(held, TODAY))).pages
    last = sheets[-1].extract_text()
    assert "Plan pomocy" in last
    assert "podpis pracownika" in last


def test_a_session_that_ended_is_seen_by_the_form(client, case):
    assert client.post(url("interview_draft", case.pk), typed(case)).status_code == 302
    case.interview.refresh_from_db()
    assert case.interview.status == InterviewStatus.ORDERED
