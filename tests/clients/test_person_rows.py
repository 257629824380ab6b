"""Entries about a person: names, contacts, representatives, consents, addresses, accounts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from clients import services
from clients.models import Address, FormerName, Person, Place, Representation
from clients.queries import person_search
from clients.services.rows import fingerprint
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_nrb, make_person, make_pesel
from tests.factories.core import make_district

BORN = date(1991, 3, 8)
HOUSE: dict[str, Any] = {"house": "1", "postal_code": "22-499", "place": "Brzezinka"}


@pytest.fixture
def person(office: object) -> Person:
    someone = make_person("Łucja", "Żak")
    make_household(someone)
    return someone


def _address(worker: User, today: date, person: Person, **fields: Any) -> Address:
    return services.address_set(
        actor=worker, today=today, person=person, **{"kind": "registered", **HOUSE, **fields}
    )


def test_a_new_surname_keeps_the_one_before(worker: User, today: date, person: Person) -> None:
    services.person_update(
        actor=worker, today=today, person=person, version=1, last_name="Łoś",
        renamed_on=date(2026, 6, 6),
    )  # fmt: skip

    kept = FormerName.objects.get()
    assert (str(kept), kept.until) == ("Żak Łucja", date(2026, 6, 5))
    assert [found.person for found in person_search(worker, "żak", today, 5)] == [person]


def test_a_corrected_spelling_keeps_no_former_name(
    worker: User, today: date, person: Person
) -> None:
    services.person_update(actor=worker, today=today, person=person, version=1, last_name="Żuk")

    assert not FormerName.objects.exists()
    assert person_search(worker, "żak", today, 5) == []


def test_a_former_name_by_hand_is_found_until_it_is_removed(
    worker: User, today: date, person: Person
) -> None:
    def add() -> FormerName:
        return services.former_name_add(
            actor=worker, today=today, person=person, first_name="Łucja", last_name="Brzoza"
        )

    name = add()
    assert add() == name  # twice is once
    assert [found.person for found in person_search(worker, "brzoza", today, 5)] == [person]

    services.former_name_remove(actor=worker, today=today, name=name, reason="inna osoba")

    assert person_search(worker, "brzoza", today, 5) == []
    with pytest.raises(StaleState):
        services.former_name_remove(actor=worker, today=today, name=name, reason="znowu")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"last_name": "Żak3"}, "last_name"),
        ({"first_name": "<b>"}, "first_name"),
        ({"birth_date": date(1905, 1, 1), "pesel": "", "pesel_absence": "unknown"}, "birth_date"),
        ({"birth_date": date(2027, 1, 1), "pesel": "", "pesel_absence": "newborn"}, "birth_date"),
        ({"citizenship": "QQ"}, "citizenship"),
        ({"birth_date": date(1979, 1, 1)}, "birth_date"),
        ({"sex": "M"}, "sex"),
        ({"death_date": date(2026, 11, 1)}, "death_date"),
        ({"renamed_on": date(2027, 1, 1), "last_name": "Łoś"}, "renamed_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    worker: User, today: date, person: Person, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as error:
        services.person_update(actor=worker, today=today, person=person, version=1, **fields)

    assert error.value.field == field
    assert Person.objects.get().version == 1


@pytest.mark.parametrize(
    "name", ["Đặng", "Øystein", "O’Brien", "Мельник", "Nowak-Ćwik", "de la Cruz"]
)
def test_names_of_any_script_are_taken(
    worker: User, today: date, person: Person, name: str
) -> None:
    services.person_update(actor=worker, today=today, person=person, version=1, last_name=name)

    assert Person.objects.get().last_name == name


def test_a_wrong_pesel_of_the_register_needs_a_reason(
    worker: User, today: date, office: object
) -> None:
    fields: dict[str, Any] = {
        "first_name": "Ewa", "last_name": "Klon", "pesel": make_pesel(BORN, "M"),
        "birth_date": date(1991, 3, 9), "sex": "F",
    }  # fmt: skip
    with pytest.raises(DomainError):
        services.person_create(actor=worker, today=today, **fields)

    why = "akt urodzenia mówi 09.03.1991, kobieta"
    person = services.person_create(actor=worker, today=today, pesel_differs_why=why, **fields)

    assert (person.birth_date, person.sex, person.pesel_differs_why) == (
        fields["birth_date"],
        "F",
        why,
    )
    with pytest.raises(IntegrityError), transaction.atomic(), writing(system_user()):
        Person.objects.filter(pk=person.pk).update(pesel_differs_why="")


def test_a_reason_without_a_difference_is_not_kept(
    worker: User, today: date, person: Person
) -> None:
    changed = services.person_update(
        actor=worker, today=today, person=person, version=1, pesel_differs_why="tak"
    )
    assert changed.pesel_differs_why == ""


@pytest.mark.parametrize("born", [date(1899, 12, 31), date(1900, 1, 1), date(2000, 2, 29)])
def test_the_database_reads_the_century_of_a_pesel(office: object, born: date) -> None:
    person = make_person(born=born)
    assert person.birth_date == born
    with pytest.raises(IntegrityError), transaction.atomic(), writing(system_user()):
        Person.objects.filter(pk=person.pk).update(
            birth_date=born.replace(year=born.year + 100, day=28)
        )


def test_contacts_are_added_once_changed_and_removed(
    worker: User, today: date, person: Person
) -> None:
    def add() -> Any:
        return services.contact_add(
            actor=worker, today=today, person=person, kind="phone", value="82 555 11 22",
            valid_from=today,
        )  # fmt: skip

    contact = add()
    assert add() == contact
    seen = fingerprint(contact)
    services.contact_change(
        actor=worker, today=today, contact=contact, seen=seen, valid_to=date(2026, 12, 31)
    )
    with pytest.raises(StaleState):  # somebody who had opened the form before
        services.contact_change(actor=worker, today=today, contact=contact, seen=seen, note="x")
    services.contact_remove(actor=worker, today=today, contact=contact, reason="pomyłka")

    assert not person.contacts.exists()
    events = type(contact).pgh_event_model.objects.order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "delete"]
    assert events.last().pgh_context.metadata["reason"] == "pomyłka"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "email", "value": "bez małpy"}, "value"),
        ({"kind": "phone", "value": "12"}, "value"),
        ({"kind": "phone", "value": "600100200", "valid_to": date(2020, 1, 1)}, "valid_to"),
        ({"kind": "pigeon", "value": "600100200"}, "kind"),
    ],
)
def test_a_malformed_contact_is_refused(
    worker: User, today: date, person: Person, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(DomainError) as error:
        services.contact_add(actor=worker, today=today, person=person, valid_from=today, **fields)
    assert error.value.field == field


def test_a_representative_of_the_files_or_by_name(
    worker: User, today: date, person: Person
) -> None:
    child = make_person("Ola", "Żak", born=date(2018, 3, 1))
    make_household(child)
    row = services.representation_add(
        actor=worker, today=today, person=child, kind="parent", representative=person,
        name="zostaje puste", valid_from=date(2018, 3, 1),
    )  # fmt: skip
    other = services.representation_add(
        actor=worker, today=today, person=person, kind="proxy", name="adw. Jan Dąb",
        valid_from=today,
    )  # fmt: skip

    assert (str(row), row.name, str(other)) == ("Żak Łucja", "", "adw. Jan Dąb")


def _dead(person: Person) -> None:
    with writing(system_user()):
        Person.objects.filter(pk=person.pk).update(death_date=date(2026, 1, 1))


@pytest.mark.parametrize("who", ["self", "minor", "dead", "stranger", "nobody"])
def test_who_cannot_represent(worker: User, today: date, person: Person, who: str) -> None:
    fields: dict[str, Any] = {"representative": person, "name": ""}
    if who == "minor":
        fields["representative"] = make_person(born=date(2010, 1, 1))
    elif who == "dead":
        fields["representative"] = make_person("Jan", "Dąb", sex="M")
        _dead(fields["representative"])
        fields["representative"].refresh_from_db()
    elif who == "stranger":
        fields["representative"] = make_person("Jan", "Obcy", sex="M")
        make_household(fields["representative"], district=make_district("Rejon 9"))
    elif who == "nobody":
        fields["representative"] = None

    with pytest.raises(DomainError):
        services.representation_add(
            actor=worker, today=today, person=person, kind="guardian", valid_from=today, **fields
        )


def test_the_database_knows_that_the_dead_represent_nobody(
    worker: User, today: date, person: Person
) -> None:
    dead = make_person("Jan", "Dąb", sex="M")
    _dead(dead)
    with pytest.raises(IntegrityError), transaction.atomic(), writing(worker):
        Representation.objects.create(
            person=person, representative=dead, kind="proxy", valid_from=today
        )


def test_a_consent_is_given_and_taken_back(worker: User, today: date, person: Person) -> None:
    consent = services.consent_add(
        actor=worker, today=today, person=person, kind="contact", given_on=today
    )
    assert consent.recorded_by == worker
    with pytest.raises(DomainError) as error:
        services.consent_change(
            actor=worker, today=today, consent=consent, seen=fingerprint(consent),
            withdrawn_on=date(2026, 1, 1),
        )  # fmt: skip
    assert error.value.field == "withdrawn_on"
    with pytest.raises(DomainError):
        services.consent_add(
            actor=worker, today=today, person=person, kind="contact", given_on=date(2027, 1, 1)
        )


def test_an_address_of_the_past_stands_beside_the_present_one(
    worker: User, today: date, person: Person
) -> None:
    now = _address(worker, today, person, valid_from=date(2024, 1, 1))
    past = _address(
        worker, today, person, valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31), house="7"
    )

    now.refresh_from_db()
    assert (now.valid_to, past.valid_to) == (None, date(2023, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (date(2023, 1, 1), date(2024, 1, 1), "valid_to"),  # reaches into the first day
        (date(2024, 6, 1), date(2024, 7, 1), "valid_from"),
        (date(2023, 5, 1), date(2023, 4, 1), "valid_to"),
        (date(1970, 1, 1), date(1971, 1, 1), "valid_from"),  # before birth
    ],
)
def test_an_address_in_the_way_is_named_at_the_field(
    worker: User, today: date, person: Person, start: date, end: date, field: str
) -> None:
    _address(worker, today, person, valid_from=date(2024, 1, 1), place="Dębina")

    with pytest.raises(DomainError) as error:
        _address(worker, today, person, valid_from=start, valid_to=end)

    assert error.value.field == field
    if start.year in (2023, 2024) and end > start:
        assert "Dębina" in str(error.value.message)


def test_an_address_is_corrected_ended_and_removed(
    worker: User, today: date, person: Person
) -> None:
    first = _address(worker, today, person, valid_from=date(2020, 1, 1))
    second = _address(worker, today, person, valid_from=date(2024, 1, 1))
    with pytest.raises(StaleState):  # it was ended by the second meanwhile
        services.address_change(
            actor=worker, today=today, address=first, seen=fingerprint(first), house="2"
        )
    first.refresh_from_db()
    with pytest.raises(DomainError) as error:
        services.address_change(
            actor=worker, today=today, address=first, seen=fingerprint(first),
            valid_to=date(2024, 1, 1),
        )  # fmt: skip
    assert error.value.field == "valid_to"
    services.address_change(
        actor=worker, today=today, address=second, seen=fingerprint(second), flat="3",
        valid_to=date(2026, 11, 1),
    )  # fmt: skip
    services.address_remove(actor=worker, today=today, address=first, reason="pomyłka")

    assert [a.flat for a in person.addresses.filter(kind="registered")] == ["3"]


def test_the_only_place_of_that_name_is_linked(worker: User, today: date, person: Person) -> None:
    with writing(system_user()):
        place = Place.objects.create(simc="9000011", name="Brzezinka", terc="0699012", gmina="Lipa")
    assert _address(worker, today, person, valid_from=today).teryt_place == place
    with writing(system_user()):
        Place.objects.create(simc="9000028", name="Brzezinka", terc="0699022", gmina="Dąb")
    assert _address(worker, today, person, kind="residence", valid_from=today).teryt_place is None


def test_an_account_is_corrected_and_removed(worker: User, today: date, person: Person) -> None:
    account = person.bank_accounts.get()
    with pytest.raises(DomainError) as error:
        services.bank_account_change(
            actor=worker, today=today, account=account, seen=fingerprint(account), nrb="123"
        )
    assert error.value.field == "nrb"
    number = make_nrb()
    changed = services.bank_account_change(
        actor=worker, today=today, account=account, seen=fingerprint(account), nrb=number,
        holder="Jan Żak",
    )  # fmt: skip
    assert (changed.nrb, changed.holder) == (number, "Jan Żak")
    services.bank_account_remove(actor=worker, today=today, account=changed, reason="pomyłka")
    assert not person.bank_accounts.exists()


WRITES: dict[str, Callable[[User, date, Person], object]] = {
    "name": lambda u, t, p: services.former_name_add(
        actor=u, today=t, person=p, first_name="A", last_name="B"
    ),
    "contact": lambda u, t, p: services.contact_add(
        actor=u, today=t, person=p, kind="phone", value="600100200", valid_from=t
    ),
    "representation": lambda u, t, p: services.representation_add(
        actor=u, today=t, person=p, kind="proxy", name="Jan Dąb", valid_from=t
    ),
    "consent": lambda u, t, p: services.consent_add(
        actor=u, today=t, person=p, kind="image", given_on=t
    ),
    "address": lambda u, t, p: _address(u, t, p, valid_from=t),
    "death": lambda u, t, p: services.death_enter(
        actor=u, today=t, person=p, died_on=t, source="akt zgonu"
    ),
}


@pytest.mark.parametrize("write", WRITES)
def test_strangers_and_readers_write_nothing(
    staff: dict[str, User], today: date, person: Person, write: str
) -> None:
    other = make_person("Jan", "Obcy", sex="M")
    make_household(other, district=make_district("Rejon 9"))
    with pytest.raises(PermissionDenied):
        WRITES[write](staff["social_worker"], today, other)
    for role in ("manager", "accountant", "auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            WRITES[write](staff[role], today, person)
    WRITES[write](staff["benefits_clerk"], today, person)
