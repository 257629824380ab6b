"""Appeals: record, forward to the appeal body, record its ruling."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.forms import AppealForm, ForwardForm, RulingForm
from benefits.models import Appeal, Decision
from benefits.services import appeal_forward, appeal_record, appeal_rule
from benefits.views.common import decision_or_404
from benefits.views.decision import decision_page
from core.errors import DomainError
from core.http import WRITE, Request, access
from core.permissions import Permission


@access(Permission.DECISIONS_DELIVER, WRITE)
def record(request: Request, pk: int) -> HttpResponse:
    """An appeal came in."""
    decision = decision_or_404(request, pk)
    form = AppealForm(request.POST)

    def act() -> str:
        appeal = appeal_record(
            actor=request.user, decision=decision, today=timezone.localdate(), **form.cleaned_data
        )
        return appeal.rule

    return _done(request, decision, "appeal_form", form, act)


@access(Permission.DECISIONS_DELIVER, WRITE)
def forward(request: Request, pk: int) -> HttpResponse:
    """The appeal went to the appeal body with the file."""
    decision = decision_or_404(request, pk)
    form = ForwardForm(request.POST)
    appeal = _appeal(decision)

    def act() -> str:
        appeal_forward(
            actor=request.user, appeal=appeal, today=timezone.localdate(), **form.cleaned_data
        )
        return _("The appeal is forwarded; now the appeal body rules.")

    return _done(request, decision, "forward_form", form, act)


@access(Permission.DECISIONS_DELIVER, WRITE)
def rule(request: Request, pk: int) -> HttpResponse:
    """The appeal ended."""
    decision = decision_or_404(request, pk)
    appeal = _appeal(decision)
    form = RulingForm(request.POST, forwarded=appeal.forwarded_on is not None)

    def act() -> str:
        appeal_rule(
            actor=request.user, appeal=appeal, today=timezone.localdate(), **form.cleaned_data
        )
        return _("The ruling is recorded.")

    return _done(request, decision, "ruling_form", form, act)


def _appeal(decision: Decision) -> Appeal:
    appeal: Appeal | None = getattr(decision, "appeal", None)
    if appeal is None:
        raise Http404
    return appeal


def _done(
    request: Request, decision: Decision, name: str, form: forms.Form, act: Callable[[], str]
) -> HttpResponse:
    """Act on a valid form and go back; else the page again with what was typed."""
    if form.is_valid():
        try:
            told = act()
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, told)
            return redirect("benefits:decision", decision.pk)
    return decision_page(request, decision, **{name: form})
