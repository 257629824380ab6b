"""Retention in a browser: tick, confirm, list; and axe over every page of it."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from core.models import Destruction, DestructionList, FileKind, User
from reports.retention import services
from tests.e2e.conftest import SignIn
from tests.e2e.test_accessibility import violations
from tests.factories.benefits import make_issued
from tests.factories.retention import close, proposed

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def files(staff: dict[str, User]) -> list[Destruction]:
    """Two cases whose years are over."""
    cases = [close(make_issued("zasilek_okresowy").case) for _one in range(2)]
    return [proposed(FileKind.CASE, case.pk) for case in cases]


def test_files_are_ticked_and_put_on_a_list(files: list[Destruction], sign_in: SignIn) -> None:
    page = sign_in("benefits_clerk")
    page.goto(reverse("retention:files"))
    page.get_by_label(f"Zaznacz {files[0].sign}").check()
    page.get_by_role("button", name="Zaznaczone akta można zniszczyć").click()
    page.get_by_role("link", name="Do zniszczenia 1").click()
    page.get_by_role("button", name="Sporządź spis dla archiwum").click()
    made = DestructionList.objects.get()
    page.get_by_role("heading", name=made.number).wait_for()
    assert [file.pk for file in made.files.all()] == [files[0].pk]


def test_axe_finds_nothing_serious(
    files: list[Destruction], staff: dict[str, User], sign_in: SignIn
) -> None:
    clerk, today = staff["benefits_clerk"], localdate()
    services.files_confirm(actor=clerk, today=today, files=[files[0].pk])
    made = services.list_make(actor=clerk, today=today)
    services.consent_record(
        actor=clerk, today=today, made=made, consent_number="OP.1", consent_on=today
    )
    services.category_add(
        actor=clerk, jrwa="50", category="B10", valid_from=today, source="JRWA", certainty="known"
    )
    page = sign_in("manager")
    paths = [
        reverse("retention:files"),
        reverse("retention:files") + "?state=confirmed",
        reverse("retention:file", args=[files[1].pk]),
        reverse("retention:hold", args=[files[1].pk]),
        reverse("retention:lists"),
        reverse("retention:list", args=[made.pk]),
        reverse("retention:consent", args=[made.pk]),
        reverse("retention:approve", args=[made.pk]),
        reverse("retention:categories"),
        reverse("retention:category_new"),
    ]
    found = [each for path in paths for each in violations(page, path)]
    assert not found, "\n".join(found)
