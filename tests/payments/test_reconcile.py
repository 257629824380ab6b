"""Whatever happens to money, ledger and lists tell the same story, to the grosz."""

from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.months import last_day, next_month
from core.polish import GROSZ
from payments.models import Due, Entitlement, LedgerEntry, PaymentLine, PaymentList
from payments.queries import amount_for_month, missing_dues, reconciliation
from payments.queries.differences import BEHIND, Class
from payments.queries.schedule import ALL, MONTHS_SQL
from payments.services import (
    bank_file_make,
    due_pay_again,
    entitlement_end,
    entitlement_resume,
    entitlement_suspend,
    line_return,
    list_cancel,
    lists_prepare,
    month_run,
    needs_bank_file,
)
from payments.states import FINAL, OPEN, ListStatus
from tests.factories.core import TODAY
from tests.factories.payments import (
    NOVEMBER,
    approve,
    make_entitlement,
    make_lists,
    staff_of_lists,
)

MONTHS = [date(2026, 10, 1), NOVEMBER, date(2026, 12, 1)]
SAME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(months: list[date] = MONTHS) -> None:
    """Nothing is unexplained, and every difference is the sum of the rows behind it."""
    for month in months:
        for row in reconciliation(month):
            assert row.unexplained == 0, (month, row)
            for what, amount in {
                "not_due": row.not_due,
                "unlisted": row.unlisted,
                "not_approved": row.not_approved,
                "not_handed": row.not_handed,
                "returned_open": row.returned_open,
                "overpaid": row.overpaid,
            }.items():
                if what == "not_due" and row.is_health:
                    continue
                behind = BEHIND[what](month, Class.from_key(row.key))
                assert sum((one.amount for one in behind), Decimal("0.00")) == amount, what


class Office:
    """Random but lawful work with money, as a clerk and colleagues do it."""

    def __init__(self, random: Random) -> None:
        self.random, self.today = random, TODAY
        self.clerk = staff_of_lists()["clerk"]

    def pick(self, found: list) -> object:
        return self.random.choice(found) if found else None

    def grant(self) -> None:
        kind = self.random.choice(["zasilek_staly", "zasilek_okresowy", "zasilek_celowy"])
        make_entitlement(
            kind,
            amount=Decimal(self.random.randint(101, 130_000)) / 100,
            valid_from=self.random.choice(MONTHS) + timedelta(days=self.random.choice([0, 0, 9])),
            valid_to=None if kind == "zasilek_staly" else date(2027, 2, 10),
            way=self.random.choice(["transfer", "cash"]),
            today=self.today,
        )

    def run(self) -> None:
        month_run(actor=self.clerk, month=self.random.choice(MONTHS), today=self.today)

    def lists(self) -> None:
        month = self.random.choice(MONTHS)
        day = self.today + timedelta(days=10)
        lists_prepare(actor=self.clerk, month=month, pay_day=day, today=self.today)

    def approve(self) -> None:
        if one := self.pick(list(PaymentList.objects.filter(status=ListStatus.PREPARED))):
            approve(one, self.today)

    def cancel(self) -> None:
        if one := self.pick(list(PaymentList.objects.filter(status__in=OPEN))):
            list_cancel(actor=self.clerk, payment_list=one, today=self.today, why="x")

    def file(self) -> None:
        found = PaymentList.objects.filter(status=ListStatus.APPROVED)
        if one := self.pick([one for one in found if needs_bank_file(one)]):
            bank_file_make(actor=self.clerk, payment_list=one, today=self.today)

    def give_back(self) -> None:
        lines = PaymentLine.objects.filter(payment_list__status__in=FINAL)
        if line := self.pick(list(lines.select_related("payment_list"))):
            day = max(line.payment_list.pay_day, self.today)
            line_return(actor=self.clerk, line=line, day=day, why="x", today=day)

    def again(self) -> None:
        if due := self.pick(list(Due.objects.all())):
            due_pay_again(actor=self.clerk, due=due, today=self.today)

    def end(self) -> None:
        if one := self.pick(list(Entitlement.objects.all())):
            day = one.valid_from + timedelta(days=self.random.randint(-1, 60))
            day = day if one.periodic else one.valid_from - timedelta(days=1)
            entitlement_end(
                actor=self.clerk, entitlement=one, last_day=day, why="x", today=self.today
            )

    def withhold(self) -> None:
        if one := self.pick(list(Entitlement.objects.exclude(status="ended"))):
            act = entitlement_suspend if one.status == "active" else entitlement_resume
            act(actor=self.clerk, entitlement=one, today=self.today, why="x")

    def work(self) -> list[Callable[[], None]]:
        return [
            self.grant, self.run, self.lists, self.approve, self.cancel, self.file,
            self.give_back, self.again, self.end, self.withhold,
        ]  # fmt: skip


@SAME
@given(seed=st.integers(0, 2**32), steps=st.integers(5, 30))
def test_random_histories_agree_to_the_grosz(office, transactional_savepoint, seed, steps):
    with transactional_savepoint():
        random = Random(seed)
        desk = Office(random)
        desk.grant()
        desk.run()
        for _step in range(steps):
            try:
                random.choice(desk.work())()
            except DomainError:  # the office may not do this now; the next step is another one
                continue
        check()
        for month in MONTHS:
            month_run(actor=desk.clerk, month=month, today=TODAY)
            month_run(actor=desk.clerk, month=month, today=TODAY)
        check()
        assert not [row for row in missing_dues(MONTHS[-1]) if row.count]
        for entitlement in Entitlement.objects.exclude(status="suspended"):
            for month in MONTHS:
                lines = LedgerEntry.objects.filter(entitlement=entitlement, month=month)
                owed = sum(
                    line.amount
                    for line in lines.select_related("due")
                    if line.kind in ("due", "due_correction") and line.due.kind == "benefit"
                )
                assert owed == amount_for_month(entitlement, month)


def test_a_month_paid_to_its_end_agrees(clerk, today):
    for number in range(3):
        make_entitlement(amount=f"{500 + number}.37")
    for payment_list in make_lists():
        approve(payment_list)
        bank_file_make(actor=clerk, payment_list=payment_list, today=today)
    [row] = reconciliation(NOVEMBER)
    assert row.granted == row.due == row.listed == row.paid == row.handed == Decimal("1504.11")
    check([NOVEMBER])


@SAME
@given(
    amount=st.decimals("1.00", "2000.00", places=2),
    start=st.dates(date(2025, 11, 1), date(2026, 11, 30)),
    length=st.none() | st.integers(0, 200),
    ended=st.none() | st.integers(-1, 220),
    parts=st.booleans(),
)
def test_sql_and_python_know_the_same_amounts(
    office, transactional_savepoint, amount, start, length, ended, parts
):
    with transactional_savepoint():
        end = None if length is None else start + timedelta(days=length)
        part = max(amount / 3, Decimal("0.01")).quantize(GROSZ) if parts else None
        entitlement = make_entitlement(
            amount=amount, valid_from=start, valid_to=end, first_amount=part, last_amount=part
        )
        if ended is not None:
            with suppress(DomainError):
                entitlement = entitlement_end(
                    actor=staff_of_lists()["clerk"], entitlement=entitlement, why="x",
                    last_day=start + timedelta(days=ended), today=TODAY,
                )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT month, amount FROM ({MONTHS_SQL}) AS w", {"upto": MONTHS[-1], **ALL}
            )
            rows = dict(cursor.fetchall())
        month = date(2025, 10, 1)
        while month <= MONTHS[-1]:
            expected = amount_for_month(entitlement, month)
            assert rows.get(month, 0) in (expected, min(expected, 0)), (month, last_day(month))
            month = next_month(month)


@pytest.fixture
def transactional_savepoint():
    """Each example of hypothesis in a savepoint of its own, taken back afterwards."""

    @contextmanager
    def savepoint():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    return savepoint
