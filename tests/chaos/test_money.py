"""A month run and a list killed at named points, then run again: as if nothing had happened."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone

from core.models import Centre, User
from core.months import month_of
from core.terms import payment_day
from payments.models import BankFile, Due, LedgerEntry, PaymentLine, PaymentList
from payments.services import (
    bank_file_make,
    list_approve,
    list_check,
    list_check_accounts,
    lists_prepare,
    month_run,
)
from tests.chaos.conftest import Office
from tests.factories.payments import make_entitlement, staff_of_lists

pytestmark = pytest.mark.xdist_group("chaos")

BY = ("kind", "month", "rozdzial", "entitlement__origin_number")
RUN = {
    "nothing booked": "payments.services.run:book_dues:before",
    "dues booked": "payments.services.run:book_dues:after",
    "all booked, not committed": "payments.services.run:book_health:after",
}
PREPARE = {
    "nothing listed": "payments.services.lists:_prepare:before",
    "a first list is there": "payments.services.lists:_prepare:after",
}
APPROVE = {
    "not approved": "payments.services.lists:_step:before",
    "approved, not booked": "payments.services.lists:_step:after",
    "booked, not committed": "payments.services.lists:book_paid:after",
}
FILE = {
    "not written": "payments.services.files:_write:before",
    "written, not kept": "payments.services.files:_write:after",
}


def everything() -> dict[str, Any]:
    """Ledger, dues, lists and files, without keys and clocks of the database."""
    ledger = LedgerEntry.objects.values_list(*BY)
    lists = PaymentList.objects.values_list("number", "status", "lines_count", "total")
    lines = PaymentLine.objects.filter(active=True)
    return {
        "ledger": list(ledger.annotate(n=Count("id"), sum=Sum("amount")).order_by(*BY)),
        "dues": list(Due.objects.values_list("kind", "month", "amount").order_by("id")),
        "lists": list(lists.order_by("number")),
        "lines": list(lines.values_list("payment_list__number", "number", "payee_name", "amount")),
        "twice": list(lines.values("due").annotate(n=Count("id")).filter(n__gt=1)),
        "files": list(BankFile.objects.values_list("payment_list__number", "sha256", "total")),
    }


@contextmanager
def only_tried() -> Iterator[None]:
    """What is done inside is undone: the clean run to compare with."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def killed(processes: Office, step: str, point: str, given: dict[str, str]) -> None:
    """The step in a process of its own that dies at `point`."""
    command = ["-m", "tests.chaos.step_with_stop", step, json.dumps(given)]
    process = processes.start("step", command, GOPS_STOP=point)
    assert process.wait(60) == -signal.SIGKILL, processes.words("step")


class Month:
    """Three grants of this real month: two by transfer, one permanent with its contribution."""

    def __init__(self) -> None:
        self.today = timezone.localdate()
        self.month = month_of(self.today)
        self.pay_day = self._pay_day()
        self.staff = staff_of_lists()
        span = {"valid_from": self.month, "valid_to": None, "origin_day": self.today}
        names = ("Nowak", "Wójcik", "Mazur")
        kinds = ("zasilek_okresowy", "zasilek_okresowy", "zasilek_staly")
        for name, kind in zip(names, kinds, strict=True):
            make_entitlement(kind, last_name=name, today=self.today, **span)

    def _pay_day(self) -> date:
        """A working day from today on."""
        day = self.today
        while payment_day(day) != day:
            day += timedelta(days=1)
        return day

    def run(self) -> None:
        month_run(actor=self.staff["clerk"], month=self.month, today=self.today)

    def prepare(self) -> None:
        lists_prepare(
            actor=self.staff["clerk"], month=self.month, pay_day=self.pay_day, today=self.today
        )

    def check(self) -> PaymentList:
        """The list of transfers, ready to be approved."""
        chosen = PaymentList.objects.filter(due_kind="benefit").order_by("number")[0]
        list_check(actor=self.staff["worker"], payment_list=chosen, today=self.today)
        list_check_accounts(actor=self.staff["accountant"], payment_list=chosen, today=self.today)
        return chosen

    def given(self, who: str, **values: object) -> dict[str, str]:
        """Arguments for the process."""
        found: User = self.staff[who]
        texts = {name: str(value) for name, value in values.items()}
        return {"actor": found.username, "today": str(self.today), **texts}


@pytest.fixture
def month(processes: Office, office: Centre) -> Month:
    return Month()


@pytest.mark.parametrize("point", RUN.values(), ids=RUN.keys())
def test_a_month_run_is_killed(processes: Office, month: Month, point: str):
    before = everything()
    with only_tried():
        month.run()
        clean = everything()
    killed(processes, "run", point, month.given("clerk", month=month.month))
    assert everything() == before
    month.run()
    assert everything() == clean
    month.run()
    assert everything() == clean


@pytest.mark.parametrize("point", PREPARE.values(), ids=PREPARE.keys())
def test_the_preparation_of_lists_is_killed(processes: Office, month: Month, point: str):
    month.run()
    before = everything()
    with only_tried():
        month.prepare()
        clean = everything()
    given = month.given("clerk", month=month.month, pay_day=month.pay_day)
    killed(processes, "prepare", point, given)
    assert everything() == before
    month.prepare()
    assert everything() == clean and clean["lists"]
    month.prepare()
    assert everything() == clean


@pytest.mark.parametrize("point", APPROVE.values(), ids=APPROVE.keys())
def test_an_approval_is_killed(processes: Office, month: Month, point: str):
    month.run()
    month.prepare()
    chosen = month.check()
    before = everything()
    with only_tried():
        list_approve(actor=month.staff["manager"], payment_list=chosen, today=month.today)
        clean = everything()
    chosen.refresh_from_db()
    killed(processes, "approve", point, month.given("manager", list=chosen.number))
    assert everything() == before
    list_approve(actor=month.staff["manager"], payment_list=chosen, today=month.today)
    assert everything() == clean


@pytest.mark.parametrize("point", FILE.values(), ids=FILE.keys())
def test_the_writing_of_a_bank_file_is_killed(processes: Office, month: Month, point: str):
    month.run()
    month.prepare()
    chosen = month.check()
    list_approve(actor=month.staff["manager"], payment_list=chosen, today=month.today)
    before = everything()
    with only_tried():
        bank_file_make(actor=month.staff["clerk"], payment_list=chosen, today=month.today)
        clean = everything()
    chosen.refresh_from_db()
    killed(processes, "file", point, month.given("clerk", list=chosen.number))
    assert everything() == before
    bank_file_make(actor=month.staff["clerk"], payment_list=chosen, today=month.today)
    assert everything() == clean and clean["files"]
