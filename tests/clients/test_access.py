"""Who sees which household: district, grant, stand-in, exception (docs/adr/0006)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from clients.models import GrantSource, Household, Person
from clients.queries import (
    household_for,
    households_visible_to,
    person_is_visible,
    persons_visible_to,
)
from clients.services import access_by_exception, household_grant, membership_end
from core.errors import DomainError
from core.models import AccessLog, StandIn, User
from core.permissions import Role
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district, make_user

REASON = "przyszła do naszego okienka z wnioskiem"


@pytest.fixture
def own(office: object) -> Household:
    return make_household(make_person("Anna", "Własna"))


@pytest.fixture
def foreign(office: object) -> Household:
    return make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))


def _seen(user: User, today: date) -> set[str]:
    return {household.name for household in households_visible_to(user, today)}


def test_a_social_worker_sees_the_own_district(
    worker: User, own: Household, foreign: Household, today: date
) -> None:
    assert _seen(worker, today) == {"Własna Anna"}
    assert household_for(worker, foreign.pk, today) is None


@pytest.mark.parametrize("role", ["clerk", "manager", "auditor"])
def test_who_works_for_the_whole_centre_sees_all(
    role: str, own: Household, foreign: Household, today: date, request: pytest.FixtureRequest
) -> None:
    assert _seen(request.getfixturevalue(role), today) == {"Własna Anna", "Obcy Jan"}


@pytest.mark.parametrize("role", ["accountant", "administrator"])
def test_who_needs_no_clients_sees_none(
    role: str, own: Household, today: date, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)

    assert _seen(user, today) == set()
    assert not persons_visible_to(user, today).exists()


def test_a_district_opens_nothing_to_other_roles(own: Household, today: date) -> None:
    accountant = make_user(Role.ACCOUNTANT, "druga", district=own.district)

    assert _seen(accountant, today) == set()


def test_an_exception_lasts_seven_days_and_is_logged(
    worker: User, foreign: Household, today: date
) -> None:
    access_by_exception(actor=worker, household=foreign, reason=REASON, today=today)

    assert "Obcy Jan" in _seen(worker, today)
    assert "Obcy Jan" in _seen(worker, today + timedelta(days=6))
    assert "Obcy Jan" not in _seen(worker, today + timedelta(days=7))
    assert "Obcy Jan" not in _seen(worker, today - timedelta(days=1))
    log = AccessLog.objects.get()
    assert (log.user, log.what, log.household_id, log.why) == (
        worker,
        "exception",
        foreign.pk,
        REASON,
    )


@pytest.mark.parametrize("reason", ["", "   ", "bo tak"])
def test_an_exception_needs_a_reason(
    worker: User, foreign: Household, today: date, reason: str
) -> None:
    with pytest.raises(DomainError):
        access_by_exception(actor=worker, household=foreign, reason=reason, today=today)

    assert _seen(worker, today) == set()


def test_an_exception_is_not_for_roles_without_clients(
    accountant: User, foreign: Household, today: date
) -> None:
    with pytest.raises(PermissionDenied):
        access_by_exception(actor=accountant, household=foreign, reason=REASON, today=today)


def test_a_case_opens_the_household_to_its_handler(
    worker: User, clerk: User, foreign: Household, today: date
) -> None:
    for _twice in range(2):
        household_grant(
            actor=clerk,
            user=worker,
            household=foreign,
            source=GrantSource.CASE,
            reason="GOPS.5020.1.2026",
            valid_from=today,
            valid_to=None,
        )

    assert "Obcy Jan" in _seen(worker, today + timedelta(days=400))
    assert foreign.grants.count() == 1


def test_nobody_grants_what_they_do_not_see(worker: User, foreign: Household, today: date) -> None:
    with pytest.raises(PermissionDenied):
        household_grant(
            actor=worker,
            user=worker,
            household=foreign,
            source=GrantSource.CASE,
            reason="x",
            valid_from=today,
            valid_to=None,
        )


def test_a_stand_in_sees_what_the_absent_sees(
    worker: User, own: Household, foreign: Household, today: date
) -> None:
    absent = make_user(Role.SOCIAL_WORKER, "nieobecna", district=make_district("Rejon 2"))
    third = make_household(make_person("Ewa", "Trzecia"), district=make_district("Rejon 3"))
    access_by_exception(actor=absent, household=third, reason=REASON, today=today)
    StandIn.objects.create(
        absent=absent, stand_in=worker, valid_from=today, valid_to=today + timedelta(days=2)
    )

    assert _seen(worker, today) == {"Własna Anna", "Obcy Jan", "Trzecia Ewa"}
    assert _seen(worker, today + timedelta(days=3)) == {"Własna Anna"}
    assert _seen(absent, today) == {"Obcy Jan", "Trzecia Ewa"}


def test_a_stand_in_of_an_accountant_role_sees_no_clients(
    worker: User, accountant: User, own: Household, today: date
) -> None:
    StandIn.objects.create(absent=worker, stand_in=accountant, valid_from=today, valid_to=today)

    assert _seen(accountant, today) == set()


def test_persons_follow_their_households(
    worker: User, clerk: User, foreign: Household, today: date
) -> None:
    mover = make_person("Maria", "Wędrowna")
    home = make_household(make_person(), mover)
    loose = make_person("Nowa", "Nigdzie")
    moved: Person = foreign.memberships.get().person

    assert person_is_visible(worker, mover, today)
    assert person_is_visible(worker, loose, today)
    assert not person_is_visible(worker, moved, today)
    membership = home.memberships.get(person=mover)
    membership_end(actor=worker, today=today, membership=membership, last_day=date(2026, 11, 1))
    assert person_is_visible(worker, mover, today)
