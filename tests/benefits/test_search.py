"""Decisions in the common search and in their list."""

from datetime import date

import pytest

from benefits.models import Decision
from benefits.queries import DecisionFilter, decisions_list
from benefits.shows import search
from clients.services import restriction_set
from core.models import User
from core.permissions import Role
from tests.factories.benefits import make_draft, make_issued
from tests.factories.core import make_district, make_user


@pytest.fixture
def issued(office: object) -> Decision:
    return make_issued()


def _found(user: User, text: str, today: date) -> list[str]:
    return [hit.url for hit in search(user, text, today)]


def test_by_number_or_sign_as_far_as_it_is_typed(manager: User, issued: Decision) -> None:
    today, number, case = issued.issued_on, issued.number or "", issued.case
    assert today
    texts = [
        number, number.lower(), number[:-1], case.znak, str(case.number),
        f"{case.jrwa}.{case.number}.{case.year}/{number.rpartition('/')[2]}",
    ]  # fmt: skip
    for text in texts:
        assert _found(manager, text, today) == [f"/decisions/{issued.pk}/"], text
        assert list(decisions_list(manager, today, DecisionFilter(text=text))) == [issued], text
    assert _found(manager, f"{case.znak}/99", today) == []


def test_the_list_is_filtered_by_applicant(manager: User, issued: Decision) -> None:
    today, applicant = issued.issued_on, issued.case.applicant
    assert today
    names = f"{applicant.first_name[:3]} {applicant.last_name}"
    for text, shown in ((names, [issued]), (applicant.pesel or "", [issued]), ("brzoza", [])):
        assert list(decisions_list(manager, today, DecisionFilter(text=text))) == shown, text
    assert _found(manager, names, today) == []


def test_others_do_not_learn_of_it(issued: Decision, accountant: User) -> None:
    today, number = issued.issued_on, issued.number or ""
    assert today
    far = make_user(Role.SOCIAL_WORKER, "daleki", district=make_district("Rejon 9"))
    assert _found(far, number, today) == [] and _found(accountant, number, today) == []
    named = make_user(Role.MANAGER, username="wyznaczona")
    restriction_set(
        actor=named, household=issued.case.household, why="staff", note="", readers=[], today=today
    )
    other = make_user(Role.MANAGER, username="druga")
    for text in (number, issued.case.znak, str(issued.case.number)):
        assert _found(other, text, today) == []
        assert len(_found(named, text, today)) == 1


def test_a_draft_is_found_by_the_sign_of_its_case(manager: User, today: date) -> None:
    draft = make_draft()
    assert _found(manager, draft.case.znak, today) == [f"/decisions/{draft.pk}/"]
