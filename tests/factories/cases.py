"""Cases for tests: registered, with an interview held, with any incomes."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from cases.models import Case, Channel
from cases.services import case_register, interview_complete
from clients.models import Household
from clients.queries import members_on
from core.models import BenefitKind, District, User
from core.months import previous_month
from core.permissions import Role
from tests.factories.clients import make_household
from tests.factories.core import TODAY, make_district, make_user

PURPOSE = ("zasilek_celowy", "specjalny_zasilek_celowy")


def make_worker(district: District | None = None) -> User:
    """The social worker of the district, made on first use."""
    district = district or make_district()
    known = User.objects.filter(role=Role.SOCIAL_WORKER, district=district).first()
    return known or make_user(Role.SOCIAL_WORKER, f"worker_{district.pk}", district=district)


def make_case(
    kind_code: str = "zasilek_okresowy",
    *,
    household: Household | None = None,
    actor: User | None = None,
    received_on: date = TODAY - timedelta(days=10),
    today: date = TODAY,
    **extra: Any,
) -> Case:
    """A registered case of the head of the household."""
    household = household or make_household()
    actor = actor or make_worker(household.district)
    if kind_code in PURPOSE:
        extra = {"purpose": "opał", "requested_amount": Decimal("800.00"), **extra}
    return case_register(
        actor=actor,
        household=household,
        applicant=extra.pop("applicant", None) or members_on(household, today)[0].person,
        kind=BenefitKind.objects.get(code=kind_code),
        received_on=received_on,
        channel=extra.pop("channel", Channel.IN_PERSON),
        submission_key=extra.pop("submission_key", None) or uuid4(),
        today=today,
        **extra,
    )


def make_answers(
    case: Case,
    *,
    incomes: Sequence[tuple[str, str | Decimal]] = (),
    reasons: Sequence[str] = ("bezrobocie",),
    today: date = TODAY,
    **extra: Any,
) -> dict[str, Any]:
    """Complete answers; `incomes` are kind and net amount of the applicant (zł, month before)."""
    members = [m.person_id for m in members_on(case.household, today)]
    month = previous_month(case.opened_on)
    return {
        "household_kind": "samotnie" if len(members) == 1 else "rodzina",
        "members": members,
        "incomes": [
            {
                "person": case.applicant_id,
                "kind": kind,
                "month": f"{month:%Y-%m}",
                "amount": str(amount),
            }
            for kind, amount in incomes
        ],
        "reasons": list(reasons),
        "needs": [{"what": "żywność", "amount": "400.00"}],
        "conclusion": "Rodzina wymaga wsparcia.",
        "proposed_help": "Pomoc finansowa.",
        **extra,
    }


def make_interviewed_case(
    kind_code: str = "zasilek_okresowy",
    *,
    incomes: Sequence[tuple[str, str | Decimal]] = (),
    answers: Mapping[str, Any] | None = None,
    held_on: date | None = None,
    today: date = TODAY,
    **extra: Any,
) -> Case:
    """A case whose interview is completed; `answers` change or add to `make_answers`."""
    case = make_case(kind_code, today=today, **extra)
    interview_complete(
        actor=case.handler,
        interview=case.interview,
        answers={**make_answers(case, incomes=incomes, today=today), **(answers or {})},
        held_on=held_on or min(today, case.opened_on + timedelta(days=3)),
        today=today,
    )
    case.refresh_from_db()
    return case
