"""What a draft grants: derived from its calculation and the person's own data. Inside services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

import law
from benefits import outcome
from benefits.facts import Incapacity
from benefits.models import Calculation, Decision, DecisionItem
from benefits.queries import overlapping
from benefits.states import DecisionResult
from cases.models import Case, PaymentWay
from clients.models import AddressKind
from clients.queries import address_on, bank_account_on
from core.errors import DomainError
from payments.models import Entitlement


@dataclass(frozen=True, slots=True)
class Grant:
    """What is granted: amount in zł (a month, or once), and when."""

    amount: Decimal
    period: outcome.Period


def draft_refresh(
    *,
    decision: Decision,
    calculation: Calculation,
    incapacity: Incapacity | None,
    today: date,
) -> None:
    """Let a draft follow a new calculation: result and items anew, the officer's texts stay."""
    grant = grant_from(calculation, incapacity, today)
    result = result_for(calculation, grant)
    Decision.objects.filter(pk=decision.pk).update(
        calculation=calculation, result=result, version=F("version") + 1
    )
    decision.refresh_from_db()
    items_replace(decision=decision, grant=grant, today=today)


def grant_from(
    calculation: Calculation, incapacity: Incapacity | None, today: date
) -> Grant | None:
    """What the calculation leads to, or None for a refusal."""
    case, answer = calculation.case, calculation.answer
    code = calculation.kind.code
    if outcome.is_refused(answer):
        return None
    amount = outcome.first_amount_of_draft(code, answer, case.application.requested_amount)
    if amount is None or amount <= 0:
        raise DomainError(_("The application does not say how much money is needed."))
    period = outcome.period_of(code, calculation.on, incapacity, today=today)
    return Grant(amount, _after_the_last(case, period))


def result_for(calculation: Calculation, grant: Grant | None) -> DecisionResult:
    """Granted, partly, refused."""
    requested = calculation.case.application.requested_amount
    return outcome.result_of(calculation.kind.code, grant.amount if grant else None, requested)


def _after_the_last(case: Case, period: outcome.Period) -> outcome.Period:
    """A monthly benefit follows the one that still runs; it never covers the same days twice."""
    if not case.kind.periodic:
        return period
    months = outcome.months_between(period.start, period.end) if period.end else 0
    running = overlapping(
        person_id=case.applicant_id, kind_id=case.kind_id, start=period.start, end=period.end
    )
    ends = [ends_on(entitlement) for entitlement in running]
    closed = [end for end in ends if end is not None]
    if not running or len(closed) < len(ends):
        return period  # an open one is refused when the draft is handed on
    start = max(closed) + timedelta(days=1)
    if period.end is None:
        return outcome.Period(start, None)
    if case.kind.code == outcome.PERIODIC:
        return outcome.Period(start, outcome.end_after(start, months))
    return outcome.Period(start, max(period.end, start))


def ends_on(entitlement: Entitlement) -> date | None:
    """The last day of an entitlement, cut short or not; None when it has none."""
    return entitlement.ended_on or entitlement.valid_to


def items_replace(*, decision: Decision, grant: Grant | None, today: date) -> None:
    """Write the operative items of a draft anew."""
    decision.items.all().delete()
    if grant is None:
        return
    case, calculation = decision.case, decision.calculation
    parts = part_amounts(calculation, grant)
    DecisionItem.objects.create(
        decision=decision,
        kind=case.kind,
        person=case.applicant,
        valid_from=grant.period.start,
        valid_to=grant.period.end,
        amount=grant.amount,
        first_amount=parts.get("first"),
        last_amount=parts.get("last"),
        guaranteed=outcome.figure(calculation.answer, "amount_guaranteed"),
        purpose=case.application.purpose if not case.kind.periodic else "",
        **payee_of(case, case.application.payment_way, today),
    )


def payee_of(case: Case, way: str, today: date) -> dict[str, str]:
    """To whom and where the money goes, from the person's own data as of `today`."""
    person = case.applicant
    account = bank_account_on(person, today) if way == PaymentWay.TRANSFER else None
    address = address_on(person, today, AddressKind.RESIDENCE)
    return {
        "way": way,
        "nrb": account.nrb if account else "",
        "payee_name": (account.holder if account and account.holder else person.full_name)[:140],
        "payee_address": str(address)[:200] if address else "",
    }


def part_amounts(calculation: Calculation, grant: Grant) -> dict[str, Decimal]:
    """Amounts of a first and a last month that the grant covers only in part."""
    if calculation.kind.code != outcome.PERMANENT:
        return {}
    return {
        name: part_amount(calculation, start, end)
        for name, start, end in outcome.parts_of(grant.period.start, grant.period.end)
    }


def part_amount(calculation: Calculation, start: date, end: date) -> Decimal:
    """The law's amount for a part of a month (art. 106 ust. 3 UPS), zł."""
    facts: Mapping[str, Any] = {
        **calculation.facts,
        "from": start.isoformat(),
        "to": end.isoformat(),
    }
    try:
        answer = law.calculate(calculation.kind.code, facts, calculation.on).as_json()
    except law.LawError as error:
        raise DomainError(
            _("The amount of a part of a month cannot be computed: %(why)s")
            % {"why": error.message}
        ) from error
    return Decimal(answer["amount"])
