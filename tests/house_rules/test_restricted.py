"""A restricted file is to strangers of every role as one that does not exist (docs/adr/0011)."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clients.models import Household
from clients.services import restriction_set
from core.models import User
from core.permissions import Role, allowed
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_user
from tests.factories.family import SURNAME, Family, make_family
from tests.house_rules.addresses import our_addresses
from tests.house_rules.posts import BESIDE, NOBODY, OF_CLIENTS, OF_NOBODY, Beside
from tests.house_rules.spots import LISTS, NONE, ONE

pytestmark = pytest.mark.usefixtures("clock")
READ = {a.name: a for a in our_addresses() if "GET" in a.methods}
SENT = {a.name: a for a in our_addresses() if "POST" in a.methods}
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|SELECT .* FOR UPDATE)", re.S)
SECRET = re.compile(r"\b[A-Za-z0-9]{32}(?:[A-Za-z0-9]{32})?\b")
"""Tokens against forged forms: new in every answer."""
#: Lists that name the family all the same, and why.
NAMED = {
    **dict.fromkeys(
        ("payments:list", "payments:list_pdf", "payments:list_xlsx", "payments:bank_file",
         "payments:control_sheet", "payments:behind"),
        "whom a list pays is named to those who prepare, check and book it",
    ),
    **dict.fromkeys(
        ("imports:run", "imports:columns", "imports:report"),
        "the file of an older system, as whoever imports it has it",
    ),
    **dict.fromkeys(
        ("core:jobs", "core:jobs_bell"),
        "titles of one's own jobs: what one ordered oneself before the file was restricted",
    ),
    "core:audit_change": "one transaction: below",
}  # fmt: skip


@pytest.fixture
def family(staff: dict[str, User], worker: User, manager: User) -> Family:
    """The manager of the fixture is named in the restrictions; nobody else is."""
    made = make_family(worker, manager)
    for home in (made.home, made.move.target):
        restriction_set(
            actor=manager, household=home, why="violence", note="", readers=[], today=TODAY
        )
    return made


@pytest.fixture
def strangers(staff: dict[str, User], family: Family) -> list[User]:
    others = [user for role, user in staff.items() if role != Role.MANAGER]
    return [*others, make_user(Role.MANAGER, "druga")]


def text_of(answer: HttpResponse) -> str:
    return SECRET.sub("", answer.content.decode(errors="replace"))


def test_what_lies_in_the_file_is_as_if_it_were_not(
    page: Client, family: Family, strangers: list[User]
):
    wrong, asked = [], 0
    for user in strangers:
        page.force_login(user)
        for name, spot in ONE.items():
            address = READ[name]
            if not allowed(user, address.permission) or name == "payments:line_return":
                continue  # a line of a payment list is named to those who book it
            asked += 1
            url, query = address.path(**spot.at(family)), spot.query(family)
            nothing = address.path(), dict.fromkeys(query, 999_999_999)
            found, none = page.get(url, query), page.get(*nothing)
            told = text_of(found).replace(url, nothing[0])
            for key, value in query.items():
                told = told.replace(f"{key}={value}", f"{key}=999999999")
            if (found.status_code, none.status_code) != (404, 404) or told != text_of(none):
                wrong.append((str(user), name, found.status_code, none.status_code))
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 100


def test_no_list_and_no_count_holds_it(page: Client, family: Family, strangers: list[User]):
    wrong = []
    for user in strangers:
        page.force_login(user)
        for name in sorted({*LISTS, *NONE} - set(NAMED)):
            address, spot = READ[name], LISTS.get(name)
            if not allowed(user, address.permission) or (address.parameters and not spot):
                continue
            at, query = (spot.at(family), dict(spot.query(family))) if spot else ({}, {})
            for asked in ({}, {"q": SURNAME}, {"q": str(family.head.pesel)}):
                answer = page.get(address.path(**at), query | asked)
                told = text_of(answer)
                said = family.said - {str(value) for value in asked.values()}
                held = {word for word in said if word in told}
                if held and answer.status_code != 404:
                    wrong.append((str(user), name, asked, held))
    assert not wrong, "\n".join(map(str, wrong))


TYPED = {
    "version": "1", "reason": "bo tak", "why": "violence", "text": "notatka", "note": "notatka",
    "day": "24.11.2026", "last_day": "24.11.2026", "valid_from": "24.11.2026", "title": "pismo",
    "benefit": "zasilek_celowy", "pinned": "1", "on_paper": "1", "way": "signature", "name": "Inna",
}  # fmt: skip
"""What many forms ask for; whether it fits is never asked."""


def sent(page: Client, url: str, data: Mapping[str, object]) -> tuple[int, str, list[str]]:
    """The answer with its messages, and the statements that wrote; nothing of it stays."""
    page.cookies.pop("messages", None)
    with transaction.atomic(), CaptureQueriesContext(connection) as said:
        answer = page.post(url, data)
        transaction.set_rollback(True)
    told = [text_of(answer), *(str(message) for message in get_messages(answer.wsgi_request))]
    wrote = [query["sql"] for query in said.captured_queries if WRITES.match(query["sql"])]
    return answer.status_code, "\n".join(told), wrote


def test_every_address_that_is_sent_to_stands_in_one_table():
    paged = {*ONE, *LISTS, *NONE} & set(SENT)
    assert paged | set(OF_CLIENTS) | set(OF_NOBODY) == set(SENT)
    assert not set(OF_CLIENTS) & set(OF_NOBODY)


def test_nothing_sent_reaches_it(page: Client, family: Family, strangers: list[User]):
    """It is answered as what does not exist, and nothing is written or locked."""
    spots = {name: spot.at for name, spot in ONE.items() if name in SENT} | OF_CLIENTS
    wrong, asked = [], 0
    for user in strangers:
        page.force_login(user)
        for name, at in spots.items():
            address = SENT[name]
            if not allowed(user, address.permission) or name == "payments:line_return":
                continue  # a line of a payment list is named to those who book it
            asked += 1
            with transaction.atomic():
                query = dict(ONE[name].query(family)) if name in ONE else {}
                url, none = address.path(**at(family)), address.path()
                status, told, wrote = sent(page, url, TYPED | query)
                expected = sent(page, none, TYPED | dict.fromkeys(query, 999_999_999))
                transaction.set_rollback(True)
            alike = (status, told.replace(url, none)) == expected[:2]
            if (status, wrote) != (404, []) or not alike:
                wrong.append((str(user), name, status, expected[0], wrote))
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 150


def test_nothing_sent_about_others_tells_of_it(page: Client, family: Family, strangers: list[User]):
    """To name somebody of the file is the same as to name nobody."""
    own = make_household(make_person("Irena", "Własna"))
    wrong, asked = [], 0
    for user in strangers:
        page.force_login(user)
        for one in BESIDE:
            if not allowed(user, SENT[one.name].permission):
                continue
            asked += 1
            theirs = {key: of(family) for key, of in one.theirs.items()}
            named = _beside(page, one, own, theirs)
            nobody = _beside(page, one, own, dict.fromkeys(theirs, NOBODY))
            ids = re.compile(rf"\b({'|'.join(map(str, [NOBODY, *theirs.values()]))})\b")
            named, nobody = ((st, ids.sub("-", told), sql) for st, told, sql in (named, nobody))
            if named != nobody:
                wrong.append((str(user), one.name, named[0], nobody[0], named[2]))
    assert not wrong, "\n".join(map(str, wrong))
    assert asked > 20


def _beside(
    page: Client, one: Beside, own: Household, theirs: Mapping[str, object]
) -> tuple[int, str, list[str]]:
    """The answer, and what was written but looks at one's own."""
    query = urlencode({key[1:]: value for key, value in theirs.items() if key.startswith("?")})
    at = {key: value for key, value in theirs.items() if not key.startswith("?")}
    url = f"{SENT[one.name].path(**at, **one.own(own))}?{query}"
    status, told, wrote = sent(page, url, TYPED | one.more | at)
    return status, told, [sql[:40] for sql in wrote if "core_accesslog" not in sql]


def test_its_transaction_is_none(page: Client, family: Family, strangers: list[User]):
    for user in strangers:
        page.force_login(user)
        assert page.get(READ["core:audit_change"].path(pk=family.transaction)).status_code in (
            403,
            404,
        )


def test_counts_of_the_dashboard_leave_it_out(page: Client, family: Family, manager: User):
    """Whoever is named counts it; another manager sees the figures of the others only."""
    figures = []
    for user in (manager, make_user(Role.MANAGER, "druga")):
        page.force_login(user)
        context = page.get(READ["reports:dashboard"].path()).context
        waiting = sum(one.count for one in context["waiting"])
        load = sum(row.open_cases for row in context["load"])
        figures.append((context["open_cases"] > 0, waiting > 0, load > 0))
    assert figures == [(True, True, True), (False, False, False)]
