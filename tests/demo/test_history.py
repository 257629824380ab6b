"""The demo written for real: twice the same, every state, money that agrees."""

import hashlib
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from benefits.models import Decision
from cases.models import Case
from cases.states import CaseStatus
from clients.models import HouseholdGrant, Person
from core.models import Job, User
from core.months import previous_month
from gops.demo.history import Size, make_history
from gops.demo.office import open_office
from payments.models import BankFile, LedgerEntry, PaymentList
from payments.queries import reconciliation
from payments.states import LedgerKind, ListStatus
from reports.models import ReportRun

TODAY = date(2026, 11, 24)
TINY = Size(households=14, months=2)

# What a reader would call the same: no ids, no moments, no random codes.
BUSINESS = {
    "persons": "SELECT pesel, last_name, first_name, birth_date FROM clients_person ORDER BY 1",
    "households": "SELECT name, created_on, district_id - min(district_id) OVER () "
    "FROM clients_household ORDER BY 1, 2",
    "cases": "SELECT znak, status, opened_on, due_on, closed_on FROM cases_case ORDER BY 1",
    "interviews": "SELECT c.znak, i.status, i.held_on FROM cases_interview i "
    "JOIN cases_case c ON c.id = i.case_id ORDER BY 1",
    "incomes": "SELECT p.pesel, i.kind, i.amount, i.valid_from FROM clients_income i "
    "JOIN clients_person p ON p.id = i.person_id ORDER BY 1, 4, 2",
    "decisions": "SELECT c.znak, d.number, d.result, d.status, d.issued_on, d.delivered_on, "
    "d.discretion_reason FROM benefits_decision d JOIN cases_case c ON c.id = d.case_id "
    "ORDER BY 1, d.id",
    "entitlements": "SELECT origin_number, amount, valid_from, valid_to, ended_on, nrb "
    "FROM payments_entitlement ORDER BY 1",
    "lists": "SELECT number, status, pay_day, lines_count, total FROM payments_paymentlist "
    "ORDER BY 1",
    "ledger": "SELECT e.origin_number, l.kind, l.amount, l.day, l.month "
    "FROM payments_ledgerentry l JOIN payments_entitlement e ON e.id = l.entitlement_id "
    "ORDER BY 1, 4, 5, 2, 3",
}


def _digests() -> dict[str, tuple[int, str]]:
    found = {}
    with connection.cursor() as cursor:
        for name, sql in BUSINESS.items():
            cursor.execute(sql)
            rows = cursor.fetchall()
            found[name] = (len(rows), hashlib.sha256(repr(rows).encode()).hexdigest())
    return found


class _Undo(Exception):
    pass


@pytest.fixture(scope="module")
def before(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[int, str]]:
    """The digests of a first run, which is undone."""
    found: dict[str, tuple[int, str]] = {}
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                make_history(size=TINY, seed=3, today=TODAY)
                found = _digests()
                raise _Undo
        except _Undo:
            pass
    return found


def test_a_second_run_writes_the_same_and_has_all_that_pages_show(
    before: dict[str, tuple[int, str]], db: None
) -> None:
    make_history(size=TINY, seed=3, today=TODAY)
    assert _digests() == before
    assert all(count for count, _digest in before.values())
    statuses = set(Case.objects.values_list("status", flat=True))
    assert statuses >= {
        CaseStatus.REGISTERED, CaseStatus.INTERVIEWED, CaseStatus.CALCULATED,
        CaseStatus.DRAFTED, CaseStatus.DECIDED, CaseStatus.CLOSED,
    }  # fmt: skip
    decisions = set(Decision.objects.values_list("status", flat=True))
    assert decisions >= {"draft", "submitted", "checked", "issued", "final"}
    lists = set(PaymentList.objects.values_list("status", flat=True))
    assert lists >= {ListStatus.PAID, ListStatus.PREPARED, ListStatus.CHECKED}
    assert BankFile.objects.exists()
    kinds = set(LedgerEntry.objects.values_list("kind", flat=True))
    assert kinds >= {LedgerKind.GRANTED, LedgerKind.DUE, LedgerKind.PAID}
    assert Case.objects.filter(due_on__lt=TODAY, status=CaseStatus.REGISTERED).exists()
    assert HouseholdGrant.objects.filter(source="exception").exists()
    assert ReportRun.objects.filter(month=previous_month(TODAY)).exists()
    issued = Decision.objects.exclude(number=None).count()
    assert Job.objects.filter(name="decision_pdf").exclude(seen_at=None).count() == issued
    for month in (date(2026, 9, 1), date(2026, 10, 1)):
        for row in reconciliation(month):
            assert row.paid == row.approved == row.handed


def test_the_command_refuses_a_database_with_data(office: Any, worker: User) -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo")
    assert Person.objects.count() == 0
    call_command("seed_demo", "--if-empty")
    assert Person.objects.count() == 0


def test_a_scale_below_one_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="whole number"):
        call_command("seed_demo", "--scale", "0")


def test_accounts_are_printed_when_they_are_there(db: None) -> None:
    open_office(TODAY)
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert "kierownik" in out.getvalue()
    assert "lipowa-dolina" in out.getvalue()


def test_no_accounts_no_print(db: None) -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert out.getvalue() == ""
