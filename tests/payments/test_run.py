"""The monthly run: what is due, once, with its ledger lines."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from core.errors import DomainError
from core.models import User
from payments.models import Due, Entitlement, LedgerEntry
from payments.services import entitlement_end, entitlement_resume, entitlement_suspend, month_run
from payments.states import LedgerKind
from tests.factories.core import TODAY
from tests.factories.payments import NOVEMBER, make_entitlement

DECEMBER, JANUARY = date(2026, 12, 1), date(2027, 1, 1)


def dues(entitlement: Entitlement, kind: str = "benefit") -> list[tuple[date, Decimal]]:
    found = Due.objects.filter(entitlement=entitlement, kind=kind).order_by("month", "part")
    return list(found.values_list("month", "amount"))


def ledger(kind: LedgerKind, **filters: object) -> Decimal:
    total = LedgerEntry.objects.filter(kind=kind, **filters).aggregate(s=Sum("amount"))["s"]
    return total or Decimal("0.00")


def test_opening_books_what_is_granted_in_the_year_of_the_decision(office):
    make_entitlement(amount="500.00", valid_from=NOVEMBER, valid_to=date(2027, 3, 31))
    granted = LedgerEntry.objects.filter(kind=LedgerKind.GRANTED).order_by("month")
    assert [(e.month, e.amount, e.day) for e in granted] == [
        (NOVEMBER, Decimal("500.00"), TODAY),
        (DECEMBER, Decimal("500.00"), TODAY),
    ]


def test_the_same_item_of_a_decision_opens_one_entitlement(office):
    first = make_entitlement(origin_number="GOPS.5021.9.2026/1")
    again = make_entitlement(
        origin_number="GOPS.5021.9.2026/1", person=first.person, household=first.household
    )
    assert again == first
    assert LedgerEntry.objects.count() == 2


def test_the_same_benefit_twice_for_the_same_days_is_refused(office):
    first = make_entitlement()
    with pytest.raises(DomainError, match=r"już|already"):
        make_entitlement(person=first.person, household=first.household, valid_from=DECEMBER)


def test_run_makes_due_once_however_often_it_runs(clerk, today):
    entitlement = make_entitlement(amount="412.37")
    first = month_run(actor=clerk, month=NOVEMBER, today=today)
    again = month_run(actor=clerk, month=NOVEMBER, today=today)
    assert (first.created, first.amount) == (1, Decimal("412.37"))
    assert again.created == 0
    assert dues(entitlement) == [(NOVEMBER, Decimal("412.37"))]
    assert ledger(LedgerKind.DUE) == Decimal("412.37")


def test_back_months_of_a_late_decision_come_with_the_next_run(clerk, today):
    entitlement = make_entitlement(valid_from=date(2026, 9, 1))
    month_run(actor=clerk, month=NOVEMBER, today=today)
    assert [month.month for month, _amount in dues(entitlement)] == [9, 10, 11]


def test_first_and_last_months_pay_their_parts(clerk, today):
    entitlement = make_entitlement(
        amount="600.00",
        valid_from=date(2026, 10, 12),
        valid_to=date(2026, 12, 10),
        first_amount=Decimal("387.10"),
        last_amount=Decimal("193.55"),
    )
    month_run(actor=clerk, month=DECEMBER, today=today)
    assert [amount for _month, amount in dues(entitlement)] == [
        Decimal("387.10"), Decimal("600.00"), Decimal("193.55"),
    ]  # fmt: skip


def test_a_single_payment_is_due_once_in_the_first_run_after(clerk, today):
    entitlement = make_entitlement("zasilek_celowy", amount="800.00", valid_from=date(2026, 10, 30))
    month_run(actor=clerk, month=NOVEMBER, today=today)
    month_run(actor=clerk, month=DECEMBER, today=today)
    assert dues(entitlement) == [(date(2026, 10, 1), Decimal("800.00"))]
    assert ledger(LedgerKind.GRANTED) == Decimal("800.00")


def test_until_further_notice_is_granted_year_by_year(clerk):
    make_entitlement("zasilek_staly", amount="1000.00", valid_to=None)
    month_run(actor=clerk, month=JANUARY, today=date(2027, 1, 4))
    month_run(actor=clerk, month=JANUARY, today=date(2027, 1, 4))
    by_year = LedgerEntry.objects.filter(kind=LedgerKind.GRANTED).values_list("month", "day")
    assert sum(month.year == 2026 for month, _day in by_year) == 2
    assert sum(month.year == 2027 for month, _day in by_year) == 12
    assert {day for month, day in by_year if month.year == 2027} == {date(2027, 1, 1)}


def test_health_contribution_is_nine_per_cent_of_zasilek_staly(clerk, today):
    entitlement = make_entitlement("zasilek_staly", amount="1097.16", valid_to=None)
    result = month_run(actor=clerk, month=NOVEMBER, today=today)
    assert dues(entitlement, "health") == [(NOVEMBER, Decimal("98.74"))]
    due = Due.objects.get(kind="health")
    assert (due.rozdzial, due.paragraf) == ("85213", "4130")
    assert (result.contributions, result.contributions_amount) == (1, Decimal("98.74"))
    assert month_run(actor=clerk, month=NOVEMBER, today=today).created == 0


@pytest.mark.parametrize(
    ("amount", "contribution"),
    [("100.05", "9.00"), ("100.06", "9.01"), ("1.50", "0.14"), ("1229.00", "110.61")],
)
def test_health_contribution_is_rounded_to_the_grosz(clerk, today, amount, contribution):
    entitlement = make_entitlement("zasilek_staly", amount=amount, valid_to=None)
    month_run(actor=clerk, month=NOVEMBER, today=today)
    assert dues(entitlement, "health") == [(NOVEMBER, Decimal(contribution))]


def test_withheld_months_are_made_up_after_resuming(clerk, today):
    entitlement = make_entitlement()
    entitlement_suspend(actor=clerk, entitlement=entitlement, today=today, why="brak kontaktu")
    assert month_run(actor=clerk, month=NOVEMBER, today=today).created == 0
    entitlement_resume(actor=clerk, entitlement=entitlement, today=today)
    assert month_run(actor=clerk, month=DECEMBER, today=today).created == 2


def test_an_early_end_cuts_the_last_month_by_days(clerk, today):
    entitlement = make_entitlement(amount="1000.00")
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="wyjazd", today=today
    )
    month_run(actor=clerk, month=DECEMBER, today=today)
    assert dues(entitlement) == [(NOVEMBER, Decimal("333.33"))]
    assert ledger(LedgerKind.GRANTED) == Decimal("333.33")


def test_a_month_too_far_ahead_is_refused(clerk, today):
    with pytest.raises(DomainError):
        month_run(actor=clerk, month=JANUARY, today=today)


def test_only_a_clerk_runs_a_month(worker: User, today):
    with pytest.raises(PermissionDenied):
        month_run(actor=worker, month=NOVEMBER, today=today)
