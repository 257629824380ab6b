"""Handing a draft on, checking it, giving it back (four eyes)."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from benefits import outcome
from benefits.models import Decision, DecisionItem
from benefits.perms import require_checker
from benefits.queries import overlapping
from benefits.services.items import payee_of
from benefits.states import DecisionResult, DecisionStatus
from cases.models import PaymentWay
from cases.perms import require_change
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission
from core.polish import format_date


@audit.service
def decision_submit(*, actor: User, decision: Decision, today: date) -> Decision:
    """Hand the draft on to be checked.

    Raises PermissionDenied, DomainError naming what the draft lacks, StaleState.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_PREPARE)
    decision = _reload(decision)
    for item in decision.items.all():
        for name, value in payee_of(decision.case, item.way, today).items():
            setattr(item, name, value)
        item.save()
    if problems := draft_problems(decision):
        raise DomainError(" ".join(problems))
    _step(
        decision,
        DecisionStatus.DRAFT,
        DecisionStatus.SUBMITTED,
        prepared_by=actor,
        prepared_on=today,
        returned_why="",
    )
    return decision


@audit.service
def decision_check(
    *, actor: User, decision: Decision, today: date, version: int | None = None
) -> Decision:
    """The draft was checked and may be signed.

    `version`: the one that was read; another by now is not passed unseen. Raises NotYours for
    whoever wrote in it, StaleState when somebody was first.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_CHECK)
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if version is not None and held.version != version:
        raise StaleState
    require_checker(actor, held)
    _step(
        decision,
        DecisionStatus.SUBMITTED,
        DecisionStatus.CHECKED,
        checked_by=actor,
        checked_on=today,
    )
    return decision


@audit.service
def decision_return(*, actor: User, decision: Decision, today: date, why: str) -> Decision:
    """Give the draft back to whoever prepared it, with what is to be mended."""
    require_change(actor, decision.case, today, Permission.DECISIONS_CHECK)
    if not why.strip():
        raise DomainError(_("Say what is to be mended."))
    before = DecisionStatus(decision.status)
    if before not in (DecisionStatus.SUBMITTED, DecisionStatus.CHECKED):
        raise StaleState
    _step(
        decision,
        before,
        DecisionStatus.DRAFT,
        checked_by=None,
        checked_on=None,
        returned_why=why.strip()[:300],
    )
    return decision


def _step(
    decision: Decision, before: DecisionStatus, after: DecisionStatus, **values: object
) -> None:
    """The conditional update of one step; raises StaleState when somebody was first."""
    won = Decision.objects.filter(pk=decision.pk, status=before).update(
        status=after, version=F("version") + 1, **values
    )
    if not won:
        raise StaleState
    decision.refresh_from_db()


def _reload(decision: Decision) -> Decision:
    return (
        Decision.objects.select_related("case__kind", "case__applicant", "case__application")
        .prefetch_related("items")
        .get(pk=decision.pk)
    )


def draft_problems(decision: Decision) -> list[str]:
    """What a draft still lacks before it can be handed on, in words."""
    problems: list[str] = []
    code = decision.case.kind.code
    grants = decision.result != DecisionResult.REFUSED
    needs_words = code in outcome.AT_DISCRETION or decision.result == DecisionResult.PARTLY
    refused_freely = not grants and not outcome.is_refused(decision.calculation.answer)
    if (needs_words or refused_freely) and not decision.discretion_reason.strip():
        problems.append(
            _("Write the assessment: why this amount, or why nothing (art. 107 § 3 KPA).")
        )
    if not decision.findings.strip():
        problems.append(_("Write what the interview found."))
    if decision.immediate and not decision.immediate_reason.strip():
        problems.append(_("Say why the decision is immediately enforceable (art. 108 KPA)."))
    for item in decision.items.all():
        problems += _item_problems(decision, item)
    return problems


def _item_problems(decision: Decision, item: DecisionItem) -> list[str]:
    problems: list[str] = []
    if item.way == PaymentWay.TRANSFER and not item.nrb:
        problems.append(
            _(
                "%(person)s has no bank account on file. "
                "Enter the account, or choose payment at the cash desk."
            )
            % {"person": decision.case.applicant.full_name}
        )
    if not item.kind.periodic:
        if not item.purpose.strip():
            problems.append(_("Say what the money is for."))
        return problems
    running = overlapping(
        person_id=item.person_id, kind_id=item.kind_id, start=item.valid_from, end=item.valid_to
    )
    for entitlement in running:
        end = entitlement.ended_on or entitlement.valid_to
        problems.append(
            _(
                "The same benefit is already granted by decision %(number)s from %(start)s to "
                "%(end)s; the same days cannot be granted twice."
            )
            % {
                "number": entitlement.origin_number,
                "start": format_date(entitlement.valid_from),
                "end": format_date(end) if end else _("further notice"),
            }
        )
    return problems
