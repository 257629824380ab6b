"""Calculate the benefit of a case: facts, answer of the law, trace."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import CharField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits import outcome, presenters
from benefits.calculator.kept import kept_view
from benefits.facts import REASON_NEEDED, day_of_law, default_reason, facts_of
from benefits.forms import CalculationForm
from benefits.models import Calculation
from benefits.queries import kept_answers_of, newest_calculation, open_decision
from benefits.services import FactsMissing, calculation_make, decision_draft
from benefits.states import DecisionStatus
from benefits.steps import steps_in_words
from benefits.views.common import case_or_404
from cases.answers import read_answers
from cases.law_codes import reason_choices
from cases.models import Case
from cases.perms import may_change
from cases.states import OPEN, InterviewStatus
from core.errors import DomainError
from core.fields import DateField, MoneyField
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission


@access(Permission.CASES_VIEW, FORM)
def calculate(request: Request, pk: int) -> HttpResponse:
    """Facts, result and trace; POST asks the law anew and keeps the answer."""
    case = case_or_404(request, pk)
    newest = newest_calculation(case)
    if request.method != "POST":
        chosen = _chosen(request)
        form = _form(case, newest, chosen=chosen)
        return _page(request, case, newest, form, from_calculator=bool(chosen))
    form = _form(case, newest, request.POST)
    if not form.is_valid():
        return _page(request, case, newest, form, status=422)
    try:
        calculation_make(
            actor=request.user, case=case, today=timezone.localdate(), **form.cleaned_data
        )
    except FactsMissing as error:
        return _page(request, case, newest, form, status=422, missing=error.missing)
    except DomainError as error:
        form.add_error(None, str(error.message))
        return _page(request, case, newest, form, status=422)
    messages.success(request, _("The calculation is made and kept."))
    return redirect("benefits:calculate", pk)


@access(Permission.DECISIONS_PREPARE, WRITE)
def draft(request: Request, pk: int) -> HttpResponse:
    """Begin the decision from the newest calculation."""
    case = case_or_404(request, pk)
    try:
        decision = decision_draft(actor=request.user, case=case, today=timezone.localdate())
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("benefits:calculate", pk)
    return redirect("benefits:decision", decision.pk)


def _form(
    case: Case,
    newest: Calculation | None,
    data: Any = None,
    chosen: dict[str, Any] | None = None,
) -> CalculationForm:
    day = newest.on if newest else day_of_law(case)
    facts = newest.facts if newest else {}
    amount = facts.get("amount_chosen")
    initial = {
        "on": day,
        "reason_art7": facts.get("reason_art7") or default_reason(_found_reasons(case)),
        "amount_chosen": Decimal(amount) if amount else None,
        **(chosen or {}),
    }
    return CalculationForm(data, case=case, reasons=_reasons(case, day), initial=initial)


def _chosen(request: Request) -> dict[str, Any]:
    """Choices brought from the calculator; what cannot be read is left out."""
    fields = {"on": DateField(), "amount_chosen": MoneyField(), "reason_art7": CharField()}
    found = {}
    for name, kind in fields.items():
        try:
            found[name] = kind.clean(request.GET.get(name, ""))
        except ValidationError:
            continue
    return found


def _found_reasons(case: Case) -> list[str]:
    """Reasons of art. 7 that the interview found, where the benefit needs one."""
    if case.kind.code != REASON_NEEDED or case.interview.status != InterviewStatus.COMPLETED:
        return []
    return list(read_answers(case.interview.answers).reasons)


def _reasons(case: Case, day: date) -> list[tuple[str, str]]:
    """Those that may be chosen: what the interview found, or all when it found none."""
    if case.kind.code != REASON_NEEDED or case.interview.status != InterviewStatus.COMPLETED:
        return []
    found = _found_reasons(case)
    every = [(code, f"{label} (pkt {pkt})") for code, pkt, label in reason_choices(day)]
    chosen = [(code, label) for code, label in every if code in found]
    return chosen or every


def _page(
    request: Request,
    case: Case,
    newest: Calculation | None,
    form: CalculationForm,
    *,
    status: int = 200,
    missing: tuple[Any, ...] = (),
    from_calculator: bool = False,
) -> HttpResponse:
    today = timezone.localdate()
    day = newest.on if newest else day_of_law(case)
    mapped = facts_of(
        case, on=day, reason_art7=newest.facts.get("reason_art7", "") if newest else ""
    )
    existing = open_decision(case)
    context = {
        "case": case,
        "form": form,
        "from_calculator": from_calculator,
        "calculation": newest,
        "parameters": presenters.amounts_used(newest.answer) if newest else [],
        "steps": steps_in_words(newest.answer, newest.facts, benefit=case.kind.code, on=newest.on)
        if newest
        else [],
        "outdated": newest is not None and _outdated(newest, mapped.facts),
        "facts": presenters.facts_view(newest.facts if newest else mapped.facts, day),
        "notes": mapped.notes,
        "missing": presenters.mends(missing or mapped.missing),
        "bounds": _bounds(case, newest),
        "decision": existing,
        "kept": [kept_view(row, case.kind.code) for row in kept_answers_of(case)],
        "may_calculate": case.status in OPEN
        and may_change(request.user, case, today, Permission.CALCULATIONS_MAKE)
        and (existing is None or existing.status == DecisionStatus.DRAFT),
        "may_draft": case.status in OPEN
        and existing is None
        and may_change(request.user, case, today, Permission.DECISIONS_PREPARE),
    }
    return render(request, "benefits/calculate.html", context, status=status)


def _outdated(newest: Calculation, facts: dict[str, Any]) -> bool:
    """Has the file changed since? (What the officer chose is no change of the file.)"""
    chosen = ("amount_chosen", "reason_art7")
    then = {k: v for k, v in newest.facts.items() if k not in chosen}
    return bool(facts) and then != {k: v for k, v in facts.items() if k not in chosen}


def _bounds(case: Case, newest: Calculation | None) -> outcome.Bounds | None:
    if newest is None or outcome.is_refused(newest.answer):
        return None
    return outcome.bounds_of(case.kind.code, newest.answer, case.application.requested_amount)
