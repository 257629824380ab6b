"""Imports killed, doubled, seen by strangers; registers out and in again."""

import os
import signal
import threading
import time
from datetime import date
from multiprocessing import get_context

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.imports import outgoing, services
from benefits.imports.models import ImportRun, SourceId
from benefits.imports.states import Outcome, RunStatus, Verdict
from clients.models import (
    Address,
    Household,
    Income,
    Membership,
    Person,
    Restriction,
)  # fmt: skip
from core import exports, jobs
from core.audit import writing
from core.dictionaries import system_user
from core.models import AccessLog, Job, User
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.imports import person_rows, persons_file, row, send, take_in

ROWS = 900


def _work(job_id: int, options: dict[str, object]) -> None:
    """A worker of its own: its own connection to the same database."""
    connections["default"].settings_dict.update(options)
    jobs.run(job_id)


def _asked(actor: User, run: ImportRun) -> Job:
    return services.run_confirm(actor=actor, today=TODAY, run=run, version=run.version)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(manager: User):
    run = send(manager, persons_file(person_rows(ROWS)))
    job = _asked(manager, run)
    name = connection.settings_dict["NAME"]
    connections.close_all()
    worker = get_context("fork").Process(target=_work, args=(job.pk, {"NAME": name}))
    worker.start()
    deadline = time.monotonic() + 60
    while Person.objects.count() < 200 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.pid
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    there = Person.objects.count()
    assert 200 <= there < ROWS
    assert run.rows.filter(outcome=Outcome.MADE).count() == there == SourceId.objects.count()
    long_ago = timezone.now() - jobs.STALE_AFTER * 2
    Job.objects.filter(pk=job.pk).update(claimed_at=long_ago)
    jobs.run(job.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.DONE
    assert run.rows.filter(outcome=Outcome.MADE).count() == ROWS
    assert Person.objects.count() == SourceId.objects.count() == ROWS


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_the_same_file_at_once_make_each_person_once(manager: User):
    content = persons_file(person_rows(300))
    wanted = [_asked(manager, send(manager, content)).pk for _time in range(2)]
    threads = [threading.Thread(target=_in_thread, args=(pk,)) for pk in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Person.objects.count() == SourceId.objects.count() == 300
    for run in ImportRun.objects.all():
        assert run.status == RunStatus.DONE
        assert not run.rows.exclude(outcome__in=[Outcome.MADE, Outcome.SAME]).exists()


def _in_thread(job_id: int) -> None:
    try:
        jobs.run(job_id)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_what_was_recorded_since_the_check_is_linked_or_fails_alone(manager: User):
    rows = person_rows(50)
    run = send(manager, persons_file(rows))
    make_person("Ewa", "Inna", pesel=rows[10][3])
    closed = make_household(make_person("Ewa", "Ukryta", pesel=rows[20][3]))
    with writing(system_user()):
        Restriction.objects.create(
            household=closed, reason="staff", set_by=manager, valid_from=TODAY
        )
    jobs.run(_asked(manager, run).pk)
    outcomes = dict(run.rows.values_list("number", "outcome"))
    assert outcomes.pop(12) == Outcome.CHANGED
    assert outcomes.pop(22) == Outcome.FAILED
    assert set(outcomes.values()) == {Outcome.MADE}
    assert Person.objects.filter(last_name="Ukryta", phone="").exists()


@pytest.fixture
def restricted(office: object, administrator: User) -> Person:
    """A person whose file is closed to everybody but one reader."""
    person = make_person("Maria", "Ukryta", phone="111222333")
    household = make_household(person)
    with writing(system_user()):
        Restriction.objects.create(
            household=household, reason="violence", set_by=administrator, valid_from=TODAY
        )
    return person


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_restricted_person_is_neither_shown_nor_changed(
    restricted: Person, manager: User, page: Client
):
    lines = [["1", "Inne", "Imię", restricted.pesel, "999"],
             ["2", "Ukryta", "Maria", "", "999"]]  # fmt: skip
    run = send(manager, persons_file(lines))
    assert row(run, 2).verdict == Verdict.ERROR
    assert row(run, 2).changes == row(run, 2).likely == row(run, 3).likely == []
    page.force_login(manager)
    shown = page.get(reverse("imports:run", args=[run.pk])).content.decode()
    report = page.get(reverse("imports:report", args=[run.pk, "csv"])).content.decode()
    for said in (shown, report):
        assert "111222333" not in said
        assert f"/clients/persons/{restricted.pk}/" not in said


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_administrator_sees_no_old_values_and_decides_about_nobody(
    administrator: User, manager: User, page: Client
):
    known = make_person("Anna", "Nowak", phone="111222333")
    make_household(known)
    run = send(administrator, persons_file([["1", "Nowak", "Anna", known.pesel, "999"]]))
    assert row(run, 2).verdict == Verdict.CHANGED
    page.force_login(administrator)
    assert "111222333" not in page.get(reverse("imports:run", args=[run.pk])).content.decode()
    page.force_login(manager)
    assert "111222333" in page.get(reverse("imports:run", args=[run.pk])).content.decode()


def _file(user: User, kind: str, form: str) -> bytes:
    rows = list(outgoing.register(user, kind, TODAY))
    if form == "csv":
        return exports.csv(outgoing.columns(kind), rows)
    return exports.xlsx(kind, outgoing.columns(kind), rows)


def _said(model: type, *names: str) -> list[tuple[object, ...]]:
    return sorted(model.objects.values_list(*names), key=str)


def _everything() -> list[list[tuple[object, ...]]]:
    return [
        _said(Person, "first_name", "last_name", "pesel", "birth_date", "phone", "marital_status"),
        _said(Membership, "person__pesel", "role", "valid_from", "valid_to", "household__name"),
        _said(Address, "person__pesel", "house", "postal_code", "place", "valid_from"),
        _said(Income, "person__pesel", "kind", "amount", "valid_from", "valid_to", "note"),
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_in_the_same_and_again_changes_nothing(form: str, manager: User):
    mother = make_person("Żaneta", "Ćwik", phone="+48 600 100 200", marital_status="widowed")
    child = make_person("Ola", "Ćwik", born=date(2019, 2, 3))
    make_household(mother, child)
    with writing(system_user()):
        Income.objects.create(
            person=mother, kind="pension", amount="1229.50", valid_from=date(2026, 10, 1),
            valid_to=date(2026, 10, 31), note="- pierwsza", recorded_by=manager,
        )  # fmt: skip
    kinds = ("persons", "households", "incomes")
    out = {kind: _file(manager, kind, form) for kind in kinds}
    before = _everything()
    for kind in kinds:  # into the base that they came from
        same = take_in(manager, out[kind], kind, system="kopia")
        assert set(same.rows.values_list("verdict", flat=True)) == {Verdict.SAME}, kind
    assert _everything() == before
    _empty()
    for kind in kinds:
        take_in(manager, out[kind], kind, system="kopia")
    assert _everything() == before
    for kind in kinds:
        again = take_in(manager, out[kind], kind, system="kopia")
        assert set(again.rows.values_list("verdict", flat=True)) == {Verdict.SAME}
    assert _everything() == before


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE clients_person, clients_household CASCADE")
        cursor.execute("TRUNCATE benefits_sourceid")


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_an_export_is_logged_and_shows_only_what_one_may_see(
    restricted: Person, clerk: User, auditor: User, page: Client
):
    make_household(make_person("Jawna", "Osoba"))
    page.force_login(clerk)
    answer = page.get(reverse("imports:export_file", args=["persons", "csv"]))
    text = answer.content.decode("utf-8-sig")
    assert "Osoba" in text
    assert "Ukryta" not in text
    look = AccessLog.objects.get(user=clerk)
    assert (look.what, look.kind, look.purpose, look.count) == ("register", "export", "register", 1)
    page.force_login(auditor)
    assert page.get(reverse("imports:export")).status_code == 403


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_pages_lead_from_file_to_confirmation(manager: User, page: Client, office: object):
    from django.core.files.uploadedfile import SimpleUploadedFile

    page.force_login(manager)
    assert page.get(reverse("imports:list")).status_code == 200
    for kind in ("persons", "households", "incomes", "entitlements"):
        assert page.get(reverse("imports:template", args=[kind, "xlsx"])).status_code == 200
    bad = page.post(reverse("imports:new"), {"kind": "persons", "system": "s",
                    "upload": SimpleUploadedFile("x.csv", b"%PDF-1.4 x")})  # fmt: skip
    assert bad.status_code == 200
    assert bad.context["form"].errors["upload"]
    sent = page.post(
        reverse("imports:new"),
        {"kind": "persons", "system": "s",
         "upload": SimpleUploadedFile("x.csv", persons_file(person_rows(3)))},
    )  # fmt: skip
    run = ImportRun.objects.get()
    assert sent["Location"] == reverse("imports:columns", args=[run.pk])
    assert page.get(sent["Location"]).status_code == 200
    page.post(sent["Location"], run.columns)
    jobs.run(Job.objects.get(name=services.CHECK_JOB).pk)
    url = reverse("imports:run", args=[run.pk])
    run.refresh_from_db()
    assert page.get(url).context["going"] == 3
    page.post(reverse("imports:confirm", args=[run.pk]), {"version": run.version})
    jobs.run(Job.objects.get(name=services.WRITE_JOB).pk)
    assert page.get(url).status_code == 200
    assert Household.objects.count() == 0
    assert Person.objects.count() == 3
