"""A new person: search first, one form, all or nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clients.models import (
    Household,
    HouseholdNote,
    Membership,
    Person,
    Restriction,
)
from core.audit import writing
from core.models import User
from tests.factories.clients import make_household, make_nrb, make_person, make_pesel
from tests.factories.core import make_district

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def family(office: object) -> Household:
    return make_household(make_person("Łucja", "Żak"))


@pytest.fixture
def foreign(office: object) -> Household:
    return make_household(make_person("Jan", "Obcy", sex="M"), district=make_district("Rejon 2"))


def _head(household: Household) -> Person:
    return household.memberships.get(role="head").person


NEW = {
    "first_name": "Ewa",
    "last_name": "Nowa",
    "citizenship": "PL",
    "place": "Brzezinka",
    "postal_code": "22499",
    "house": "7a",
    "valid_from": "1.11.2026",
}


def _new(worker: User, **changes: Any) -> dict[str, Any]:
    typed = {**NEW, "pesel": make_pesel(date(1991, 3, 8)), "district": worker.district_id}
    return {**typed, **changes}


def test_search_comes_first_and_shows_strangers_by_name_only(
    page: Client, worker: User, family: Household, foreign: Household
) -> None:
    page.force_login(worker)
    text = page.get(reverse("clients:new"), {"q": "obcy"}).content.decode()
    stranger = _head(foreign)

    assert "Obcy Jan" in text and "poza Twoim rejonem" in text
    assert (stranger.pesel or "") not in text
    assert reverse("clients:exception", args=[stranger.pk]) in text


def test_a_new_person_gets_address_account_and_household(page: Client, worker: User) -> None:
    page.force_login(worker)
    nrb = make_nrb()
    response = page.post(reverse("clients:new"), _new(worker, nrb=f"PL {nrb}"))
    person = Person.objects.get(last_name="Nowa")
    membership = Membership.objects.get(person=person)

    assert response.status_code == 302
    assert (person.birth_date, person.sex) == (date(1991, 3, 8), "F")
    assert (membership.role, membership.valid_from) == ("head", date(2026, 11, 1))
    assert str(person.addresses.get()) == "Brzezinka 7a, 22-499 Brzezinka"
    assert person.bank_accounts.get().nrb == nrb and person.bank_accounts.get().bank_name


def test_a_new_person_joins_a_household(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    typed = _new(worker, role="other", place="", postal_code="", house="")
    page.post(reverse("clients:new") + f"?household={family.pk}", typed)

    assert Membership.objects.get(person__last_name="Nowa").household == family


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"pesel": "91030812345"}, "Cyfra kontrolna"),
        ({"pesel": ""}, "PESEL"),
        ({"birth_date": "9.3.1991"}, "08.03.1991"),
        ({"sex": "M"}, "kobieta"),
        ({"nrb": "12 3456"}, "26"),
        ({"valid_from": "31.02.2026"}, "valid_from"),
        ({"postal_code": "2249"}, "22-499"),
        ({"district": ""}, "rejon"),
        ({"house": ""}, "house"),
        ({"last_name": ""}, "last_name"),
    ],
)
def test_what_was_typed_stays_when_it_is_wrong(
    page: Client, worker: User, changes: dict, said: str
) -> None:
    page.force_login(worker)
    response = page.post(reverse("clients:new"), _new(worker, **changes))
    text = response.content.decode()

    assert response.status_code == 422
    assert said in text and "Ewa" in text and "Brzezinka" in text
    assert not Person.objects.exists()


def test_all_or_nothing(page: Client, worker: User, family: Household, foreign: Household) -> None:
    """A taken PESEL leaves no household, no address behind, and says where the person is."""
    page.force_login(worker)
    typed = _new(worker, pesel=_head(foreign).pesel, is_another="on")
    response = page.post(reverse("clients:new"), typed)

    assert response.status_code == 422
    assert "Rejon 2" in response.content.decode()
    assert Household.objects.count() == 2


def test_a_form_sent_twice_records_one_person(page: Client, worker: User) -> None:
    page.force_login(worker)
    typed = _new(
        worker, pesel="", pesel_absence="foreigner", birth_date="8.03.1991", sex="F", place="X"
    )
    assert page.post(reverse("clients:new"), typed).status_code == 302
    again = page.post(reverse("clients:new"), typed)

    assert again.status_code == 422
    assert Person.objects.filter(last_name="Nowa").count() == 1
    sure = {**typed, "is_another": "on"}
    assert page.post(reverse("clients:new"), sure).status_code == 422
    sure["another_why"] = "kuzynka, inny dowód"
    assert page.post(reverse("clients:new"), sure).status_code == 302
    assert "kuzynka, inny dowód" in HouseholdNote.objects.get(author=worker).text


def test_the_pesel_fills_birth_date_and_sex(page: Client, worker: User, family: Household) -> None:
    page.force_login(worker)
    pesel = make_pesel(date(2004, 2, 29), "M")
    text = page.get(reverse("clients:check"), {"pesel": pesel, "decode": "1"}).content.decode()

    assert 'value="29.02.2004"' in text and 'hx-swap-oob="true"' in text
    assert '<option value="M" selected>' in text


def test_likely_the_same_people_are_shown(
    page: Client, worker: User, family: Household, foreign: Household
) -> None:
    page.force_login(worker)
    url = reverse("clients:check")
    own = page.get(url, {"first_name": "Lucja", "last_name": "Zak", "birth_date": "12.05.1980"})
    other = page.get(url, {"first_name": "Jan", "last_name": "Obcy", "birth_date": "12.05.1980"})

    assert reverse("clients:person", args=[_head(family).pk]) in own.content.decode()
    assert "poza Twoim rejonem" in other.content.decode()
    assert "12.05.1980" not in other.content.decode()


def test_a_mistyped_pesel_finds_the_person_and_says_why(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    known = _head(family).pesel or ""
    turned = known[:9] + known[10] + known[9]
    reason = "kolejnością" if turned != known else "ten sam PESEL"
    text = page.get(reverse("clients:check"), {"pesel": turned}).content.decode()

    assert "Żak Łucja" in text and reason in text


def test_a_restricted_file_is_told_by_its_exact_pesel_only(
    page: Client, worker: User, family: Household
) -> None:
    page.force_login(worker)
    head = _head(family)
    with writing(worker):
        Restriction.objects.create(
            household=family, reason="violence", set_by=worker, valid_from=date(2026, 1, 1)
        )
    url = reverse("clients:check")
    named = {"first_name": "Łucja", "last_name": "Żak", "birth_date": "12.05.1980"}

    assert "Żak" not in page.get(url, named).content.decode()
    text = page.get(url, {**named, "pesel": head.pesel}).content.decode()
    assert "kierownik" in text and "Żak" not in text
