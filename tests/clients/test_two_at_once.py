"""Two clicks or two people at the same moment: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from clients.models import Household, Income, Membership, Person
from clients.services import (
    Belonging,
    NewPerson,
    address_set,
    income_add,
    membership_add,
    person_register,
    person_update,
)
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(work: Callable[[], object]) -> list[str]:
    """Run `work` in two threads that start together: how each ended, sorted."""
    start = Barrier(2)

    def one(_number: int) -> str:
        start.wait()
        try:
            work()
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, range(2)))


@pytest.mark.parametrize("with_pesel", [True, False])
def test_a_person_is_recorded_once(worker: User, today: date, with_pesel: bool) -> None:
    identity: dict[str, object] = {
        "birth_date": date(1991, 3, 8),
        "sex": "F",
        "pesel_absence": "foreigner",
    }
    if with_pesel:
        identity = {"pesel": make_pesel(date(1991, 3, 8), "F")}
    new = NewPerson(
        fields={"first_name": "Ewa", "last_name": "Nowa", **identity},
        belonging=Belonging(valid_from=today, district=worker.district),
    )

    assert _at_once(lambda: person_register(actor=worker, today=today, new=new)) == [
        "DomainError",
        "done",
    ]
    assert (Person.objects.count(), Household.objects.count()) == (1, 1)


def test_a_person_joins_one_household(worker: User, today: date) -> None:
    person = make_person("Ewa", "Luźna")
    households = [make_household(), make_household()]

    def join() -> None:
        membership_add(
            actor=worker,
            today=today,
            household=households.pop(),
            person=person,
            role="other",
            valid_from=today,
        )

    assert _at_once(join) == ["DomainError", "done"]
    assert Membership.objects.filter(person=person).count() == 1


def test_one_of_two_editors_is_told(worker: User, today: date) -> None:
    person = make_person()
    make_household(person)

    def edit() -> None:
        person_update(actor=worker, today=today, person=person, version=1, phone="1")

    assert _at_once(edit) == [StaleState.__name__, "done"]


def test_an_income_and_an_address_are_recorded_once(worker: User, today: date) -> None:
    person = make_person()
    make_household(person)

    def write() -> None:
        income_add(
            actor=worker,
            person=person,
            kind="wage",
            amount=Decimal(100),
            valid_from=date(2026, 10, 1),
            valid_to=date(2026, 10, 31),
        )
        address_set(
            actor=worker,
            today=today,
            person=person,
            kind="residence",
            valid_from=today,
            house="1",
            postal_code="22-499",
            place="Brzezinka",
        )

    assert _at_once(write) == ["done", "done"]
    assert Income.objects.count() == 1
    assert person.addresses.count() == 2
