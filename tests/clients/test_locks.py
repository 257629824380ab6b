"""Two services about one family at the same moment: one waits for the other, never in a ring.

A third transaction holds a row until both wait or are through, so that they meet whatever the
machine does; the database ends one of two that wait for each other, which fails the test.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import product
from threading import Event

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from clients.models import Household, Membership, Person, PersonWords
from clients.services import (
    Choices,
    NewHome,
    address_set,
    death_enter,
    household_head_set,
    household_split,
    membership_add,
    membership_end,
    merge_plan,
    person_update,
    persons_merge,
    restriction_set,
)
from core.errors import DomainError
from core.models import User
from tests.factories.clients import make_household, make_person
from tests.factories.merging import WHY, bare

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Home:
    """A family, and two who do not belong to it."""

    file: Household
    head: Person
    wife: Person
    child: Person
    guest: Person
    twin: Person

    def stay(self, person: Person) -> Membership:
        return Membership.objects.select_related("household", "person").get(person=person)


def make_home() -> Home:
    head, wife = make_person("Jan", "Żak", sex="M"), make_person("Łucja", "Żak")
    child, twin = make_person("Ola", "Żak", born=date(2015, 3, 1)), bare()
    file = make_household(head, (wife, "spouse"), child)
    return Home(file, head, wife, child, make_person("Iga", "Mak"), twin)


Work = Callable[[], object]


def _rename(home: Home, actor: User, today: date) -> Work:
    name = {"last_name": "Żuk", "renamed_on": today}
    return lambda: person_update(actor=actor, today=today, person=home.head, version=1, **name)


def _join(home: Home, actor: User, today: date) -> Work:
    return lambda: membership_add(
        actor=actor, today=today, household=home.file, person=home.guest, role="other",
        valid_from=today,
    )  # fmt: skip


def _end(home: Home, actor: User, today: date) -> Work:
    stay = home.stay(home.head)
    return lambda: membership_end(actor=actor, today=today, membership=stay, last_day=today)


def _head(home: Home, actor: User, today: date) -> Work:
    stay = home.stay(home.wife)
    return lambda: household_head_set(
        actor=actor, today=today, household=home.file, membership=stay
    )


def _split(home: Home, actor: User, today: date) -> Work:
    stays = {home.stay(home.wife).pk: "head", home.stay(home.child).pk: "child"}
    return lambda: household_split(
        actor=actor, today=today, household=home.file, leaving=stays, day=today, reason="rozwód",
        home=NewHome(district=home.file.district),
    )  # fmt: skip


def _address(home: Home, actor: User, today: date) -> Work:
    return lambda: address_set(
        actor=actor, today=today, person=home.head, kind="residence", valid_from=today, house="7",
        postal_code="22-499", place="Brzezinka",
    )  # fmt: skip


def _death(home: Home, actor: User, today: date) -> Work:
    return lambda: death_enter(
        actor=actor, today=today, person=home.head, died_on=today, source="akt zgonu"
    )


def _merge(home: Home, actor: User, today: date) -> Work:
    seen = merge_plan(home.head, home.twin, today).seen
    return lambda: persons_merge(
        actor=actor, today=today, kept=home.head, dropped=home.twin, seen=seen, reason=WHY,
        choices=Choices(fields={"last_name": "dropped"}),
    )  # fmt: skip


def _restrict(home: Home, actor: User, today: date) -> Work:
    return lambda: restriction_set(
        actor=actor, today=today, household=home.file, why="violence", note="", readers=[]
    )


WORKS = {
    "rename": _rename, "join": _join, "end": _end, "head": _head, "split": _split,
    "address": _address, "death": _death, "merge": _merge, "restrict": _restrict,
}  # fmt: skip
OF_MANAGERS = ("merge", "restrict")


def _settled(threads: int) -> bool:
    """Do so many sessions of this database wait for a lock?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0] == threads)


def _run(work: Work, over: Event) -> str:
    try:
        work()
    except (DomainError, PermissionDenied) as error:
        return type(error).__name__
    finally:
        over.set()
        connection.close()
    return "done"


def meet(hold: Callable[[], object], first: Work, second: Work) -> list[str]:
    """Start `first`, then `second`, while the rows of `hold` are locked; how each ended."""
    ends = [Event(), Event()]
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            hold()
            futures = []
            for number, (work, over) in enumerate(zip((first, second), ends, strict=True)):
                futures.append(pool.submit(_run, work, over))
                until = time.monotonic() + 5
                waiting = number + 1
                while not _settled(waiting - sum(end.is_set() for end in ends[:waiting])):
                    assert time.monotonic() < until, "neither through nor waiting"
                    time.sleep(0.002)
        return [future.result() for future in futures]


HOLDS: dict[str, Callable[[Home], object]] = {
    "the household": lambda home: Household.objects.select_for_update().get(pk=home.file.pk),
    "the head": lambda home: Person.objects.select_for_update().get(pk=home.head.pk),
    "words": lambda home: list(
        PersonWords.objects.select_for_update(of=["self"]).filter(person=home.wife)
    ),
}


@pytest.mark.parametrize("held", HOLDS)
@pytest.mark.parametrize("first", WORKS)
def test_nobody_waits_in_a_ring(
    worker: User, manager: User, today: date, first: str, held: str
) -> None:
    for one, other in product([first], WORKS):
        home = make_home()
        works = [
            WORKS[name](home, manager if name in OF_MANAGERS else worker, today)
            for name in (one, other)
        ]
        ends = meet(lambda home=home: HOLDS[held](home), *works)  # type: ignore[misc]
        assert "done" in ends, (one, other)
