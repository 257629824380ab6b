"""Whom a search finds for whom: districts, grants, stand-ins, restricted files, merged records."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clients.models import Address, FormerName, Membership, Person
from clients.queries import households_found, people_found, people_ids, person_search
from clients.services import household_grant, restriction_set
from core.audit import writing
from core.dictionaries import system_user
from core.models import StandIn, User
from core.permissions import Role
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district, make_user
from tests.factories.merging import merge


def _people(user: User, text: str, today: date) -> list[Person]:
    return [found.person for found in people_found(user, text, today)]


def _homes(user: User, text: str, today: date) -> list[str]:
    return [str(found.household) for found in households_found(user, text, today)]


@pytest.fixture
def far(office: object) -> Person:
    """Somebody of another district."""
    person = make_person("Łucja", "Daleka")
    make_household(person, district=make_district("Rejon 9"))
    return person


def test_a_district_finds_its_own(worker: User, manager: User, far: Person, today: date) -> None:
    own = make_person("Daria", "Daleka")
    make_household(own)

    assert _people(worker, "daleka", today) == [own]
    assert _people(manager, "daleka", today) == [own, far]
    assert _people(worker, far.pesel or "", today) == []
    strangers = person_search(worker, "daleka", today)
    assert [(f.person, f.visible) for f in strangers] == [(own, True), (far, False)]


def test_a_stranger_is_not_found_by_an_address(worker: User, far: Person, today: date) -> None:
    with writing(system_user()):
        Address.objects.filter(person=far).update(street="Tajna", house="77")

    assert person_search(worker, "tajna 77", today) == []
    assert person_search(worker, "tajna", today) == []
    assert households_found(worker, "tajna 77", today) == []


def test_a_grant_and_a_stand_in_open_the_search(worker: User, far: Person, today: date) -> None:
    absent = make_user(Role.SOCIAL_WORKER, "nieobecny", district=make_district("Rejon 9"))
    other = make_user(Role.SOCIAL_WORKER, "zastępca", district=make_district("Rejon 5"))
    household_grant(
        actor=system_user(), user=worker, household=far.memberships.get().household,
        source="case", reason="", valid_from=today, valid_to=None,
    )  # fmt: skip
    with writing(system_user()):
        StandIn.objects.create(absent=absent, stand_in=other, valid_from=today, valid_to=today)

    for user in (worker, absent, other):
        assert _people(user, "daleka", today) == [far]
        assert _homes(user, "daleka lipowa", today) == ["Daleka Łucja"]
    assert _people(make_user(Role.SOCIAL_WORKER, "inny"), "daleka", today) == []


def test_who_moved_away_is_found_where_they_live_now(
    worker: User, far: Person, today: date
) -> None:
    """The words still name the former district; the exact rule decides."""
    home = make_household(make_person("Ewa", "Bliska"))
    with writing(system_user()):
        Membership.objects.create(
            household=home, person=far, role="other",
            valid_from=date(2020, 1, 1), valid_to=date(2020, 12, 31),
        )  # fmt: skip

    assert far.pk in people_ids(worker, "daleka", today)
    assert _people(worker, "daleka", today) == []
    assert _homes(worker, "daleka lipowa", today) == []


def test_a_restricted_file_is_not_found_by_a_member_seen_elsewhere(
    worker: User, manager: User, today: date
) -> None:
    """A child of two households: the hidden address and the name of that file lead nowhere."""
    father, mother = make_person("Jan", "Wilk", sex="M"), make_person("Zofia", "Ukryta")
    child = make_person("Ola", "Wilk", born=date(2018, 3, 1))
    make_household(father, child)
    hidden = make_household(mother)
    with writing(system_user()):
        Membership.objects.create(
            household=hidden, person=child, role="child", valid_from=date(2025, 1, 1),
            shared_custody=True, court_order="III RC 1/25",
        )  # fmt: skip
        Address.objects.filter(person=mother).update(street="Kryjówka", house="13")
    assert _homes(worker, "kryjówka 13", today) == ["Ukryta Zofia", "Wilk Jan"]
    restriction_set(
        actor=manager, household=hidden, why="violence", note="", readers=[], today=today
    )

    for text in ("kryjówka 13", "kryjówka", "ukryta", "ukryta zofia", "wilk kryjówka"):
        assert _people(worker, text, today) == [] and _homes(worker, text, today) == []
        assert person_search(worker, text, today) == []
    assert _people(worker, "wilk ola", today) == [child]
    assert _people(manager, "ukryta", today) == [mother]
    assert _homes(manager, "kryjówka 13", today) == ["Ukryta Zofia"]


def test_the_list_of_clients_is_filtered_by_address(
    page: Client, worker: User, far: Person, clock: None
) -> None:
    home = make_household(make_person("Ewa", "Bliska"))
    house = Address.objects.get(person__last_name="Bliska").house
    page.force_login(worker)
    for text, shown in ((f"lipowa dolina {house}", True), ("bliska", True), ("szkolna", False)):
        answer = page.get(reverse("clients:list"), {"q": text}).content.decode()
        assert (home.name in answer) is shown, text
        assert "Daleka" not in answer


def test_the_survivor_of_a_merge_is_found_by_what_the_other_was_called(
    manager: User, worker: User, today: date
) -> None:
    kept, gone = (
        make_person("Anna", "Nowak"),
        make_person("Anna", "Zielna", pesel_absence="unknown"),
    )
    make_household(kept)
    with writing(system_user()):
        FormerName.objects.create(person=gone, first_name="Anna", last_name="Dawna")
    merge(manager, kept, gone, today)

    for text in ("zielna", "anna dawna", "nowak", kept.pesel or ""):
        assert _people(worker, text, today) == [kept], text


@pytest.mark.parametrize("text", ["ABC 123456", "abc123456", "ABC-123456", "123456"])
def test_a_document_leads_to_a_person(worker: User, today: date, text: str) -> None:
    person = make_person(
        "Olena", "Kowal", pesel_absence="foreigner", identity_document="paszport ABC 123456"
    )
    make_person("Iryna", "Kowal", pesel_absence="foreigner", identity_document="ABC 123457")

    assert _people(worker, text, today) == [person]


def test_the_order_is_by_surname_as_typed(manager: User, today: date) -> None:
    for first, last in (("Nowa", "Adamska"), ("Anna", "Nowak"), ("Jan", "Nowacki"), ("A", "Żak")):
        make_person(first, last)
    make_person("Anna", "Zakrzewska")

    assert [str(p) for p in _people(manager, "now", today)] == [
        "Nowacki Jan", "Nowak Anna", "Adamska Nowa",
    ]  # fmt: skip
    assert [str(p) for p in _people(manager, "zak", today)] == ["Zakrzewska Anna", "Żak A"]


def test_the_common_search_costs_a_bounded_number_of_queries(
    page: Client, worker: User, clock: None
) -> None:
    make_household(make_person("Łucja", "Nowak"), make_person("Jan", "Mak", sex="M"))
    page.force_login(worker)
    page.get(reverse("core:search"), {"q": "nowak"})
    with CaptureQueriesContext(connection) as queries:
        page.get(reverse("core:search"), {"q": "nowak lipowa"})
    assert len(queries) <= 30


def test_three_letters_begin_a_place_and_two_do_not(worker: User, today: date) -> None:
    """Names are looked for among people then, not once more among their households."""
    make_household(make_person("Iga", "Lis"))
    head = make_person("Ewa", "Mak")
    make_household(head)
    with writing(system_user()):
        Address.objects.filter(person=head).update(street="3 Maja", place="Jasionka Nowa")

    for text in ("now", "Now", "jas", "now mak", "3 maja", "ul. now"):
        assert _homes(worker, text, today) == ["Mak Ewa"], text
    for text in ("no", "ja", "now lip"):
        assert _homes(worker, text, today) == [], text
    assert _people(worker, "now", today) == []
