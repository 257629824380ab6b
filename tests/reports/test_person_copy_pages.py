"""Who may make and fetch a copy of a person's data, for how long, and what is logged."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from clients.models import Person
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError
from core.jobs import run
from core.models import AccessLog, Job, JobState, User
from core.permissions import Role
from reports.privacy import tasks
from reports.privacy.models import PersonCopy
from reports.privacy.services import KEPT_DAYS, copies_expire, copy_ask
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district, make_user

pytestmark = pytest.mark.django_db


def ask(actor: User, person: Person, today: date, **extra: Any) -> PersonCopy:
    fields = {"basis": "access", "received_on": today, "purpose": "list z 20.11.2026", **extra}
    return copy_ask(actor=actor, today=today, person=person, **fields)


@pytest.fixture
def person(office: Any) -> Person:
    woman = make_person("Zofia", "Wzorowa")
    make_household(woman)
    return woman


@pytest.fixture
def copy(person: Person, manager: User, today: date) -> PersonCopy:
    made = ask(manager, person, today)
    assert made.job is not None
    run(made.job.pk)
    made.refresh_from_db()
    return made


def file(copy: PersonCopy, kind: str = "pdf") -> str:
    return reverse("privacy:copy_file", args=[copy.pk, kind])


def test_from_the_page_of_the_person_to_the_file(
    person: Person, manager: User, page: Client, clock: None
) -> None:
    page.force_login(manager)
    url = reverse("privacy:copy_ask", args=[person.pk])
    assert url in page.get(reverse("clients:person", args=[person.pk])).content.decode()
    assert page.get(url).status_code == 200
    answer = page.post(
        url,
        {"basis": "access", "received_on": "20.11.2026", "purpose": "osobiście"},
        follow=True,
    )
    made = PersonCopy.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("privacy:copy", args=[made.pk])
    assert made.answer_by == date(2026, 12, 21)  # 20 December is a Sunday
    run(made.job.pk)
    ready = page.get(reverse("privacy:copy", args=[made.pk])).content.decode()
    assert file(made) in ready and file(made, "json") in ready and file(made, "zip") not in ready
    got = page.get(file(made))
    assert got.content.startswith(b"%PDF") and "no-store" in got["Cache-Control"]


def test_what_cannot_be_ordered_is_said_and_what_was_typed_stays(
    person: Person, manager: User, page: Client, clock: None
) -> None:
    page.force_login(manager)
    url = reverse("privacy:copy_ask", args=[person.pk])
    answer = page.post(
        url, {"basis": "access", "received_on": "30.11.2026", "purpose": "osobiście, dowód"}
    )
    assert answer.status_code == 422
    assert "osobiście, dowód" in answer.content.decode()
    assert not PersonCopy.objects.exists()


def test_ordering_and_fetching_are_in_the_log_of_looks(
    copy: PersonCopy, manager: User, page: Client, clock: None
) -> None:
    page.force_login(manager)
    page.get(file(copy, "json"))
    kinds = list(
        AccessLog.objects.filter(what="person_copy", person_id=copy.person_id)
        .order_by("id")
        .values_list("kind", "purpose")
    )
    assert kinds == [("export", "subject"), ("download", "subject")]
    assert "list z 20.11.2026" in AccessLog.objects.earliest("id").why


def test_only_whoever_ordered_it_fetches_it(
    copy: PersonCopy, clerk: User, page: Client, clock: None
) -> None:
    page.force_login(clerk)
    assert page.get(file(copy)).status_code == 404
    assert page.get(reverse("privacy:copy", args=[copy.pk])).status_code == 404


def test_who_may_not_see_the_person_orders_nothing(
    person: Person, today: date, page: Client, clock: None
) -> None:
    worker = make_user(Role.SOCIAL_WORKER, district=make_district("Rejon 2"))
    with pytest.raises(PermissionDenied):
        ask(worker, person, today)
    page.force_login(worker)
    assert page.get(reverse("privacy:copy_ask", args=[person.pk])).status_code == 404


@pytest.mark.parametrize("role", ["accountant", "auditor", "administrator"])
def test_other_roles_make_no_copies(
    person: Person, staff: dict[str, User], role: str, today: date
) -> None:
    with pytest.raises(PermissionDenied):
        ask(staff[role], person, today)


def test_one_at_a_time(person: Person, manager: User, today: date) -> None:
    ask(manager, person, today)
    with pytest.raises(DomainError):
        ask(manager, person, today)
    assert PersonCopy.objects.count() == 1


def test_its_days_pass(copy: PersonCopy, manager: User, page: Client, today: date) -> None:
    assert copy.expires_on is not None
    after = copy.expires_on + timedelta(days=1)
    with time_machine.travel(f"{after:%Y-%m-%d}T12:00:00+01:00", tick=False):
        page.force_login(manager)
        assert page.get(file(copy)).status_code == 404
        assert page.get(reverse("privacy:copy", args=[copy.pk])).status_code == 200
    assert default_storage.exists(copy.pdf)
    assert copies_expire(actor=system_user(), today=copy.expires_on) == 0
    assert copies_expire(actor=system_user(), today=after) == 1
    assert not default_storage.exists(copy.pdf) and not default_storage.exists(copy.data)
    assert copies_expire(actor=system_user(), today=after) == 0
    assert PersonCopy.objects.get(pk=copy.pk).removed_at is not None


def test_it_is_kept_for_two_weeks(copy: PersonCopy) -> None:
    assert copy.made_at is not None and copy.expires_on is not None
    assert (copy.expires_on - copy.made_at.date()).days in (KEPT_DAYS, KEPT_DAYS + 1)


def test_a_worker_killed_in_the_middle_is_followed_by_one_that_ends_it(
    person: Person, manager: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ask(manager, person, today)
    assert made.job is not None
    real = tasks.put

    def dies(name: str, content: bytes) -> None:
        real(name, content)
        if name.endswith(".pdf"):
            raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        run(made.job.pk)
    monkeypatch.setattr(tasks, "put", real)
    made.refresh_from_db()
    assert made.made_at is None
    Job.objects.filter(pk=made.job.pk).update(state=JobState.QUEUED, claimed_at=None)
    run(made.job.pk)
    made.refresh_from_db()
    first = made.made_at
    assert first is not None and default_storage.exists(made.data)
    Job.objects.filter(pk=made.job.pk).update(state=JobState.QUEUED, claimed_at=None)
    run(made.job.pk)
    made.refresh_from_db()
    assert made.made_at == first


def test_what_was_asked_stays_and_the_row_cannot_go(copy: PersonCopy) -> None:
    for change in ({"purpose": "inny"}, {"received_on": date(2020, 1, 1)}):
        with pytest.raises(DatabaseError, match="is frozen"), writing(system_user()):
            PersonCopy.objects.filter(pk=copy.pk).update(**change)
    with pytest.raises(DatabaseError, match="is frozen"), writing(system_user()):
        PersonCopy.objects.filter(pk=copy.pk).delete()
