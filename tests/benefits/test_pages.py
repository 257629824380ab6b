"""Pages of benefits: who may open what, what a form says, how much a page costs."""

import json
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from benefits import tasks
from benefits.models import Decision
from benefits.services import delivery_record
from benefits.states import DecisionStatus
from benefits.views.verify import LIMIT, code_of
from cases.services import case_withdraw
from core import jobs
from core.models import AccessLog, Centre, Job
from core.permissions import GRANTS, Permission, Role
from core.queries import last_change
from core.templatetags.ui import moment
from tests.factories.benefits import (
    make_calculated_case,
    make_checked,
    make_checker,
    make_draft,
    make_issued,
    make_signer,
    make_submitted,
)
from tests.factories.cases import make_interviewed_case
from tests.factories.clients import make_household
from tests.factories.core import TODAY, make_district, make_user

pytestmark = pytest.mark.usefixtures("clock")
PAGES = {
    "benefits:decision": (Permission.DECISIONS_VIEW, "get"),
    "benefits:letter": (Permission.DECISIONS_VIEW, "get"),
    "benefits:calculate": (Permission.CASES_VIEW, "get"),
    "benefits:draft": (Permission.DECISIONS_PREPARE, "post"),
    "benefits:edit": (Permission.DECISIONS_PREPARE, "post"),
    "benefits:submit": (Permission.DECISIONS_PREPARE, "post"),
    "benefits:check": (Permission.DECISIONS_CHECK, "post"),
    "benefits:give_back": (Permission.DECISIONS_CHECK, "post"),
    "benefits:sign": (Permission.DECISIONS_SIGN, "post"),
    "benefits:cancel": (Permission.DECISIONS_PREPARE, "post"),
    "benefits:delivery": (Permission.DECISIONS_DELIVER, "post"),
    "benefits:waive": (Permission.DECISIONS_DELIVER, "post"),
    "benefits:appeal": (Permission.DECISIONS_DELIVER, "post"),
}


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def url(name, decision):
    by_case = name in ("benefits:calculate", "benefits:draft")
    return reverse(name, args=[decision.case_id if by_case else decision.pk])


@pytest.mark.parametrize("name", PAGES)
def test_every_role_gets_what_it_may(office, page, name):
    permission, method = PAGES[name]
    decision = make_draft()
    worker = decision.prepared_by
    for role in Role:
        user = worker if role == Role.SOCIAL_WORKER else make_user(role, f"u_{role}")
        page.force_login(user)
        status = getattr(page, method)(url(name, decision)).status_code
        if permission in GRANTS[role]:
            assert status in (200, 302, 422), role
        else:
            assert status == 403, role


@pytest.mark.parametrize("name", PAGES)
def test_nobody_signed_in_is_sent_to_sign_in(office, page, name):
    decision = make_draft()
    response = getattr(page, PAGES[name][1])(url(name, decision))
    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("name", PAGES)
def test_a_worker_of_another_district_finds_nothing(office, page, name):
    permission, method = PAGES[name]
    decision = make_draft()
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 9"))
    page.force_login(stranger)
    expected = 404 if permission in GRANTS[Role.SOCIAL_WORKER] else 403
    assert getattr(page, method)(url(name, decision)).status_code == expected


def test_reading_a_writing_address_is_refused(office, page):
    decision = make_draft()
    page.force_login(decision.prepared_by)
    assert page.get(reverse("benefits:submit", args=[decision.pk])).status_code == 405


def test_a_look_is_logged(office, page):
    decision = make_draft()
    page.force_login(decision.prepared_by)
    page.get(reverse("benefits:decision", args=[decision.pk]))
    log = AccessLog.objects.get(what="decision")
    assert (log.object_id, log.household_id) == (decision.pk, decision.case.household_id)


def test_calculate_shows_each_figure_with_its_article_and_source(office, page):
    case = make_interviewed_case(incomes=[("casual_work", "300.00")])
    page.force_login(case.handler)
    address = reverse("benefits:calculate", args=[case.pk])
    assert "praca dorywcza" in page.get(address).content.decode()
    response = page.post(address, {"on": "14.11.2026", "reason_art7": "bezrobocie"}, follow=True)
    text = response.content.decode()
    for words in ("355,00", "art. 38 ust. 3", "1\xa0010,00", "Dz.U. 2004 nr 64 poz. 593"):
        assert words in text, words


def test_what_went_into_a_step_is_said_in_words(office, page):
    case = make_interviewed_case(incomes=[("casual_work", "300.00")])
    page.force_login(case.handler)
    address = reverse("benefits:calculate", args=[case.pk])
    response = page.post(address, {"on": "14.11.2026", "reason_art7": "bezrobocie"}, follow=True)
    steps = re.findall(r"<details class=\"trace-why\">.*?</details>", response.text, re.DOTALL)
    said = " ".join(re.sub(r"<[^>]+>|\s+", " ", step) for step in steps)
    for words in (str(case.applicant), "praca dorywcza", "50,00%", "październik 2026"):
        assert words in said
    for code in ("casual_work", "income month", "reason art7", f"person {case.applicant_id}"):
        assert code not in re.sub(r" +", " ", said)


def test_the_reason_offered_first_is_one_that_is_enough(office, page):
    case = make_interviewed_case(
        "zasilek_okresowy", answers={"reasons": ["ubostwo", "niepelnosprawnosc"]}
    )
    page.force_login(case.handler)
    form = page.get(reverse("benefits:calculate", args=[case.pk])).context["form"]
    assert form["reason_art7"].value() == "niepelnosprawnosc"  # poverty alone is refused


def test_calculate_says_what_is_wrong_and_keeps_what_was_typed(office, page):
    case = make_interviewed_case()
    page.force_login(case.handler)
    address = reverse("benefits:calculate", args=[case.pk])
    response = page.post(address, {"on": "32.13.2026", "reason_art7": "bezrobocie"})
    assert response.status_code == 422
    assert "32.13.2026" in response.content.decode()
    response = page.post(address, {"on": "14.11.2036", "reason_art7": "bezrobocie"})
    assert response.status_code == 422


def test_the_way_through_the_pages(office, page, store):
    case = make_calculated_case("zasilek_celowy")
    page.force_login(case.handler)
    response = page.post(reverse("benefits:draft", args=[case.pk]))
    decision = Decision.objects.get()
    assert response.url == reverse("benefits:decision", args=[decision.pk])

    form = {
        "version": decision.version, "amount": "1.500,00", "purpose": "opał", "way": "cash",
        "findings": "Ustalenia.", "discretion_reason": "Ocena.",
    }  # fmt: skip
    response = page.post(reverse("benefits:submit", args=[decision.pk]), form)
    assert response.status_code == 422  # more than asked
    assert "1.500,00" in response.content.decode()

    page.post(reverse("benefits:submit", args=[decision.pk]), {**form, "amount": "600"})
    page.force_login(make_checker())
    page.post(reverse("benefits:check", args=[decision.pk]))
    page.force_login(make_signer())
    page.post(reverse("benefits:sign", args=[decision.pk]))
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ISSUED

    address = reverse("benefits:decision_pdf", args=[decision.pk])
    assert page.get(address).status_code == 302  # not drawn yet
    jobs.run(Job.objects.get(name=tasks.PDF_JOB).pk)
    response = page.get(address)
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF-")

    page.force_login(case.handler)
    page.post(
        reverse("benefits:delivery", args=[decision.pk]),
        {"way": "counter", "received_on": "24.11.2026"},
    )
    page.post(reverse("benefits:waive", args=[decision.pk]), {"received_on": "24.11.2026"})
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.BINDING


def test_the_draft_saves_itself_and_tells_the_page(office, page):
    decision = make_draft()
    page.force_login(decision.prepared_by)
    address = reverse("benefits:edit", args=[decision.pk])
    form = {"version": decision.version, "findings": "Nowe.", "months": "4", "way": "cash"}
    response = page.post(address, form, headers={"HX-Request": "true"})
    assert response.status_code == 204
    told = json.loads(response["HX-Trigger"])["draft-saved"]
    assert told["version"] == Decision.objects.get().version
    again = page.post(address, form, headers={"HX-Request": "true"})
    assert "draft-refused" in again["HX-Trigger"]


def test_a_second_editor_keeps_what_was_typed(office, page):
    decision = make_draft()
    page.force_login(decision.prepared_by)
    address = reverse("benefits:edit", args=[decision.pk])
    form = {"version": decision.version, "findings": "Pierwszy.", "way": "cash"}
    page.post(address, form)
    response = page.post(address, {**form, "findings": "Drugi."})
    assert response.status_code == 422
    last = last_change(decision)
    for words in ("Drugi.", str(decision.prepared_by), moment(last.at)):
        assert words in response.text
    assert Decision.objects.get().findings == "Pierwszy."
    version = re.search(r'name="version" value="(\d+)"', response.text).group(1)
    assert page.post(address, {**form, "findings": "Drugi.", "version": version}).status_code == 302
    assert Decision.objects.get().findings == "Drugi."


def test_the_page_says_why_one_may_not_check(office, page):
    decision = make_submitted()
    page.force_login(decision.prepared_by)
    text = page.get(reverse("benefits:decision", args=[decision.pk])).content.decode()
    assert "sprawdza go inna osoba" in text
    assert reverse("benefits:check", args=[decision.pk]) not in text


def test_the_checker_sees_what_changed_since_the_last_time(office, page):
    decision = make_submitted()
    page.force_login(make_checker())
    page.post(reverse("benefits:give_back", args=[decision.pk]), {"why": "opisz lepiej"})
    page.force_login(decision.prepared_by)
    decision.refresh_from_db()
    page.post(
        reverse("benefits:submit", args=[decision.pk]),
        {
            "version": decision.version,
            "findings": "Rodzina wymaga stałego wsparcia.",
            "way": "cash",
        },
    )
    page.force_login(make_checker())
    text = page.get(reverse("benefits:decision", args=[decision.pk])).content.decode()
    assert re.search(r"<ins>\s*stałego\s*</ins>|<ins>stałego</ins>", text)


@pytest.mark.parametrize("step", ["check", "sign"])
def test_nobody_passes_on_what_has_changed_since_it_was_read(office, page, step):
    decision = make_submitted() if step == "check" else make_checked()
    page.force_login(make_signer())
    address = reverse(f"benefits:{step}", args=[decision.pk])
    before = decision.status
    page.post(address, {"version": decision.version - 1})
    decision.refresh_from_db()
    assert decision.status == before
    page.post(address, {"version": decision.version})
    decision.refresh_from_db()
    assert decision.status != before


def test_the_preview_carries_no_inline_style_or_script(office, page):
    decision = make_draft()
    page.force_login(decision.prepared_by)
    text = page.get(reverse("benefits:letter", args=[decision.pk])).content.decode()
    assert "css/letter.css" in text
    assert "<style" not in text
    assert "style=" not in text
    assert "<script" not in text


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_costs_the_same_however_long(office, page, django_assert_max_num_queries, rows):
    for _row in range(rows):
        make_submitted()
    page.force_login(make_checker())
    with django_assert_max_num_queries(10):
        response = page.get(reverse("benefits:decisions"))
    assert len(response.context["page"].object_list) == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("status=issued", 1), ("status=open", 1), ("kind=zasilek_staly", 0),
        ("q=5021/1/2026", 1), ("q=nowak", 2), ("q=Kowalski", 0), ("status=nonsense", 2),
        ("waiting=on", 1),
    ],
)  # fmt: skip
def test_filters_of_the_list(office, page, query, found):
    make_issued()
    make_submitted()
    page.force_login(make_checker())
    response = page.get(f"{reverse('benefits:decisions')}?{query}")
    assert len(response.context["page"].object_list) == found


def test_the_rows_by_htmx_are_those_of_the_page(office, page):
    make_issued()
    page.force_login(make_checker())
    address = reverse("benefits:decisions")
    whole = page.get(address).content.decode()
    rows = page.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in rows
    assert rows.strip() in whole


def test_a_decision_page_costs_few_queries(office, page, django_assert_max_num_queries):
    decision = make_checked(household=make_household())
    page.force_login(make_signer())
    with django_assert_max_num_queries(22):
        page.get(reverse("benefits:decision", args=[decision.pk]))


def test_finality_by_hand(office, page):
    decision = make_issued()
    clerk = make_checker()
    delivery_record(actor=clerk, decision=decision, way="counter", received_on=TODAY, today=TODAY)
    page.force_login(clerk)
    page.post(reverse("benefits:finalise"))
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.DELIVERED  # the term still runs


def test_the_pdf_is_for_those_who_may_see_the_decision(office, page, store):
    decision = make_issued()
    jobs.run(Job.objects.get(name=tasks.PDF_JOB).pk)
    address = reverse("benefits:decision_pdf", args=[decision.pk])
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 9"))
    for user, status in (
        (decision.prepared_by, 200),
        (make_user(Role.AUDITOR), 200),
        (make_user(Role.ACCOUNTANT), 403),
        (stranger, 404),
    ):
        page.force_login(user)
        response = page.get(address)
        if status == 200:
            list(response.streaming_content)
            assert response["Cache-Control"] == "private, no-store"
        assert response.status_code == status, user
    page.logout()
    assert page.get(address).status_code == 302


def test_a_draft_of_a_withdrawn_case_leads_nowhere(office, page):
    decision = make_submitted()
    case = decision.case
    case_withdraw(actor=case.handler, case=case, today=TODAY, why="pismo strony")
    page.force_login(make_checker())
    text = page.get(reverse("benefits:decision", args=[decision.pk])).content.decode()
    assert reverse("benefits:check", args=[decision.pk]) not in text
    waiting = page.get(f"{reverse('benefits:decisions')}?waiting=on")
    assert not waiting.context["page"].object_list


# --- verification by anybody ---


def test_anybody_may_verify_a_decision_and_learns_nothing_of_the_person(office, page):
    decision = make_issued()
    response = page.get(reverse("benefits:verify", args=[decision.check_code]))
    text = response.content.decode()
    assert decision.number in text
    assert "24.11.2026" in text
    assert Centre.objects.get().name in text
    assert decision.case.applicant.last_name not in text
    assert decision.case.znak not in text
    assert "355" not in text


def test_a_code_typed_carelessly_is_understood(office, page):
    decision = make_issued()
    typed = decision.check_code.lower().replace("-", " ")
    response = page.get(reverse("benefits:verify"), {"code": typed}, follow=True)
    assert decision.number in response.content.decode()
    assert code_of("abcd efgh-jklm npqr") == "ABCD-EFGH-JKLM-NPQR"


@pytest.mark.parametrize("code", ["AAAA-BBBB-CCCC-DDDD", "x", "-", "ąę"])
def test_a_false_code_is_told_as_such(office, page, code):
    response = page.get(reverse("benefits:verify", args=[code]))
    assert response.status_code == 404
    assert "Nie ma decyzji" in response.content.decode()


def test_a_draft_is_not_verified(office, page):
    make_checked()
    assert page.get(reverse("benefits:verify", args=["-"])).status_code == 404


def test_guessing_codes_is_slowed_down(office, page):
    cache.clear()
    address = reverse("benefits:verify", args=["AAAA-BBBB-CCCC-DDDD"])
    statuses = [page.get(address).status_code for _n in range(LIMIT + 1)]
    assert statuses[:LIMIT] == [404] * LIMIT
    assert statuses[LIMIT] == 429
