"""Pages of payments: who may open what, what they show, what they cost."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from core import jobs
from core.models import Job, User
from core.once import asked_once
from core.permissions import Role
from core.registry import registry
from payments.models import Due, Entitlement, PaymentList
from payments.services import bank_file_make, line_return, lists_prepare, month_run, requests
from payments.states import EntitlementStatus, ListStatus
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user
from tests.factories.payments import (
    NOVEMBER,
    PAY_DAY,
    approve,
    make_entitlement,
    make_lists,
    staff_of_lists,
)
from tests.payments.elixir_reader import read

pytestmark = [pytest.mark.usefixtures("clock", "office")]

W, C, M, A, U, D = (
    Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER, Role.ACCOUNTANT, Role.AUDITOR,
    Role.ADMINISTRATOR,
)  # fmt: skip
SEES = {W, C, M, A, U}
# page: who gets 200 (the rest gets 403; 404 where the object is not theirs to see)
PAGES = {
    "lists": (SEES, "list"),
    "list": (SEES, "list"),
    "list_pdf": (SEES, "list"),
    "list_xlsx": ({W, C, M, A}, "list"),
    "bank_file": ({C, A}, "list"),
    "control_sheet": ({C, A}, "list"),
    "run": ({C}, ""),
    "reconcile": (SEES, ""),
    "entitlement": ({W, C, M, U}, "entitlement"),
    "end": ({C, M}, "entitlement"),
}
POSTS = {
    "check": {W, M},
    "check_accounts": {A},
    "approve": {M},
    "file": {C, A},
    "mark_paid": {C, A},
    "run_now": {C},
    "prepare": {C},
}


@pytest.fixture
def filed() -> PaymentList:
    """An approved list with its bank file."""
    make_entitlement(amount="412.37", last_name="Źdźbło")
    [payment_list] = make_lists()
    approve(payment_list)
    bank_file_make(actor=staff_of_lists()["clerk"], payment_list=payment_list, today=TODAY)
    return payment_list


def url_of(name: str, payment_list: PaymentList) -> str:
    line = payment_list.lines.select_related("due").first()
    assert line is not None
    if name in ("entitlement", "end"):
        return reverse(f"payments:{name}", args=[line.due.entitlement_id])
    if name in ("lists", "run", "reconcile", "run_now", "prepare"):
        return reverse(f"payments:{name}")
    return reverse(f"payments:{name}", args=[payment_list.pk])


@pytest.mark.parametrize("role", list(Role))
def test_every_page_by_role(page: Client, filed, role):
    page.force_login(User.objects.filter(role=role).first() or make_user(role))
    for name, (allowed, _object) in PAGES.items():
        status = page.get(url_of(name, filed)).status_code
        if role in allowed:
            assert status == 200, (name, status)
        else:
            assert status in (403, 404), (name, status)


@pytest.mark.parametrize("role", list(Role))
def test_every_button_by_role(page: Client, filed, role):
    page.force_login(User.objects.filter(role=role).first() or make_user(role))
    for name, allowed in POSTS.items():
        status = page.post(url_of(name, filed)).status_code
        assert (status != 403) == (role in allowed), (name, status)
        assert page.get(url_of(name, filed)).status_code in (403, 405)


def test_nobody_signed_in_is_sent_to_sign_in(page: Client, filed):
    for name in (*PAGES, *POSTS):
        answer = page.get(url_of(name, filed))
        assert answer.status_code == 302
        assert "login" in answer["Location"]


def test_a_worker_of_another_district_sees_no_entitlement(page: Client, filed):
    stranger = make_user(W, "stranger", district=make_district("Rejon 9"))
    page.force_login(stranger)
    assert page.get(url_of("entitlement", filed)).status_code == 404
    assert page.get(url_of("end", filed)).status_code == 404


def test_the_way_of_a_list_through_the_pages(page: Client):
    make_entitlement(amount="412.37")
    staff = staff_of_lists()

    def press(who: str, name: str, *args: int, **data: str) -> None:
        page.force_login(staff[who])
        answer = page.post(reverse(f"payments:{name}", args=args), data, follow=True)
        assert answer.status_code == 200
        assert "is-danger" not in answer.content.decode()

    press("clerk", "run_now", month="2026-11")
    press("clerk", "prepare", month="2026-11", pay_day="29.11.2026")
    payment_list = PaymentList.objects.get()
    assert payment_list.pay_day == PAY_DAY
    press("worker", "check", payment_list.pk)
    press("accountant", "check_accounts", payment_list.pk)
    press("manager", "approve", payment_list.pk)
    press("clerk", "file", payment_list.pk)
    content = page.get(reverse("payments:bank_file", args=[payment_list.pk])).content
    assert [row.amount for row in read(content)] == [Decimal("412.37")]
    payment_list.refresh_from_db()
    assert payment_list.status == ListStatus.FILED


def test_a_wrong_payment_day_is_told_and_kept(page: Client):
    make_entitlement()
    clerk = staff_of_lists()["clerk"]
    month_run(actor=clerk, month=NOVEMBER, today=TODAY)
    page.force_login(clerk)
    for typed, told in (
        ("31.11.2026", ""), ("20.11.2026", "20.11.2026 już minął"),
        ("22.11.2026", "22.11.2026 przypadłaby na 20.11.2026"),
    ):  # fmt: skip
        answer = page.post(reverse("payments:prepare"), {"month": "2026-11", "pay_day": typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
        assert told in answer.content.decode()
    assert not PaymentList.objects.exists()


def test_the_list_on_paper_names_amount_in_words_and_who_signed(page: Client, filed):
    page.force_login(staff_of_lists()["accountant"])
    content = page.get(reverse("payments:list_pdf", args=[filed.pk])).content
    text = " ".join(" ".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages).split())
    for part in (
        filed.number, "czterysta dwanaście złotych 37/100", "Źdźbło Anna", "852", "85214",
        "Sprawdzono pod względem merytorycznym", "Anna Social Worker", "24.11.2026",
        "Zatwierdzono do wypłaty", "Anna Manager",
    ):  # fmt: skip
        assert part in text, part


def pages_of(page: Client, payment_list: PaymentList) -> list[str]:
    """The text of each page of the list on paper."""
    page.force_login(staff_of_lists()["accountant"])
    content = page.get(reverse("payments:list_pdf", args=[payment_list.pk])).content
    return [" ".join(one.extract_text().split()) for one in PdfReader(BytesIO(content)).pages]


def test_a_list_that_is_not_approved_says_so_on_paper(page: Client):
    make_entitlement()
    [payment_list] = make_lists()
    assert "nie jest jeszcze zatwierdzona" in pages_of(page, payment_list)[0]
    approve(payment_list)
    assert "zatwierdzona" not in pages_of(page, payment_list)[0]


@pytest.mark.parametrize("rows", [8, 12, 15])
def test_every_page_names_its_list_and_signatures_never_stand_alone(page: Client, rows):
    for _number in range(rows):
        make_entitlement(way="cash")
    [payment_list] = make_lists()
    pages = pages_of(page, payment_list)
    assert len(pages) == 2
    assert all(payment_list.number in one and "Do wypłaty, zł" in one for one in pages)
    assert "Zatwierdzono do wypłaty" in pages[-1]


def test_the_control_sheet_has_count_sum_and_hash(page: Client, filed):
    page.force_login(staff_of_lists()["accountant"])
    content = page.get(reverse("payments:control_sheet", args=[filed.pk])).content
    text = "".join("".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages).split())
    assert filed.bank_file.sha256 in text
    assert "Elixir-0,Windows-1250" in text
    assert "412,37" in text


def test_the_spreadsheet_has_every_payment(page: Client, filed):
    page.force_login(staff_of_lists()["accountant"])
    answer = page.get(reverse("payments:list_xlsx", args=[filed.pk]))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet.cell(2, 2).value == "Źdźbło Anna"
    assert Decimal(str(sheet.cell(2, 8).value)) == Decimal("412.37")
    assert (sheet.cell(3, 2).value, sheet.cell(3, 8).value) == ("Razem", sheet.cell(2, 8).value)


def test_the_accountant_sees_names_on_lists_but_no_client_pages(page: Client, filed):
    page.force_login(staff_of_lists()["accountant"])
    answer = page.get(url_of("list", filed)).content.decode()
    assert "Źdźbło Anna" in answer
    assert "/entitlements/" not in answer
    behind = reverse("payments:behind")
    key = "benefit:85214:3110:wlasne_obowiazkowe"
    rows = page.get(f"{behind}?month=2026-11&row={key}&what=not_due").content.decode()
    assert "Źdźbło" not in rows


def test_ending_first_says_what_it_changes(page: Client, filed):
    page.force_login(staff_of_lists()["clerk"])
    url, data = url_of("end", filed), {"last_day": "10.11.2026", "why": "zgon"}
    answer = page.post(url, data)
    assert "274,91" in answer.content.decode().replace("\u00a0", " ")
    assert Entitlement.objects.get().ended_on is None
    page.post(url, {**data, "confirm": "1"})
    assert Entitlement.objects.get().ended_on == date(2026, 11, 10)


def test_ending_without_a_reason_keeps_what_was_typed(page: Client, filed):
    page.force_login(staff_of_lists()["clerk"])
    answer = page.post(url_of("end", filed), {"last_day": "10.11.2026", "why": ""})
    assert answer.status_code == 422
    assert 'value="10.11.2026"' in answer.content.decode()


def test_nothing_comes_back_before_it_was_paid(page: Client, filed):
    page.force_login(staff_of_lists()["clerk"])
    line = filed.lines.get()
    url = reverse("payments:line_return", args=[filed.pk, line.pk])
    assert url not in page.get(url_of("list", filed)).content.decode()
    answer = page.post(url, {"day": "24.11.2026", "why": "rachunek zamknięty"})
    assert answer.status_code == 422
    assert "Dzień wypłaty tej listy to 27.11.2026" in answer.content.decode()


def test_return_withhold_resume_redirect_and_pay_again(page: Client, filed):
    page.force_login(staff_of_lists()["clerk"])
    line = filed.lines.select_related("due__entitlement").get()
    entitlement = line.due.entitlement
    url = reverse("payments:line_return", args=[filed.pk, line.pk])
    assert page.get(url).status_code == 200
    assert page.post(url, {"day": "24.11.2026", "why": "zwrot"}).status_code == 422
    line_return(actor=staff_of_lists()["clerk"], line=line, day=PAY_DAY, why="zwrot", today=PAY_DAY)
    suspend = reverse("payments:suspend", args=[entitlement.pk])
    assert page.post(suspend, {"suspend-why": ""}).status_code == 422
    page.post(suspend, {"suspend-why": "brak kontaktu"})
    entitlement.refresh_from_db()
    assert entitlement.status == EntitlementStatus.SUSPENDED
    page.post(reverse("payments:resume", args=[entitlement.pk]))
    payee = reverse("payments:payee", args=[entitlement.pk])
    wrong = {"way": "transfer", "payee_name": "Źdźbło Anna", "nrb": "123"}
    assert page.post(payee, wrong).status_code == 422
    page.post(payee, {"way": "cash", "payee_name": "Źdźbło Anna", "nrb": ""})
    page.post(reverse("payments:pay_again", args=[entitlement.pk, line.due_id]))
    entitlement.refresh_from_db()
    assert (entitlement.status, entitlement.way, entitlement.nrb) == ("active", "cash", "")
    assert Due.objects.filter(part=1, cancelled=False).count() == 1


def test_cancelling_needs_a_reason(page: Client):
    make_entitlement()
    [payment_list] = make_lists()
    page.force_login(staff_of_lists()["clerk"])
    url = reverse("payments:cancel", args=[payment_list.pk])
    assert page.post(url, {"cancel-why": ""}).status_code == 422
    page.post(url, {"cancel-why": "zły dzień"})
    payment_list.refresh_from_db()
    assert payment_list.status == ListStatus.CANCELLED


def test_a_filtered_fragment_equals_the_page(page: Client, filed):
    page.force_login(staff_of_lists()["clerk"])
    url = f"{reverse('payments:lists')}?month=2026-11&status=filed"
    fragment = page.get(url, headers={"HX-Request": "true"}).content.decode()
    whole = page.get(url).content.decode()
    assert filed.number in fragment
    assert " ".join(fragment.split()) in " ".join(whole.split())
    assert filed.number not in page.get(f"{reverse('payments:lists')}?status=paid").content.decode()


@pytest.mark.parametrize("size", [1, 12])
def test_pages_cost_the_same_whatever_their_size(page: Client, django_assert_max_num_queries, size):
    for _number in range(size):
        make_entitlement("zasilek_staly", valid_to=None)
    make_lists()
    for _number in range(size):
        make_entitlement()
    for name in ("clerk", "accountant", "manager", "worker"):
        page.force_login(staff_of_lists()[name])
        payment_list = PaymentList.objects.exclude(due_kind="health").get()
        for url in ("lists", "list", "reconcile", *(["run"] if name == "clerk" else [])):
            with django_assert_max_num_queries(15):
                page.get(url_of(url, payment_list))


@pytest.mark.parametrize("size", [1, 12])
def test_desk_and_panels_cost_the_same_whatever_their_size(django_assert_max_num_queries, size):
    household = make_household(*(make_person() for _number in range(size)))
    for membership in household.memberships.all():
        make_entitlement(person=membership.person, household=household, way="cash")
    make_lists()
    staff = staff_of_lists()
    with asked_once(), django_assert_max_num_queries(11):
        groups = [group for show in registry.desk for group in show(staff["manager"], TODAY)]
    assert any(group.count for group in groups)
    from payments.shows import SHOWS

    with django_assert_max_num_queries(4):
        panel = SHOWS.household_panels[0](staff["clerk"], household.pk, TODAY)
    assert panel is not None
    assert panel.count == size


def test_each_role_finds_its_step_on_the_desk():
    from payments.shows import SHOWS

    staff = staff_of_lists()

    def titles(who: str) -> list[str]:
        return [group.url for group in SHOWS.desk[0](staff[who], TODAY)]

    make_entitlement()
    assert titles("clerk") == [reverse("payments:run")]
    [payment_list] = make_lists()
    lists = reverse("payments:lists")
    assert titles("worker") == [f"{lists}?status=prepared"]
    assert titles("accountant") == []
    approve(payment_list)
    assert f"{lists}?status=approved" in titles("accountant")


def test_a_list_is_found_by_its_number(filed):
    from payments.shows import SHOWS

    clerk = staff_of_lists()["clerk"]
    [hit] = SHOWS.search[0](clerk, "85214/1", TODAY)
    assert hit.title == filed.number
    assert list(SHOWS.search[0](make_user(D), "85214/1", TODAY)) == []


def test_a_big_run_is_a_job_that_may_run_twice(monkeypatch):
    import payments.tasks  # noqa: F401 (registers the handler)

    monkeypatch.setattr(requests, "SMALL", 2)
    monkeypatch.setattr(requests, "SLICE", 2)
    for _number in range(5):
        make_entitlement(amount="100.00")
    clerk = staff_of_lists()["clerk"]
    job = requests.month_run_request(actor=clerk, month=NOVEMBER, today=TODAY)
    assert isinstance(job, Job)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"
    Job.objects.update(state="queued")
    jobs.run(job.pk)
    assert Due.objects.count() == 5
    assert len(lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=TODAY)) == 1
