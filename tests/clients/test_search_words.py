"""The words of persons: kept by the database, equal to words worked out anew from the tables."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from clients.models import (
    Address,
    FormerName,
    Household,
    MemberRole,
    Membership,
    Merge,
    Person,
    PersonWords,
    Restriction,
)
from clients.services.search import words_refill
from core.audit import writing
from core.dictionaries import system_user
from core.models import User
from core.polish import fold
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district


def kept() -> dict[int, set[str]]:
    """The words of each person, as they stand in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, tsvector_to_array(words) FROM clients_personwords")
        return {person: set(words) for person, words in cursor.fetchall()}


def anew() -> dict[int, set[str]]:
    """The same, worked out here from the rows, without a word of SQL."""
    return {person.pk: _words(person) for person in Person.objects.all()}


def _words(person: Person) -> set[str]:
    if person.merged_into_id:
        return set()
    found = {f"#{person.birth_date:%Y%m%d}"}
    for word in _split(" ".join(_names(person))):
        found |= {word} if word[0].isdigit() else {word, *(f".{word[:n]}" for n in (1, 2, 3))}
    found |= {f"/{word}" for word in _split(" ".join(_places(person)))}
    homes = {membership.household for membership in person.memberships.all()}
    found |= {f"@{home.district_id}" for home in homes} or {"@"}
    paper = fold(person.identity_document)
    found |= {f"${word}" for word in _split(paper) if re.search(r"\d{4}", word)}
    joined = re.findall(r"\b([a-z]{1,4})[ -](\d{4,}[a-z0-9]*)", paper)
    return found | {f"${letters}{number}" for letters, number in joined}


def _names(person: Person) -> Iterator[str]:
    yield person.search_text
    yield from map(str, person.former_names.all())
    for gone in person.aliases.all():
        yield from _names(gone)


def _places(person: Person) -> Iterator[str]:
    addresses = list(person.addresses.all())
    yield from map(_place, addresses)
    at_home = any(a.kind == "residence" and a.valid_to is None for a in addresses)
    for stay in person.memberships.select_related("household"):
        if stay.household.restrictions.exists():
            continue
        yield stay.household.name
        heads = Membership.objects.filter(household=stay.household, role=MemberRole.HEAD)
        for head in (row for row in heads if not at_home and _meet(row, stay)):
            residences = head.person.addresses.filter(kind="residence")
            yield from (_place(a) for a in residences if _meet(a, stay))


def _meet(one: Any, other: Any) -> bool:
    ends = (one.valid_to or date.max, other.valid_to or date.max)
    return bool(one.valid_from <= ends[1] and other.valid_from <= ends[0])


def _place(a: Address) -> str:
    code = a.postal_code.replace("-", "")
    return f"{a.street} {a.house} {a.flat} {code} {a.place} {a.post_office}"


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(text))


@pytest.fixture
def family(office: object) -> Household:
    """A head with an address, a wife and a child without, in Rejon 1; others beside them."""
    head = make_person("Jan", "Żak-Źrebiec", sex="M", identity_document="dowód ABC 123456")
    wife = make_person("Łucja", "Żak", family_name="Ćwiklińska")
    child = make_person("Ola", "Żak", born=date(2018, 3, 1))
    make_person("Nikt", "Znikąd", identity_document="paszport FK1234567", pesel_absence="foreigner")
    make_household(make_person("Anna", "Obca"), district=make_district("Rejon 2"))
    return make_household(head, (wife, "spouse"), child)


def _some(household: Household, place: int) -> Person:
    return household.memberships.order_by("id")[place].person


def _change(rows: Any, **fields: Any) -> None:
    assert rows.update(**fields)


def _merge(home: Household, gone: int, into: int) -> None:
    """Two records made one, as far as the words care."""
    dropped, survivor = _some(home, gone), _some(home, into)
    Merge.objects.create(kept=survivor, dropped=dropped, reason="test", merged_by=system_user())
    _change(Person.objects.filter(pk=dropped.pk), merged_into=survivor)


def _restrict(home: Household) -> None:
    Restriction.objects.create(
        household=home, reason="violence", valid_from=date(2026, 1, 1), set_by=system_user()
    )


CHANGES: dict[str, Callable[[Household], object]] = {
    "a name": lambda h: _change(
        Person.objects.filter(pk=_some(h, 0).pk), search_text="nowy jan", sort_key="nowy jan"
    ),
    "a day of birth": lambda h: _change(
        Person.objects.filter(first_name="Nikt"), birth_date=date(1970, 1, 2)
    ),
    "a document": lambda h: _change(Person.objects.all(), identity_document="legitymacja 9988-77"),
    "a person in bulk": lambda h: Person.objects.bulk_create(
        Person(
            first_name=f"A{n}", last_name="ß-Ǆ", birth_date=date(1990, 1, 1), sex="F",
            pesel_absence="unknown", search_text=f"a{n} ss dz", sort_key="ss",
        ) for n in range(30)
    ),
    "a person less": lambda h: Person.objects.filter(first_name="Nikt").delete(),
    "a former name": lambda h: FormerName.objects.create(
        person=_some(h, 1), first_name="Lucyna", last_name="Gżegżółka-Łoś"
    ),
    "a former name changed": lambda h: (
        FormerName.objects.create(person=_some(h, 1), first_name="A", last_name="B"),
        _change(FormerName.objects.all(), last_name="Ćma", person=_some(h, 0)),
    ),
    "a former name less": lambda h: (
        FormerName.objects.create(person=_some(h, 1), first_name="A", last_name="B"),
        FormerName.objects.all().delete(),
    ),
    "an address of one's own": lambda h: Address.objects.create(
        person=_some(h, 2), street="Szkolna", house="12A", flat="3", postal_code="22-500",
        place="Dębina", post_office="Hrubieszów", valid_from=date(2025, 9, 1),
    ),
    "the head's address": lambda h: _change(
        Address.objects.filter(person=_some(h, 0)), street="3 Maja", place="Łężyce"
    ),
    "the head's address over": lambda h: _change(
        Address.objects.all(), valid_to=date(2024, 2, 1)
    ),
    "the head's address elsewhere": lambda h: _change(
        Address.objects.filter(person=_some(h, 0)), person=_some(h, 1)
    ),
    "no address": lambda h: Address.objects.all().delete(),
    "another head": lambda h: (
        _change(Membership.objects.filter(person=_some(h, 0)), role="other"),
        _change(Membership.objects.filter(person=_some(h, 1)), role="head"),
    ),
    "a member more": lambda h: Membership.objects.create(
        household=h, person=Person.objects.get(first_name="Nikt"), role="other",
        valid_from=date(2025, 1, 1),
    ),
    "members in another household": lambda h: _change(
        Membership.objects.filter(person__last_name="Żak"),
        household=Household.objects.get(name="Obca Anna"), role="other",
    ),
    "the head gone": lambda h: Membership.objects.filter(person=_some(h, 0)).delete(),
    "a stay over before the head came": lambda h: (
        _change(Membership.objects.filter(person=_some(h, 2)), valid_to=date(2024, 5, 1)),
        _change(Membership.objects.filter(person=_some(h, 0)), valid_from=date(2024, 6, 1)),
    ),
    "another district": lambda h: _change(
        Household.objects.all(), district=make_district("Rejon 7")
    ),
    "another name of the file": lambda h: _change(Household.objects.filter(pk=h.pk), name="Łęg 7"),
    "a restricted file": lambda h: _restrict(h),
    "a restriction taken back": lambda h: (_restrict(h), h.restrictions.all().delete()),
    "two records made one": lambda h: (
        FormerName.objects.create(person=_some(h, 2), first_name="Aleksandra", last_name="Ósma"),
        _merge(h, 2, 1),
    ),
    "two records made one, and one with another": lambda h: (_merge(h, 2, 1), _merge(h, 1, 0)),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_the_words_follow_every_change(family: Household, what: str) -> None:
    with writing(system_user()):
        CHANGES[what](family)
        connection.check_constraints()

    assert kept() == anew()


def test_before_any_change(family: Household) -> None:
    words = kept()
    assert words == anew()
    child = words[_some(family, 2).pk]
    number = Address.objects.get(person=_some(family, 0)).house
    assert {"zak", ".z", ".za", "ola", f"/{number}", "/lipowa", "/22499", "/zrebiec"} <= child
    assert {"$abc123456", "$123456"} <= words[_some(family, 0).pk]
    assert "@" in words[Person.objects.get(first_name="Nikt").pk]


def test_what_differs_is_put_right(family: Household) -> None:
    call_command("refill_search", stdout=(said := StringIO()))
    assert said.getvalue() == "0 persons were put right.\n"
    with writing(system_user()):
        PersonWords.objects.filter(person=_some(family, 1)).update(sort_key="zz")
        PersonWords.objects.filter(person=_some(family, 2)).delete()

    assert words_refill(actor=system_user()) == 2
    assert kept() == anew() and not PersonWords.objects.filter(sort_key="zz").exists()


def test_nobody_writes_words_without_an_actor(family: Household) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gops.actor', '', true)")
        cursor.execute("UPDATE clients_personwords SET sort_key = 'x'")


@pytest.mark.parametrize(
    "letters", ["ĄĆĘŁŃÓŚŹŻąćęłńóśźż", "ÀÉÎÖÜŸçñøÅßÆŒÞð", "Жук Ірина", "Ǆ ﬁ ½ ² № ⅷ", "Σας İı"]
)
def test_the_database_folds_as_we_do(office: object, letters: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clients_fold(%s)", [letters])
        assert " ".join(cursor.fetchone()[0].split()) == fold(letters)


def test_many_rows_cost_one_statement_of_words(family: Household) -> None:
    """A trigger for each row would read the family again for each of its addresses."""
    head = _some(family, 0)
    with writing(system_user()):
        Address.objects.bulk_create(
            Address(
                person=head, kind="registered", house=str(n), postal_code="22-500",
                place=f"Miejsce{n}", valid_from=date(2000 + n, 1, 1), valid_to=date(2000 + n, 9, 1),
            ) for n in range(20)
        )  # fmt: skip
    assert kept() == anew()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(tgtype & 1 = 0) FROM pg_trigger WHERE tgname LIKE '%%keep_words%%'"
        )
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["address", "district", "name", "restriction"])
def test_two_at_once_leave_the_right_words(worker: User, today: date, what: str) -> None:
    """One changes the household or its head, the other takes somebody in, at the same moment."""
    head, child = make_person("Jan", "Żak", sex="M"), make_person("Ola", "Mak")
    home, far = make_household(head), make_district("Rejon 8")
    start = Barrier(2)

    def change() -> None:
        if what == "address":
            Address.objects.filter(person=head).update(street="Szkolna")
        elif what == "district":
            Household.objects.filter(pk=home.pk).update(district=far)
        elif what == "name":
            Household.objects.filter(pk=home.pk).update(name="Inna Nazwa")
        else:
            _restrict(home)

    def join() -> None:
        Membership.objects.create(household=home, person=child, role="child", valid_from=today)

    def run(work: Callable[[], None]) -> None:
        try:
            with writing(worker):
                start.wait()
                work()
                time.sleep(0.2)  # the other one comes before this is committed
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in (change, join)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Membership.objects.filter(person=child).exists()
    assert kept() == anew()
