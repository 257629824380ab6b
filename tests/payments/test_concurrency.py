"""Two at once: a month is made due once, a due is listed once, a list is approved once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection
from django.db.models import Sum

from core.dictionaries import dictionaries_load
from core.errors import StaleState
from core.models import User
from core.permissions import Role
from payments.models import Due, LedgerEntry, PaymentLine, PaymentList
from payments.services import (
    list_approve,
    list_check,
    list_check_accounts,
    lists_prepare,
    month_run,
)
from payments.states import LedgerKind
from tests.factories.core import TODAY, make_authorization, make_centre, make_user
from tests.factories.payments import NOVEMBER, PAY_DAY, make_entitlement, staff_of_lists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crowd() -> User:
    """Ten people with a grant each, and the clerk who pays them."""
    dictionaries_load()
    make_centre()
    make_authorization(make_user(Role.MANAGER))
    for _number in range(10):
        make_entitlement(amount="100.00")
    return staff_of_lists()["clerk"]


def both(act: Callable[[], object]) -> list[object]:
    """Run `act` in two threads that start together; results or exceptions."""
    barrier = Barrier(2)

    def run() -> object:
        barrier.wait()
        try:
            return act()
        except StaleState as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(run), pool.submit(run)]]


def test_two_runs_at_once_make_a_month_due_once(crowd: User):
    both(lambda: month_run(actor=crowd, month=NOVEMBER, today=TODAY))
    assert Due.objects.count() == 10
    total = LedgerEntry.objects.filter(kind=LedgerKind.DUE).aggregate(s=Sum("amount"))["s"]
    assert total == Decimal("1000.00")


def test_two_preparations_at_once_list_a_due_once(crowd: User):
    month_run(actor=crowd, month=NOVEMBER, today=TODAY)
    both(lambda: lists_prepare(actor=crowd, month=NOVEMBER, pay_day=PAY_DAY, today=TODAY))
    assert PaymentLine.objects.filter(active=True).count() == 10
    assert [one.number for one in PaymentList.objects.all()] == ["LW/2026/11/85214/1"]


def test_two_approvals_at_once_pay_once(crowd: User):
    month_run(actor=crowd, month=NOVEMBER, today=TODAY)
    [payment_list] = lists_prepare(actor=crowd, month=NOVEMBER, pay_day=PAY_DAY, today=TODAY)
    staff = staff_of_lists()
    list_check(actor=staff["worker"], payment_list=payment_list, today=TODAY)
    list_check_accounts(actor=staff["accountant"], payment_list=payment_list, today=TODAY)

    def act() -> object:
        fresh = PaymentList.objects.get(pk=payment_list.pk)
        return list_approve(actor=staff["manager"], payment_list=fresh, today=TODAY)

    results = both(act)
    assert sum(isinstance(result, StaleState) for result in results) == 1
    paid = LedgerEntry.objects.filter(kind=LedgerKind.PAID)
    assert paid.aggregate(s=Sum("amount"))["s"] == Decimal("1000.00")
