"""Every look at a client's data is logged: one row, of the right client, with its purpose."""

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from clients.services import restriction_set
from core.looks import WHAT, Kind, Purpose
from core.models import AccessLog, User
from core.permissions import Role, allowed
from tests.factories.core import TODAY, make_district, make_user
from tests.factories.family import Family, make_family
from tests.house_rules.addresses import Address, our_addresses
from tests.house_rules.spots import LISTS, NONE, ONE, Spot

pytestmark = pytest.mark.usefixtures("clock")
READ = {a.name: a for a in our_addresses() if "GET" in a.methods}
WRITTEN = [a for a in our_addresses() if "POST" in a.methods]


@pytest.fixture
def family(staff: dict[str, User], worker: User, manager: User) -> Family:
    return make_family(worker, manager)


def who(address: Address, staff: dict[str, User], *, money: bool = False) -> User:
    """Who opens it: the first of those who may, those who work with clients first."""
    order = (
        Role.SOCIAL_WORKER, Role.BENEFITS_CLERK, Role.MANAGER, Role.ACCOUNTANT, Role.AUDITOR,
        Role.ADMINISTRATOR,
    )  # fmt: skip
    order = order[1:] if money else order
    return next(staff[role] for role in order if allowed(staff[role], address.permission))


def opened(
    page: Client, address: Address, spot: Spot, family: Family, user: User
) -> tuple[HttpResponse, list[AccessLog]]:
    """The answer and the rows that it wrote; nothing of it stays."""
    page.force_login(user)
    last = AccessLog.objects.order_by("-id").values_list("id", flat=True).first() or 0
    with transaction.atomic():
        answer = page.get(address.path(**spot.at(family)), spot.query(family))
        if not answer.streaming:
            assert answer.content is not None
        rows = list(AccessLog.objects.filter(id__gt=last))
        transaction.set_rollback(True)
    return answer, rows


def test_every_address_that_is_read_stands_in_one_table():
    tables = [set(ONE), set(LISTS), set(NONE)]
    assert set().union(*tables) == set(READ)
    assert sum(map(len, tables)) == len(READ)


def test_what_shows_one_client_writes_one_row(page: Client, staff: dict[str, User], family: Family):
    wrong = []
    for name, spot in ONE.items():
        address = READ[name]
        user = who(address, staff, money=name == "payments:end")
        answer, rows = opened(page, address, spot, family, user)
        homes = [family.home.pk] + ([getattr(family.move, spot.beside)] if spot.beside else [])
        expected = [(user.pk, home, spot.what, str(spot.kind)) for home in homes]
        found = [(row.user_id, row.household_id, row.what, row.kind) for row in rows]
        if answer.status_code != 200 or sorted(found) != sorted(expected):
            wrong.append((name, answer.status_code, found))
        wrong += [(name, row.purpose) for row in rows if row.purpose != WHAT[row.what][1]]
        wrong += [(name, row.what, "whose") for row in rows if not _names_the_person(row, family)]
    assert wrong == []


def _names_the_person(row: AccessLog, family: Family) -> bool:
    """Looks at one person say at whom."""
    if row.what not in ("person", "fact", "document", "entitlement"):
        return True
    return row.person_id in (family.head.pk, family.child.person_id)


def test_what_takes_a_list_away_writes_one_row_with_how_many(
    page: Client, staff: dict[str, User], family: Family
):
    wrong = []
    for name, spot in LISTS.items():
        address = READ[name]
        user = who(address, staff, money=True)
        answer, rows = opened(page, address, spot, family, user)
        found = [(row.user_id, row.household_id, row.what, row.kind) for row in rows]
        if answer.status_code != 200 or found != [(user.pk, None, spot.what, str(spot.kind))]:
            wrong.append((name, answer.status_code, found))
        elif rows[0].count is None and spot.kind != Kind.EDIT:
            wrong.append((name, "how many"))
    assert wrong == []


def test_what_stands_without_a_row_shows_nobody_who_is_opened(
    page: Client, staff: dict[str, User], family: Family
):
    """Those addresses write none; what takes parameters is tried with things that are there."""
    wrong = []
    for name in NONE:
        address = READ[name]
        if address.parameters:
            continue
        answer, rows = opened(page, address, Spot(lambda f: {}, ""), family, who(address, staff))
        if rows or answer.status_code not in (200, 302):
            wrong.append((name, answer.status_code, rows))
    assert wrong == []


def test_a_form_that_comes_back_with_errors_is_a_look(
    page: Client, staff: dict[str, User], family: Family
):
    """Whatever is sent: an answer that shows the client is logged, one that does not is not."""
    wrong = []
    shown = 0
    for address in WRITTEN:
        spot = ONE.get(address.name) or POSTED.get(address.name)
        if spot is None or address.name == "benefits:calculator":  # it posts the case itself
            continue
        page.force_login(who(address, staff))
        last = AccessLog.objects.order_by("-id").values_list("id", flat=True).first() or 0
        with transaction.atomic():
            answer = page.post(address.path(**spot.at(family)), {"nonsense": "1", "version": "1"})
            rows = list(AccessLog.objects.filter(id__gt=last))
            transaction.set_rollback(True)
        shows = answer.status_code in (200, 409, 422)
        homes = [row.household_id for row in rows]
        expected = [family.home.pk] if shows else []
        expected += [getattr(family.move, spot.beside)] if shows and spot.beside else []
        shown += shows
        if sorted(homes) != sorted(expected):
            wrong.append((address.name, answer.status_code, homes))
    assert wrong == []
    assert shown > 30


#: Buttons: their pages come back with an error, or they lead on.
POSTED = {
    "cases:withdraw": ONE["cases:case"],
    "cases:note": ONE["cases:case"],
    "cases:document": ONE["cases:case"],
    "benefits:edit": ONE["benefits:decision"],
    "benefits:delivery": ONE["benefits:decision"],
    "benefits:waive": ONE["benefits:decision"],
    "benefits:appeal": ONE["benefits:decision"],
    "payments:suspend": ONE["payments:entitlement"],
    "payments:payee": ONE["payments:entitlement"],
}


def test_an_exception_is_the_purpose_of_what_it_opens(page: Client, family: Family):
    """The look names the reason; before it is given, the look at the name is logged, too."""
    far = User.objects.get(username="daleki")
    address = READ["clients:household"]
    _answer, rows = opened(page, address, ONE["clients:household"], family, far)
    assert [(r.purpose, r.why) for r in rows] == [
        (Purpose.EXCEPTION, "zgłosiła się w naszym rejonie")
    ]
    other = make_user(Role.SOCIAL_WORKER, "obcy", district=make_district("Rejon 8"))
    spot = Spot(lambda f: {"person_pk": f.head.pk}, "person")
    answer, rows = opened(page, READ["clients:exception"], spot, family, other)
    assert answer.status_code == 200
    assert [(r.what, r.person_id) for r in rows] == [("person", family.head.pk)]


def test_the_end_of_a_restriction(page: Client, manager: User, family: Family):
    restriction_set(
        actor=manager, household=family.home, why="staff", note="", readers=[], today=TODAY
    )
    spot = Spot(lambda f: {"pk": f.home.pk}, "household", Kind.EDIT)
    answer, rows = opened(page, READ["clients:open_again"], spot, family, manager)
    assert answer.status_code == 200
    assert [(r.what, r.kind, r.household_id) for r in rows] == [
        ("household", "edit", family.home.pk)
    ]


def test_a_hit_of_the_search_says_so(page: Client, worker: User, family: Family):
    spot = Spot(lambda f: {"pk": f.home.pk}, "household", query=lambda f: {"from": "search"})
    _answer, rows = opened(page, READ["clients:household"], spot, family, worker)
    assert [row.kind for row in rows] == [Kind.HIT]


def test_parts_of_a_page_belong_to_its_look(page: Client, worker: User, family: Family):
    """The history that a page loads by itself is no second look; opened alone, it is one."""
    page.force_login(worker)
    url = READ["clients:history"].path(pk=family.home.pk)
    before = AccessLog.objects.count()
    page.get(url, headers={"HX-Request": "true"})
    assert AccessLog.objects.count() == before + 1
    page.get(READ["clients:household"].path(pk=family.home.pk))
    page.get(url, headers={"HX-Request": "true"})
    assert AccessLog.objects.count() == before + 2


def test_every_kind_of_look_has_its_words_and_purpose():
    assert all(label and purpose in Purpose for label, purpose in WHAT.values())
