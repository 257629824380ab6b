"""Who is away at the interview: it is said of each whether they count, and nothing is presumed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers import AnswersError
from cases.models import Case
from cases.presenters import interview_summary
from cases.queries import answers_now
from cases.services import interview_complete
from cases.states import InterviewStatus
from clients.models import Income, MemberRole, Membership
from clients.services import absence_add, income_record
from core.models import User
from tests.factories.cases import make_answers, make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

OCTOBER = date(2026, 10, 1)


@pytest.fixture
def case(office: Any, worker: User) -> Case:
    """A couple with a child; the spouse is in prison, an earlier absence of the child is over."""
    head, spouse = make_person("Anna"), make_person("Piotr", born=date(1980, 2, 2))
    child = make_person("Ola", born=date(2015, 3, 3))
    household = make_household(
        (head, MemberRole.HEAD), (spouse, MemberRole.SPOUSE), (child, MemberRole.CHILD)
    )
    found = make_case(household=household, actor=worker, received_on=date(2026, 11, 13))
    _away(found, spouse.pk, "prison", None)
    _away(found, child.pk, "hospital", date(2026, 10, 31))
    return found


def _away(case: Case, person: int, reason: str, until: date | None) -> None:
    absence_add(
        actor=case.handler, today=TODAY, reason=reason, valid_from=OCTOBER, valid_to=until,
        membership=Membership.objects.get(person=person, household=case.household),
    )  # fmt: skip


def people(case: Case) -> list[int]:
    rows = Membership.objects.filter(household=case.household).order_by("id")
    return list(rows.values_list("person_id", flat=True))


def complete(case: Case, **answers: Any) -> None:
    interview_complete(
        actor=case.handler, interview=case.interview, answers=make_answers(case, **answers),
        held_on=TODAY, today=TODAY,
    )  # fmt: skip


def problems(case: Case, **answers: Any) -> set[str]:
    with pytest.raises(AnswersError) as caught:
        complete(case, **answers)
    return {problem.path for problem in caught.value.problems}


def test_it_has_to_be_said_and_only_once(case: Case) -> None:
    head, spouse, child = people(case)
    assert problems(case, members=[head, child]) == {"not_counted"}
    assert problems(case, members=[head, spouse, child], not_counted=[spouse]) == {"not_counted"}
    assert problems(case, members=[head], not_counted=[spouse, child]) >= {"not_counted"}
    assert problems(case, members=[head], not_counted=[spouse]) >= {"members"}


@pytest.mark.parametrize("counted", [True, False])
def test_either_answer_is_kept(case: Case, counted: bool) -> None:
    head, spouse, child = people(case)
    members = [head, spouse, child] if counted else [head, child]
    complete(case, members=members, not_counted=[] if counted else [spouse])
    case.interview.refresh_from_db()

    assert case.interview.status == InterviewStatus.COMPLETED
    assert answers_now(case.interview)["not_counted"] == ([] if counted else [spouse])
    summary = interview_summary(case)
    assert summary is not None
    assert [person.pk for person in summary.not_counted] == ([] if counted else [spouse])


def test_one_who_is_left_is_no_family(office: Any, worker: User) -> None:
    couple = make_household(
        (make_person("Anna"), MemberRole.HEAD), (make_person("Piotr"), MemberRole.SPOUSE)
    )
    found = make_case(household=couple, actor=worker, received_on=date(2026, 11, 13))
    head, spouse = people(found)
    _away(found, spouse, "abroad", None)
    answers: dict[str, Any] = {"members": [head], "not_counted": [spouse]}
    assert problems(found, **answers, household_kind="rodzina") == {"household_kind"}
    complete(found, **answers, household_kind="samotnie")


def test_facts_about_who_does_not_count_are_recorded_all_the_same(case: Case) -> None:
    head, spouse, child = people(case)
    row = {"person": spouse, "kind": "wage", "month": "2026-10", "amount": "500.00"}
    complete(case, members=[head, child], not_counted=[spouse], **{"needs": [{"what": "opał"}]})
    other = make_case(household=case.household, actor=case.handler)
    answers = make_answers(other, members=[head, child], not_counted=[spouse])
    interview_complete(
        actor=other.handler, interview=other.interview, answers={**answers, "incomes": [row]},
        held_on=TODAY, today=TODAY,
    )  # fmt: skip
    assert Income.objects.get(person=spouse).amount == Decimal("500.00")


@pytest.mark.usefixtures("clock")
def test_the_form_presumes_nothing_of_who_is_away(page: Client, case: Case) -> None:
    head, spouse, child = people(case)
    income_record(
        actor=case.handler, person=Membership.objects.get(person=spouse).person, kind="wage",
        amount=Decimal("500"), valid_from=OCTOBER,
    )  # fmt: skip
    page.force_login(case.handler)
    url = reverse("cases:interview", args=[case.pk])

    main = page.get(url).context["forms"].main
    assert [value for value, _label in main.fields["not_counted"].choices] == [str(spouse)]
    assert main["members"].value() == [str(head), str(child)]
    assert main["not_counted"].value() is None
    labels = dict(main.fields["members"].choices)
    assert "(" in labels[str(spouse)] and "(" not in labels[str(child)]

    sent = page.post(
        url,
        {
            "version": "1", "complete": "1", "held_on": "24.11.2026",
            "members": [str(head), str(child)], "household_kind": "rodzina",
            "reasons": ["bezrobocie"], "conclusion": "x", "proposed_help": "y", "no_income": "on",
            "needs-0-what": "opał", "needs-0-amount": "100",
        },
    )  # fmt: skip
    assert sent.status_code == 422
    assert sent.context["forms"].main.errors.keys() == {"not_counted"}


@pytest.mark.usefixtures("clock")
def test_nobody_away_nothing_asked(page: Client, office: Any, worker: User) -> None:
    found = make_case(actor=worker)
    page.force_login(found.handler)
    main = page.get(reverse("cases:interview", args=[found.pk])).context["forms"].main
    assert "not_counted" not in main.fields
