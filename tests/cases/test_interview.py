"""The interview: draft, completion, what it records, what is wrong with it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from cases.answers import AnswersError
from cases.models import TermKind
from cases.services import interview_complete, interview_draft_save
from cases.states import CaseStatus, InterviewStatus
from clients.models import Certificate, Income
from clients.queries import certificates_on, incomes_on
from clients.services import income_record
from core.errors import DomainError, StaleState
from core.permissions import Role
from tests.factories.cases import make_answers, make_case, make_interviewed_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_district, make_user

HELD = date(2026, 11, 20)
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def case(office, worker):
    return make_case(actor=worker, received_on=date(2026, 11, 13))


def complete(case, answers=None, held_on=HELD, actor=None, **extra):
    return interview_complete(
        actor=actor or case.handler,
        interview=case.interview,
        answers=make_answers(case) if answers is None else answers,
        held_on=held_on,
        today=TODAY,
        **extra,
    )


def test_a_draft_is_kept_as_typed(case):
    typed = {"conclusion": "pół zdania", "incomes": [{"amount": "1 229,0x"}]}
    saved = interview_draft_save(
        actor=case.handler, interview=case.interview, answers=typed, version=1
    )
    assert (saved.answers, saved.version, saved.status) == (typed, 2, InterviewStatus.DRAFT)
    assert saved.saved_at


def test_the_second_window_is_told(case):
    interview_draft_save(actor=case.handler, interview=case.interview, answers={}, version=1)
    with pytest.raises(StaleState):
        interview_draft_save(
            actor=case.handler, interview=case.interview, answers={"conclusion": "x"}, version=1
        )
    case.interview.refresh_from_db()
    assert case.interview.answers == {}


def test_completing_records_facts_closes_the_term_and_moves_the_case(case):
    answers = make_answers(
        case,
        incomes=[("wage", "1200.00"), ("zasilek_pielegnacyjny", "215.84")],
        certificates=[
            {"person": case.applicant_id, "degree": "severe", "valid_from": "2025-01-01"}
        ],
        lost_incomes=[
            {
                "person": case.applicant_id,
                "kind": "contract",
                "amount": "700.00",
                "lost_on": "2026-11-02",
            }
        ],
    )
    interview = complete(case, answers)
    assert interview.status == InterviewStatus.COMPLETED
    assert interview.held_on == HELD
    case.refresh_from_db()
    assert case.status == CaseStatus.INTERVIEWED
    assert case.terms.get(kind=TermKind.INTERVIEW).done_on == HELD
    recorded = incomes_on([case.applicant_id], OCTOBER)
    assert {(i.kind, i.amount) for i in recorded} == {
        ("wage", Decimal("1200.00")),
        ("zasilek_pielegnacyjny", Decimal("215.84")),
    }
    assert recorded[0].source == f"wywiad {case.znak}"
    lost = Income.objects.get(lost_on=date(2026, 11, 2))
    assert (lost.valid_from, lost.valid_to) == (date(2026, 11, 1), date(2026, 11, 2))
    assert certificates_on([case.applicant_id], TODAY)[0].degree == "severe"


def test_gross_less_deductions_is_recorded_as_net(case):
    answers = make_answers(case)
    answers["incomes"] = [
        {
            "person": case.applicant_id,
            "kind": "wage",
            "month": "2026-10",
            "gross": "3000.00",
            "tax": "100.00",
            "social": "411.30",
            "health": "232.98",
        }
    ]
    complete(case, answers)
    income = Income.objects.get()
    assert (income.amount, income.gross) == (Decimal("2255.72"), Decimal("3000.00"))


def recorded_income(case, amount="900.00", **period):
    period = period or {"valid_from": OCTOBER, "valid_to": date(2026, 10, 31)}
    return income_record(
        actor=case.handler,
        person=case.applicant,
        kind="pension",
        amount=Decimal(amount),
        source="decyzja ZUS",
        **period,
    )


def row(case, fact, **changed):
    return {
        "person": case.applicant_id,
        "kind": "pension",
        "month": "2026-10",
        "amount": "900.00",
        "fact": fact.pk,
        **changed,
    }


@pytest.mark.parametrize(
    "period", [{}, {"valid_from": date(2026, 1, 1), "valid_to": None}], ids=["month", "ongoing"]
)
def test_a_known_income_left_as_it_was_records_nothing(case, period):
    fact = recorded_income(case, **period)
    complete(case, make_answers(case) | {"incomes": [row(case, fact)]})
    assert list(Income.objects.all()) == [fact]
    assert Income.objects.get().withdrawn_at is None


def test_a_known_income_changed_is_replaced(case):
    fact = recorded_income(case)
    complete(case, make_answers(case) | {"incomes": [row(case, fact, amount="950.00")]})
    fact.refresh_from_db()
    assert fact.withdrawn_at
    assert [i.amount for i in incomes_on([case.applicant_id], OCTOBER)] == [Decimal("950.00")]


def test_a_known_income_marked_untrue_is_withdrawn(case):
    fact = recorded_income(case)
    complete(case, make_answers(case) | {"incomes": [row(case, fact, removed=True)]})
    assert incomes_on([case.applicant_id], OCTOBER) == []


def test_two_cases_of_a_household_record_the_same_income_once(office, worker):
    household = make_household()
    for kind in ("zasilek_okresowy", "zasilek_celowy"):
        make_interviewed_case(kind, household=household, incomes=[("wage", "500.00")])
    assert Income.objects.count() == 1


def test_completed_answers_are_frozen(case):
    complete(case)
    case.interview.refresh_from_db()
    with pytest.raises(DomainError):
        complete(case)
    with pytest.raises(DomainError):
        interview_draft_save(
            actor=case.handler, interview=case.interview, answers={}, version=case.interview.version
        )


def test_a_newer_draft_stops_completion(case):
    interview_draft_save(actor=case.handler, interview=case.interview, answers={}, version=1)
    with pytest.raises(StaleState):
        complete(case, version=1)
    assert not Income.objects.exists()


@pytest.mark.parametrize("held_on", [TODAY + timedelta(days=1), date(2026, 11, 12)])
def test_the_day_lies_between_application_and_today(case, held_on):
    with pytest.raises(DomainError):
        complete(case, held_on=held_on)


def test_strangers_and_clerks_hold_no_interview(case, clerk):
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 2"))
    for person in (stranger, clerk):
        with pytest.raises(PermissionDenied):
            complete(case, actor=person)
        with pytest.raises(PermissionDenied):
            interview_draft_save(actor=person, interview=case.interview, answers={}, version=1)


def problems(case, **changed):
    with pytest.raises(AnswersError) as caught:
        complete(case, make_answers(case) | changed)
    case.refresh_from_db()
    assert case.status == CaseStatus.REGISTERED
    return {problem.path for problem in caught.value.problems}


def income(case, **changed):
    return {
        "person": case.applicant_id,
        "kind": "wage",
        "month": "2026-10",
        "amount": "1.00",
        **changed,
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"kind": "no_such_kind"}, "incomes.0.kind"),
        ({"kind": ""}, "incomes.0.kind"),
        ({"amount": "-1"}, "incomes.0.amount"),
        ({"amount": "12.345"}, "incomes.0.amount"),
        ({"amount": "NaN"}, "incomes.0.amount"),
        ({"amount": ""}, "incomes.0.amount"),
        ({"month": "2026-13"}, "incomes.0.month"),
        ({"person": 0}, "incomes.0.person"),
        ({"amount": "", "gross": "100.00", "tax": "100.01"}, "incomes.0.gross"),
    ],
)
def test_a_wrong_income_is_named_by_its_place(case, change, path):
    assert problems(case, incomes=[income(case, **change)]) == {path}


def test_what_is_missing_is_named(case):
    paths = problems(
        case, reasons=[], needs=[], conclusion="", proposed_help="", household_kind="", members=[]
    )
    assert paths == {
        "reasons", "needs", "conclusion", "proposed_help", "household_kind", "members",
    }  # fmt: skip


def test_codes_that_the_law_does_not_know(case):
    certificate = {"person": case.applicant_id, "degree": "grupa III", "valid_from": "2025-01-01"}
    paths = problems(case, reasons=["lenistwo"], certificates=[certificate])
    assert paths == {"reasons", "certificates.0.degree"}


def test_a_person_of_another_household_is_refused(case):
    stranger = make_person("Obca", "Osoba")
    assert problems(case, incomes=[income(case, person=stranger.pk)]) == {"incomes.0.person"}
    assert problems(case, members=[case.applicant_id, stranger.pk]) >= {"members"}


def test_a_household_of_two_is_a_family(office, worker):
    case = make_case(household=make_household(make_person(), make_person("Jan", born=TODAY)))
    assert "household_kind" in problems(case, household_kind="samotnie")


def test_a_certificate_seen_before_is_not_recorded_twice(office, worker):
    household = make_household()
    for kind in ("zasilek_staly", "zasilek_okresowy"):
        case = make_case(kind, household=household)
        certificate = {
            "person": case.applicant_id,
            "degree": "moderate",
            "valid_from": "2025-01-01",
        }
        interview_complete(
            actor=case.handler,
            interview=case.interview,
            answers=make_answers(case, certificates=[certificate]),
            held_on=case.opened_on,
            today=TODAY,
        )
    assert Certificate.objects.count() == 1
