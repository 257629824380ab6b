"""Pages of cases as people use them: what they show, keep, refuse."""

import re
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.models import Case, Note
from cases.services import application_update, case_withdraw
from cases.states import CaseStatus
from clients.models import Document
from core.models import AccessLog
from core.permissions import Role
from core.queries import last_change
from core.templatetags.ui import moment
from tests.cases.pages import text, url
from tests.factories.cases import make_case, make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user
from tests.factories.papers import PDF

pytestmark = pytest.mark.usefixtures("clock", "office")


# Who may open what

READERS = {Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER, Role.AUDITOR}
CASEWORK = {Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER}
GET_PAGES = {
    "list": READERS,
    "start": CASEWORK,
    "register": CASEWORK,
    "terms": CASEWORK,
    "case": READERS,
    "application": CASEWORK,
    "interview": {Role.SOCIAL_WORKER},
    "interview_blank": READERS,
}
ARGUMENTS = {
    "list": (),
    "start": (),
    "terms": (),
    "register": ("household_id",),
}
POST_PAGES = ("withdraw", "note", "document", "interview_draft")


def address(name, case):
    return url(name, *(getattr(case, field) for field in ARGUMENTS.get(name, ("pk",))))


@pytest.mark.parametrize("name", GET_PAGES)
def test_each_role_opens_what_it_may(name, case, staff):
    for role, person in staff.items():
        browser = Client()
        browser.force_login(person)
        expected = 200 if role in GET_PAGES[name] else 403
        assert browser.get(address(name, case)).status_code == expected, role


@pytest.mark.parametrize("name", [*GET_PAGES, "interview_pdf", "export"])
def test_nobody_signed_in_is_sent_to_sign_in(name, case, client):
    where = url("export", "csv") if name == "export" else address(name, case)
    assert client.get(where).status_code == 302


@pytest.mark.parametrize(
    "name", ["case", "application", "interview", "interview_blank", "interview_pdf", *POST_PAGES]
)
def test_a_stranger_learns_nothing_of_a_case(name, case, client):
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 2"))
    client.force_login(stranger)
    send = client.post if name in POST_PAGES else client.get
    assert send(url(name, case.pk)).status_code == 404
    assert send(url(name, 999_999)).status_code == 404


@pytest.mark.parametrize("name", POST_PAGES)
def test_reading_never_writes(name, case, page):
    assert page.get(url(name, case.pk)).status_code == 405


def test_a_stranger_registers_nothing_for_a_household(case, client):
    client.force_login(make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("R 2")))
    assert client.get(url("register", case.household_id)).status_code == 404


# Work list


def test_the_list_shows_sign_applicant_benefit_status_term(page, case):
    shown = text(page.get(url("list")))
    for words in (case.znak, "Nowak Anna", "zasiłek okresowy", "14.12.2026", "za 20 dni"):
        assert words in shown


def test_the_fragment_is_the_part_of_the_page(page, case):
    whole = text(page.get(url("list")))
    part = text(page.get(url("list"), headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert part.strip() in whole


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True),
        ("scope=all&status=every", True),
        ("status=ended", False),
        ("status=interviewed", False),
        ("kind=zasilek_okresowy", True),
        ("kind=zasilek_staly", False),
        ("overdue=on", False),
        ("q=5021.1.2026", True),
        ("q=GOPS.5021.1", True),
        ("q=nowak+an", True),
        ("q=kowalska", False),
        ("scope=nonsense&status=nonsense&kind=nonsense&sort=nonsense&page=999", True),
        ("sort=-applicant", True),
        ("sort=sign", True),
    ],
)
def test_filters(page, case, query, found):
    assert (case.znak in text(page.get(f"{url('list')}?{query}"))) is found


def test_the_list_costs_the_same_for_two_and_for_sixty(page, case, django_assert_max_num_queries):
    for _number in range(59):
        make_case(household=case.household)
    page.get(url("list"))
    with django_assert_max_num_queries(10):
        shown = text(page.get(f"{url('list')}?scope=all&q=nowak"))
    assert "60 spraw" in shown
    assert "page=2" in shown


def test_the_export_is_what_is_on_the_screen_and_is_logged(page, case):
    make_case("zasilek_staly", household=case.household)
    sent = page.get(f"{url('export', 'csv')}?kind=zasilek_okresowy")
    rows = sent.content.decode("utf-8-sig").strip().split("\r\n")
    assert len(rows) == 2
    assert rows[1].startswith(f"{case.znak};Nowak Anna;zasiłek okresowy;")
    assert page.get(url("export", "xlsx")).content.startswith(b"PK")
    assert page.get(url("export", "exe")).status_code == 404
    assert AccessLog.objects.filter(what="cases").count() == 2


# Registering


def application(household, **changed):
    return {
        "applicant": household.memberships.first().person_id,
        "kind": "zasilek_celowy",
        "received_on": "20.11.2026",
        "channel": "in_person",
        "attachments_count": "2",
        "requested_amount": "1 800,50 zł",
        "purpose": "opał",
        "justification": "zima",
        "payment_way": "transfer",
        "submission_key": str(uuid4()),
        **changed,
    }


def test_an_application_becomes_a_case(page):
    household = make_household()
    sent = page.post(url("register", household.pk), application(household))
    case = Case.objects.get()
    assert sent.url == url("case", case.pk)
    assert case.application.requested_amount == Decimal("1800.50")


def test_a_second_click_leads_to_the_same_case(page):
    household = make_household()
    data = application(household)
    places = {page.post(url("register", household.pk), data).url for _click in range(2)}
    assert len(places) == 1
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"requested_amount": "12,345"}, "12 345,00 zł"),
        ({"requested_amount": ""}, "Podaj kwotę, o którą osoba wnosi."),
        ({"purpose": ""}, "Napisz, na co potrzebne są pieniądze."),
        ({"received_on": "31.11.2026"}, "31"),
        ({"received_on": "25.11.2026"}, "jeszcze nie nadszedł"),
        ({"posted_on": "21.11.2026"}, "nadane po tym, jak wpłynęło"),
        ({"kind": "no_such"}, "Wybierz"),
    ],
)
def test_what_was_typed_stays_and_the_error_says_what_to_do(page, wrong, said):
    household = make_household()
    data = application(household, justification="Zażółć gęślą jaźń", **wrong)
    answer = page.post(url("register", household.pk), data)
    assert answer.status_code == 422
    shown = text(answer)
    assert said in shown
    assert "Zażółć gęślą jaźń" in shown
    for name, value in wrong.items():
        assert f'value="{value}"' in shown or name == "kind" or not value
    assert not Case.objects.exists()


def test_the_terms_that_will_start_are_shown(page):
    shown = text(page.get(url("terms"), {"received_on": "13.11.2026", "urgent": "on"}))
    assert "14.12.2026" in shown
    assert "17.11.2026" in shown
    assert "13.12.2026 to niedziela" in shown
    assert "Terminy" not in text(page.get(url("terms"), {"received_on": "kiedyś"}))


def test_the_search_shows_households_and_hides_those_of_others(page):
    make_household(make_person("Zofia", "Wilk"))
    make_household(make_person("Jan", "Wilk"), district=make_district("Rejon 2"))
    shown = text(page.get(url("start"), {"q": "wilk"}))
    assert shown.count("Zarejestruj wniosek") == 1
    assert "W innym rejonie" in shown


# The page of a case


def test_the_page_tells_the_whole_story(page, worker, django_assert_max_num_queries):
    case = make_interviewed_case(incomes=[("wage", "500.00")], actor=worker)
    page.post(url("note", case.pk), {"text": "Dzwoniła."})
    with django_assert_max_num_queries(40):
        shown = text(page.get(url("case", case.pk)))
    for words in (case.znak, "Rejon 1", "jak policzono", "500,00 zł", "bezrobocie", "Dzwoniła."):
        assert words in shown
    assert AccessLog.objects.filter(what="case", object_id=case.pk, user=worker).count() == 1


def test_the_next_step_is_the_interview_for_the_worker_and_waiting_for_others(page, case, clerk):
    assert url("interview", case.pk) in text(page.get(url("case", case.pk)))
    page.force_login(clerk)
    shown = text(page.get(url("case", case.pk)))
    assert f'href="{url("interview", case.pk)}"' not in shown
    assert "Wywiad przeprowadza" in shown


def test_the_auditor_reads_and_changes_nothing(page, case, auditor):
    page.force_login(auditor)
    shown = text(page.get(url("case", case.pk)))
    for name in ("note", "document", "withdraw", "application"):
        assert url(name, case.pk) not in shown
        assert page.post(url(name, case.pk), {"text": "x", "why": "x"}).status_code == 403
    assert not Note.objects.exists()


def test_a_note_sent_twice_is_one(page, case):
    for _click in range(2):
        page.post(url("note", case.pk), {"text": "Przyniosła zaświadczenie."})
    assert Note.objects.get().text == "Przyniosła zaświadczenie."
    assert page.post(url("note", case.pk), {"text": " "}).status_code == 422


def test_a_document_goes_into_the_file_and_a_false_one_does_not(page, case, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    good = SimpleUploadedFile("skan.pdf", PDF)
    bad = SimpleUploadedFile("skan.pdf", b"MZ\x90 nothing of a PDF")
    page.post(url("document", case.pk), {"title": "Zaświadczenie PUP", "upload": good})
    assert "Zaświadczenie PUP" in text(page.get(url("case", case.pk)))
    refused = page.post(url("document", case.pk), {"title": "Inne", "upload": bad})
    assert refused.status_code == 422
    assert 'value="Inne"' in text(refused)
    assert Document.objects.count() == 1


def test_withdrawing_needs_a_reason_and_happens_once(page, case):
    assert page.post(url("withdraw", case.pk), {"why": " "}).status_code == 422
    assert page.post(url("withdraw", case.pk), {"why": "pisemnie 23.11"}).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.closed_on) == (CaseStatus.WITHDRAWN, TODAY)
    assert not case.terms.filter(done_on=None).exists()
    again = page.post(url("withdraw", case.pk), {"why": "drugi raz"})
    assert again.status_code == 422
    assert case.status_rows.count() == 2


# Two people correct one application


def correction(case, **changed):
    form = {
        "received_on": "13.11.2026",
        "channel": "in_person",
        "attachments_count": "0",
        "requested_amount": "",
        "purpose": "",
        "justification": "",
        "payment_way": "transfer",
        "version": str(case.version),
        "base": '{"justification": "", "payment_way": "transfer"}',
    }
    return form | changed


def test_a_correction_counts_the_terms_anew(page, case):
    sent = page.post(url("application", case.pk), correction(case, received_on="20.11.2026"))
    assert sent.status_code == 302
    case.refresh_from_db()
    assert (case.opened_on, case.due_on) == (date(2026, 11, 20), date(2026, 12, 21))


def test_the_second_sees_what_the_first_changed_beside_what_they_typed(page, case, clerk):
    application_update(
        actor=clerk, case=case, version=case.version, today=TODAY, payment_way="cash",
        justification="od referenta",
    )  # fmt: skip
    stale = correction(case, version="1", justification="od pracownika")
    answer = page.post(url("application", case.pk), stale)
    assert answer.status_code == 409
    shown = text(answer)
    last = last_change(case.application)
    assert last.who == str(clerk)
    for words in (
        "od referenta",
        "od pracownika",
        "kasa",
        last.who,
        moment(last.at).replace("\u00a0", " "),
    ):
        assert words in shown
    case.application.refresh_from_db()
    assert case.application.justification == "od referenta"
    version = re.search(r'name="version" value="(\d+)"', shown).group(1)
    page.post(url("application", case.pk), stale | {"version": version})
    case.application.refresh_from_db()
    assert case.application.justification == "od pracownika"


def test_an_amount_is_shown_alike_on_all_sides(page):
    case = make_case("zasilek_celowy", requested_amount=Decimal("300.00"))
    application_update(
        actor=case.handler, case=case, version=case.version, today=TODAY,
        requested_amount=Decimal("1440"),
    )  # fmt: skip
    page.force_login(case.handler)
    base = '{"requested_amount": "300.00"}'
    mine = {"requested_amount": "450", "purpose": "opał", "base": base, "version": "1"}
    shown = text(page.post(url("application", case.pk), correction(case, **mine)))
    for amount in ("300,00 zł", "1 440,00 zł", "450,00 zł"):
        assert amount in shown


def test_purpose_and_amount_are_asked_for_where_the_benefit_needs_them(page, case):
    assert 'name="purpose"' not in text(page.get(url("application", case.pk)))
    aimed = make_case("zasilek_celowy", requested_amount=Decimal("300.00"))
    page.force_login(aimed.handler)
    answer = page.post(url("application", aimed.pk), correction(aimed))
    assert answer.status_code == 422
    shown = text(answer)
    assert "Napisz, na co potrzebne są pieniądze." in shown
    assert "Podaj kwotę, o którą osoba wnosi." in shown


def test_a_case_that_moved_on_is_no_quiet_overwrite(page, case):
    case_withdraw(actor=case.handler, case=case, today=TODAY, why="pisemnie")
    answer = page.post(url("application", case.pk), correction(case, version="1"))
    assert answer.status_code in (409, 422)
    case.application.refresh_from_db()
    assert case.application.attachments_count == 0
