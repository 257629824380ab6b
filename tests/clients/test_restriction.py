"""Restricted files: only named people see them, and nobody else learns that they exist."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from cases.queries import cases_visible_to
from clients.models import Household, Membership, Restriction
from clients.queries import (
    households_visible_to,
    person_search,
    persons_visible_to,
    restriction_on,
)
from clients.services import person_create, restriction_end, restriction_set
from core.audit import looked, writing
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from tests.factories.benefits import make_issued
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user

SURNAME = "Niewidoczna"


@pytest.fixture
def shut(manager: User, worker: User, today: date) -> Household:
    """A restricted household of the worker's own district; only the manager is named."""
    household = make_household(make_person("Zofia", SURNAME))
    restriction_set(
        actor=manager, household=household, why="violence", note="", readers=[], today=today
    )
    return household


def test_others_of_every_role_see_nothing(shut: Household, worker: User, today: date) -> None:
    person = shut.memberships.get().person
    for role in Role:
        user = worker if role == Role.SOCIAL_WORKER else make_user(role, username=f"inna {role}")
        assert not households_visible_to(user, today).exists()
        assert not persons_visible_to(user, today).filter(pk=person.pk).exists()
        assert person_search(user, SURNAME, today) == []
        assert person_search(user, person.pesel or "", today) == []


def test_the_named_see_it_wherever_they_work(shut: Household, manager: User, today: date) -> None:
    far = make_user(Role.SOCIAL_WORKER, "daleki", district=make_district("Rejon 9"))
    assert not households_visible_to(far, today).filter(pk=shut.pk).exists()
    restriction_set(
        actor=manager, household=shut, why="violence", note="", readers=[far], today=today
    )

    for user in (manager, far):
        assert households_visible_to(user, today).get() == shut
        assert persons_visible_to(user, today).count() == 1
        assert len(person_search(user, SURNAME, today)) == 1
    assert Restriction.objects.count() == 1


def test_who_is_no_longer_named_sees_it_no_more(
    shut: Household, manager: User, worker: User, today: date
) -> None:
    for readers, sees in (([worker], True), ([], False)):
        restriction_set(
            actor=manager, household=shut, why="staff", note="", readers=readers, today=today
        )
        assert households_visible_to(worker, today).exists() is sees


def test_opened_again_the_day_before_stays_in_the_history(
    shut: Household, manager: User, worker: User, today: date
) -> None:
    later = today + timedelta(days=3)
    rule = restriction_on(shut, today)
    assert rule
    with pytest.raises(DomainError):
        restriction_end(actor=manager, restriction=rule, reason=" ", today=later)
    restriction_end(actor=manager, restriction=rule, reason="Sprawa zakończona", today=later)

    assert households_visible_to(worker, later).exists()
    assert not households_visible_to(worker, today).exists()
    assert Restriction.objects.get().valid_to == later - timedelta(days=1)


def test_set_by_mistake_it_is_gone_the_same_day(
    shut: Household, manager: User, worker: User, today: date
) -> None:
    rule = restriction_on(shut, today)
    assert rule
    restriction_end(actor=manager, restriction=rule, reason="Pomyłka", today=today)
    assert households_visible_to(worker, today).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_the_manager_restricts(office: object, role: Role, today: date) -> None:
    household = make_household()
    with pytest.raises(PermissionDenied):
        restriction_set(
            actor=make_user(role), household=household, why="staff", note="", readers=[],
            today=today,
        )  # fmt: skip


def test_another_manager_neither_sees_nor_changes_it(shut: Household, today: date) -> None:
    with pytest.raises(PermissionDenied):
        restriction_set(
            actor=make_user(Role.MANAGER, username="druga"),
            household=shut, why="staff", note="", readers=[], today=today,
        )  # fmt: skip


def test_an_accountant_cannot_be_named(shut: Household, manager: User, today: date) -> None:
    with pytest.raises(DomainError):
        restriction_set(
            actor=manager, household=shut, why="staff", note="",
            readers=[make_user(Role.ACCOUNTANT)], today=today,
        )  # fmt: skip


def test_who_left_a_restricted_file_is_seen_in_the_new_one(
    shut: Household, worker: User, today: date
) -> None:
    other = make_household(make_person("Jan", "Odszedł", sex="M"))
    leaver = other.memberships.get().person
    with writing(worker):
        Membership.objects.create(
            household=shut, person=leaver, role="other",
            valid_from=date(2020, 1, 1), valid_to=date(2020, 6, 30),
        )  # fmt: skip
    assert persons_visible_to(worker, today).filter(pk=leaver.pk).exists()


PAGES = [
    "core:desk", "clients:list", "clients:ending", "cases:list", "benefits:decisions",
    "reports:month", "reports:dashboard", "reports:people", "payments:reconcile",
    "clients:restricted",
]  # fmt: skip


@pytest.mark.parametrize("role", list(Role))
def test_no_page_of_others_shows_it(page: Client, office: object, role: Role) -> None:
    """Lists and counts, the file itself and all in it; a list of payments names whom it pays."""
    decision = make_issued()
    household = decision.case.household
    with time_machine.travel(decision.issued_on, tick=True):
        today = decision.issued_on
        assert today
        name = str(decision.case.applicant)
        manager = make_user(Role.MANAGER, username="wyznaczona")
        restriction_set(
            actor=manager, household=household, why="staff", note="", readers=[], today=today
        )
        reader = make_user(role, username="inna", district=household.district)
        page.force_login(reader)
        assert not cases_visible_to(reader, today).exists()
        for url_name in PAGES:
            answer = page.get(reverse(url_name))
            assert answer.status_code in (200, 403), url_name
            assert name not in answer.content.decode(), url_name
        found = page.get(reverse("core:search"), {"q": decision.case.applicant.last_name})
        assert name not in found.content.decode()
        person = decision.case.applicant_id
        for url in (
            reverse("clients:household", args=[household.pk]),
            reverse("clients:person", args=[person]),
            reverse("clients:exception", args=[person]),
            reverse("cases:case", args=[decision.case_id]),
            reverse("benefits:decision", args=[decision.pk]),
            reverse("benefits:decision_pdf", args=[decision.pk]),
        ):
            assert page.get(url).status_code in (403, 404), url


def test_pages_of_setting_and_ending_it(
    page: Client, manager: User, worker: User, today: date
) -> None:
    household = make_household(make_person("Zofia", SURNAME))
    page.force_login(manager)
    url = reverse("clients:restrict", args=[household.pk])
    assert page.get(url).status_code == 200
    assert page.post(url, {"why": "none", "readers": []}).status_code == 422
    assert page.post(url, {"why": "violence", "readers": [worker.pk]}).status_code == 302
    shown = page.get(reverse("clients:household", args=[household.pk])).content.decode()
    assert "Teczka zastrzeżona" in shown and str(worker) in shown
    assert SURNAME in page.get(reverse("clients:restricted")).content.decode()
    assert "Teczka zastrzeżona" in page.get(reverse("clients:list")).content.decode()
    end = reverse("clients:open_again", args=[household.pk])
    assert page.post(end, {"reason": ""}).status_code == 422
    assert page.post(end, {"reason": "Pomyłka"}).status_code == 302
    assert page.get(end).status_code == 404
    assert "Teczka zastrzeżona" not in page.get(reverse("clients:list")).content.decode()


def test_the_log_of_looks_does_not_show_it(
    page: Client, shut: Household, manager: User, auditor: User
) -> None:
    looked(user=manager, what="household", object_id=shut.pk, household_id=shut.pk, why="")
    looked(user=manager, what="statistics", object_id=0, household_id=None, why="")
    for reader, count in ((auditor, 1), (manager, 3)):  # the auditor's export is a look itself
        page.force_login(reader)
        answer = page.get(reverse("core:audit"))
        assert answer.context["page_obj"].paginator.count == count
        taken = page.get(reverse("core:audit_export", args=["csv"])).content.decode()
        assert taken.count("\r\n") == count + 1


def test_a_pesel_of_theirs_is_taken_and_says_no_more(
    shut: Household, worker: User, manager: User, today: date
) -> None:
    """A PESEL stays unique; whose it is, and where the file lies, is told to the named alone."""
    pesel = shut.memberships.get().person.pesel
    named = make_user(Role.BENEFITS_CLERK, "wskazany")
    restriction_set(
        actor=manager, household=shut, why="violence", note="", readers=[named], today=today
    )
    for user, told in ((worker, False), (named, True)):
        with pytest.raises(DomainError) as refused:
            person_create(actor=user, today=today, first_name="Ewa", last_name="Sosna", pesel=pesel)
        assert (SURNAME in str(refused.value)) is told
        assert refused.value.field == "pesel"


def test_the_page_says_who_sees_a_restricted_file(
    page: Client, manager: User, worker: User
) -> None:
    home = make_household(make_person("Zofia", "Cicha"))
    page.force_login(manager)
    shown = page.get(reverse("clients:household", args=[home.pk])).content.decode()
    assert "widzą każdą teczkę" in shown
    assert reverse("clients:restrict", args=[home.pk]) in shown
    restriction_set(
        actor=manager, today=TODAY, household=home, why="staff", note="", readers=[worker]
    )
    shown = page.get(reverse("clients:household", args=[home.pk])).content.decode()
    assert "widzą każdą teczkę" not in shown
    assert "nikt inny" in shown and str(worker) in shown
