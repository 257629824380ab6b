"""Pins and what was opened lately: whose, how many, and never what may not be seen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from clients.models import Household
from clients.services import restriction_set
from core.audit import writing
from core.errors import DomainError
from core.models import AccessLog, Pin, User
from core.permissions import Role
from core.recent import at_hand, pinned_by
from core.services import pins
from core.services.pins import MOST_PINS, pin_add, pin_remove
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district, make_user

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def household(worker: User) -> Household:
    return make_household(make_person("Ewa", "Żak"))


def _pin(user: User, household: Household, today: date) -> None:
    pin_add(actor=user, what="household", object_id=household.pk, today=today)


def _look(user: User, what: str, pk: int) -> None:
    AccessLog.objects.create(user=user, what=what, object_id=pk)


def _names(user: User, today: date) -> list[str]:
    return [pin.hit.title for pin in pinned_by(user, today)]


def test_each_has_their_own_newest_first(
    worker: User, clerk: User, household: Household, today: date
) -> None:
    case = make_case(household=household)
    person = household.memberships.get().person
    for what, pk in (("household", household.pk), ("case", case.pk), ("person", person.pk)):
        pin_add(actor=worker, what=what, object_id=pk, today=today)
        pin_add(actor=worker, what=what, object_id=pk, today=today)  # twice is once

    assert [pin.what for pin in pinned_by(worker, today)] == ["person", "case", "household"]
    assert pinned_by(clerk, today) == []
    urls = [pin.hit.url for pin in pinned_by(worker, today)]
    assert urls[0] == reverse("clients:person", args=[person.pk])
    pin_remove(actor=clerk, what="case", object_id=case.pk)
    assert len(pinned_by(worker, today)) == 3
    for _time in range(2):
        pin_remove(actor=worker, what="case", object_id=case.pk)
    assert [pin.what for pin in pinned_by(worker, today)] == ["person", "household"]


def test_two_people_of_one_name_are_told_apart(worker: User, today: date) -> None:
    for born in (date(1980, 5, 12), date(1990, 5, 12)):
        home = make_household(make_person("Ewa", "Żak", born))
        _look(worker, "person", home.memberships.get().person_id)
    younger, older = at_hand(worker, today).recent

    assert younger.title == older.title == "Żak Ewa"
    assert "12.05.1990" in younger.detail and "12.05.1980" in older.detail
    assert "•••••••" in older.detail


@pytest.mark.parametrize(
    ("what", "pk"), [("household", 2_000_000_000), ("nothing", 1), ("user", 1)]
)
def test_what_is_not_there_is_not_pinned(worker: User, what: str, pk: int, today: date) -> None:
    with pytest.raises(DomainError):
        pin_add(actor=worker, what=what, object_id=pk, today=today)
    assert not Pin.objects.exists()


def test_a_stranger_is_not_pinned(worker: User, today: date) -> None:
    far = make_household(district=make_district("Rejon 9"))
    with pytest.raises(DomainError):
        _pin(worker, far, today)


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_who_sees_no_clients_pins_none(household: Household, role: Role, today: date) -> None:
    with pytest.raises(DomainError):
        _pin(make_user(role), household, today)


def test_there_is_room_for_so_many_that_are_to_be_seen(
    worker: User, manager: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 2)
    first, second, third, fourth = (make_household() for _number in range(4))
    _pin(worker, first, today)
    _pin(worker, second, today)
    with pytest.raises(DomainError, match="2"):
        _pin(worker, third, today)
    _pin(worker, second, today)  # is there already
    _restrict(manager, first, today)
    _pin(worker, third, today)
    with pytest.raises(DomainError):
        _pin(worker, fourth, today)
    assert MOST_PINS == 30


def _restrict(manager: User, household: Household, today: date, *readers: User) -> None:
    restriction_set(
        actor=manager, household=household, why="violence", note="", readers=list(readers),
        today=today,
    )  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
def test_a_restricted_file_is_neither_pinned_nor_opened_lately(
    page: Client, manager: User, office: object, role: Role, today: date
) -> None:
    """Pinned and opened before it was restricted: name, household, person and case are gone."""
    household = make_household(make_person("Zofia", "Niewidoczna"))
    case = make_case(household=household)
    person = household.memberships.get().person
    user = make_user(role, "inna", district=household.district)
    things = (("household", household.pk), ("person", person.pk), ("case", case.pk))
    for what, pk in things:
        _look(user, what, pk)
        with writing(user):
            Pin.objects.create(user=user, what=what, object_id=pk)
    _restrict(manager, household, today)
    page.force_login(user)

    assert pinned_by(user, today) == [] and at_hand(user, today).recent == []
    for path in ("/", "/search/", "/search/box/"):
        assert "Niewidoczna" not in page.get(path).content.decode(), path
    for what, pk in things:
        assert page.post(reverse("core:pin", args=[what, pk])).status_code == 404
        off = page.post(reverse("core:unpin", args=[what, pk]), headers=FRAGMENT)
        assert "Niewidoczna" not in off.content.decode()
    _restrict(manager, household, today, *([user] if role == Role.SOCIAL_WORKER else []))
    assert len(at_hand(user, today).recent) == (3 if role == Role.SOCIAL_WORKER else 0)


def test_the_button_says_what_it_is(page: Client, worker: User, household: Household) -> None:
    page.force_login(worker)
    person = household.memberships.get().person_id
    case = make_case(household=household)
    for url_name, what, pk in (
        ("clients:household", "household", household.pk),
        ("clients:person", "person", person),
        ("cases:case", "case", case.pk),
    ):
        pin, off = (reverse(f"core:{name}", args=[what, pk]) for name in ("pin", "unpin"))
        shown = page.get(reverse(url_name, args=[pk])).content.decode()
        assert f'action="{pin}"' in shown and f'id="pin-{what}-{pk}"' in shown
        part = page.post(pin, headers=FRAGMENT).content.decode()
        assert "Odepnij" in part and f'action="{off}"' in part
        assert f'action="{off}"' in page.get(reverse(url_name, args=[pk])).content.decode()
        part = page.post(off, headers=FRAGMENT).content.decode()
        assert "Przypnij" in part and f'action="{pin}"' in part


def test_without_scripts_one_comes_back_to_the_page(
    page: Client, worker: User, household: Household
) -> None:
    page.force_login(worker)
    here = reverse("clients:household", args=[household.pk])
    pin = reverse("core:pin", args=["household", household.pk])
    answer = page.post(pin, headers={"Referer": f"http://testserver{here}"})
    assert answer.status_code == 302 and answer["Location"] == here
    assert "Przypięte" in page.get("/").content.decode()
    answer = page.post(reverse("core:unpin", args=["household", household.pk]))
    assert answer["Location"] == "/"
    assert "hits" not in page.get("/").content.decode().split("Odpięte.")[1].split("<footer")[0]


def test_no_room_is_said_where_one_is(
    page: Client, worker: User, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 0)
    page.force_login(worker)
    answer = page.post(reverse("core:pin", args=["household", household.pk]), headers=FRAGMENT)
    assert answer.status_code == 409 and answer["HX-Retarget"] == "#messages"
    assert "Najpierw odepnij" in answer.content.decode()


def test_a_number_beyond_all_is_nothing(page: Client, worker: User) -> None:
    page.force_login(worker)
    huge = f"/pins/household/{10**30}/"
    assert page.post(huge).status_code == 404
    assert page.post(f"{huge}off/").status_code == 302


def test_the_database_keeps_one_pin_with_its_actor(worker: User, household: Household) -> None:
    with pytest.raises(IntegrityError), writing(worker):
        for _time in range(2):
            Pin.objects.create(user=worker, what="household", object_id=household.pk)
    with (
        pytest.raises(DatabaseError, match="without an actor"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('gops.actor', '', true)")
        Pin.objects.create(user=worker, what="household", object_id=household.pk)


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_keep_the_limit(
    worker: User, today: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "MOST_PINS", 2)
    households = [make_household() for _number in range(5)]

    def press(household: Household) -> None:
        try:
            _pin(worker, household, today)
        except DomainError:
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(press, households))
    assert len(_names(worker, today)) == 2


def test_pins_and_looks_cost_the_same_whatever_their_number(
    worker: User, today: date, django_assert_max_num_queries
) -> None:
    for number in range(20):
        household = make_household()
        person = household.memberships.get().person_id
        for what, pk in (("household", household.pk), ("person", person)):
            _look(worker, what, pk)
            if number < 14:
                pin_add(actor=worker, what=what, object_id=pk, today=today)
    with django_assert_max_num_queries(7):
        assert len(pinned_by(worker, today)) == 28
    with django_assert_max_num_queries(8):
        assert len(at_hand(worker, today).recent) == 8
