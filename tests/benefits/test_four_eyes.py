"""Who may check and sign: four eyes, authorisation, one number under any concurrency."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from benefits.models import Decision
from benefits.presenters import actions_of
from benefits.services import (
    decision_check,
    decision_edit,
    decision_return,
    decision_sign,
    decision_submit,
)
from benefits.states import DecisionStatus
from core.audit import writing
from core.errors import DomainError, NotYours, StaleState
from core.models import BenefitKind, StandIn
from core.permissions import Role
from payments.models import Entitlement
from payments.perms import CORRECT, may, require_opener
from tests.factories.benefits import (
    make_checked,
    make_checker,
    make_draft,
    make_issued,
    make_signer,
    make_submitted,
)
from tests.factories.core import TODAY, make_authorization, make_district, make_user


def sign(decision, actor, today=TODAY):
    return decision_sign(actor=actor, decision=decision, today=today)


def test_nobody_checks_an_own_draft(office):
    decision = make_submitted()
    with pytest.raises(NotYours):
        decision_check(actor=decision.prepared_by, decision=decision, today=TODAY)


def test_who_wrote_a_part_of_it_does_not_check_it_either(office):
    decision = make_draft()
    worker, clerk = decision.prepared_by, make_checker()
    decision_edit(
        actor=clerk, decision=decision, version=decision.version, today=TODAY, findings="x"
    )
    decision = decision_submit(actor=clerk, decision=decision, today=TODAY)
    for author in (worker, clerk):
        with pytest.raises(NotYours):
            decision_check(actor=author, decision=decision, today=TODAY)
    other = make_user(Role.BENEFITS_CLERK, "third")
    decision_check(actor=other, decision=decision, today=TODAY)


def test_the_checker_who_gave_it_back_may_check_it_again(office):
    decision = make_submitted()
    clerk = make_checker()
    decision_return(actor=clerk, decision=decision, today=TODAY, why="kwota")
    assert decision.status == DecisionStatus.DRAFT
    assert decision.returned_why == "kwota"
    decision = decision_submit(actor=decision.prepared_by, decision=decision, today=TODAY)
    decision_check(actor=clerk, decision=decision, today=TODAY)
    assert decision.status == DecisionStatus.CHECKED


def test_giving_back_says_why(office):
    with pytest.raises(DomainError):
        decision_return(actor=make_checker(), decision=make_submitted(), today=TODAY, why=" ")


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_roles_without_casework_never_sign(office, role):
    user = make_user(role, "other")
    make_authorization(user)
    with pytest.raises(PermissionDenied):
        sign(make_checked(), user)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.BENEFITS_CLERK])
def test_an_authorised_worker_signs(office, role):
    """Art. 110 ust. 8 UPS: the organ may authorise another person of the centre."""
    decision = make_checked()
    user = make_user(role, "deputy")
    with pytest.raises(NotYours, match=r"upoważnienia|authorisation"):
        sign(decision, user)
    authorization = make_authorization(user)
    signed = sign(decision, user)
    assert (signed.signed_by, signed.authorization) == (user, authorization)
    assert Entitlement.objects.get().origin_number == signed.number


def test_money_is_opened_only_by_who_may_sign_it(office):
    """Signing opens the payment: the payments room asks for the authorisation, too."""
    clerk, kind = make_checker(), BenefitKind.objects.get(code="zasilek_okresowy")
    with pytest.raises(PermissionDenied):
        require_opener(clerk, kind, TODAY)
    make_authorization(clerk, valid_to=TODAY)
    require_opener(clerk, kind, TODAY)
    with pytest.raises(PermissionDenied):
        require_opener(clerk, kind, TODAY + timedelta(days=1))


def test_to_sign_is_not_to_correct_payments(office):
    worker = make_user(Role.SOCIAL_WORKER, "deputy")
    make_authorization(worker)
    assert not may(worker, *CORRECT)
    assert may(make_checker(), *CORRECT)
    assert may(make_signer(), *CORRECT)


def test_an_authorised_author_does_not_sign_an_own_draft(office):
    decision = make_checked()
    make_authorization(decision.prepared_by)
    with pytest.raises(NotYours):
        sign(decision, decision.prepared_by)


def test_an_authorised_worker_of_another_district_does_not_sign(office):
    user = make_user(Role.SOCIAL_WORKER, "far", district=make_district("Rejon 9"))
    make_authorization(user)
    with pytest.raises(PermissionDenied):
        sign(make_checked(), user)


def test_a_stand_in_of_the_manager_needs_an_own_authorisation(office):
    manager, stand_in = make_signer(), make_user(Role.MANAGER, "stand_in")
    StandIn.objects.create(absent=manager, stand_in=stand_in, valid_from=TODAY, valid_to=TODAY)
    decision = make_checked()
    with pytest.raises(NotYours, match=r"upoważnienia|authorisation"):
        sign(decision, stand_in)
    assert not actions_of(stand_in, decision, TODAY).sign
    assert actions_of(stand_in, decision, TODAY).why_not


def test_the_button_to_sign_follows_the_authorisation(office):
    decision = make_checked()
    clerk = make_user(Role.BENEFITS_CLERK, "deputy")
    actions = actions_of(clerk, decision, TODAY)
    assert (actions.sign, actions.why_not) == (False, "")
    make_authorization(clerk, valid_to=TODAY)
    assert actions_of(clerk, decision, TODAY).sign
    assert not actions_of(clerk, decision, TODAY + timedelta(days=1)).sign


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        {"valid_to": date(2026, 11, 23)},
        {"valid_from": date(2026, 11, 25)},
        {"act": "swiadczenia_rodzinne"},
    ],
    ids=["none", "expired", "not yet valid", "another act"],
)
def test_without_an_authorisation_valid_today_nothing_is_signed(office, authorization):
    manager = make_user(Role.MANAGER)
    if authorization is not None:
        make_authorization(manager, **authorization)
    decision = make_checked()
    with pytest.raises(NotYours, match=r"upoważnienia|authorisation"):
        sign(decision, manager)
    decision.refresh_from_db()
    assert decision.number is None


def test_an_authorisation_may_be_for_some_benefits_only(office):
    manager = make_user(Role.MANAGER)
    authorization = make_authorization(manager)
    with writing(manager):
        authorization.benefits.add(BenefitKind.objects.get(code="zasilek_staly"))
    decision = make_checked("zasilek_okresowy")
    with pytest.raises(NotYours):
        sign(decision, manager)
    with writing(manager):
        authorization.benefits.add(BenefitKind.objects.get(code="zasilek_okresowy"))
    assert sign(decision, manager).authorization == authorization


@pytest.mark.parametrize("allowed", [True, False])
def test_whether_the_checker_may_sign_is_a_setting(office, settings, allowed):
    settings.DECISION_SIGNER_MAY_BE_CHECKER = allowed
    manager = make_signer()
    decision = make_submitted()
    decision_check(actor=manager, decision=decision, today=TODAY)
    if allowed:
        assert sign(decision, manager).status == DecisionStatus.ISSUED
    else:
        with pytest.raises(NotYours):
            sign(decision, manager)


def test_a_second_signature_finds_it_signed(office):
    decision = make_checked()
    signer = make_signer()
    sign(decision, signer)
    with pytest.raises(StaleState):
        sign(decision, signer)
    assert Entitlement.objects.count() == 1


def test_a_failed_signature_gives_its_number_back(office):
    first = make_checked()
    signer = make_signer()
    with pytest.raises(RuntimeError), transaction.atomic():
        sign(first, signer)
        raise RuntimeError("the server dies")
    second = make_issued()
    first = sign(Decision.objects.get(pk=first.pk), signer)
    assert (second.number, first.number) == ("5021/1/2026", "5021/2/2026")


@pytest.mark.django_db(transaction=True)
def test_two_signatures_at_once_give_one_number(office):
    decision = make_checked()
    signer = make_signer()

    def attempt(_n):
        try:
            return sign(Decision.objects.get(pk=decision.pk), signer).number
        except StaleState:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(attempt, range(4)))

    assert sorted(n for n in numbers if n) == ["5021/1/2026"]
    assert Entitlement.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_decisions_at_once_leave_no_gap(office):
    decisions = [make_checked() for _n in range(6)]
    signer = make_signer()

    def attempt(pk):
        try:
            return sign(Decision.objects.get(pk=pk), signer).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(attempt, [d.pk for d in decisions]))

    assert sorted(numbers) == [f"5021/{n}/2026" for n in range(1, 7)]
