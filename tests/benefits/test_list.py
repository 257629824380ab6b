"""The list of decisions as a file."""

import io

import pytest
from openpyxl import load_workbook

from core.models import AccessLog
from core.permissions import Role
from tests.factories.benefits import make_checker, make_draft, make_issued
from tests.factories.core import make_district, make_user

pytestmark = pytest.mark.usefixtures("office", "clock")


def rows_of(page, query=""):
    answer = page.get(f"/decisions/export/xlsx/{query}")
    assert answer.status_code == 200
    assert "decyzje-2026-11-24.xlsx" in answer["Content-Disposition"]
    return list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_the_file_holds_what_is_on_screen(page):
    issued, draft = make_issued(), make_draft()
    page.force_login(make_checker())
    heading, *rows = rows_of(page)
    assert heading[0] == "Numer"
    assert [row[1] for row in rows] == [draft.case.znak, issued.case.znak]
    [row] = rows_of(page, "?status=issued")[1:]
    assert row[0] == issued.number
    assert row[5] == issued.items.get().amount
    assert AccessLog.objects.filter(what="decisions", why__contains="status=issued").exists()


def test_the_same_as_csv(page):
    decision = make_issued()
    page.force_login(make_checker())
    answer = page.get("/decisions/export/csv/?status=issued")
    assert decision.number in answer.content.decode("utf-8-sig")
    assert page.get("/decisions/export/exe/").status_code == 404


def test_a_file_holds_only_what_one_may_see(page):
    make_issued()
    page.force_login(make_user(Role.SOCIAL_WORKER, "far", district=make_district("Rejon 9")))
    assert len(rows_of(page)) == 1


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDITOR, 403), (Role.ADMINISTRATOR, 403), (Role.ACCOUNTANT, 404), (Role.MANAGER, 200)],
)
def test_who_may_take_it_out(page, role, status):
    page.force_login(make_user(role))
    assert page.get("/decisions/export/xlsx/").status_code == status


def test_the_page_offers_the_file_with_its_filter(page):
    make_issued()
    page.force_login(make_checker())
    assert (
        "/decisions/export/xlsx/?status=issued"
        in page.get("/decisions/?status=issued").content.decode()
    )
