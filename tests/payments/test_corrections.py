"""Money that was paid and should not have been, or came back: correcting lines with origin."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Sum

from core.errors import DomainError, StaleState
from payments.models import Due, Entitlement, LedgerEntry
from payments.queries import amount_for_month, paid_by_month, reconciliation
from payments.services import (
    due_pay_again,
    entitlement_end,
    entitlement_end_preview,
    entitlement_payee,
    entitlement_resume,
    entitlement_suspend,
    line_return,
    lists_prepare,
    month_run,
)
from payments.states import LedgerKind
from tests.factories.clients import make_nrb
from tests.factories.payments import (
    NOVEMBER,
    PAY_DAY,
    make_approved_lists,
    make_entitlement,
    make_lists,
)

DECEMBER_1 = date(2026, 12, 1)


def sums(entitlement: Entitlement, month: date = NOVEMBER) -> dict[str, Decimal]:
    rows = LedgerEntry.objects.filter(entitlement=entitlement, month=month)
    return dict(rows.values_list("kind").annotate(Sum("amount")).order_by("kind"))


def test_ending_after_payment_books_what_was_paid_too_much(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    make_approved_lists()
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="zgon", today=today
    )
    assert sums(entitlement) == {
        "granted": Decimal("200.00"),
        "due": Decimal("600.00"),
        "paid": Decimal("600.00"),
        "due_correction": Decimal("-400.00"),
        "overpaid": Decimal("400.00"),
    }
    overpaid = LedgerEntry.objects.get(kind=LedgerKind.OVERPAID)
    assert overpaid.origin is not None
    assert overpaid.origin.kind == LedgerKind.PAID
    assert sums(entitlement, DECEMBER_1) == {"granted": Decimal("0.00")}


def test_the_same_end_twice_is_once(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    make_approved_lists()
    for _time in range(2):
        entitlement_end(
            actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="x", today=today
        )
    assert LedgerEntry.objects.filter(kind=LedgerKind.OVERPAID).count() == 1


def test_an_earlier_end_corrects_only_the_rest(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    make_approved_lists()
    for day in (20, 10):
        entitlement_end(
            actor=clerk, entitlement=entitlement, last_day=date(2026, 11, day), why="x", today=today
        )
    assert sums(entitlement)["overpaid"] == Decimal("400.00")
    assert sums(entitlement)["granted"] == Decimal("200.00")


def test_ending_before_payment_leaves_the_part_still_owed(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    month_run(actor=clerk, month=NOVEMBER, today=today)
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="x", today=today
    )
    open_dues = Due.objects.filter(cancelled=False)
    assert [(due.part, due.amount) for due in open_dues] == [(1, Decimal("200.00"))]
    [payment_list] = lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today)
    assert payment_list.total == Decimal("200.00")
    assert month_run(actor=clerk, month=NOVEMBER, today=today).created == 0


def test_a_payment_on_a_prepared_list_must_leave_it_first(clerk, today):
    entitlement = make_entitlement()
    [payment_list] = make_lists()
    with pytest.raises(DomainError, match=payment_list.number):
        entitlement_end(
            actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="x", today=today
        )


def test_preview_tells_the_lines_and_keeps_nothing(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    make_approved_lists()
    before = LedgerEntry.objects.count()
    changes = entitlement_end_preview(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), today=today
    )
    assert [(change.amount, change.is_overpaid) for change in changes] == [
        (Decimal("-400.00"), False),
        (Decimal("-400.00"), False),
        (Decimal("400.00"), True),
        (Decimal("-600.00"), False),
    ]
    assert LedgerEntry.objects.count() == before
    assert entitlement.ended_on is None


def test_the_contribution_follows_an_early_end(clerk, today):
    entitlement = make_entitlement("zasilek_staly", amount="1000.00", valid_to=None)
    make_approved_lists()
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 15), why="x", today=today
    )
    overpaid = LedgerEntry.objects.filter(kind=LedgerKind.OVERPAID).order_by("rozdzial")
    assert [(line.rozdzial, line.amount) for line in overpaid] == [
        ("85213", Decimal("45.00")),
        ("85216", Decimal("500.00")),
    ]


def test_a_single_payment_is_taken_back_whole(clerk, today):
    entitlement = make_entitlement("zasilek_celowy", amount="800.00")
    make_approved_lists()
    with pytest.raises(DomainError):
        entitlement_end(
            actor=clerk, entitlement=entitlement, last_day=NOVEMBER, why="x", today=today
        )
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 10, 31), why="x", today=today
    )
    assert sums(entitlement)["overpaid"] == Decimal("800.00")
    assert amount_for_month(entitlement, NOVEMBER) == 0


@pytest.mark.parametrize("last_day", [date(2026, 10, 30), date(2027, 1, 31), date(2027, 2, 1)])
def test_a_last_day_outside_the_period_is_refused(clerk, today, last_day):
    entitlement = make_entitlement()
    with pytest.raises(DomainError):
        entitlement_end(
            actor=clerk, entitlement=entitlement, last_day=last_day, why="x", today=today
        )


def test_ended_days_may_be_granted_anew_but_not_twice(clerk, today):
    first = make_entitlement()
    entitlement_end(
        actor=clerk, entitlement=first, last_day=date(2026, 11, 30), why="zmiana", today=today
    )
    again = {"person": first.person, "household": first.household}
    with pytest.raises(DomainError):
        make_entitlement(valid_from=date(2026, 11, 15), **again)
    make_entitlement(valid_from=DECEMBER_1, **again)


def test_money_that_came_back_is_paid_again_to_the_new_account(clerk, today):
    entitlement = make_entitlement(amount="500.00")
    [payment_list] = make_approved_lists()
    line, nrb = payment_list.lines.get(), make_nrb()
    back = date(2026, 12, 2)
    line_return(actor=clerk, line=line, day=back, why="rachunek zamknięty", today=back)
    assert paid_by_month([entitlement.person_id], "zasilek_okresowy", [NOVEMBER]) == {
        NOVEMBER: Decimal("0.00")
    }
    entitlement_payee(
        actor=clerk, entitlement=entitlement, today=back, way="transfer", payee_name="X", nrb=nrb
    )
    due = due_pay_again(actor=clerk, due=line.due, today=back)
    assert (due.part, due.amount) == (1, Decimal("500.00"))
    [again] = lists_prepare(actor=clerk, month=DECEMBER_1, pay_day=back, today=back)
    assert again.lines.get().nrb == nrb
    assert sums(entitlement)["due"] + sums(entitlement)["due_correction"] == Decimal("500.00")
    with pytest.raises(DomainError):
        due_pay_again(actor=clerk, due=line.due, today=back)


def test_a_payment_comes_back_once(clerk, today):
    make_entitlement()
    [payment_list] = make_approved_lists()
    line = payment_list.lines.get()
    line_return(actor=clerk, line=line, day=PAY_DAY, why="zwrot", today=PAY_DAY)
    with pytest.raises(DomainError):
        line_return(actor=clerk, line=line, day=PAY_DAY, why="zwrot", today=PAY_DAY)


@pytest.mark.parametrize("day", [date(2026, 11, 26), date(2026, 12, 31)])
def test_a_return_lies_between_payment_and_today(clerk, day):
    make_entitlement()
    [payment_list] = make_approved_lists()
    with pytest.raises(DomainError):
        line_return(
            actor=clerk, line=payment_list.lines.get(), day=day, why="x", today=date(2026, 12, 1)
        )


def test_what_was_overpaid_and_came_back_is_no_longer_overpaid(clerk, today):
    entitlement = make_entitlement(amount="600.00")
    [payment_list] = make_approved_lists()
    entitlement_end(
        actor=clerk, entitlement=entitlement, last_day=date(2026, 11, 10), why="zgon", today=today
    )
    line_return(
        actor=clerk, line=payment_list.lines.get(), day=PAY_DAY, why="zwrot banku", today=PAY_DAY
    )
    assert sums(entitlement)["overpaid"] == Decimal("0.00")
    assert sums(entitlement)["due"] + sums(entitlement)["due_correction"] == Decimal("200.00")
    [row] = reconciliation(NOVEMBER)
    assert (row.unlisted, row.unexplained) == (Decimal("200.00"), Decimal("0.00"))


def test_suspending_twice_is_stale_and_needs_a_reason(clerk, worker, today):
    entitlement = make_entitlement()
    with pytest.raises(DomainError):
        entitlement_suspend(actor=clerk, entitlement=entitlement, today=today, why=" ")
    with pytest.raises(PermissionDenied):
        entitlement_suspend(actor=worker, entitlement=entitlement, today=today, why="x")
    entitlement_suspend(actor=clerk, entitlement=entitlement, today=today, why="x")
    with pytest.raises(StaleState):
        entitlement_suspend(actor=clerk, entitlement=entitlement, today=today, why="x")
    entitlement_resume(actor=clerk, entitlement=entitlement, today=today)
