"""Decisions for tests, made by the same services as in the office."""

from datetime import date
from decimal import Decimal
from typing import Any

from benefits.models import Decision
from benefits.outcome import AT_DISCRETION
from benefits.services import (
    calculation_make,
    decision_check,
    decision_draft,
    decision_edit,
    decision_sign,
    decision_submit,
)
from cases.models import Case, PaymentWay
from core.models import User
from core.permissions import Role
from tests.factories.cases import make_interviewed_case
from tests.factories.core import TODAY, make_authorization, make_user

ASSESSMENT = "Potrzeba jest niezbędna, a kwota mieści się w środkach Ośrodka."


def make_checker() -> User:
    """A clerk who may check the drafts of others."""
    known = User.objects.filter(role=Role.BENEFITS_CLERK).first()
    return known or make_user(Role.BENEFITS_CLERK, "checker")


def make_signer() -> User:
    """The manager, authorised to sign in pomoc społeczna."""
    known = User.objects.filter(role=Role.MANAGER, authorizations__isnull=False).first()
    if known:
        return known
    user = make_user(Role.MANAGER, "signer", position="Kierownik GOPS")
    make_authorization(user)
    return user


def make_calculated_case(
    kind_code: str = "zasilek_okresowy", *, today: date = TODAY, **extra: Any
) -> Case:
    """A case that is calculated; money is paid in cash unless said otherwise."""
    extra.setdefault("payment_way", PaymentWay.CASH)
    case = make_interviewed_case(kind_code, today=today, **extra)
    calculation_make(actor=case.handler, case=case, today=today)
    case.refresh_from_db()
    return case


def make_draft(
    kind_code: str = "zasilek_okresowy",
    *,
    today: date = TODAY,
    amount: Decimal | None = None,
    **extra: Any,
) -> Decision:
    """A draft with the texts that it needs to be handed on."""
    case = make_calculated_case(kind_code, today=today, **extra)
    decision = decision_draft(actor=case.handler, case=case, today=today)
    fields: dict[str, Any] = {"amount": amount} if amount is not None else {}
    if kind_code in AT_DISCRETION or amount is not None:
        fields["discretion_reason"] = ASSESSMENT
    if fields:
        decision = decision_edit(
            actor=case.handler, decision=decision, version=decision.version, today=today, **fields
        )
    return decision


def make_submitted(kind_code: str = "zasilek_okresowy", **extra: Any) -> Decision:
    """A decision waiting to be checked."""
    today = extra.get("today", TODAY)
    decision = make_draft(kind_code, **extra)
    return decision_submit(actor=decision.prepared_by, decision=decision, today=today)


def make_checked(kind_code: str = "zasilek_okresowy", **extra: Any) -> Decision:
    """A decision waiting for signature."""
    decision = make_submitted(kind_code, **extra)
    return decision_check(actor=make_checker(), decision=decision, today=extra.get("today", TODAY))


def make_issued(kind_code: str = "zasilek_okresowy", **extra: Any) -> Decision:
    """A signed decision with its entitlements open."""
    decision = make_checked(kind_code, **extra)
    return decision_sign(actor=make_signer(), decision=decision, today=extra.get("today", TODAY))
