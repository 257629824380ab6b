"""Keeping the figures of a month, by hand and by beat; what beat starts at all."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django_celery_beat.models import PeriodicTask

from core.errors import DomainError
from core.models import User
from gops.celery import app
from gops.schedule import PLAN, ensure_schedule
from reports.models import ReportRun
from reports.services import report_run
from reports.tasks import month_before
from tests.reports.conftest import Ledger

OCTOBER = date(2026, 10, 1)
TODAY = date(2026, 11, 24)
pytestmark = pytest.mark.django_db


def test_kept_figures_carry_rows_totals_and_hash(ledger: Ledger, clerk: User) -> None:
    ledger.paid(ledger.entitlement(size=3), "500.00", date(2026, 10, 12))
    run, new = report_run(actor=clerk, month=OCTOBER, today=TODAY)
    assert new
    assert run.totals["amount"] == "500.00"
    assert run.rows[0]["persons_in_families"] == 3
    assert len(run.sha256) == 64


def test_twice_is_once_and_a_change_is_kept_beside(ledger: Ledger, clerk: User) -> None:
    paid = ledger.paid(ledger.entitlement(), "500.00", date(2026, 10, 12))
    report_run(actor=clerk, month=OCTOBER, today=TODAY)
    _same, new = report_run(actor=clerk, month=OCTOBER, today=TODAY)
    assert not new
    ledger.returned(paid, date(2026, 10, 30))
    _other, new = report_run(actor=clerk, month=OCTOBER, today=TODAY)
    assert new
    assert ReportRun.objects.filter(month=OCTOBER).count() == 2


def test_strangers_may_not_run_and_nobody_runs_the_future(auditor: User, clerk: User) -> None:
    with pytest.raises(PermissionDenied):
        report_run(actor=auditor, month=OCTOBER, today=TODAY)
    with pytest.raises(DomainError):
        report_run(actor=clerk, month=date(2026, 12, 1), today=TODAY)


def test_a_run_without_an_actor_is_refused_by_the_database(clerk: User) -> None:
    with pytest.raises(IntegrityError.__mro__[1]), transaction.atomic():
        ReportRun.objects.create(month=OCTOBER, sha256="x", made_by=clerk)


def test_first_of_the_month_keeps_the_month_before_once(ledger: Ledger) -> None:
    ledger.paid(ledger.entitlement(), "500.00", date(2026, 10, 12))
    with time_machine.travel("2026-11-01T02:30:00+01:00", tick=False):
        month_before()
        month_before()
    run = ReportRun.objects.get()
    assert run.month == OCTOBER
    assert Decimal(run.totals["amount"]) == Decimal("500.00")
    assert run.made_by.username == "system"


def test_schedule_is_written_once_and_stays_as_switched() -> None:
    assert ensure_schedule() == len(PLAN)
    PeriodicTask.objects.filter(task="reports.tasks.month_before").update(enabled=False)
    assert ensure_schedule() == 0
    task = PeriodicTask.objects.get(task="reports.tasks.month_before")
    assert not task.enabled
    assert (task.crontab.day_of_month, str(task.crontab.timezone)) == ("1", "Europe/Warsaw")


def test_changed_plan_is_brought_back() -> None:
    ensure_schedule()
    PeriodicTask.objects.filter(task="core.tasks.resend_jobs").update(task="core.tasks.gone")
    assert ensure_schedule() == 1
    assert PeriodicTask.objects.filter(task="core.tasks.resend_jobs").exists()


@pytest.mark.parametrize("planned", PLAN, ids=lambda planned: planned.task)
def test_every_planned_task_exists(planned: object) -> None:
    app.loader.import_default_modules()
    assert planned.task in app.tasks  # type: ignore[attr-defined]
