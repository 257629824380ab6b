"""Alimony paid, as the interview asks for it: by who pays, filled in from the file."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import law
from benefits.facts import facts_of
from cases.models import Case
from cases.presenters import interview_summary
from cases.services import interview_complete, interview_draft_save
from clients.models import MemberRole, Membership, Person
from clients.services import fact_record
from core.models import User
from tests.factories.cases import make_answers, make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

ON = date(2026, 11, 13)


@pytest.fixture
def case(office: Any, worker: User) -> Case:
    couple = make_household(
        (make_person("Anna"), MemberRole.HEAD), (make_person("Piotr"), MemberRole.SPOUSE)
    )
    return make_case("zasilek_staly", household=couple, actor=worker, received_on=ON)


def spouse(case: Case) -> Person:
    return Membership.objects.get(household=case.household, role=MemberRole.SPOUSE).person


def complete(case: Case, **answers: Any) -> None:
    interview_complete(
        actor=case.handler, interview=case.interview, answers=make_answers(case, **answers),
        held_on=TODAY, today=TODAY,
    )  # fmt: skip
    case.refresh_from_db()


def test_the_payers_own_income_falls_in_the_calculation(case: Case) -> None:
    incomes = [
        {"person": case.applicant_id, "kind": "pension", "month": "2026-10", "amount": "823.00"},
        {"person": spouse(case).pk, "kind": "wage", "month": "2026-10", "amount": "700.00"},
    ]
    paid = [
        {"person": spouse(case).pk, "for_whom": "Zosia", "amount": "250.00"},
        {"person": spouse(case).pk, "for_whom": "Jan", "amount": "150.00"},
    ]
    answers = make_answers(case, alimony_paid_by=paid)
    interview_complete(
        actor=case.handler, interview=case.interview, answers={**answers, "incomes": incomes},
        held_on=TODAY, today=TODAY,
    )  # fmt: skip
    case.refresh_from_db()

    facts = facts_of(case, on=ON).facts
    assert facts["alimony_paid_by"] == [{"person": str(spouse(case).pk), "amount": "400.00"}]
    values = law.calculate("zasilek_staly", facts, ON).values
    assert (values["own_income"], values["income"]) == (Decimal("823.00"), Decimal("1123.00"))
    summary = interview_summary(case)
    assert summary is not None
    assert [row["row"].for_whom for row in summary.alimony] == ["Zosia", "Jan"]


def test_a_sum_of_an_earlier_interview_is_the_applicants(case: Case) -> None:
    complete(case, alimony_paid="300.00")
    facts = facts_of(case, on=ON).facts
    assert facts["alimony_paid"] == "300.00" and "alimony_paid_by" not in facts


@pytest.mark.usefixtures("clock")
def test_the_form_begins_with_what_the_file_knows(page: Client, case: Case) -> None:
    for amount, first, last in (
        ("100", date(2026, 1, 1), date(2026, 9, 30)),  # over before October
        ("300", date(2026, 10, 1), date(2026, 10, 14)),  # replaced within it
        ("500", date(2026, 10, 15), None),
    ):
        fact_record(
            actor=case.handler, what="alimony-paid", owner=spouse(case), amount=Decimal(amount),
            for_whom="Zosia", valid_from=first, valid_to=last,
        )  # fmt: skip
    page.force_login(case.handler)
    forms = page.get(reverse("cases:interview", args=[case.pk])).context["forms"]

    [row] = forms.rows["alimony_paid_by"]
    assert row["person"].value() == str(spouse(case).pk)
    assert (row["for_whom"].value(), row["amount"].value()) == ("Zosia", "500,00")


@pytest.mark.usefixtures("clock")
def test_a_draft_from_before_keeps_its_sum(page: Client, case: Case) -> None:
    interview_draft_save(
        actor=case.handler, interview=case.interview, answers={"alimony_paid": "250,00"}, version=1
    )
    page.force_login(case.handler)
    forms = page.get(reverse("cases:interview", args=[case.pk])).context["forms"]

    [row] = forms.rows["alimony_paid_by"]
    assert row["person"].value() == str(case.applicant_id)
    assert row["amount"].value() == "250,00"
