"""Calculations: the law asked with the facts of a case, question and answer kept."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from benefits.facts import Mapped, Missing, day_of_law, facts_of
from benefits.models import Calculation, KeptAnswer
from benefits.outcome import figure
from benefits.queries import open_decision
from benefits.services.items import draft_refresh
from benefits.states import DecisionStatus
from cases.models import Case
from cases.perms import require_change
from cases.services import case_move
from cases.states import OPEN, CaseStatus
from core import audit
from core.errors import DomainError
from core.models import User
from core.permissions import Permission
from core.polish import format_date


class FactsMissing(DomainError):
    """The file does not have all that the law needs; `missing` says what and where to mend it."""

    def __init__(self, missing: tuple[Missing, ...]) -> None:
        super().__init__(" ".join(m.message for m in missing))
        self.missing = missing


@audit.service
def calculation_make(
    *,
    actor: User,
    case: Case,
    today: date,
    on: date | None = None,
    reason_art7: str = "",
    amount_chosen: Decimal | None = None,
) -> Calculation:
    """Ask the law about `case` on day `on` (by default the day of filing) and keep the answer.

    `reason_art7` and `amount_chosen` (zł) are for zasiłek okresowy. A draft of a decision takes
    over the new calculation, its texts stay. Raises PermissionDenied, FactsMissing, DomainError
    when a decision waits to be checked or signed, or when the law cannot answer.
    """
    require_change(actor, case, today, Permission.CALCULATIONS_MAKE)
    case = Case.objects.select_for_update(of=("self",)).select_related(
        "kind", "household", "applicant", "application", "interview"
    ).get(pk=case.pk)  # fmt: skip
    draft = open_decision(case)
    _check(case, draft.status if draft else None)
    day = on or day_of_law(case)
    _check_day(day, today)
    mapped = facts_of(case, on=day, reason_art7=reason_art7, amount_chosen=amount_chosen)
    calculation = calculation_store(actor=actor, case=case, mapped=mapped, on=day)
    if draft is not None:
        draft_refresh(
            decision=draft, calculation=calculation, incapacity=mapped.incapacity, today=today
        )
    else:
        case_move(actor=actor, case=case, to=CaseStatus.CALCULATED, today=today)
    return calculation


def calculation_store(*, actor: User, case: Case, mapped: Mapped, on: date) -> Calculation:
    """Ask the law and keep question and answer; call inside a service."""
    if mapped.missing:
        raise FactsMissing(mapped.missing)
    answer = ask(case.kind.code, mapped.facts, on)
    amount = answer.get("amount")
    return Calculation.objects.create(
        case=case,
        kind=case.kind,
        on=on,
        facts=mapped.facts,
        answer=answer,
        entitled=answer.get("entitled"),
        amount=Decimal(amount) if amount is not None else None,
        income=figure(answer, "income"),
        law_version=str(answer.get("law_version", law.VERSION)),
        made_by=actor,
    )


@audit.service
def answer_keep(
    *, actor: User, case: Case, facts: Mapping[str, Any], on: date, today: date
) -> KeptAnswer:
    """Ask the law with facts that somebody gave, and keep question and answer on the case.

    It is no calculation of the case: those are made from its interview. Raises PermissionDenied,
    law.LawError, DomainError when the case is ended or the facts cannot be stored.
    """
    require_change(actor, case, today, Permission.CALCULATIONS_MAKE)
    answer = law.calculate(case.kind.code, facts, on).as_json()
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.status not in OPEN:
        raise DomainError(_("The case is already decided or ended; nothing more is calculated."))
    if "\\u0000" in json.dumps(facts, default=str):
        raise DomainError(_("A text in the facts holds a character that cannot be stored."))
    return KeptAnswer.objects.create(case=case, on=on, facts=facts, answer=answer, made_by=actor)


def ask(code: str, facts: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The law's answer; raises DomainError in the words of the law where it has none."""
    try:
        return dict(law.calculate(code, facts, on).as_json())
    except law.LawError as error:
        why = error.polish if get_language() == "pl" else error.message
        raise DomainError(
            _("The law cannot be applied to these facts: %(why)s") % {"why": why}
        ) from error


def _check(case: Case, draft: str | None) -> None:
    if case.status not in OPEN:
        raise DomainError(_("The case is already decided or ended; nothing more is calculated."))
    if case.status == CaseStatus.REGISTERED:
        missing = Missing(
            _("The interview is not completed yet; the calculation starts from it."),
            "cases:interview",
            case.pk,
        )
        raise FactsMissing((missing,))
    if draft in (DecisionStatus.SUBMITTED, DecisionStatus.CHECKED):
        raise DomainError(
            _("A decision waits to be checked or signed. Return it first, then calculate again.")
        )


def _check_day(day: date, today: date) -> None:
    if day > today:
        raise DomainError(
            _("The law of %(day)s cannot be applied yet: that day is still to come.")
            % {"day": format_date(day)}
        )
