"""Taking an import back: what nobody used since goes, what was used stays and says why."""

import os
import signal
import time
from datetime import date
from multiprocessing import get_context
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from benefits.imports.models import ImportRun, SourceId
from benefits.imports.services import run_forget, undo_request
from benefits.imports.states import ImportKind, Outcome, RunStatus
from benefits.imports.undo import preview
from clients.models import Address, Household, Income, LikelyPair, Membership, Person, Restriction
from clients.services import household_note_add, income_withdraw
from core import jobs
from core.audit import writing
from core.dictionaries import system_user
from core.errors import StaleState
from core.models import Job, User
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.imports import (
    HOME_HEADS,
    confirm,
    csv_file,
    outcomes,
    person_rows,
    persons_file,
    row,
    send,
    take_in,
    undone,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

NOVEMBER = date(2026, 11, 1)
INCOME_HEADS = ("Id", "Id osoby", "Rodzaj dochodu", "Miesiąc", "Kwota netto")


def why(run: ImportRun, number: int) -> str:
    said = [text for level, _field, text in row(run, number).problems if level == "kept"]
    assert len(said) <= 1
    return said[0] if said else ""


def two_homes(manager: User) -> ImportRun:
    """Four people in two households."""
    take_in(manager, persons_file(person_rows(4)))
    lines = [
        [f"R{n // 2}", f"O{n}", "córka" if n % 2 else "głowa rodziny", "01.03.2024", "12", "22-499",
         "Lipowa Dolina"]
        for n in range(4)
    ]  # fmt: skip
    return take_in(manager, csv_file(HOME_HEADS, lines), ImportKind.HOUSEHOLDS)


def test_people_nobody_used_go_and_the_history_says_who(manager: User):
    run = take_in(manager, persons_file(person_rows(3)))
    gone, used, changed = Person.objects.order_by("id")
    make_household(used)
    with writing(system_user()):
        Person.objects.filter(pk=changed.pk).update(phone="700")
        LikelyPair.objects.create(first=gone, second=changed, score=90)
    shown = preview(run, manager, TODAY)
    assert (shown.goes, shown.staying) == (1, 2)
    undone(manager, run)
    assert run.status == RunStatus.UNDONE
    assert (run.undone_by, run.undone_on) == (manager, TODAY)
    assert outcomes(run) == [Outcome.UNDONE, Outcome.KEPT, Outcome.KEPT]
    assert set(Person.objects.values_list("pk", flat=True)) == {used.pk, changed.pk}
    assert not why(run, 2)
    assert "adresy" in why(run, 3) or "członk" in why(run, 3) or "rachunk" in why(run, 3)
    last = gone.events.model.objects.filter(id=gone.pk).order_by("pgh_id").last()
    assert (last.pgh_label, last.last_name) == ("delete", gone.last_name)
    assert last.pgh_context.metadata["actor"] == manager.pk
    assert "plik.csv" in last.pgh_context.metadata["reason"]


def test_the_mended_file_goes_in_as_new(manager: User):
    rows = person_rows(2)
    run = undone(manager, take_in(manager, persons_file(rows)))
    assert not Person.objects.exists()
    assert not SourceId.objects.exists()
    rows[0][1] = "Poprawiona"
    again = take_in(manager, persons_file(rows))
    assert outcomes(again) == [Outcome.MADE, Outcome.MADE]
    undone(manager, run)
    assert Person.objects.count() == 2


def test_what_was_kept_goes_when_it_is_tried_again(manager: User):
    run = take_in(manager, persons_file(person_rows(1)))
    home = make_household(Person.objects.get(), nrb="")
    undone(manager, run)
    assert outcomes(run) == [Outcome.KEPT]
    with writing(system_user()):
        Address.objects.all().delete()
        home.memberships.all().delete()
        home.delete()
    undone(manager, run)
    assert outcomes(run) == [Outcome.UNDONE]
    assert not Person.objects.exists()


def test_rows_that_only_changed_something_are_left(manager: User):
    rows = person_rows(1)
    take_in(manager, persons_file(rows))
    rows[0][4] = "700"
    run = take_in(manager, persons_file(rows))
    assert preview(run, manager, TODAY).changed == 1
    undone(manager, run)
    assert outcomes(run) == [Outcome.CHANGED]
    assert Person.objects.get().phone == "700"


def test_a_household_goes_whole_or_stays_whole(manager: User, clerk: User):
    run = two_homes(manager)
    first, _second = Household.objects.order_by("sort_key")
    household_note_add(actor=clerk, today=TODAY, household=first, text="Pies na podwórku.")
    undone(manager, run)
    assert outcomes(run) == [Outcome.KEPT, Outcome.KEPT, Outcome.UNDONE, Outcome.UNDONE]
    assert "notatki" in why(run, 2)
    assert why(run, 2) == why(run, 3)
    assert list(Household.objects.all()) == [first]
    assert Membership.objects.count() == Address.objects.count() == 2
    people = ImportRun.objects.get(kind=ImportKind.PERSONS)
    undone(manager, people)
    assert outcomes(people) == [Outcome.KEPT, Outcome.KEPT, Outcome.UNDONE, Outcome.UNDONE]
    assert Person.objects.count() == 2


def test_one_membership_changed_keeps_its_household(manager: User):
    run = two_homes(manager)
    with writing(system_user()):
        child = Membership.objects.filter(role="child").order_by("id")[0]
        Membership.objects.filter(pk=child.pk).update(valid_to=TODAY)
    assert preview(run, manager, TODAY).goes == 2
    undone(manager, run)
    assert outcomes(run) == [Outcome.KEPT, Outcome.KEPT, Outcome.UNDONE, Outcome.UNDONE]


def test_a_member_of_a_household_with_a_new_case_stays(manager: User, worker: User):
    people = take_in(manager, persons_file(person_rows(1)))
    home = make_household(make_person("Ewa", "Dawna"))
    with writing(system_user()):
        SourceId.objects.create(
            system="stary", kind="household", source_id="R9", object_id=home.pk, run=people
        )
    content = csv_file(HOME_HEADS, [["R9", "O0", "córka", "01.03.2026", "", "", ""]])
    run = take_in(manager, content, ImportKind.HOUSEHOLDS)
    assert home.memberships.count() == 2
    make_case(actor=worker, household=home)
    undone(manager, run)
    assert outcomes(run) == [Outcome.KEPT]
    assert home.memberships.count() == 2


def test_of_a_file_that_was_closed_nothing_is_told_and_nothing_goes(
    manager: User, administrator: User
):
    run = two_homes(manager)
    with writing(system_user()):
        Restriction.objects.create(
            household=Household.objects.order_by("sort_key")[0], reason="violence",
            set_by=administrator, valid_from=TODAY,
        )  # fmt: skip
    people = ImportRun.objects.get(kind=ImportKind.PERSONS)
    for taken in (run, people):
        undone(manager, taken)
        assert outcomes(taken)[:2] == [Outcome.KEPT, Outcome.KEPT]
        assert why(taken, 2) == why(taken, 3) == "Nie można tego tutaj wycofać."
    assert Household.objects.count() == 1


def test_incomes_are_withdrawn_and_stay_readable(manager: User, clerk: User):
    take_in(manager, persons_file(person_rows(2)))
    make_household(*Person.objects.order_by("id"))
    content = csv_file(
        INCOME_HEADS,
        [[f"D{n}", f"O{n}", "emerytura", "10.2026", "1 229,50"] for n in range(2)],
    )
    run = take_in(manager, content, ImportKind.INCOMES)
    first, second = Income.objects.order_by("id")
    income_withdraw(actor=clerk, income=second, why="pomyłka")
    undone(manager, run)
    assert outcomes(run) == [Outcome.UNDONE, Outcome.KEPT]
    first.refresh_from_db()
    assert (first.withdrawn_by, first.withdrawn_at is not None) == (manager, True)
    assert "stary" in first.withdrawn_why
    again = take_in(manager, content, ImportKind.INCOMES)
    assert row(again, 2).outcome == Outcome.MADE
    assert Income.objects.filter(withdrawn_at__isnull=True).count() == 1


def test_only_a_finished_import_is_taken_back_and_once_at_a_time(manager: User):
    run = send(manager, persons_file(person_rows(1)))
    with pytest.raises(StaleState):
        undo_request(actor=manager, today=TODAY, run=run)
    confirm(manager, run)
    undo_request(actor=manager, today=TODAY, run=run)
    with pytest.raises(StaleState):
        undo_request(actor=manager, today=TODAY, run=run)
    with pytest.raises(StaleState):
        run_forget(actor=manager, run=run)


def test_a_file_that_was_forgotten_is_taken_back_too(manager: User):
    run = take_in(manager, persons_file(person_rows(2)))
    run_forget(actor=manager, run=run)
    undone(manager, run)
    assert not Person.objects.exists()


def test_the_page_shows_what_goes_and_what_stays_and_leads_on(manager: User, page: Client):
    run = take_in(manager, persons_file(person_rows(3)))
    with writing(system_user()):
        Person.objects.filter(last_name="Testowaa").update(phone="7")
    page.force_login(manager)
    shown = page.get(reverse("imports:run", args=[run.pk])).content.decode()
    url = reverse("imports:undo", args=[run.pk])
    assert url in shown
    answer = page.get(url)
    assert (answer.context["preview"].goes, answer.context["preview"].staying) == (2, 1)
    assert Person.objects.count() == 3
    assert page.post(url)["Location"] == reverse("imports:run", args=[run.pk])
    waiting = page.get(reverse("imports:run", args=[run.pk]))
    assert waiting.context["run"].status == RunStatus.UNDOING
    assert page.get(url).status_code == 302
    jobs.run(Job.objects.get(name="import_undo").pk)
    done = page.get(reverse("imports:run", args=[run.pk]) + "?show=was-kept")
    assert [shown.row.outcome for shown in done.context["lines"]] == [Outcome.KEPT]
    assert page.get(reverse("imports:run", args=[run.pk])).status_code == 200


@pytest.mark.usefixtures("office")
def test_the_page_is_read_in_bounded_queries(
    manager: User, page: Client, django_assert_max_num_queries: Any
):
    run = take_in(manager, persons_file(person_rows(400)))
    with django_assert_max_num_queries(45):
        assert preview(run, manager, TODAY).goes == 400


def _work(job_id: int, options: dict[str, object]) -> None:
    connections["default"].settings_dict.update(options)
    jobs.run(job_id)


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_where_it_stopped(manager: User):
    count = 900
    run = take_in(manager, persons_file(person_rows(count)))
    job = undo_request(actor=manager, today=TODAY, run=run)
    name = connection.settings_dict["NAME"]
    connections.close_all()
    worker = get_context("fork").Process(target=_work, args=(job.pk, {"NAME": name}))
    worker.start()
    deadline = time.monotonic() + 60
    while Person.objects.count() > 700 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert worker.pid
    os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    left = Person.objects.count()
    assert 0 < left <= 700
    assert run.rows.filter(outcome=Outcome.MADE).count() == left == SourceId.objects.count()
    Job.objects.filter(pk=job.pk).update(claimed_at=timezone.now() - jobs.STALE_AFTER * 2)
    jobs.run(job.pk)
    run.refresh_from_db()
    assert run.status == RunStatus.UNDONE
    assert run.rows.filter(outcome=Outcome.UNDONE).count() == count
    assert not Person.objects.exists()
    assert not SourceId.objects.exists()
