"""The log of looks: narrowed to one household or client, as a file, and never changed."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.audit import looked
from core.models import AccessLog, User
from tests.factories.clients import make_household, make_person


@pytest.fixture
def looks(worker: User, auditor: User) -> tuple[int, int]:
    """Looks at two households and a client."""
    household, other = make_household(make_person("Anna", "Pierwsza")), make_household()
    person = household.memberships.get().person
    looked(user=worker, what="household", object_id=household.pk, household_id=household.pk, why="")
    looked(user=auditor, what="household", object_id=other.pk, household_id=other.pk, why="")
    looked(user=auditor, what="person", object_id=person.pk, household_id=household.pk, why="x")
    return household.pk, person.pk


def test_who_looked_at_a_household_or_a_client(
    page: Client, auditor: User, worker: User, looks: tuple[int, int]
) -> None:
    household, person = looks
    page.force_login(auditor)
    every = page.get(reverse("core:audit"))
    of_home = page.get(reverse("core:audit"), {"household": household})
    of_one = page.get(reverse("core:audit"), {"client": person})
    counts = [answer.context["page_obj"].paginator.count for answer in (every, of_home, of_one)]

    assert counts == [3, 2, 2]  # whoever sees the household sees the client
    assert "Pierwsza Anna" in of_home.content.decode()
    broken = page.get(reverse("core:audit"), {"household": "abc"})
    assert broken.context["page_obj"].paginator.count == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_of_looks_is_logged_itself(
    page: Client, auditor: User, looks: tuple[int, int], kind: str
) -> None:
    page.force_login(auditor)
    answer = page.get(reverse("core:audit_export", args=[kind]), {"household": looks[0]})

    assert answer.status_code == 200
    if kind == "csv":
        assert answer.content.decode("utf-8-sig").count("\r\n") == 3
    assert AccessLog.objects.filter(what="audit", user=auditor).count() == 1
    assert page.get(reverse("core:audit_export", args=["pdf"])).status_code == 404


def test_looks_are_neither_changed_nor_removed(looks: tuple[int, int]) -> None:
    for act in (lambda: AccessLog.objects.update(why=""), lambda: AccessLog.objects.all().delete()):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()
