"""Pages of statistics and dashboard: by role, by cell, as files."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case
from core.models import AccessLog, User
from core.permissions import Role
from reports import dashboard, queries
from reports.models import ReportRun
from reports.services import report_run
from tests.factories.cases import make_case
from tests.factories.core import TODAY
from tests.reports.conftest import Ledger

OCTOBER = date(2026, 10, 1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SEE = {
    Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER, Role.ACCOUNTANT, Role.AUDITOR,
}  # fmt: skip
OPEN_PEOPLE = {Role.BENEFITS_CLERK, Role.MANAGER, Role.AUDITOR}
TAKE_OUT = {Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER, Role.ACCOUNTANT}
LEAD = {Role.MANAGER, Role.AUDITOR}
PAGES = {
    "/statistics/?month=2026-10": SEE,
    "/statistics/people/?month=2026-10": OPEN_PEOPLE,
    "/statistics/people/?month=2026-10&show=families": OPEN_PEOPLE,
    "/statistics/people/?month=2026-10&show=payments": OPEN_PEOPLE,
    "/statistics/money/?month=2026-10&rozdzial=85214&show=granted": OPEN_PEOPLE,
    "/statistics/money/?month=2026-10&rozdzial=85214&show=paid": OPEN_PEOPLE,
    "/statistics/month.xlsx?month=2026-10": TAKE_OUT,
    "/statistics/month.pdf?month=2026-10": TAKE_OUT,
    "/statistics/dashboard/": LEAD,
    "/statistics/dashboard/cases/": LEAD,
    "/statistics/dashboard/terms/": LEAD,
}


@pytest.fixture
def october(ledger: Ledger) -> Ledger:
    """One family of three, 500 zł granted and paid."""
    entitlement = ledger.entitlement(size=3)
    ledger.granted(entitlement, "500.00", date(2026, 10, 5))
    ledger.paid(entitlement, "500.00", date(2026, 10, 12))
    return ledger


@pytest.mark.parametrize("url", PAGES)
def test_every_page_by_every_role(
    url: str, october: Ledger, staff: dict[str, User], page: Client
) -> None:
    assert page.get(url).status_code == 302
    for role, user in staff.items():
        page.force_login(user)
        expected = 200 if role in PAGES[url] else 403
        assert page.get(url).status_code == expected, role
        assert page.post(url).status_code in (403, 405)


def test_keeping_is_posted_and_shown(october: Ledger, clerk: User, page: Client) -> None:
    page.force_login(clerk)
    assert page.get(reverse("reports:run")).status_code == 405
    assert ReportRun.objects.count() == 0
    for _click in range(2):
        answer = page.post(reverse("reports:run"), {"month": "2026-10"}, follow=True)
        assert answer.status_code == 200
    run = ReportRun.objects.get()
    assert run.sha256[:16] in answer.content.decode()
    kept = page.get(reverse("reports:kept", args=[run.pk])).content.decode()
    assert run.sha256 in kept
    assert "500,00" in kept


def test_future_month_is_not_kept_and_says_why(october: Ledger, clerk: User, page: Client) -> None:
    page.force_login(clerk)
    answer = page.post(reverse("reports:run"), {"month": "2027-01"}, follow=True)
    assert answer.status_code in (200, 409, 400)
    assert ReportRun.objects.count() == 0


def test_auditor_keeps_nothing(october: Ledger, auditor: User, page: Client) -> None:
    page.force_login(auditor)
    assert page.post(reverse("reports:run"), {"month": "2026-10"}).status_code == 403
    assert ReportRun.objects.count() == 0


def test_accountant_sees_counts_without_links_to_people(
    october: Ledger, accountant: User, clerk: User, page: Client
) -> None:
    people = reverse("reports:people")
    page.force_login(accountant)
    assert people not in page.get("/statistics/?month=2026-10").content.decode()
    page.force_login(clerk)
    assert people in page.get("/statistics/?month=2026-10").content.decode()


def test_cell_opens_its_people_and_the_look_is_logged(
    october: Ledger, manager: User, page: Client
) -> None:
    row = queries.month_rows(OCTOBER)[0]
    page.force_login(manager)
    url = reverse("reports:people")
    shown = page.get(url, {"month": "2026-10", "row": row.key})
    assert [person.amount for person in shown.context["page"]] == [Decimal("500.00")]
    families = page.get(url, {"month": "2026-10", "row": row.key, "show": "families"})
    assert families.context["in_families"] == 3
    assert AccessLog.objects.filter(user=manager, what="statistics").count() == 2


def test_entries_tell_a_health_contribution_apart(
    ledger: Ledger, manager: User, page: Client
) -> None:
    stay = ledger.entitlement("zasilek_staly")
    ledger.paid(stay, "500.00", date(2026, 10, 12))
    ledger.paid(stay, "45.00", date(2026, 10, 12), kind="health", rozdzial="85213")
    page.force_login(manager)
    shown = page.get(reverse("reports:people"), {"month": "2026-10", "show": "payments"})
    text = " ".join(shown.content.decode().split())
    assert text.count("zasiłek stały, składka zdrowotna") == 2  # once wide, once on a phone
    assert text.count("zasiłek stały") == 4


@pytest.mark.parametrize("show", ["persons", "families", "payments"])
def test_a_cell_with_nobody_says_so_without_an_empty_table(
    show: str, office: object, manager: User, page: Client
) -> None:
    page.force_login(manager)
    shown = page.get(reverse("reports:people"), {"month": "2026-10", "show": show})
    assert "<table" not in shown.content.decode()


@pytest.mark.parametrize("row", ["no", "a:b:c:d:e:f", "zasilek_staly:benefit:x:852:85216:3110"])
def test_cell_that_does_not_exist_is_not_found(
    row: str, october: Ledger, manager: User, page: Client
) -> None:
    page.force_login(manager)
    url = reverse("reports:people")
    assert page.get(url, {"month": "2026-10", "row": row}).status_code == 404


@pytest.mark.parametrize("month", ["", "2026-13", "abc", "9999-12", "0001-01"])
def test_odd_months_give_a_page(month: str, october: Ledger, manager: User, page: Client) -> None:
    page.force_login(manager)
    assert page.get("/statistics/", {"month": month}).status_code == 200


def test_spreadsheet_has_the_rows_and_the_total(
    october: Ledger, accountant: User, page: Client
) -> None:
    page.force_login(accountant)
    content = page.get("/statistics/month.xlsx?month=2026-10").content
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[1][2:] == ("852/85214/3110", 1, 1, Decimal("500"), 1, 3)
    assert rows[-1][3:] == (1, 1, Decimal("500"), 1, 3)


def test_paper_is_a_pdf_of_the_month(october: Ledger, manager: User, page: Client) -> None:
    page.force_login(manager)
    answer = page.get("/statistics/month.pdf?month=2026-10")
    assert answer.content.startswith(b"%PDF")
    assert "statystyka-2026-10.pdf" in answer["Content-Disposition"]


def test_month_page_costs_the_same_for_many_rows(
    october: Ledger, manager: User, page: Client, django_assert_max_num_queries: object
) -> None:
    for _more in range(10):
        october.paid(october.entitlement(), "100.00", date(2026, 10, 14))
    page.force_login(manager)
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        page.get("/statistics/?month=2026-10")


def test_dashboard_counts_by_stage_age_and_worker(manager: User) -> None:
    young = make_case(received_on=date(2026, 11, 20))
    make_case(received_on=date(2026, 9, 1))
    stages = {stage.status: stage for stage in dashboard.open_cases_by_stage(manager, TODAY)}
    cells = {age.code: number for age, number in stages["registered"].cells}
    assert cells == {"week": 1, "fortnight": 0, "month": 0, "older": 1}
    load = dashboard.load_by_worker(manager, TODAY)
    assert [(row.open_cases, row.overdue, row.interviews) for row in load] == [(2, 1, 2)]
    behind = dashboard.Behind(status="registered", age="week")
    assert list(dashboard.cases_behind(manager, TODAY, behind)) == [young]


def test_each_figure_of_the_dashboard_equals_its_list(manager: User, page: Client) -> None:
    for day in (date(2026, 11, 20), date(2026, 11, 12), date(2026, 10, 27), date(2026, 9, 1)):
        make_case(received_on=day)
    page.force_login(manager)
    shown = page.get(reverse("reports:dashboard")).context
    cases_url, terms_url = reverse("reports:dashboard_cases"), reverse("reports:dashboard_terms")
    for stage in shown["stages"]:
        for age, number in stage.cells:
            asked = {"status": stage.status.value, "age": age.code}
            assert page.get(cases_url, asked).context["page"].paginator.count == number
    for row in shown["load"]:
        for asked, number in (
            ({"worker": row.worker_id}, row.open_cases),
            ({"worker": row.worker_id, "overdue": "1"}, row.overdue),
            ({"worker": row.worker_id, "status": "registered"}, row.interviews),
        ):
            assert page.get(cases_url, asked).context["page"].paginator.count == number
    for urgency in ("overdue", "soon", "later"):
        found = page.get(terms_url, {"urgency": urgency}).context["page"].paginator.count
        assert found == getattr(shown["terms"], urgency)
    assert shown["open_cases"] == Case.objects.count() == 4


def test_money_of_the_dashboard_is_granted_and_paid(october: Ledger, manager: User) -> None:
    row = dashboard.money_by_month(TODAY)[0]
    assert (row.month, row.rozdzial) == (OCTOBER, "85214")
    assert row.granted == row.paid == Decimal("500.00")


def test_money_older_than_a_year_is_left_out(ledger: Ledger) -> None:
    entitlement = ledger.entitlement(decided=date(2025, 11, 5))
    ledger.paid(entitlement, "9.00", date(2025, 11, 30))
    ledger.paid(entitlement, "10.00", date(2025, 12, 1))
    assert [row.paid for row in dashboard.money_by_month(TODAY)] == [Decimal("10.00")]


@pytest.mark.parametrize(
    "asked", [{"worker": "x"}, {"worker": "99999999999"}, {"age": "old"}, {"status": "nothing"}]
)
def test_odd_filters_of_the_dashboard_are_left_out(
    asked: dict[str, str], manager: User, page: Client
) -> None:
    make_case()
    page.force_login(manager)
    found = page.get(reverse("reports:dashboard_cases"), asked)
    assert found.context["page"].paginator.count == 1


def test_dashboard_costs_the_same_for_many_cases(
    manager: User, page: Client, django_assert_max_num_queries: object
) -> None:
    for _more in range(5):
        make_case()
    page.force_login(manager)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page.get(reverse("reports:dashboard"))


def test_kept_run_is_not_there(manager: User, page: Client) -> None:
    page.force_login(manager)
    assert page.get(reverse("reports:kept", args=[999])).status_code == 404


def test_changed_figures_are_marked(october: Ledger, clerk: User, page: Client) -> None:
    report_run(actor=clerk, month=OCTOBER, today=TODAY)
    page.force_login(clerk)
    context = page.get("/statistics/?month=2026-10").context
    assert context["runs"][0].sha256 == context["hash"]
    october.paid(october.entitlement(), "1.00", date(2026, 10, 14))
    context = page.get("/statistics/?month=2026-10").context
    assert context["runs"][0].sha256 != context["hash"]
