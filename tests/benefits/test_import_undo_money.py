"""Benefits of an import taken back: never paid, told in their cases, opened anew when mended."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from benefits.imports.models import ImportRun
from benefits.imports.services import undo_request
from benefits.imports.states import Outcome, Verdict
from benefits.imports.undo import preview
from cases.models import Case
from clients.models import Household
from core.errors import DomainError
from core.models import User
from payments.models import Due, Entitlement, LedgerEntry
from payments.services import (
    bank_file_make,
    entitlement_end,
    entitlement_reopen,
    list_mark_paid,
    month_run,
)
from payments.states import EntitlementStatus
from tests.benefits.test_import_money import HEADS, line, sent
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.imports import confirm, csv_file, outcomes, row, send, undone
from tests.factories.payments import PAY_DAY, approve, make_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def home(office: object) -> Household:
    return make_household(make_person("Anna", "Nowak"), nrb="")


@pytest.fixture
def opened(home: Household, administrator: User, manager: User) -> ImportRun:
    """One entitlement taken over from November on."""
    return confirm(manager, sent(administrator, line(home)))


def test_an_entitlement_ends_before_its_first_day(opened: ImportRun, manager: User, clerk: User):
    month_run(actor=clerk, month=NOVEMBER, today=TODAY)
    undone(manager, opened)
    entitlement = Entitlement.objects.get()
    assert entitlement.ended_on == date(2026, 10, 31)
    assert set(Due.objects.values_list("cancelled", flat=True)) == {True}
    sums = LedgerEntry.objects.aggregate(total=Sum("amount"))
    assert sums["total"] == Decimal("0.00")
    case = Case.objects.get()
    assert (case.status, case.status_rows.count()) == ("closed", 2)
    assert "stary" in case.status_rows.get(number=2).why
    month_run(actor=clerk, month=date(2026, 12, 1), today=TODAY)
    assert not Due.objects.filter(cancelled=False).exists()


@pytest.mark.parametrize("cutover", [NOVEMBER, date(2026, 12, 1)])
def test_the_mended_file_opens_what_was_taken_back_anew(
    cutover: date, opened: ImportRun, home: Household, administrator: User, manager: User
):
    undone(manager, opened)
    mended = csv_file(HEADS, [line(home, amount="999,00")])
    run = confirm(manager, send(administrator, mended, "entitlements", cutover=cutover))
    assert row(run, 2).outcome == Outcome.MADE
    entitlement = Entitlement.objects.get(status="active")
    assert (entitlement.valid_from, entitlement.amount) == (cutover, Decimal("999.00"))
    assert Case.objects.count() == 1
    again = send(administrator, mended, "entitlements", cutover=cutover)
    assert row(again, 2).verdict == Verdict.SAME
    undone(manager, run)
    assert not Entitlement.objects.filter(status="active").exists()


def test_what_was_ended_here_is_not_opened_anew_by_a_file(
    opened: ImportRun, home: Household, administrator: User, manager: User
):
    entitlement = Entitlement.objects.get()
    entitlement_end(
        actor=manager, today=TODAY, entitlement=entitlement, last_day=date(2026, 10, 31), why="?"
    )
    undone(manager, opened)
    assert outcomes(opened) == [Outcome.KEPT]
    other = sent(administrator, line(home), system="inny")
    assert row(other, 2).verdict == Verdict.ERROR


def test_it_does_not_go_on_beside_the_one_opened_anew(
    opened: ImportRun, home: Household, administrator: User, manager: User
):
    undone(manager, opened)
    old = Entitlement.objects.get()
    confirm(manager, sent(administrator, line(home, amount="999,00")))
    with pytest.raises(DomainError):
        entitlement_reopen(
            actor=manager, today=TODAY, entitlement=old, status=EntitlementStatus.ACTIVE, why="?"
        )


@pytest.mark.parametrize("paid", [False, True])
def test_what_stands_on_a_list_or_was_paid_stays(
    paid: bool, opened: ImportRun, manager: User, clerk: User, accountant: User
):
    (lines,) = make_lists()
    if paid:
        approve(lines)
        bank_file_make(actor=accountant, payment_list=lines, today=PAY_DAY)
        list_mark_paid(actor=accountant, payment_list=lines, today=PAY_DAY)
    assert preview(opened, manager, TODAY).goes == 0
    undone(manager, opened)
    assert outcomes(opened) == [Outcome.KEPT]
    assert Entitlement.objects.get().status == "active"
    assert Case.objects.get().status_rows.count() == 1


def test_who_may_not_sign_or_import_takes_nothing_back(
    opened: ImportRun, administrator: User, clerk: User, page: Client
):
    for stranger in (administrator, clerk):
        with pytest.raises(PermissionDenied):
            undo_request(actor=stranger, today=TODAY, run=opened)
    page.force_login(clerk)
    url = reverse("imports:undo", args=[opened.pk])
    assert page.get(url).status_code == page.post(url).status_code == 403
    page.force_login(administrator)
    assert page.post(url, follow=True).status_code == 200
    assert Entitlement.objects.get().status == "active"
