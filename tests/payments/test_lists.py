"""Payment lists: prepared once, checked by four eyes, frozen by approval."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, ProgrammingError, connection, transaction

from cases.models import PaymentWay
from clients.models import BankAccount, Person
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError, NotYours, StaleState
from core.permissions import Role
from payments.models import BankFile, Due, LedgerEntry, PaymentLine, PaymentList
from payments.queries.lists import held_dues
from payments.services import (
    bank_file_make,
    entitlement_payee,
    entitlement_suspend,
    list_approve,
    list_cancel,
    list_check,
    list_check_accounts,
    list_mark_paid,
    lists_prepare,
    month_run,
)
from payments.states import LedgerKind, ListStatus
from tests.factories.clients import make_nrb
from tests.factories.core import TODAY, make_user
from tests.factories.payments import (
    NOVEMBER,
    PAY_DAY,
    approve,
    make_approved_lists,
    make_entitlement,
    make_lists,
)
from tests.payments.elixir_reader import read


def prepared(**extra: object) -> PaymentList:
    make_entitlement(**extra)
    [payment_list] = make_lists()
    return payment_list


def test_a_list_per_classification_and_way(clerk):
    make_entitlement("zasilek_okresowy", amount="500.00")
    make_entitlement("zasilek_okresowy", amount="300.00", way=PaymentWay.CASH)
    make_entitlement("zasilek_staly", amount="1000.00", valid_to=None)
    lists = make_lists()
    found = {(one.number, one.way, one.due_kind, one.total) for one in lists}
    assert found == {
        ("LW/2026/11/85213/1", "transfer", "health", Decimal("90.00")),
        ("LW/2026/11/85214/1", "cash", "benefit", Decimal("300.00")),
        ("LW/2026/11/85214/2", "transfer", "benefit", Decimal("500.00")),
        ("LW/2026/11/85216/1", "transfer", "benefit", Decimal("1000.00")),
    }


def test_lines_keep_payee_account_and_case_sign(clerk):
    entitlement = make_entitlement(last_name="Źrebiec")
    [payment_list] = make_lists()
    line = payment_list.lines.get()
    assert (line.payee_name, line.nrb) == ("Źrebiec Anna", entitlement.nrb)
    assert line.title == f"Zasiłek okresowy 11/2026 {entitlement.case.znak}"


def test_a_due_is_listed_once(clerk, today):
    prepared()
    assert lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today) == []
    assert PaymentLine.objects.count() == 1


def test_a_long_list_is_cut(clerk, monkeypatch):
    monkeypatch.setattr("payments.services.lists.LIST_ROWS", 2)
    for _number in range(5):
        make_entitlement(amount="100.00")
    lists = make_lists()
    assert [one.lines_count for one in lists] == [2, 2, 1]
    assert [one.number[-1] for one in lists] == ["1", "2", "3"]
    assert PaymentLine.objects.values("due").distinct().count() == 5


def test_lines_stand_in_polish_order(clerk):
    for name in ("Zając", "Łoś", "Lis", "Ćwik", "Czaja"):
        make_entitlement(last_name=name)
    [payment_list] = make_lists()
    names = [line.payee_name.split()[0] for line in payment_list.lines.order_by("number")]
    assert names == ["Czaja", "Ćwik", "Lis", "Łoś", "Zając"]


@pytest.mark.parametrize(
    ("asked", "paid"),
    [
        (date(2026, 11, 28), date(2026, 11, 27)),  # Saturday
        (date(2026, 12, 27), date(2026, 12, 23)),  # Sunday after Christmas; the Eve is free too
        (date(2026, 11, 30), date(2026, 11, 30)),
    ],
)
def test_a_free_day_moves_the_payment_before_it(clerk, today, asked, paid):
    make_entitlement()
    month_run(actor=clerk, month=NOVEMBER, today=today)
    [payment_list] = lists_prepare(actor=clerk, month=NOVEMBER, pay_day=asked, today=today)
    assert payment_list.pay_day == paid


def test_a_payment_day_that_has_passed_is_refused(clerk, today):
    make_entitlement()
    month_run(actor=clerk, month=NOVEMBER, today=today)
    with pytest.raises(DomainError):
        lists_prepare(actor=clerk, month=NOVEMBER, pay_day=date(2026, 11, 23), today=today)


def test_the_dead_the_withheld_and_those_with_an_old_account_stay_out(clerk, today):
    dead, withheld, moved, fine = (make_entitlement(last_name=n) for n in ("A", "B", "C", "D"))
    month_run(actor=clerk, month=NOVEMBER, today=today)
    entitlement_suspend(actor=clerk, entitlement=withheld, why="brak kontaktu", today=today)
    with writing(system_user()):
        Person.objects.filter(pk=dead.person_id).update(death_date=today)
        BankAccount.objects.filter(person=moved.person).update(valid_to=date(2026, 11, 20))
    [payment_list] = lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today)
    assert [line.due.entitlement for line in payment_list.lines.all()] == [fine]
    held = {due.entitlement: due.held for due in held_dues(NOVEMBER, PAY_DAY)}
    assert held == {dead: "dead", withheld: "suspended", moved: "old_account"}
    entitlement_payee(
        actor=clerk, entitlement=moved, today=today, way="transfer", payee_name="C", nrb=make_nrb()
    )
    assert len(lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today)) == 1


def test_four_people_take_a_list_to_its_approval(clerk, worker, accountant, manager, today):
    payment_list = approve(prepared())
    assert payment_list.status == ListStatus.APPROVED
    signed = (
        payment_list.prepared_by, payment_list.checked_by,
        payment_list.accounts_checked_by, payment_list.approved_by,
    )  # fmt: skip
    assert signed == (clerk, worker, accountant, manager)
    entry = LedgerEntry.objects.get(kind=LedgerKind.PAID)
    assert (entry.amount, entry.day, entry.month) == (Decimal("500.00"), PAY_DAY, NOVEMBER)


def test_nobody_does_two_neighbouring_steps(clerk, worker, accountant, manager, today):
    payment_list = prepared()
    with pytest.raises(PermissionDenied):
        list_check(actor=clerk, payment_list=payment_list, today=today)
    with writing(system_user()):
        PaymentList.objects.update(prepared_by=manager)
    payment_list.refresh_from_db()
    with pytest.raises(NotYours):
        list_check(actor=manager, payment_list=payment_list, today=today)
    list_check(actor=worker, payment_list=payment_list, today=today)
    list_check_accounts(actor=accountant, payment_list=payment_list, today=today)
    with pytest.raises(NotYours):
        list_approve(actor=manager, payment_list=payment_list, today=today)
    other = make_user(Role.MANAGER, "other_manager")
    list_approve(actor=other, payment_list=payment_list, today=today)


def test_the_database_knows_four_eyes_too(clerk, worker, manager):
    prepared()
    for columns in ({"checked_by": clerk}, {"accounts_checked_by": worker, "checked_by": worker}):
        with pytest.raises(IntegrityError), writing(system_user()):
            PaymentList.objects.update(**columns)


def test_a_step_out_of_turn_or_twice_is_stale(clerk, worker, accountant, manager, today):
    payment_list = prepared()
    with pytest.raises(StaleState):
        list_check_accounts(actor=accountant, payment_list=payment_list, today=today)
    with pytest.raises(StaleState):
        list_approve(actor=manager, payment_list=payment_list, today=today)
    list_check(actor=worker, payment_list=payment_list, today=today)
    with pytest.raises(StaleState):
        list_check(actor=worker, payment_list=payment_list, today=today)
    assert not LedgerEntry.objects.filter(kind=LedgerKind.PAID).exists()


def test_a_death_after_the_check_stops_the_approval(clerk, worker, accountant, manager, today):
    payment_list = prepared()
    list_check(actor=worker, payment_list=payment_list, today=today)
    list_check_accounts(actor=accountant, payment_list=payment_list, today=today)
    with writing(system_user()):
        Person.objects.update(death_date=today)
    with pytest.raises(DomainError, match="Nowak"):
        list_approve(actor=manager, payment_list=payment_list, today=today)


def test_a_cancelled_list_frees_its_dues_and_keeps_its_number(clerk, today):
    payment_list = prepared()
    list_cancel(actor=clerk, payment_list=payment_list, today=today, why="zły dzień")
    [again] = lists_prepare(actor=clerk, month=NOVEMBER, pay_day=PAY_DAY, today=today)
    assert again.number == "LW/2026/11/85214/2"
    with pytest.raises(StaleState):
        list_cancel(actor=clerk, payment_list=payment_list, today=today, why="jeszcze raz")


def test_an_approved_list_is_not_cancelled(clerk, today):
    payment_list = approve(prepared())
    with pytest.raises(StaleState):
        list_cancel(actor=clerk, payment_list=payment_list, today=today, why="za późno")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE payments_paymentlist SET total = 1",
        "UPDATE payments_paymentlist SET pay_day = '2026-12-01'",
        "UPDATE payments_paymentlist SET status = 'prepared'",
        "DELETE FROM payments_paymentlist",
        "UPDATE payments_paymentline SET amount = 1",
        "UPDATE payments_paymentline SET nrb = ''",
        "UPDATE payments_paymentline SET active = false",
        "DELETE FROM payments_paymentline",
        "UPDATE payments_ledgerentry SET amount = 1",
        "DELETE FROM payments_ledgerentry",
        "UPDATE payments_due SET amount = 1",
        """INSERT INTO payments_paymentline (payment_list_id, number, due_id, active, payee_name,
           payee_address, nrb, title, amount)
           SELECT payment_list_id, 99, due_id, false, 'X', '', '', 'x', 1
             FROM payments_paymentline""",
    ],
)
def test_raw_sql_cannot_change_an_approved_list(clerk, sql):
    approve(prepared())
    with pytest.raises(IntegrityError), writing(system_user()), connection.cursor() as cursor:
        cursor.execute(sql)


def test_money_without_an_actor_is_refused(clerk):
    prepared()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gops.actor', '', true)")
    with pytest.raises(ProgrammingError, match="without an actor"), transaction.atomic():
        Due.objects.update(cancelled=True)


def test_the_bank_file_is_made_once_and_agrees_with_the_list(clerk, today):
    make_entitlement(amount="412.37", last_name='O"Ne|ill')
    make_entitlement(amount="0.07", last_name="Źdźbło")
    [payment_list] = make_approved_lists()
    bank_file = bank_file_make(actor=clerk, payment_list=payment_list, today=today)
    assert bank_file_make(actor=clerk, payment_list=payment_list, today=today) == bank_file
    assert payment_list.status == ListStatus.FILED
    rows = read(bytes(BankFile.objects.get().content))
    assert sorted(row.amount for row in rows) == [Decimal("0.07"), Decimal("412.37")]
    assert {row.payee[0] for row in rows} == {"ONe ill Anna", "Źdźbło Anna"}
    assert {row.nrb for row in rows} == {line.nrb for line in payment_list.lines.all()}
    assert {row.day for row in rows} == {PAY_DAY}


def test_no_file_before_approval_and_none_for_cash(clerk, today):
    payment_list = prepared()
    with pytest.raises(StaleState):
        bank_file_make(actor=clerk, payment_list=payment_list, today=today)
    cash = make_entitlement("zasilek_celowy", way=PaymentWay.CASH, amount="100.00")
    [cash_list] = make_approved_lists()
    assert cash_list.lines.get().due.entitlement == cash
    with pytest.raises(DomainError):
        bank_file_make(actor=clerk, payment_list=cash_list, today=today)


def test_paid_is_marked_on_the_payment_day_after_the_file(clerk, today):
    payment_list = approve(prepared())
    with pytest.raises(DomainError):
        list_mark_paid(actor=clerk, payment_list=payment_list, today=TODAY)
    with pytest.raises(StaleState):
        list_mark_paid(actor=clerk, payment_list=payment_list, today=PAY_DAY)
    bank_file_make(actor=clerk, payment_list=payment_list, today=today)
    list_mark_paid(actor=clerk, payment_list=payment_list, today=PAY_DAY)
    assert payment_list.status == ListStatus.PAID
