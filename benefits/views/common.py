"""What the views of benefits share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from benefits.models import Decision
from benefits.queries import decision_for
from cases.models import Case
from cases.queries import case_for
from cases.views.common import looked_at as looked_at_case
from core import looks
from core.errors import DomainError
from core.http import Request


def case_or_404(request: Request, pk: int) -> Case:
    """The case, if this person may see it."""
    case = case_for(request.user, pk, timezone.localdate())
    if case is None:
        raise Http404
    looked_at_case(request, case)
    return case


def decision_or_404(request: Request, pk: int) -> Decision:
    """The decision, if this person may see it; the look is logged when the answer shows it."""
    decision = decision_for(request.user, pk, timezone.localdate())
    if decision is None:
        raise Http404
    looked(request, decision)
    return decision


def looked(request: Request, decision: Decision, **how: Any) -> None:
    """The answer shows a decision; `how` as of core.looks.note."""
    case = decision.case
    looks.note(
        request,
        what="decision",
        object_id=decision.pk,
        household_id=case.household_id,
        why=case.znak,
        **how,
    )


def do_step(
    request: Request, pk: int, step: Callable[[Decision, date], object], done: str
) -> HttpResponse:
    """Take one step of a decision; go back to its page with what happened, or why it did not."""
    decision = decision_or_404(request, pk)
    try:
        step(decision, timezone.localdate())
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, done)
    return redirect("benefits:decision", pk)
