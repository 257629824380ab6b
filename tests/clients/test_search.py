"""Search of persons and likely duplicates."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.duplicates import Described, Reason, likely_matches
from clients.models import Membership, Person
from clients.queries import person_search
from clients.queries.misspelt import misspelt_matches
from core.audit import writing
from core.models import User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district


@pytest.fixture
def zak(office: object) -> Person:
    person = make_person("Łucja", "Żak-Źrebiec", family_name="Ćwiklińska", born=date(1977, 4, 2))
    make_household(person)
    make_household(make_person("Jan", "Kowalski", sex="M"))
    return person


@pytest.mark.parametrize(
    "text",
    [
        "żak", "zak", "ŻAK", "źrebiec", "Zrebiec Lucja", "łucja żak", "Lucja ZAK", "luc zak",
        "żak-źrebiec", "zak-zre", "ćwikl", "cwiklinska lucja", "żak ł", "02.04.1977",
        "zak 2.04.1977",
    ],
)  # fmt: skip
def test_words_in_any_order_without_diacritics(
    worker: User, zak: Person, today: date, text: str
) -> None:
    assert [found.person for found in person_search(worker, text, today)] == [zak]


def test_pesel_whole_spaced_and_begun(worker: User, zak: Person, today: date) -> None:
    pesel = zak.pesel or ""
    for text in (pesel, f"{pesel[:6]} {pesel[6:]}", pesel[:8]):
        assert [found.person for found in person_search(worker, text, today)] == [zak]


@pytest.mark.parametrize(
    "text",
    ["", " ", "ż", "żak jan", "'); drop table", "& | !", "żakowski", "31.02.1977", ":*", "\\"],
)
def test_what_fits_nobody_finds_nobody(worker: User, zak: Person, today: date, text: str) -> None:
    assert person_search(worker, text, today) == []


def test_somebody_of_another_district_is_found_by_name_only(
    worker: User, zak: Person, today: date
) -> None:
    other = make_person("Anna", "Żak")
    make_household(other, district=make_district("Rejon 3"))
    found = person_search(worker, "żak", today)

    assert [(f.person, f.visible) for f in found] == [(zak, True), (other, False)]
    assert found[0].household is not None and found[1].household is None


def test_the_accountant_finds_nobody(accountant: User, zak: Person, today: date) -> None:
    assert person_search(accountant, "żak", today) == []


def _many(worker: User, count: int) -> None:
    people = []
    for number in range(count):
        person = Person(
            first_name=("Anna", "Jan", "Ewa")[number % 3],
            last_name=f"Nowak{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}",
            birth_date=date(1950 + number % 60, 1 + number % 12, 1 + number % 28),
            sex="F",
            pesel_absence="unknown",
        )
        person.fill_search()
        people.append(person)
    with writing(worker):
        Person.objects.bulk_create(people)


def test_own_people_come_first_among_thousands(worker: User, zak: Person, today: date) -> None:
    """The cut of candidates must not lose whom the worker may see."""
    own = make_person("Zenobia", "Nowakzz", born=date(1960, 1, 1))
    make_household(own)
    foreign = make_household(make_person("Adam", "Nowaka"), district=make_district("Rejon 3"))
    _many(worker, 3000)
    with writing(worker):
        Membership.objects.bulk_create(
            Membership(household=foreign, person=person, role="other", valid_from=today)
            for person in Person.objects.filter(memberships=None)
        )
    found = person_search(worker, "nowak", today)

    assert found[0].person == own and found[0].visible
    assert len(found) == 20 and not found[1].visible


def test_search_costs_the_same_for_many(worker: User, zak: Person, today: date) -> None:
    with CaptureQueriesContext(connection) as few:
        assert len(person_search(worker, "zak", today)) == 1
    _many(worker, 500)
    with CaptureQueriesContext(connection) as many:
        assert len(person_search(worker, "nowak", today)) == 20

    assert len(many) <= len(few) <= 11


BORN = date(1980, 5, 12)


@pytest.mark.parametrize(
    "typed",
    [
        Described("Anna", "Nowak", BORN),
        Described("Ana", "Nowak", BORN),
        Described("Nowak", "Anna", BORN),
        Described("Anna", "Nowack", BORN),
        Described("Anna", "Nowak", date(1980, 12, 5)),
        Described("Anna", "Nowak", date(1980, 5, 13)),
        Described("Anna", "Nowak"),
        Described("Anna", "Zielińska", BORN, family_name="Nowak"),
    ],
)
def test_likely_the_same(office: object, typed: Described) -> None:
    known = make_person("Anna", "Nowak", born=BORN)

    assert [item.person for item in likely_matches(typed)] == [known]


@pytest.mark.parametrize(
    "typed",
    [
        Described("Piotr", "Wójcik", BORN),
        Described("Anna", "Nowak", date(1961, 2, 3)),
        Described("Barbara", "Nowak", date(1983, 7, 1)),
    ],
)
def test_likely_somebody_else(office: object, typed: Described) -> None:
    make_person("Anna", "Nowak", born=BORN)

    assert likely_matches(typed) == []


def test_a_pesel_one_digit_off_is_almost_certain(office: object) -> None:
    known = make_person("Anna", "Nowak", born=BORN)
    pesel = known.pesel or ""
    wrong = pesel[:7] + str((int(pesel[7]) + 1) % 10) + pesel[8:]
    [likely] = likely_matches(Described("Inna", "Osoba", BORN, pesel=wrong))

    assert (likely.person, likely.score) == (known, 95)


@pytest.mark.parametrize(
    ("typed", "reasons"),
    [
        (Described("Anna", "Nowak", BORN), {Reason.SAME_NAME, Reason.SAME_BIRTH}),
        (Described("Nowak", "Anna", BORN), {Reason.NAMES_SWAPPED, Reason.SAME_BIRTH}),
        (
            Described("Anna", "Nowak", date(1980, 12, 5)),
            {Reason.SAME_NAME, Reason.BIRTH_SWAPPED},
        ),
        (Described("Ana", "Nowak", date(1980, 5, 13)), {Reason.SIMILAR_NAME, Reason.BIRTH_DIGIT}),
    ],
)
def test_why_somebody_is_likely_the_same(
    office: object, typed: Described, reasons: set[Reason]
) -> None:
    make_person("Anna", "Nowak", born=BORN)
    [match] = likely_matches(typed)

    assert set(match.reasons) == reasons


def test_any_two_digits_of_a_pesel_changed_over_are_found(office: object) -> None:
    known = make_person("Anna", "Nowak", born=BORN)
    pesel = known.pesel or ""
    turned = pesel[1] + pesel[0] + pesel[2:]
    [match] = likely_matches(Described("Zyta", "Inna", None, pesel=turned))

    assert match.person == known and match.reasons == (Reason.PESEL_ORDER,)


def test_twin_sisters_with_their_own_pesel_are_two_people(office: object) -> None:
    make_person("Ola", "Nowak", born=BORN, pesel="80051200004")
    twin = Described("Ala", "Nowak", BORN, pesel="80051298766")

    assert likely_matches(twin) == []


@pytest.mark.parametrize(
    "typed",
    [
        "Nowack Anna",
        "Nowak Ana",
        "Ana Nowack",
        "Nowka Anan",
        "Niwak Ana",
        "Nowak Hanna 12.05.1980",
        "Noak 12.05.1980",
        "Anna Maria Nowack",
    ],
)
def test_a_name_with_a_mistake_is_found_before_anybody_is_recorded(
    office: object, typed: str
) -> None:
    known = make_person("Anna", "Nowak", born=BORN)
    make_person("Piotr", "Wójcik")
    make_person("Aneta", "Norwid", born=date(1981, 1, 2))
    assert [match.person for match in misspelt_matches(typed)] == [known]


@pytest.mark.parametrize("typed", ["Nowack", "Zielińska Barbara", "12", "Nowak Piotr 01.01.1999"])
def test_somebody_else_is_not_nearly_found(office: object, typed: str) -> None:
    make_person("Anna", "Nowak", born=BORN)
    assert misspelt_matches(typed) == []


def test_a_pesel_with_two_digits_changed_over_is_found(office: object) -> None:
    known = make_person("Anna", "Nowak", pesel="80051212343")
    [match] = misspelt_matches("80051221343")
    assert (match.person, match.reasons[0]) == (known, Reason.PESEL_ORDER)
    assert misspelt_matches("80051221343", besides={known.pk}) == []


def test_who_is_nearly_called_so_stands_under_the_search(
    worker: User, page: Client, today: date
) -> None:
    person = make_person("Bronisława", "Grzelak")
    make_household(person, district=worker.district)
    hidden = make_person("Bronisława", "Grzelec")
    make_household(hidden, district=make_district("Inny"))
    page.force_login(worker)
    shown = page.get(reverse("clients:new"), {"q": "Grzlak Bronislawa"}).content.decode()
    assert "Inaczej zapisane" in shown
    assert reverse("clients:person", args=[person.pk]) in shown
    assert f'"{reverse("clients:person", args=[hidden.pk])}"' not in shown
    assert "podobne" in shown
