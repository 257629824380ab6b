"""Recording people: PESEL, reasons, duplicates of a PESEL, two people editing."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from clients.models import Household, Person
from clients.services import household_create, person_create, person_update
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel
from tests.factories.core import make_district

BORN = date(1991, 3, 8)


def _record(worker: User, today: date, **fields: Any) -> Person:
    return person_create(
        actor=worker, today=today, **{"first_name": "Łucja", "last_name": "Żak", **fields}
    )


def test_birth_date_and_sex_come_from_the_pesel(worker: User, today: date) -> None:
    person = _record(worker, today, pesel=make_pesel(BORN, "F"))

    assert (person.birth_date, person.sex) == (BORN, "F")
    assert person.search_text.startswith("zak lucja")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"pesel": "91030812345"}, "cyfra"),
        ({"pesel_absence": "newborn", "sex": "F"}, "urodzenia"),
        ({"birth_date": BORN, "sex": "F"}, "PESEL"),
        ({"birth_date": BORN, "sex": "F", "pesel_absence": "lost"}, "PESEL"),
        ({"birth_date": date(2026, 11, 25), "sex": "F", "pesel_absence": "newborn"}, "urodzenia"),
        ({"birth_date": BORN, "pesel_absence": "unknown"}, "płeć"),
    ],
)
def test_what_is_wrong_is_said(worker: User, today: date, fields: dict, said: str) -> None:
    with pytest.raises(DomainError) as error:
        _record(worker, today, **fields)

    assert said in str(error.value.message)


def test_pesel_agrees_with_birth_date_and_sex(worker: User, today: date) -> None:
    pesel = make_pesel(BORN, "F")
    for fields in ({"birth_date": date(1991, 3, 9)}, {"sex": "M"}):
        with pytest.raises(DomainError):
            _record(worker, today, pesel=pesel, **fields)
    assert not Person.objects.exists()


def test_a_taken_pesel_names_where_its_person_is(worker: User, today: date) -> None:
    known = make_person("Jan", "Ćwik", sex="M")
    make_household(known, district=make_district("Rejon 3"))

    with pytest.raises(DomainError) as error:
        _record(worker, today, pesel=known.pesel)

    assert "Ćwik Jan" in str(error.value.message) and "Rejon 3" in str(error.value.message)


def test_a_person_without_pesel_has_a_reason(worker: User, today: date) -> None:
    person = _record(worker, today, birth_date=BORN, sex="F", pesel_absence="foreigner")

    assert person.pesel is None


def test_second_of_two_who_edit_is_told(worker: User, today: date) -> None:
    person = make_person()
    person_update(actor=worker, today=today, person=person, version=1, phone="600 100 200")

    with pytest.raises(StaleState):
        person_update(actor=worker, today=today, person=person, version=1, phone="1")

    assert Person.objects.get().phone == "600 100 200"


def test_a_new_surname_renames_the_file(worker: User, today: date) -> None:
    person = make_person("Anna", "Nowak")
    household = make_household(person)
    person_update(
        actor=worker, today=today, person=person, version=1, last_name="Łoś", family_name="Nowak"
    )

    assert Household.objects.get(pk=household.pk).name == "Łoś Anna"


def test_strangers_are_refused(accountant: User, worker: User, today: date) -> None:
    person = make_person()
    make_household(person, district=make_district("Rejon 3"))
    with pytest.raises(PermissionDenied):
        _record(accountant, today, pesel=make_pesel())
    with pytest.raises(PermissionDenied):
        person_update(actor=worker, today=today, person=person, version=1, phone="1")
    with pytest.raises(PermissionDenied):
        household_create(
            actor=worker, today=today, head=person, district=make_district(), valid_from=today
        )
