"""How many queries a page costs: at most its budget, and the same for a family as in a crowd."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clients.models import Restriction
from core.models import User
from core.permissions import Role, allowed
from tests.factories.core import make_district, make_user
from tests.factories.crowd import crowd
from tests.factories.family import SURNAME, Family, make_family
from tests.house_rules.spots import LISTS, ONE, Spot
from tests.house_rules.test_looks import READ

pytestmark = pytest.mark.usefixtures("clock")
CROWD = 50
LIST, FORM, PAGE, HISTORY, ROOMS = 10, 12, 25, 30, 22
"""The last two: pages that ask every kind of row with a history, and what every room answers."""

BUDGETS: dict[str, int] = {
    **dict.fromkeys(
        (
            "clients:household", "clients:person", "clients:sheet", "clients:document",
            "clients:move_undo",
        ),
        PAGE,
    ),
    **dict.fromkeys(
        (
            "clients:list", "clients:export", "clients:restricted", "clients:exceptions",
            "clients:ending", "clients:duplicates", "clients:places", "clients:check",
            "clients:bank", "clients:facts", "clients:facts_export", "core:audit_export",
        ),
        LIST,
    ),
    **dict.fromkeys(
        (
            "clients:new", "clients:objection", "clients:restrict", "clients:open_again",
            "clients:household_edit", "clients:household_split", "clients:household_join",
            "clients:household_note", "clients:relation_add", "clients:relation_change",
            "clients:relation_remove", "clients:member_add", "clients:member_end",
            "clients:member_correct", "clients:member_remove", "clients:member_head",
            "clients:member_away", "clients:away_change", "clients:away_remove",
            "clients:incomes_copy", "clients:fact_new", "clients:fact_end",
            "clients:fact_withdraw", "clients:upload", "clients:document_page",
            "clients:document_file", "clients:person_edit", "clients:address",
            "clients:account", "clients:row_add", "clients:row_change", "clients:row_remove",
            "clients:same_person", "clients:exception", "privacy:copy_ask", "privacy:copy",
            "privacy:copy_file",
        ),
        FORM,
    ),
    "clients:fact_correct": 16,
    **dict.fromkeys(("clients:history", "clients:person_changes"), HISTORY),
    **dict.fromkeys(
        ("core:search", "core:search_box", "core:audit", "core:audit_changes", "core:audit_change"),
        ROOMS,
    ),
    # every table with a person in it, whatever it holds (docs/adr/0010)
    "clients:merge_compare": 60,
    "clients:merge_separate": 40,
}  # fmt: skip
"""By address, for whichever role: session, person, stand-ins and the look are among them."""

SEARCH = {"q": SURNAME}
ASKED: dict[str, dict[str, str]] = {
    "core:search": SEARCH,
    "core:search_box": SEARCH,
    "clients:list": SEARCH,
    "clients:new": SEARCH,
    "clients:check": {"first_name": "Zofia", "last_name": SURNAME, "birth_date": "2.4.1984"},
    "clients:places": {"q": "lipowa"},
}
"""What is typed where something is searched for."""

ELSEWHERE = {
    "clients:open_again": Spot(
        lambda f: {"pk": Restriction.objects.earliest("pk").household_id}, ""
    ),
    "clients:exception": Spot(lambda f: {"person_pk": f.head.pk}, ""),
}
"""Where those addresses show somebody that show nothing of the family to its own worker."""

ROLES = (Role.SOCIAL_WORKER, Role.MANAGER, Role.AUDITOR)
BY_EVERYBODY = {
    "clients:household", "clients:person", "clients:list", "clients:facts", "clients:sheet",
    "clients:history", "core:search", "core:search_box", "core:audit", "core:audit_changes",
    "core:audit_change",
}  # fmt: skip
"""Pages that differ by role; the others are asked for by the first who may."""

Cost = dict[tuple[str, str], int]


def walked() -> list[str]:
    """Every address of clients and their privacy, the common search, and the audit.

    Without the administrator's registers of places, which know of no client.
    """
    rooms = ("clients:", "privacy:", "core:search", "core:audit")
    return [n for n in READ if n.startswith(rooms) and not n.startswith("clients:place_load")]


def readers(name: str, staff: dict[str, User]) -> list[User]:
    """Who asks for a page."""
    if name == "clients:exception":
        return [User.objects.get(username="obcy")]
    may = [staff[role] for role in ROLES if allowed(staff[role], READ[name].permission)]
    return may if name in BY_EVERYBODY else may[:1]


def queries(page: Client, name: str, family: Family) -> list[str]:
    """The statements of one answer, without savepoints; nothing of it stays."""
    spot = ONE.get(name) or LISTS.get(name) or ELSEWHERE.get(name) or Spot(lambda f: {}, "")
    path = READ[name].path(**spot.at(family))
    with transaction.atomic():
        with CaptureQueriesContext(connection) as caught:
            answer = page.get(path, ASKED.get(name) or spot.query(family))
            assert answer.streaming or answer.content
        transaction.set_rollback(True)
    assert answer.status_code == 200, name
    return [one["sql"] for one in caught if "SAVEPOINT" not in one["sql"]]


def costs(page: Client, staff: dict[str, User], family: Family) -> Cost:
    """What every page costs, by address and role."""
    found = {}
    for name in walked():
        for user in readers(name, staff):
            page.force_login(user)
            found[name, str(user.role)] = len(queries(page, name, family))
    return found


def test_every_address_has_its_budget() -> None:
    assert sorted(BUDGETS) == sorted(walked())


def test_pages_cost_the_same_in_a_crowd(
    page: Client, staff: dict[str, User], worker: User, manager: User
) -> None:
    """One of everything beside one household, then 50 more of everything in both."""
    make_user(Role.SOCIAL_WORKER, "obcy", district=make_district("Rejon 8"))
    family = make_family(worker, manager)
    crowd(family, worker, manager, 1)
    few = costs(page, staff, family)
    crowd(family, worker, manager, CROWD)
    many = costs(page, staff, family)
    assert {key: (few[key], cost) for key, cost in many.items() if cost != few[key]} == {}
    assert {key: cost for key, cost in many.items() if cost > BUDGETS[key[0]]} == {}
