"""Drafting a decision: begin it, write in it, give it up."""

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db.models import F
from django.utils.translation import gettext as _

from benefits import outcome
from benefits.facts import facts_of
from benefits.models import Calculation, Decision, DecisionItem
from benefits.queries import OPEN, newest_calculation, open_decision
from benefits.services.calculation import calculation_store
from benefits.services.items import (
    Grant,
    grant_from,
    items_replace,
    part_amounts,
    payee_of,
    result_for,
)
from benefits.states import DecisionResult, DecisionStatus
from cases.answers import read_answers
from cases.models import Case
from cases.perms import require_change
from cases.services import case_move
from cases.states import CaseStatus
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.months import month_of
from core.permissions import Permission
from core.polish import format_date, format_money


class DraftFields(TypedDict, total=False):
    """What the officer may change in a draft; amounts in zł."""

    amount: Decimal
    valid_from: date
    months: int
    purpose: str
    way: str
    refuse: bool
    discretion_reason: str
    findings: str
    immediate: bool
    immediate_reason: str


@audit.service
def decision_draft(*, actor: User, case: Case, today: date) -> Decision:
    """Begin the decision from the newest calculation; a draft that exists is returned.

    Raises PermissionDenied, DomainError without a calculation or when one waits to be checked.
    """
    require_change(actor, case, today, Permission.DECISIONS_PREPARE)
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    existing = open_decision(case)
    if existing is not None:
        return existing
    calculation = newest_calculation(case)
    if calculation is None:
        raise DomainError(_("Calculate the benefit first; the decision starts from it."))
    incapacity = facts_of(case, on=calculation.on).incapacity
    grant = grant_from(calculation, incapacity, today)
    decision = Decision.objects.create(
        case=case,
        calculation=calculation,
        result=result_for(calculation, grant),
        findings=read_answers(case.interview.answers).conclusion,
        prepared_by=actor,
        prepared_on=today,
    )
    items_replace(decision=decision, grant=grant, today=today)
    case_move(actor=actor, case=case, to=CaseStatus.DRAFTED, today=today)
    return decision


@audit.service
def decision_edit(
    *, actor: User, decision: Decision, version: int, today: date, **fields: Unpack[DraftFields]
) -> Decision:
    """Write in the draft of `version`; it becomes the next one.

    Amounts stay within what the law (and, at discretion, the application) allows; another
    amount of zasiłek okresowy is calculated anew. `refuse` turns a grant at discretion into a
    refusal and back. Raises PermissionDenied, DomainError, StaleState when somebody saved first.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_PREPARE)
    texts = ("discretion_reason", "findings", "immediate", "immediate_reason")
    values: dict[str, Any] = {name: fields[name] for name in texts if name in fields}  # type: ignore[literal-required]
    won = Decision.objects.filter(
        pk=decision.pk, version=version, status=DecisionStatus.DRAFT
    ).update(**values, prepared_by=actor, prepared_on=today, version=F("version") + 1)
    if not won:
        raise _not_won(decision)
    decision = Decision.objects.select_related(
        "case__kind", "case__applicant", "case__application", "case__interview",
        "case__household", "calculation__kind", "calculation__case__application",
    ).get(pk=decision.pk)  # fmt: skip
    _refuse_or_grant(decision, fields, today)
    item = decision.items.first()
    if item is not None:
        _item_edit(actor=actor, decision=decision, item=item, fields=fields, today=today)
    return decision


def _not_won(decision: Decision) -> DomainError:
    status = Decision.objects.values_list("status", flat=True).get(pk=decision.pk)
    if status != DecisionStatus.DRAFT:
        return DomainError(_("Only a draft can be changed; this one has already been handed on."))
    return StaleState()


def _refuse_or_grant(decision: Decision, fields: DraftFields, today: date) -> None:
    """At discretion the officer may refuse what the law would allow, and think again."""
    refuse = fields.get("refuse")
    refused = decision.result == DecisionResult.REFUSED
    if refuse is None or refuse == refused:
        return
    if decision.case.kind.code not in outcome.AT_DISCRETION:
        raise DomainError(_("This benefit is a right: whether it is due follows from the law."))
    calculation = decision.calculation
    grant = None if refuse else grant_from(calculation, None, today)
    if not refuse and grant is None:
        raise DomainError(_("The law does not allow this benefit here; it can only be refused."))
    decision.result = result_for(calculation, grant)
    decision.save(update_fields=["result"])
    items_replace(decision=decision, grant=grant, today=today)


def _item_edit(
    *, actor: User, decision: Decision, item: DecisionItem, fields: DraftFields, today: date
) -> None:
    amount = fields.get("amount") or item.amount
    if amount != item.amount:
        decision = _amount_change(actor=actor, decision=decision, amount=amount)
        item.guaranteed = outcome.figure(decision.calculation.answer, "amount_guaranteed")
    period = _period(decision, item, fields)
    parts = part_amounts(decision.calculation, Grant(amount, period))
    item.amount, item.valid_from, item.valid_to = amount, period.start, period.end
    item.first_amount, item.last_amount = parts.get("first"), parts.get("last")
    item.purpose = fields.get("purpose", item.purpose)
    for name, value in payee_of(decision.case, fields.get("way") or item.way, today).items():
        setattr(item, name, value)
    item.save()


def _amount_change(*, actor: User, decision: Decision, amount: Decimal) -> Decision:
    """Another amount within the bounds; zasiłek okresowy is calculated anew with it."""
    case, calculation = decision.case, decision.calculation
    bounds = outcome.bounds_of(
        case.kind.code, calculation.answer, case.application.requested_amount
    )
    if not bounds.holds(amount):
        raise DomainError(_outside(bounds, amount))
    if case.kind.code == outcome.PERIODIC:
        decision.calculation = _chosen(actor, calculation, amount)
    requested = case.application.requested_amount
    decision.result = outcome.result_of(case.kind.code, amount, requested)
    decision.save(update_fields=["calculation", "result"])
    return decision


def _chosen(actor: User, calculation: Calculation, amount: Decimal) -> Calculation:
    mapped = facts_of(
        calculation.case,
        on=calculation.on,
        reason_art7=calculation.facts.get("reason_art7", ""),
        amount_chosen=amount,
    )
    return calculation_store(actor=actor, case=calculation.case, mapped=mapped, on=calculation.on)


def _outside(bounds: outcome.Bounds, amount: Decimal) -> str:
    if bounds.most is not None and bounds.least == bounds.most:
        return _("The law fixes this amount: %(amount)s.") % {"amount": format_money(bounds.least)}
    if bounds.most is None:
        return _("The amount has to be more than zero.")
    return _("%(amount)s is outside what may be granted here: %(least)s to %(most)s.") % {
        "amount": format_money(amount),
        "least": format_money(bounds.least),
        "most": format_money(bounds.most),
    }


def _period(decision: Decision, item: DecisionItem, fields: DraftFields) -> outcome.Period:
    """The officer chooses the months of zasiłek okresowy; all other periods follow the law."""
    if decision.case.kind.code != outcome.PERIODIC:
        return outcome.Period(item.valid_from, item.valid_to)
    start = fields.get("valid_from") or item.valid_from
    earliest = month_of(decision.calculation.on)
    if start < earliest:
        raise DomainError(
            _("Help is due at the earliest from %(day)s, the month of the application.")
            % {"day": format_date(earliest)}
        )
    if start.day != 1:
        raise DomainError(_("Zasiłek okresowy is granted for whole months."))
    before = outcome.months_between(item.valid_from, item.valid_to or item.valid_from)
    months = fields.get("months") or before
    if not 1 <= months <= outcome.MAX_MONTHS:
        raise DomainError(_("Choose from 1 to %(most)s months.") % {"most": outcome.MAX_MONTHS})
    return outcome.Period(start, outcome.end_after(start, months))


@audit.service
def decision_cancel(*, actor: User, decision: Decision, today: date) -> Decision:
    """Give up a draft; the case goes back to its calculation. Raises StaleState once issued."""
    require_change(actor, decision.case, today, Permission.DECISIONS_PREPARE)
    won = Decision.objects.filter(pk=decision.pk, status__in=OPEN).update(
        status=DecisionStatus.CANCELLED, version=F("version") + 1
    )
    if not won:
        raise StaleState
    case = Case.objects.get(pk=decision.case_id)
    case_move(actor=actor, case=case, to=CaseStatus.CALCULATED, today=today)
    decision.refresh_from_db()
    return decision
