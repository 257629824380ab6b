"""A decision from its calculation to finality."""

from decimal import Decimal

import pytest

from benefits.states import DecisionResult, DecisionStatus
from cases.states import CaseStatus
from core.models import Centre, Job
from tests.factories.benefits import make_issued
from tests.factories.core import TODAY

pytestmark = pytest.mark.django_db


def test_a_grant_is_signed_numbered_and_paid(office: Centre) -> None:
    decision = make_issued("zasilek_okresowy", incomes=[("casual_work", "300.00")])

    assert decision.status == DecisionStatus.ISSUED
    assert decision.number == "5021/1/2026"
    assert decision.result == DecisionResult.GRANTED
    item = decision.items.get()
    assert item.amount == Decimal("355.00")  # half of 1010 − 300
    assert item.entitlement is not None
    assert item.entitlement.amount == Decimal("355.00")
    decision.case.refresh_from_db()
    assert decision.case.status == CaseStatus.DECIDED
    assert Job.objects.get(key=f"decision_pdf:{decision.pk}").queue == "pdf"
    assert decision.issued_on == TODAY
