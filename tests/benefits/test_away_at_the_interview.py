"""The calculation of a case: who is away counts as the interview says, and it is told."""

from datetime import date
from typing import Any

import pytest

import law
from benefits.facts import facts_of
from cases.models import Case
from cases.services import interview_complete
from clients.models import MemberRole, Membership
from clients.services import absence_add
from core.models import User
from tests.factories.cases import make_answers, make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

ON = date(2026, 11, 13)


def interviewed(
    worker: User, who: str, reason: str, *, counted: bool, kind: str = "zasilek_okresowy"
) -> Case:
    """A couple of whom one is away; the interview counts them or not."""
    head, spouse = make_person("Anna"), make_person("Piotr")
    household = make_household((head, MemberRole.HEAD), (spouse, MemberRole.SPOUSE))
    case = make_case(kind, household=household, actor=worker, received_on=ON)
    absent = head if who == "head" else spouse
    membership = Membership.objects.get(person=absent)
    absence_add(
        actor=worker, today=TODAY, membership=membership, reason=reason,
        valid_from=date(2026, 10, 1),
    )  # fmt: skip
    rows = [
        {"person": one.pk, "kind": "wage", "month": "2026-10", "amount": "400.00"}
        for one in (head, spouse)
    ]
    more: dict[str, Any] = {}
    if not counted:
        more = {"members": [head.pk], "not_counted": [spouse.pk], "household_kind": "samotnie"}
    interview_complete(
        actor=worker, interview=case.interview, held_on=TODAY, today=TODAY,
        answers={**make_answers(case, **more), "incomes": rows},
    )  # fmt: skip
    case.refresh_from_db()
    return case


@pytest.mark.parametrize(("counted", "size", "income"), [(True, 2, "800.00"), (False, 1, "400.00")])
@pytest.mark.parametrize("reason", ["prison", "hospital", "abroad", "boarding_school"])
def test_as_the_interview_says(
    office: Any, worker: User, reason: str, counted: bool, size: int, income: str
) -> None:
    case = interviewed(worker, "spouse", reason, counted=counted)

    mapped = facts_of(case, on=ON)

    assert len(mapped.facts["household"]["persons"]) == size
    answer = law.calculate("zasilek_okresowy", mapped.facts, ON).as_json()
    assert answer["values"]["income"] == income
    [note] = [note for note in mapped.notes if "Piotr" in note]
    assert "art. 6 pkt 14" in note


def test_an_applicant_in_prison_is_told_with_the_article(office: Any, worker: User) -> None:
    case = interviewed(worker, "head", "prison", counted=True)
    assert any("art. 13" in note for note in facts_of(case, on=ON).notes)


def test_it_costs_the_same_for_more_of_them(
    office: Any, worker: User, django_assert_max_num_queries: Any
) -> None:
    case = interviewed(worker, "spouse", "prison", counted=True)
    case = Case.objects.select_related("kind", "application", "interview", "household").get(
        pk=case.pk
    )
    with django_assert_max_num_queries(6):
        facts_of(case, on=ON)
