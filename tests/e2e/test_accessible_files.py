"""axe-core over every page of clients, of copies of data, of imports and of the audit.

The pages are those of tests/house_rules/spots.py, so that a new one is looked at, too.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clients.services import restriction_set
from clients.services.places import place_load_start
from core.models import User
from core.permissions import Role, allowed
from tests.clients.test_places import SIMC, TERC
from tests.e2e.conftest import SignIn
from tests.e2e.test_accessibility import violations
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.family import Family, make_family
from tests.factories.merging import BORN, bare
from tests.factories.payments import make_entitlement
from tests.house_rules.addresses import Address, our_addresses
from tests.house_rules.spots import LISTS, NONE, ONE

ROOMS = ("clients:", "privacy:", "imports:", "core:audit", "benefits:rights")
NO_PAGE = {
    "clients:document_page", "clients:document_file", "clients:facts_export", "clients:export",
    "clients:sheet", "privacy:copy_file", "imports:report", "imports:export_file",
    "imports:template", "imports:words", "core:audit_export", "clients:check", "clients:bank",
    "clients:places", "clients:open_again", "clients:exception", "clients:place_load",
}  # fmt: skip
"""Files, parts of pages, and pages that need more than the family: those have tests below."""
OWN = {"privacy:copy", "privacy:copy_ask"}
"""Opened by who asked for the copy."""
ORDER = (Role.SOCIAL_WORKER, Role.MANAGER, Role.ADMINISTRATOR)
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def family(staff: dict[str, User], worker: User, manager: User) -> Family:
    return make_family(worker, manager)


def pages(role: Role, family: Family, staff: dict[str, User]) -> list[str]:
    """Addresses that this role opens first of the three."""
    found = []
    for address in our_addresses():
        name = address.name
        if "GET" not in address.methods or not name.startswith(ROOMS) or name in NO_PAGE:
            continue
        if _first(address, staff) != role:
            continue
        spot = ONE.get(name) or LISTS.get(name)
        if spot is None:
            assert name in NONE
            if address.parameters:
                continue
            found.append(address.path())
            continue
        query = "&".join(f"{key}={value}" for key, value in spot.query(family).items())
        found.append(address.path(**spot.at(family)) + (f"?{query}" if query else ""))
    return found


def _first(address: Address, staff: dict[str, User]) -> Role | None:
    order = ORDER[:1] if address.name in OWN else ORDER
    return next((role for role in order if allowed(staff[role], address.permission)), None)


@pytest.mark.parametrize("role", ORDER)
def test_axe_finds_nothing_serious_in_the_file_of_a_family(
    role: Role, family: Family, staff: dict[str, User], sign_in: SignIn
) -> None:
    page = sign_in(str(role.value))
    paths = pages(role, family, staff)
    assert paths
    found = [each for path in paths for each in violations(page, path)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_where_two_records_are_one_person(
    office: object, manager: User, sign_in: SignIn
) -> None:
    kept = make_person("Anna", "Lis", born=BORN)
    dropped = bare(first_name="Anna", last_name="Lys", phone="600 100 200")
    make_household(kept)
    make_household(dropped, nrb="")
    paid = [bare(last_name="Wilk") for _one in range(2)]
    for person in paid:
        make_entitlement(person=person)
    page = sign_in("manager")
    page.goto(reverse("clients:duplicates"))
    paths = [
        reverse("clients:merge_compare", args=[kept.pk, dropped.pk]),
        reverse("clients:merge_compare", args=[person.pk for person in paid]),
        reverse("clients:same_person", args=[kept.pk]),
    ]
    found = [each for path in paths for each in violations(page, path)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_around_a_restricted_file(
    office: object, manager: User, worker: User, sign_in: SignIn
) -> None:
    home = make_household(make_person("Zofia", "Cicha"))
    restriction_set(
        actor=manager, today=TODAY, household=home, why="staff", note="", readers=[worker]
    )
    page = sign_in("manager")
    paths = [
        reverse("clients:restricted"),
        reverse("clients:household", args=[home.pk]),
        reverse("clients:restrict", args=[home.pk]),
        reverse("clients:open_again", args=[home.pk]),
    ]
    found = [each for path in paths for each in violations(page, path)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_serious_in_a_register_of_places(
    office: object, administrator: User, sign_in: SignIn
) -> None:
    load = place_load_start(
        actor=administrator,
        today=TODAY,
        simc=SimpleUploadedFile("SIMC.csv", SIMC.encode()),
        terc=SimpleUploadedFile("TERC.csv", TERC.encode()),
    )
    page = sign_in("administrator")
    paths = [reverse("clients:place_load", args=[load.pk]), reverse("clients:place_loads")]
    found = [each for path in paths for each in violations(page, path)]
    assert not found, "\n".join(found)
