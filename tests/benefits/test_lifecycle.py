"""A decision from its calculation to finality."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from benefits.models import Calculation, Decision
from benefits.services import (
    FactsMissing,
    calculation_make,
    decision_cancel,
    decision_draft,
    decision_edit,
    decision_sign,
    decision_submit,
    decisions_finalise,
    delivery_record,
)
from benefits.states import DecisionResult, DecisionStatus
from cases.models import Term, TermKind
from cases.services import case_withdraw
from cases.states import CaseStatus
from clients.models import CertificateDegree
from core.errors import DomainError, StaleState
from core.models import Job
from payments.models import Entitlement
from tests.factories.benefits import (
    make_calculated_case,
    make_checked,
    make_draft,
    make_issued,
    make_signer,
    make_submitted,
)
from tests.factories.cases import make_case
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY

NOVEMBER = date(2026, 11, 1)
SEVERE = {"degree": CertificateDegree.SEVERE, "number": "ZN/1"}


def certificates(person, valid_from, valid_to=None):
    row = {"person": person, **SEVERE, "valid_from": valid_from, "valid_to": valid_to or ""}
    return {"certificates": [row]}


def household_with(**certificate):
    """A lone person and the answers with their certificate."""
    person = make_person()
    return make_household(person), certificates(person.pk, **certificate)


def test_a_grant_is_signed_numbered_and_payable(office):
    decision = make_issued("zasilek_okresowy", incomes=[("casual_work", "300.00")])

    assert decision.status == DecisionStatus.ISSUED
    assert decision.number == "5021/1/2026"
    assert decision.result == DecisionResult.GRANTED
    item = decision.items.get()
    assert item.amount == item.guaranteed == Decimal("355.00")  # half of 1010 − 300
    assert (item.valid_from, item.valid_to) == (NOVEMBER, date(2027, 1, 31))
    assert item.entitlement.amount == Decimal("355.00")
    assert item.entitlement.origin_number == decision.number
    basis = "; ".join(decision.calculation.answer["basis"])
    assert len(basis) > 300  # with every act and item named; none may be cut
    assert item.entitlement.origin_basis == basis
    assert not item.entitlement.pays_health_contribution
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.DECIDED
    assert Job.objects.get(key=f"decision_pdf:{decision.pk}").queue == "pdf"
    assert not decision.pdf


def test_the_whole_way_to_finality(office):
    decision = make_issued()
    clerk = decision.checked_by
    later = TODAY + timedelta(days=2)
    delivery_record(actor=clerk, decision=decision, way="counter", today=later, received_on=later)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.DELIVERED
    assert decision.appeal_until == date(2026, 12, 10)  # 26.11 + 14 days, a Thursday
    assert Term.objects.get(case=decision.case, kind=TermKind.APPEAL).end_on == date(2026, 12, 10)

    assert decisions_finalise(date(2026, 12, 10)) == 0
    assert decisions_finalise(date(2026, 12, 11)) == 1
    assert decisions_finalise(date(2026, 12, 11)) == 0
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.FINAL
    assert decision.final_on == date(2026, 12, 11)
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.CLOSED


def test_zasilek_staly_pays_its_health_contribution_and_opens_the_term_to_update(office):
    household, answers = household_with(valid_from="2025-01-01")
    decision = make_issued("zasilek_staly", household=household, answers=answers)

    item = decision.items.get()
    assert item.amount == Decimal("1229.00")
    assert item.valid_to is None
    assert item.entitlement.pays_health_contribution
    update = Term.objects.get(case=decision.case, kind=TermKind.UPDATE)
    assert update.end_on == date(2027, 5, 17)
    assert "107" in update.legal_basis


def test_zasilek_staly_ends_with_the_certificate_and_counts_part_months(office):
    household, answers = household_with(valid_from="2026-11-11", valid_to="2027-04-10")
    decision = make_draft(
        "zasilek_staly", household=household, answers=answers, received_on=date(2026, 11, 14)
    )

    item = decision.items.get()
    assert (item.valid_from, item.valid_to) == (date(2026, 11, 11), date(2027, 4, 10))
    assert item.amount == Decimal("1229.00")
    assert item.first_amount == Decimal("819.33")  # 20 of 30 days
    assert item.last_amount == Decimal("409.67")  # 10 of 30 days


def test_a_refusal_opens_nothing(office):
    decision = make_issued("zasilek_okresowy", incomes=[("wage", "1500.00")])

    assert decision.result == DecisionResult.REFUSED
    assert not decision.items.exists()
    assert not Entitlement.objects.exists()
    assert "490,00" in decision.letter_html.replace("\xa0", " ")


def test_less_than_asked_is_granted_in_part(office):
    decision = make_issued("zasilek_celowy", amount=Decimal("500.00"))

    assert decision.result == DecisionResult.PARTLY
    item = decision.items.get()
    assert item.amount == Decimal("500.00")
    assert item.valid_from == item.valid_to == TODAY
    assert item.purpose == "opał"


def test_an_amount_beyond_the_bounds_is_refused_in_words(office):
    decision = make_draft("zasilek_okresowy", incomes=[("casual_work", "300.00")])
    with pytest.raises(DomainError, match="355,00"):
        decision_edit(
            actor=decision.prepared_by,
            decision=decision,
            version=decision.version,
            today=TODAY,
            amount=Decimal("900.00"),
        )


def test_another_amount_of_zasilek_okresowy_is_calculated_anew(office):
    decision = make_draft(
        "zasilek_okresowy", amount=Decimal("500.00"), incomes=[("casual_work", "300.00")]
    )

    assert decision.calculation.answer["amount"] == "500.00"
    assert decision.calculation.answer["values"]["amount_gmina_topup"] == "145.00"
    assert decision.items.get().guaranteed == Decimal("355.00")
    assert Calculation.objects.filter(case=decision.case).count() == 2


def test_the_officer_may_refuse_what_is_at_discretion(office):
    decision = make_draft("zasilek_celowy")
    refused = decision_edit(
        actor=decision.prepared_by,
        decision=decision,
        version=decision.version,
        today=TODAY,
        refuse=True,
    )
    assert refused.result == DecisionResult.REFUSED
    assert not refused.items.exists()

    again = decision_edit(
        actor=decision.prepared_by,
        decision=refused,
        version=refused.version,
        today=TODAY,
        refuse=False,
    )
    assert again.items.get().amount == Decimal("800.00")


def test_a_right_cannot_be_refused_at_will(office):
    decision = make_draft("zasilek_okresowy")
    with pytest.raises(DomainError, match=r"prawem|right"):
        decision_edit(
            actor=decision.prepared_by,
            decision=decision,
            version=decision.version,
            today=TODAY,
            refuse=True,
        )


def test_two_people_edit_and_the_second_is_told(office):
    decision = make_draft()
    values = {"decision": decision, "version": decision.version, "today": TODAY}
    decision_edit(actor=decision.prepared_by, findings="pierwszy", **values)
    with pytest.raises(StaleState):
        decision_edit(actor=decision.prepared_by, findings="drugi", **values)
    decision.refresh_from_db()
    assert decision.findings == "pierwszy"


def test_a_transfer_without_an_account_is_told_before_it_goes_on(office):
    decision = make_draft(household=make_household(nrb=""), payment_way="transfer")
    with pytest.raises(DomainError, match=r"rachunku|account"):
        decision_submit(actor=decision.prepared_by, decision=decision, today=TODAY)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.DRAFT


def test_discretion_needs_its_reasons(office):
    case = make_calculated_case("zasilek_celowy")
    decision = decision_draft(actor=case.handler, case=case, today=TODAY)
    with pytest.raises(DomainError, match="107"):
        decision_submit(actor=case.handler, decision=decision, today=TODAY)


def test_a_new_calculation_keeps_what_the_officer_wrote(office):
    decision = make_draft("zasilek_okresowy", incomes=[("casual_work", "300.00")])
    decision_edit(
        actor=decision.prepared_by,
        decision=decision,
        version=decision.version,
        today=TODAY,
        findings="Własne ustalenia.",
    )
    calculation_make(
        actor=decision.prepared_by, case=decision.case, today=TODAY, on=date(2026, 11, 20)
    )
    fresh = Decision.objects.get(pk=decision.pk)
    assert fresh.findings == "Własne ustalenia."
    assert fresh.calculation.on == date(2026, 11, 20)
    assert fresh.case.status == CaseStatus.DRAFTED


def test_nothing_is_recalculated_under_a_checkers_hands(office):
    decision = make_submitted()
    with pytest.raises(DomainError):
        calculation_make(actor=decision.prepared_by, case=decision.case, today=TODAY)


def test_without_an_interview_nothing_is_calculated(office):
    case = make_case()
    with pytest.raises(FactsMissing) as error:
        calculation_make(actor=case.handler, case=case, today=TODAY)
    assert error.value.missing[0].url_name == "cases:interview"


def test_a_draft_is_begun_once(office):
    case = make_calculated_case()
    first = decision_draft(actor=case.handler, case=case, today=TODAY)
    assert decision_draft(actor=case.handler, case=case, today=TODAY) == first
    assert Decision.objects.count() == 1


def test_a_draft_given_up_leaves_the_case_calculated(office):
    decision = make_submitted()
    decision_cancel(actor=decision.prepared_by, decision=decision, today=TODAY)
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.CALCULATED
    assert (
        decision_draft(actor=decision.prepared_by, case=decision.case, today=TODAY).pk
        != decision.pk
    )


def test_a_case_withdrawn_meanwhile_is_not_decided(office):
    decision = make_checked()
    case = decision.case
    case_withdraw(actor=case.handler, case=case, today=TODAY, why="pismo strony")
    with pytest.raises(DomainError):
        decision_sign(actor=make_signer(), decision=decision, today=TODAY)
    decision.refresh_from_db()
    assert decision.number is None


def test_the_same_benefit_follows_the_one_that_still_runs(office):
    first = make_issued()  # November to January
    household = first.case.household
    decision = make_draft(household=household)
    assert decision.items.get().valid_from == date(2027, 2, 1)
    assert decision.items.get().valid_to == date(2027, 4, 30)


def test_the_same_days_are_not_granted_twice(office):
    household, answers = household_with(valid_from="2025-01-01")
    make_issued("zasilek_staly", household=household, answers=answers)
    second = make_draft("zasilek_staly", household=household)
    with pytest.raises(DomainError, match="5020/1/2026"):
        decision_submit(actor=second.prepared_by, decision=second, today=TODAY)
