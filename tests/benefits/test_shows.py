"""What other pages show of decisions: next step, desk, panels, search."""

import pytest

from benefits import shows
from core.audit import writing
from core.models import BenefitKind
from core.permissions import Role
from tests.factories.benefits import (
    make_calculated_case,
    make_checked,
    make_checker,
    make_draft,
    make_issued,
    make_signer,
    make_submitted,
)
from tests.factories.cases import make_interviewed_case
from tests.factories.core import TODAY, make_authorization, make_district, make_user


def next_of(user, case):
    return shows.case_next(user, case.pk, TODAY)


def titles(user):
    return [group.title for group in shows.desk(user, TODAY)]


def test_the_next_step_follows_the_case(office):
    case = make_interviewed_case()
    assert next_of(case.handler, case).url == f"/calculations/{case.pk}/"
    case = make_calculated_case()
    assert next_of(case.handler, case).url == f"/calculations/{case.pk}/"
    for make in (make_draft, make_submitted, make_checked, make_issued):
        decision = make()
        step = next_of(decision.prepared_by, decision.case)
        assert step.sentence
        assert bool(step.url) is (make in (make_draft, make_issued))


def test_who_may_not_do_the_next_step_gets_no_button(office):
    decision = make_checked()
    assert next_of(make_checker(), decision.case).url == ""
    assert next_of(make_signer(), decision.case).url == f"/decisions/{decision.pk}/"
    stranger = make_user(Role.SOCIAL_WORKER, "stranger", district=make_district("Rejon 9"))
    assert next_of(stranger, decision.case) is None


def test_each_desk_shows_what_waits_for_it(office):
    case = make_interviewed_case()
    make_draft(), make_submitted(), make_checked(), make_issued()
    assert titles(case.handler) == [
        "Sprawy do obliczenia i rozstrzygnięcia",
        "Decyzje do przygotowania",
        "Decyzje do doręczenia",
    ]
    assert "Decyzje do sprawdzenia" in titles(make_checker())
    assert titles(make_signer()) == ["Decyzje do sprawdzenia", "Decyzje do podpisu"]
    assert titles(make_user(Role.AUDITOR)) == []
    assert [g.count for g in shows.waiting(case.handler, TODAY)] == [2]


def test_the_desk_to_sign_follows_the_authorisation(office, settings):
    make_checked()
    make_checked("zasilek_celowy")
    clerk, deputy = make_checker(), make_user(Role.BENEFITS_CLERK, "deputy")
    assert "Decyzje do podpisu" not in titles(deputy)
    authorization = make_authorization(deputy)
    make_authorization(clerk)
    with writing(deputy):
        authorization.benefits.add(BenefitKind.objects.get(code="zasilek_okresowy"))
    [group] = [g for g in shows.desk(deputy, TODAY) if g.title == "Decyzje do podpisu"]
    assert group.count == 1
    assert "Decyzje do podpisu" in titles(clerk)  # who checked may sign, by the setting
    settings.DECISION_SIGNER_MAY_BE_CHECKER = False
    assert "Decyzje do podpisu" not in titles(clerk)


def test_the_desk_costs_the_same_however_full(office, django_assert_max_num_queries):
    for _n in range(3):
        make_submitted()
    user = make_checker()
    with django_assert_max_num_queries(12):
        list(shows.desk(user, TODAY))


def test_panels_and_search(office):
    decision = make_issued()
    user = make_checker()
    panel = shows.case_panel(user, decision.case_id, TODAY)
    assert panel.context["decisions"] == [decision]
    assert shows.household_panel(user, decision.case.household_id, TODAY).count == 1
    [hit] = shows.search(user, decision.number, TODAY)
    assert hit.url == f"/decisions/{decision.pk}/"
    assert list(shows.recent(user, [decision.pk], TODAY)) == [decision.pk]


@pytest.mark.parametrize("role", [Role.ACCOUNTANT, Role.ADMINISTRATOR])
def test_who_may_not_see_decisions_is_shown_none(office, role):
    decision = make_issued()
    user = make_user(role)
    assert shows.case_panel(user, decision.case_id, TODAY) is None
    assert shows.household_panel(user, decision.case.household_id, TODAY) is None
    assert list(shows.search(user, decision.number, TODAY)) == []
