"""Two clicks or two people at the same moment about one person."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from clients.models import Contact, Death, FormerName, Person
from clients.services import (
    address_set,
    contact_add,
    contact_change,
    death_enter,
    death_take_back,
    former_name_add,
    person_update,
)
from clients.services.rows import fingerprint
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(worker: User) -> Person:
    someone = make_person("Łucja", "Żak")
    make_household(someone)
    return someone


def _at_once(work: Callable[[int], object]) -> list[str]:
    """Run `work` in two threads that start together: how each ended, sorted."""
    start = Barrier(2)

    def one(number: int) -> str:
        start.wait()
        try:
            work(number)
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)))


def test_a_contact_and_a_name_are_recorded_once(worker: User, today: date, person: Person) -> None:
    def write(_number: int) -> None:
        contact_add(
            actor=worker, today=today, person=person, kind="phone", value="600100200",
            valid_from=today,
        )  # fmt: skip
        former_name_add(
            actor=worker, today=today, person=person, first_name="Łucja", last_name="Brzoza"
        )

    assert _at_once(write) == ["done", "done"]
    assert (Contact.objects.count(), FormerName.objects.count()) == (1, 1)


def test_of_two_corrections_one_is_told(worker: User, today: date, person: Person) -> None:
    contact = contact_add(
        actor=worker, today=today, person=person, kind="phone", value="600100200", valid_from=today
    )
    seen = fingerprint(contact)

    def write(number: int) -> None:
        contact_change(
            actor=worker, today=today, contact=contact, seen=seen, note=f"notatka {number}"
        )

    assert _at_once(write) == [StaleState.__name__, "done"]


def test_of_two_addresses_of_the_past_one_stands(worker: User, today: date, person: Person) -> None:
    def write(number: int) -> None:
        address_set(
            actor=worker, today=today, person=person, kind="registered", house=str(number + 1),
            postal_code="22-499", place="Dębina", valid_from=date(2020, 1, 1 + number),
            valid_to=date(2021, 1, 1),
        )  # fmt: skip

    assert _at_once(write) == ["DomainError", "done"]
    assert person.addresses.filter(kind="registered").count() == 1


def test_a_new_name_is_taken_once(worker: User, today: date, person: Person) -> None:
    def write(_number: int) -> None:
        person_update(
            actor=worker, today=today, person=person, version=1, last_name="Łoś",
            renamed_on=today,
        )  # fmt: skip

    assert _at_once(write) == [StaleState.__name__, "done"]
    assert FormerName.objects.count() == 1


def test_a_death_is_recorded_and_taken_back_once(worker: User, today: date, person: Person) -> None:
    def die(number: int) -> None:
        death_enter(
            actor=worker, today=today, person=person, died_on=date(2026, 11, 20 + number),
            source="akt zgonu",
        )  # fmt: skip

    assert _at_once(die) == ["DomainError", "done"]
    death = Death.objects.get()

    def undo(_number: int) -> None:
        death_take_back(actor=worker, today=today, death=death, reason="pomyłka")

    assert _at_once(undo) == [StaleState.__name__, "done"]
    person.refresh_from_db()
    assert person.death_date is None
    assert person.memberships.get().valid_to is None
