"""The manager reads exceptions with their reasons and may object to one."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from clients.models import Household, HouseholdGrant
from clients.queries import exceptions_open, exceptions_seen_by, households_visible_to
from clients.services import access_by_exception, exception_object, restriction_set
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Role
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district, make_user

REASON = "przyszła do naszego okienka z wnioskiem"


@pytest.fixture
def foreign(office: object) -> Household:
    return make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))


@pytest.fixture
def grant(worker: User, foreign: Household, today: date) -> HouseholdGrant:
    return access_by_exception(actor=worker, household=foreign, reason=REASON, today=today)


def test_objecting_closes_the_household_at_once(
    grant: HouseholdGrant, worker: User, manager: User, today: date
) -> None:
    assert households_visible_to(worker, today).filter(pk=grant.household_id).exists()
    with pytest.raises(DomainError):
        exception_object(actor=manager, grant=grant, reason=" ", today=today)
    exception_object(actor=manager, grant=grant, reason="Nie jej rejon", today=today)

    assert not households_visible_to(worker, today).filter(pk=grant.household_id).exists()
    assert exceptions_seen_by(manager, today).get() == grant
    assert not exceptions_open(manager, today).exists()
    with pytest.raises(StaleState):
        exception_object(actor=manager, grant=grant, reason="Nie jej rejon", today=today)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_only_the_manager_objects(grant: HouseholdGrant, role: Role, today: date) -> None:
    with pytest.raises(PermissionDenied):
        exception_object(
            actor=make_user(role, username="inna"), grant=grant, reason="Nie", today=today
        )


def test_an_exception_to_a_restricted_file_does_not_show_it(
    grant: HouseholdGrant, manager: User, today: date
) -> None:
    restriction_set(
        actor=manager, household=grant.household, why="staff", note="", readers=[], today=today
    )
    other = make_user(Role.MANAGER, username="druga")
    assert exceptions_seen_by(manager, today).exists()
    assert not exceptions_seen_by(other, today).exists()
    with pytest.raises(PermissionDenied):
        exception_object(actor=other, grant=grant, reason="Nie", today=today)


def test_pages(clock: None, page: Client, grant: HouseholdGrant, manager: User) -> None:
    page.force_login(manager)
    listed = reverse("clients:exceptions")
    url = reverse("clients:objection", args=[grant.pk])
    assert listed in page.get(reverse("core:desk")).content.decode()
    assert REASON in page.get(listed).content.decode()
    assert page.get(url).status_code == 200
    assert page.post(url, {"reason": ""}).status_code == 422
    assert page.post(url, {"reason": "Nie jej rejon"}).status_code == 302
    assert page.get(url).status_code == 404
    assert "zamknięto tego samego dnia" in page.get(listed).content.decode()
    assert listed not in page.get(reverse("core:desk")).content.decode()
