"""Signing: number, frozen letter, entitlements, the case decided: one transaction."""

import secrets
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from benefits import letters, outcome
from benefits.models import Decision, DecisionItem
from benefits.perms import require_signer
from benefits.queries import PDF_JOB, pdf_job_key
from benefits.services.review import draft_problems
from benefits.states import DecisionResult, DecisionStatus
from cases.models import Case, TermKind
from cases.perms import require_change
from cases.services import case_move, term_open
from cases.states import CaseStatus
from core import audit, jobs
from core.errors import DomainError, StaleState
from core.models import Authorization, User
from core.numbers import next_number
from core.permissions import Permission
from core.polish import format_date
from core.terms import Unit
from payments.services import entitlement_open

UPDATE_MONTHS = 6
UPDATE_BASIS = "art. 107 ust. 4 UPS"
# no letters and digits that a tired eye takes for each other
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@audit.service
def decision_sign(
    *, actor: User, decision: Decision, today: date, version: int | None = None
) -> Decision:
    """Sign a checked decision: it gets its number and never changes again.

    Opens the entitlements it grants, decides the case, orders the PDF. `version`: the one that
    was read; another by now is not signed unseen. Raises PermissionDenied, NotYours (four eyes,
    no authorisation valid today), DomainError, StaleState.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_SIGN)
    decision = _locked(decision)
    if version is not None and decision.version != version:
        raise StaleState
    authorization = require_signer(actor, decision, today)
    _check_day(decision, today)
    _one_off_today(decision, today)
    if problems := draft_problems(decision):
        raise DomainError(" ".join(problems))
    _issue(decision, actor, authorization, today)
    for item in decision.items.all():
        _open(actor, decision, item, today)
    case = Case.objects.get(pk=decision.case_id)
    case_move(actor=actor, case=case, to=CaseStatus.DECIDED, today=today, why=decision.number or "")
    _interview_update(actor, decision)
    jobs.enqueue(
        name=PDF_JOB,
        key=pdf_job_key(decision.pk),
        title=_("PDF of decision %(number)s") % {"number": decision.number},
        requested_by=actor,
        args={"decision": decision.pk},
        queue="pdf",
    )
    return decision


def _locked(decision: Decision) -> Decision:
    """The decision, held until the end of the transaction; StaleState unless it was checked."""
    held = (
        Decision.objects.select_for_update(of=("self",))
        .select_related(
            "case__kind", "case__applicant", "case__household", "case__application",
            "case__interview__worker", "case__handler", "calculation__kind",
        )
        .get(pk=decision.pk)
    )  # fmt: skip
    if held.status != DecisionStatus.CHECKED:
        raise StaleState
    return held


def _check_day(decision: Decision, today: date) -> None:
    if decision.checked_on and today < decision.checked_on:
        raise DomainError(
            _("The decision was checked on %(day)s and cannot be signed before.")
            % {"day": format_date(decision.checked_on)}
        )


def _one_off_today(decision: Decision, today: date) -> None:
    """Help that is paid once is due from the day of the decision."""
    for item in decision.items.filter(kind__periodic=False):
        item.valid_from = item.valid_to = today
        item.save(update_fields=["valid_from", "valid_to"])


def _issue(decision: Decision, actor: User, authorization: Authorization, today: date) -> None:
    case = decision.case
    number = f"{case.jrwa}/{next_number(f'decision:{case.jrwa}', today.year)}/{today.year}"
    code = check_code()
    signed = letters.Signed(number, today, actor, authorization, code)
    letter = letters.decision_letter(decision, day=today, signed=signed)
    values: dict[str, Any] = {
        "number": number,
        "issued_on": today,
        "signed_by": actor,
        "authorization": authorization,
        "facts": decision.calculation.facts,
        "answer": decision.calculation.answer,
        "letter_html": letter.html,
        "letter_template": letter.template,
        "check_code": code,
    }
    won = Decision.objects.filter(pk=decision.pk, status=DecisionStatus.CHECKED).update(
        status=DecisionStatus.ISSUED, version=F("version") + 1, **values
    )
    if not won:
        raise StaleState
    decision.refresh_from_db(fields=["status", "version", *values])


def check_code() -> str:
    """Sixteen random signs in groups of four, 80 bits: nobody finds a decision by trying."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _c in range(4)) for _g in range(4))


def _open(actor: User, decision: Decision, item: DecisionItem, today: date) -> None:
    case = decision.case
    basis = "; ".join(decision.calculation.answer.get("basis", []))
    entitlement = entitlement_open(
        actor=actor,
        today=today,
        case=case,
        person=item.person,
        household=case.household,
        kind=item.kind,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        amount=item.amount,
        first_amount=item.first_amount,
        last_amount=item.last_amount,
        way=item.way,
        payee_name=item.payee_name,
        payee_address=item.payee_address,
        nrb=item.nrb,
        pays_health_contribution=item.kind.code == outcome.PERMANENT,
        origin_number=decision.number or "",
        origin_day=today,
        origin_basis=basis,
        household_size=len(decision.calculation.facts["household"]["persons"]),
    )
    item.entitlement = entitlement
    item.save(update_fields=["entitlement"])


def _interview_update(actor: User, decision: Decision) -> None:
    """People on permanent help are visited anew every six months (art. 107 ust. 4 UPS)."""
    case = decision.case
    permanent = case.kind.code == outcome.PERMANENT
    if not permanent or decision.result == DecisionResult.REFUSED:
        return
    term_open(
        actor=actor,
        case=case,
        kind=TermKind.UPDATE,
        start_on=case.interview.held_on or decision.prepared_on,
        length=UPDATE_MONTHS,
        unit=Unit.MONTHS,
        legal_basis=UPDATE_BASIS,
    )
