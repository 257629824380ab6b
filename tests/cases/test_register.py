"""Registering an application: number, terms, handler, double submit, what is refused."""

from datetime import date
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, connections, transaction

from cases.models import Case, StatusRow, TermKind
from cases.services import case_register
from cases.states import CaseStatus, InterviewStatus
from clients.models import HouseholdGrant
from core.audit import writing
from core.dictionaries import dictionaries_load
from core.errors import DomainError
from core.models import BenefitKind
from core.permissions import Role
from tests.factories.cases import make_case, make_worker
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY, make_centre, make_district, make_user


def kind(code="zasilek_okresowy"):
    return BenefitKind.objects.get(code=code)


def test_a_case_has_sign_terms_interview_and_first_status(office, worker):
    case = make_case(actor=worker, received_on=date(2026, 11, 13))
    assert case.znak == "GOPS.5021.1.2026"
    assert case.status == CaseStatus.REGISTERED
    assert case.handler == worker
    assert case.due_on == date(2026, 12, 14)  # 13.12.2026 is a Sunday: art. 57 § 4 KPA
    terms = {term.kind: term for term in case.terms.all()}
    assert terms[TermKind.DECISION].end_on == case.due_on
    assert terms[TermKind.INTERVIEW].end_on == date(2026, 12, 3)  # 14 working days
    assert case.interview.status == InterviewStatus.ORDERED
    assert [(row.number, row.status) for row in case.status_rows.all()] == [(1, "registered")]
    assert HouseholdGrant.objects.filter(user=worker, household=case.household).exists()


def test_an_urgent_interview_has_two_working_days(office, worker):
    case = make_case(actor=worker, received_on=date(2026, 11, 20), urgent=True)
    assert case.terms.get(kind=TermKind.INTERVIEW).end_on == date(2026, 11, 24)


def test_numbers_run_by_class_and_year(office, worker):
    signs = [
        make_case("zasilek_okresowy").znak,
        make_case("zasilek_staly").znak,
        make_case("zasilek_okresowy").znak,
        make_case("zasilek_okresowy", today=date(2027, 1, 4), received_on=date(2027, 1, 4)).znak,
        make_case("zasilek_celowy").znak,
        make_case("specjalny_zasilek_celowy").znak,  # the same class as zasiłek celowy
    ]
    assert signs == [
        "GOPS.5021.1.2026",
        "GOPS.5020.1.2026",
        "GOPS.5021.2.2026",
        "GOPS.5021.1.2027",
        "GOPS.5022.1.2026",
        "GOPS.5022.2.2026",
    ]


def test_sent_twice_is_one_case(office, worker):
    key = uuid4()
    household = make_household()
    first = make_case(household=household, submission_key=key)
    again = make_case(household=household, submission_key=key)
    assert first == again
    assert Case.objects.count() == 1


def test_a_clerk_registers_for_the_worker_of_the_district(office, worker, clerk):
    case = make_case(household=make_household(district=worker.district), actor=clerk)
    assert case.handler == worker


def test_a_stranger_may_not_register(office, worker):
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 2"))
    with pytest.raises(PermissionDenied):
        make_case(household=make_household(district=worker.district), actor=stranger)
    assert not Case.objects.exists()


@pytest.mark.parametrize("role", ["accountant", "auditor", "administrator"])
def test_who_does_no_casework_may_not_register(staff, role):
    with pytest.raises(PermissionDenied):
        make_case(actor=staff[role])


@pytest.mark.parametrize(
    "wrong",
    [
        {"received_on": date(2026, 11, 25)},
        {"posted_on": date(2026, 11, 20), "received_on": date(2026, 11, 19)},
        {"kind_code": "zasilek_celowy", "purpose": " "},
        {"kind_code": "zasilek_celowy", "requested_amount": None},
    ],
)
def test_what_cannot_be_is_refused_and_takes_no_number(office, worker, wrong):
    with pytest.raises(DomainError):
        make_case(**wrong)
    assert make_case("zasilek_celowy").number == 1
    assert make_case().number == 1


def test_the_applicant_belongs_to_the_household(office, worker):
    with pytest.raises(DomainError):
        make_case(applicant=make_person("Obca", "Osoba"))


def test_a_closed_benefit_is_not_taken_in(office, worker):
    BenefitKind.objects.filter(code="zasilek_staly").update(active=False)
    with pytest.raises(DomainError):
        make_case("zasilek_staly")


def test_a_rolled_back_registration_gives_its_number_back(office, worker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make_case()
        raise ZeroDivisionError
    assert make_case().number == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_get_fifty_numbers_without_a_gap():
    dictionaries_load()
    make_centre()
    worker = make_worker()
    households = [make_household() for _number in range(50)]
    gate, failed = Barrier(50), []

    def register(household):
        try:
            connection.ensure_connection()
            gate.wait()
            case_register(
                actor=worker,
                household=household,
                applicant=household.memberships.get().person,
                kind=kind(),
                received_on=TODAY,
                channel="in_person",
                submission_key=uuid4(),
                today=TODAY,
            )
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=register, args=(household,)) for household in households]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(Case.objects.values_list("number", flat=True)) == list(range(1, 51))
    assert StatusRow.objects.count() == 50


@pytest.mark.django_db(transaction=True)
def test_a_double_click_in_the_same_moment_is_one_case():
    dictionaries_load()
    make_centre()
    worker = make_worker()
    household = make_household()
    key, gate, made = uuid4(), Barrier(4), []

    def click():
        try:
            gate.wait()
            made.append(make_case(household=household, actor=worker, submission_key=key).pk)
        finally:
            connections.close_all()

    threads = [Thread(target=click) for _click in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert Case.objects.count() == 1


def test_the_database_refuses_another_sign_and_a_row_without_an_actor(office, worker):
    case = make_case()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gops.actor', '', true)")
        with pytest.raises(Error, match="without an actor"), transaction.atomic():
            cursor.execute("UPDATE cases_case SET version = 9 WHERE id = %s", [case.pk])
    with pytest.raises(Error, match="frozen"), writing(worker):
        Case.objects.filter(pk=case.pk).update(znak="GOPS.1.1.2026")
