"""The page of a person and the pages of its entries, as a browser without JavaScript sees them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients import services
from clients.countries import country_choices
from clients.kinds import KINDS
from clients.models import Address, Contact, FormerName, Household, Person, Representation
from clients.services.rows import fingerprint
from core.audit import writing
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel
from tests.factories.core import make_district

pytestmark = pytest.mark.usefixtures("clock")

CONTACT = {"kind": "phone", "value": "82 555 11 22", "valid_from": "24.11.2026", "note": "rano"}


@pytest.fixture
def family(office: object) -> Household:
    mother = make_person("Łucja", "Żak", phone="600 100 200")
    return make_household(mother, make_person("Zosia", "Żak", born=date(2018, 3, 1)))


@pytest.fixture
def mother(family: Household) -> Person:
    return family.memberships.get(role="head").person


@pytest.fixture
def child(family: Household) -> Person:
    return family.memberships.get(role="child").person


def _url(name: str, *args: object) -> str:
    return reverse(f"clients:{name}", args=args)


def _text(page: Client, url: str) -> str:
    return page.get(url).content.decode()


def _contact(worker: User, today: date, person: Person) -> Contact:
    return services.contact_add(
        actor=worker, today=today, person=person, kind="phone", value="82 555 11 22",
        valid_from=today,
    )  # fmt: skip


def _urls(worker: User, today: date, person: Person) -> list[str]:
    """Every page of entries about one person."""
    contact = _contact(worker, today, person)
    parts = ("names", "contacts", "representatives", "consents")
    return [
        *(_url("row_add", person.pk, part) for part in parts),
        _url("row_change", "contacts", contact.pk),
        _url("row_remove", "contacts", contact.pk),
        _url("row_change", "addresses", person.addresses.get().pk),
        _url("row_change", "accounts", person.bank_accounts.get().pk),
        _url("person_changes", person.pk),
    ]


def test_every_page_opens_and_is_closed_to_others(
    page: Client, staff: dict[str, User], today: date, mother: Person
) -> None:
    urls = _urls(staff["social_worker"], today, mother)
    page.force_login(staff["social_worker"])
    for url in urls:
        assert page.get(url).status_code == 200, url
    page.force_login(staff["auditor"])
    for url in urls[:-1]:
        assert page.get(url).status_code == 403, url


def test_a_stranger_finds_nothing(page: Client, clerk: User, worker: User, today: date) -> None:
    other = make_person("Jan", "Obcy", sex="M")
    make_household(other, district=make_district("Rejon 9"))
    urls = _urls(clerk, today, other)
    page.force_login(worker)
    for url in urls:
        answer = page.get(url)
        assert answer.status_code == 404, url
        assert "Obcy" not in answer.content.decode()
    for url in urls[:-1]:
        assert page.post(url, CONTACT).status_code == 404, url


@pytest.mark.parametrize("part", ["pets", "addresses"])
def test_a_part_that_is_not_there_is_not_found(
    page: Client, worker: User, mother: Person, part: str
) -> None:
    page.force_login(worker)
    assert page.get(_url("row_add", mother.pk, part)).status_code == 404


def test_a_contact_is_added_changed_and_removed(page: Client, worker: User, mother: Person) -> None:
    page.force_login(worker)
    page.post(_url("row_add", mother.pk, "contacts"), CONTACT)
    contact = Contact.objects.get()
    assert "82 555 11 22" in _text(page, _url("person", mother.pk))

    change = _url("row_change", "contacts", contact.pk)
    assert 'value="24.11.2026"' in _text(page, f"{change}?end=1")
    page.post(change, {**CONTACT, "valid_to": "23.11.2027", "seen": fingerprint(contact)})
    contact.refresh_from_db()
    assert contact.valid_to == date(2027, 11, 23)

    stale = page.post(change, {**CONTACT, "note": "wieczorem", "seen": "0" * 16})
    assert stale.status_code == 409
    assert "wieczorem" in stale.content.decode() and fingerprint(contact) in stale.content.decode()

    remove = _url("row_remove", "contacts", contact.pk)
    assert page.post(remove, {"reason": ""}).status_code == 422
    page.post(remove, {"reason": "zły numer"})
    assert not Contact.objects.exists()
    history = _text(page, _url("person_changes", mother.pk))
    assert "zły numer" in history and "Usunięto" in history


def test_errors_stand_at_their_field_and_keep_what_was_typed(
    page: Client, worker: User, mother: Person
) -> None:
    page.force_login(worker)
    answer = page.post(_url("row_add", mother.pk, "contacts"), {**CONTACT, "value": "12"})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"value"}
    answer = page.post(
        _url("address", mother.pk),
        {"kind": "residence", "valid_from": "01.02.2024", "valid_to": "01.03.2024", "house": "5",
         "postal_code": "22499", "place": "Dębina"},
    )  # fmt: skip
    assert answer.context["form"].errors.keys() == {"valid_from"}
    assert 'value="Dębina"' in answer.content.decode()


def test_of_places_with_one_name_one_is_chosen(page: Client, worker: User, mother: Person) -> None:
    from clients.models import Place

    with writing(worker):
        places = [
            Place.objects.create(simc=f"900001{n}", name="Brzezinka", terc="0699012", gmina=gmina)
            for n, gmina in enumerate(("Lipa", "Dąb"))
        ]
    page.force_login(worker)
    sent = {"kind": "registered", "valid_from": "01.02.2024", "house": "5",
            "postal_code": "22-499", "place": "brzezinka"}  # fmt: skip
    answer = page.post(_url("address", mother.pk), sent)
    assert answer.context["form"].errors.keys() == {"teryt_place"}
    assert "Brzezinka" in _text(page, _url("places") + "?place=brze")

    page.post(_url("address", mother.pk), {**sent, "teryt_place": places[1].pk})

    assert Address.objects.get(kind="registered").teryt_place == places[1]


def test_a_representative_is_chosen_or_found(
    page: Client, worker: User, mother: Person, child: Person
) -> None:
    aunt = make_person("Barbara", "Dąb")
    make_household(aunt)
    page.force_login(worker)
    url = _url("row_add", child.pk, "representatives")
    text = _text(page, url)
    assert "Żak Łucja (12.05.1980)" in text and "Dąb Barbara" not in text
    found = page.get(f"{url}?q=dąb", headers={"HX-Request": "true"}).content.decode()
    assert "Dąb Barbara" in found and "<form" not in found

    page.post(url, {"kind": "guardian", "representative": aunt.pk, "valid_from": "01.01.2026"})

    assert Representation.objects.get().representative == aunt
    assert "Dąb Barbara" in _text(page, _url("person", child.pk))
    assert "Żak Zosia" in _text(page, _url("person", aunt.pk))  # for whom she acts


def test_the_page_warns(page: Client, worker: User, today: date, mother: Person) -> None:
    services.person_update(actor=worker, today=today, person=mother, version=1, citizenship="UA")
    services.certificate_record(
        actor=worker, person=mother, degree="moderate", valid_from=date(2024, 1, 1),
        valid_to=date(2026, 12, 31),
    )  # fmt: skip
    with writing(worker):
        Address.objects.all().delete()
    page.force_login(worker)
    shown = [notice.text for notice in page.get(_url("person", mother.pk)).context["warnings"]]

    assert [any(word in text for text in shown) for word in ("Ukraina", "adres", "31.12.2026")] == [
        True, True, True,
    ]  # fmt: skip


def test_a_homeless_person_shows_the_competent_gmina(
    page: Client, worker: User, today: date, mother: Person
) -> None:
    with writing(worker):
        Address.objects.all().delete()
    services.address_set(
        actor=worker, today=today, person=mother, kind="last_registered", house="1",
        postal_code="22-499", place="Dębina", valid_from=today,
    )  # fmt: skip
    page.force_login(worker)
    shown = page.get(_url("person", mother.pk)).context["warnings"]
    assert len(shown) == 1 and "Dębina" in shown[0].text and "101" in shown[0].text


def _record(person: Person, **changed: Any) -> dict[str, Any]:
    form = {
        "version": person.version, "first_name": person.first_name, "last_name": person.last_name,
        "pesel": person.pesel, "birth_date": person.birth_date, "sex": person.sex,
        "citizenship": "PL",
    }  # fmt: skip
    return {**form, **changed}


def test_a_changed_surname_asks_since_when(page: Client, worker: User, mother: Person) -> None:
    page.force_login(worker)
    url = _url("person_edit", mother.pk)
    answer = page.post(url, _record(mother, last_name="Łoś"))
    assert answer.context["form"].errors.keys() == {"renamed_on"}

    page.post(url, _record(mother, last_name="Łoś", renamed_on="06.06.2026"))
    assert FormerName.objects.get().until == date(2026, 6, 5)

    mother.refresh_from_db()
    page.post(url, _record(mother, last_name="Łosiowa", spelling_only="on"))
    assert FormerName.objects.count() == 1


def test_another_pesel_is_refused_at_the_field_or_explained(
    page: Client, worker: User, mother: Person
) -> None:
    page.force_login(worker)
    url = _url("person_edit", mother.pk)
    sent = _record(mother, pesel=make_pesel(date(1980, 5, 13), "M"))
    answer = page.post(url, sent)
    assert answer.context["form"].errors.keys() == {"birth_date", "sex"}

    page.post(url, {**sent, "pesel_differs_why": "błąd rejestru, akt urodzenia"})

    mother.refresh_from_db()
    assert (mother.birth_date, mother.sex) == (date(1980, 5, 12), "F")
    assert "błąd rejestru" in _text(page, _url("person", mother.pk))


def test_a_fact_is_recorded_from_the_page_and_leads_back_to_it(
    page: Client, worker: User, child: Person
) -> None:
    page.force_login(worker)
    here = _url("person", child.pk)
    text = _text(page, here)
    home = child.memberships.get().household_id
    for kind in KINDS:
        link = f"{_url('fact_new', home, kind.code)}?person={child.pk}&amp;next={here}"
        assert (link in text) is (kind.of == "person"), kind.code
    url = f"{_url('fact_new', home, 'education')}?person={child.pk}&next={here}"
    assert page.get(url).context["form"]["person"].value() == str(child.pk)
    sent = {"person": child.pk, "level": "primary", "valid_from": "01.09.2025"}
    assert page.post(url, sent)["Location"] == here
    assert "szkoła podstawowa" in _text(page, here)


def test_countries_are_named_in_polish_poland_first() -> None:
    names = dict(country_choices())
    assert next(iter(names)) == "PL"
    assert (names["UA"], names["DE"]) == ("Ukraina", "Niemcy")
    assert len(names) > 200


@pytest.mark.parametrize(("linked", "most"), [(False, 20), (True, 22)])
def test_the_page_costs_few_queries(
    page: Client,
    worker: User,
    today: date,
    mother: Person,
    django_assert_max_num_queries: Any,
    linked: bool,
    most: int,
) -> None:
    for letter in "abcde":
        services.contact_add(
            actor=worker, today=today, person=mother, kind="phone", value=f"82 555 11 22 {letter}",
            valid_from=today,
        )  # fmt: skip
        who = make_person("Jan", f"Dąb{letter}", sex="M") if linked else None
        services.representation_add(
            actor=worker, today=today, person=mother, kind="proxy", representative=who,
            name=f"Jan {letter}", valid_from=today,
        )  # fmt: skip
    page.force_login(worker)
    page.get(_url("person", mother.pk))
    with django_assert_max_num_queries(most):
        page.get(_url("person", mother.pk))


def test_nobody_outside_the_district_is_told_through_a_representation(
    page: Client, worker: User, clerk: User, today: date, mother: Person
) -> None:
    far, near = make_person("Jan", "Obcy", sex="M"), make_person("Adam", "Daleki", sex="M")
    for other in (far, near):
        make_household(other, district=make_district("Rejon 9"))
    services.representation_add(
        actor=clerk, today=today, person=far, kind="proxy", representative=mother, valid_from=today
    )
    services.representation_add(
        actor=clerk, today=today, person=mother, kind="proxy", representative=near, valid_from=today
    )
    page.force_login(worker)
    text = _text(page, _url("person", mother.pk))

    assert "Obcy" not in text
    assert "Daleki Adam" in text and _url("person", near.pk) not in text


def test_a_member_lives_where_the_head_lives(page: Client, worker: User, child: Person) -> None:
    page.force_login(worker)
    answer = page.get(_url("person", child.pk))

    assert answer.context["lives"].place == "Lipowa Dolina"
    assert [notice.text for notice in answer.context["warnings"]] == [
        "Osoba małoletnia bez zapisanego przedstawiciela ustawowego (art. 30 § 2 KPA)."
    ]


def test_a_member_lives_there_after_the_death_of_the_head(
    page: Client, worker: User, today: date, mother: Person, child: Person
) -> None:
    services.death_enter(
        actor=worker, today=today, person=mother, died_on=date(2026, 11, 1), source="akt zgonu"
    )
    page.force_login(worker)

    assert page.get(_url("person", child.pk)).context["lives"].place == "Lipowa Dolina"
