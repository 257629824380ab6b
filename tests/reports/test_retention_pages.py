"""From the proposal to the protocol on pages, as people go."""

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from benefits.models import Decision
from cases.models import Case
from core.jobs import run
from core.models import Destruction, DestructionList, FileKind, Job, User
from core.permissions import Role
from reports.retention import tasks
from reports.retention.carrying_out import carry_out
from reports.retention.models import ArchivalCategory
from tests.factories.benefits import make_issued
from tests.factories.core import make_user
from tests.factories.retention import LATER, approved, close, proposed, staff

pytestmark = pytest.mark.django_db
assert tasks.destroy_list  # its jobs are registered


@pytest.fixture
def closed(office: Any) -> Case:
    return close(make_issued("zasilek_okresowy").case)


@pytest.fixture
def file(closed: Case) -> Destruction:
    return proposed(FileKind.CASE, closed.pk)


@pytest.fixture
def reviewer(file: Destruction) -> User:
    return staff()[0]


def url(name: str, *args: object) -> str:
    return reverse(f"retention:{name}", args=args)


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def today_is(day: date, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and jobs of retention think it is that day."""
    for name in ("views", "views_lists", "tasks.timezone"):
        monkeypatch.setattr(f"reports.retention.{name}.localdate", lambda: day)


def test_from_the_proposal_to_the_protocol(
    file: Destruction, reviewer: User, page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    today_is(LATER, monkeypatch)
    page.force_login(reviewer)
    shown = page.get(url("files")).content.decode()
    assert file.sign in shown
    assert "Nowak" not in shown
    shown = page.get(url("file", file.pk)).content.decode()
    assert "Decyzje" in shown
    assert "pełne lata: 10" in shown

    page.post(url("confirm"), {"files": [file.pk]})
    assert "Sporządź spis" in page.get(url("files"), {"state": "confirmed"}).content.decode()
    answer = page.post(url("make"))
    made = DestructionList.objects.get()
    assert answer["Location"] == url("list", made.pk)
    assert "Nie zapisano jeszcze zgody" in page.get(url("list", made.pk)).content.decode()
    paper = words(page.get(url("list_pdf", made.pk)).content)
    assert file.sign in paper
    assert "Nowak" not in paper

    wrong = page.post(
        url("consent", made.pk),
        {"consent_number": "OP.421.7", "consent_on": f"{LATER + timedelta(days=1):%d.%m.%Y}"},
    )
    assert wrong.status_code == 422
    assert "OP.421.7" in wrong.content.decode()
    page.post(
        url("consent", made.pk), {"consent_number": "OP.421.7", "consent_on": f"{LATER:%d.%m.%Y}"}
    )

    assert page.get(url("approve", made.pk)).status_code == 403
    page.force_login(staff()[1])
    assert made.number in page.get(reverse("core:desk")).content.decode()
    assert page.post(url("approve", made.pk), {}).status_code == 422
    page.post(url("approve", made.pk), {"sure": "on"})
    made.refresh_from_db()
    assert made.job is not None
    run(made.job.pk)
    assert not Decision.objects.exists()
    protocol = words(page.get(url("protocol_pdf", made.pk)).content)
    assert "OP.421.7" in protocol
    assert file.sign in protocol
    assert "zniszczono" in page.get(url("list", made.pk)).content.decode()


def test_a_file_is_held_with_a_reason_and_taken_back(
    file: Destruction, reviewer: User, page: Client
) -> None:
    page.force_login(reviewer)
    wrong = page.post(url("hold", file.pk), {"why": "sąd", "hold_until": "01.01.2020"})
    assert wrong.status_code == 422
    assert "sąd" in wrong.content.decode()
    until = localdate() + timedelta(days=100)
    page.post(url("hold", file.pk), {"why": "sąd", "hold_until": f"{until:%d.%m.%Y}"})
    assert "sąd" in page.get(url("files"), {"state": "held"}).content.decode()
    page.post(url("reconsider", file.pk))
    file.refresh_from_db()
    assert file.state == "proposed"


def test_nothing_chosen_is_said_in_words(file: Destruction, reviewer: User, page: Client) -> None:
    page.force_login(reviewer)
    answer = page.post(url("confirm"), {}, follow=True)
    assert "Zaznacz akta" in answer.content.decode()


def test_looking_now_is_work_in_the_background(office: Any, page: Client) -> None:
    clerk = make_user(Role.BENEFITS_CLERK)
    page.force_login(clerk)
    page.post(url("propose"))
    job = Job.objects.get(requested_by=clerk)
    run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result_url) == ("done", url("files"))
    assert "Żadne akta nie czekają" in page.get(url("files")).content.decode()


def test_a_category_is_entered_and_removed(office: Any, page: Client) -> None:
    page.force_login(make_user(Role.MANAGER))
    assert "przyjęta przez program" in page.get(url("categories")).content.decode()
    data = {"jrwa": "50", "category": "X", "valid_from": "01.01.2026", "source": "JRWA",
            "certainty": "known"}  # fmt: skip
    wrong = page.post(url("category_new"), data)
    assert wrong.status_code == 422
    data["category"] = "be10"
    page.post(url("category_new"), data)
    assert "BE10" in page.get(url("categories")).content.decode()
    twice = page.post(url("category_new"), data)
    assert twice.status_code == 422
    page.post(url("category_remove", ArchivalCategory.objects.get().pk))
    assert not ArchivalCategory.objects.exists()


def test_a_destroyed_case_and_household_have_no_page(
    file: Destruction, page: Client, manager: User
) -> None:
    case = Case.objects.get(pk=file.object_id)
    carry_out(approved(file), LATER)
    carry_out(approved(proposed(FileKind.HOUSEHOLD, case.household_id)), LATER)
    page.force_login(manager)
    for address in (
        reverse("cases:case", args=[case.pk]),
        reverse("clients:household", args=[case.household_id]),
        reverse("clients:person", args=[case.applicant_id]),
    ):
        assert page.get(address).status_code == 404
    for address in (reverse("cases:list"), reverse("clients:list"), reverse("payments:lists")):
        assert page.get(address).status_code == 200
    found = page.get(reverse("core:search"), {"q": case.znak}).content.decode()
    assert reverse("cases:case", args=[case.pk]) not in found


def test_a_list_is_given_up_and_a_file_taken_off(
    file: Destruction, reviewer: User, page: Client
) -> None:
    page.force_login(reviewer)
    page.post(url("confirm"), {"files": [file.pk]})
    page.post(url("make"))
    made = DestructionList.objects.get()
    page.post(url("take_off", file.pk))
    file.refresh_from_db()
    assert (file.state, file.on_list) == ("proposed", None)
    page.post(url("give_up", made.pk))
    assert not DestructionList.objects.exists()
    assert page.get(url("list", made.pk)).status_code == 404
