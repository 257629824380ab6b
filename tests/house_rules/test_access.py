"""Every address names its permission and answers as the table of roles says."""

import pytest
from django.test import Client

from core.models import User
from core.permissions import GRANTS, Permission, Role, allowed
from tests.house_rules.addresses import Address, all_addresses, our_addresses

#: Views of others that are part of the application; their own tests cover them.
FOREIGN = (
    "allauth.",
    "django.contrib.",
    "django.views.",
    "django_celery_beat.",
    "drf_spectacular.",
)
#: What nobody signed in may open, and nothing else.
PUBLIC = {"core:healthz", "core:language", "benefits:verify"}


def ids(addresses: list[Address]) -> list[str]:
    return [address.name or address.route for address in addresses]


def test_the_walk_finds_every_room():
    rooms = {address.name.split(":")[0] for address in our_addresses()}
    assert {"core", "clients", "cases", "payments", "benefits", "reports"} <= rooms


def test_every_view_is_ours_or_known():
    unknown = {
        address.view.__module__
        for address in all_addresses()
        if not address.ours and not address.view.__module__.startswith(FOREIGN)
    }
    assert unknown == set()


@pytest.mark.parametrize("address", our_addresses(), ids=ids(our_addresses()))
def test_a_view_names_itself_its_permission_and_its_methods(address: Address):
    assert address.name, f"{address.route} has no name"
    assert isinstance(address.permission, Permission), f"{address.name} names no permission"
    assert address.methods, f"{address.name} names no methods"


def test_only_what_is_listed_is_public():
    public = {a.name for a in our_addresses() if a.permission is Permission.PUBLIC}
    assert public <= PUBLIC


@pytest.mark.django_db
def test_nobody_is_sent_to_sign_in(page: Client):
    wrong = []
    for address in our_addresses():
        if address.permission is Permission.PUBLIC:
            continue
        for ask in (page.get, page.post):
            answer = ask(address.path())
            sign_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
            if not (sign_in or answer.status_code in (401, 403)):
                wrong.append((address.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_without_the_permission_is_refused(role: Role, staff: dict[str, User], page: Client):
    page.force_login(staff[role])
    wrong = []
    for address in our_addresses():
        if address.permission in GRANTS[role] or address.permission is Permission.PUBLIC:
            continue
        for ask in (page.get, page.post):
            answer = ask(address.path())
            if answer.status_code != 403:
                wrong.append((address.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_with_the_permission_gets_an_answer(
    role: Role, staff: dict[str, User], page: Client
):
    """On an empty database: pages come, things that do not exist are 404, nothing falls over."""
    page.force_login(staff[role])
    wrong = []
    for address in our_addresses():
        if not allowed(staff[role], address.permission) or "GET" not in address.methods:
            continue
        answer = page.get(address.path())
        expected = {404} if address.parameters else {200, 302}
        if answer.status_code not in expected | EXPECTED.get(address.name, set()):
            wrong.append((address.name, answer.status_code))
    assert wrong == []


#: Pages that answer otherwise, and why.
EXPECTED: dict[str, set[int]] = {}


@pytest.mark.parametrize("role", Role)
def test_a_view_that_only_writes_refuses_to_be_read(
    role: Role, staff: dict[str, User], page: Client
):
    page.force_login(staff[role])
    wrong = []
    for address in our_addresses():
        if "GET" in address.methods or not allowed(staff[role], address.permission):
            continue
        answer = page.get(address.path())
        if answer.status_code != 405:
            wrong.append((address.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_view_that_only_reads_refuses_to_be_written(
    role: Role, staff: dict[str, User], page: Client
):
    page.force_login(staff[role])
    wrong = []
    for address in our_addresses():
        if "POST" in address.methods or not allowed(staff[role], address.permission):
            continue
        answer = page.post(address.path())
        if answer.status_code != 405:
            wrong.append((address.name, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_nonsense_sent_to_a_writing_view_is_no_server_error(
    role: Role, staff: dict[str, User], page: Client
):
    page.force_login(staff[role])
    page.raise_request_exception = False
    wrong = []
    for address in our_addresses():
        if "POST" not in address.methods or not allowed(staff[role], address.permission):
            continue
        for fields in ({}, {"nonsense": "yes", "pk": "-1", "version": "x", "day": "30.02.2026"}):
            answer = page.post(address.path(), fields)
            if answer.status_code >= 500:
                wrong.append((address.name, answer.status_code))
    assert wrong == []


@pytest.mark.django_db
def test_there_is_no_admin_site(staff: dict[str, User], page: Client):
    page.force_login(staff[Role.ADMINISTRATOR])
    assert page.get("/admin/").status_code == 404
