"""Delivery, waiver of the appeal, finality."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.forms import DeliveryForm, WaiverForm
from benefits.services import decision_waive, decisions_finalise, delivery_record
from benefits.views.common import decision_or_404
from benefits.views.decision import decision_page
from core.errors import DomainError
from core.http import WRITE, Request, access
from core.permissions import Permission


@access(Permission.DECISIONS_DELIVER, WRITE)
def record(request: Request, pk: int) -> HttpResponse:
    """How the decision was sent, or reached the party."""
    decision = decision_or_404(request, pk)
    form = DeliveryForm(request.POST)
    if form.is_valid():
        try:
            delivery = delivery_record(
                actor=request.user,
                decision=decision,
                today=timezone.localdate(),
                **form.cleaned_data,
            )
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            done = delivery.rule or _("The sending is recorded; the delivery is still open.")
            messages.success(request, done)
            return redirect("benefits:decision", pk)
    return decision_page(request, decision, delivery_form=form)


@access(Permission.DECISIONS_DELIVER, WRITE)
def waive(request: Request, pk: int) -> HttpResponse:
    """The party waived the appeal."""
    decision = decision_or_404(request, pk)
    form = WaiverForm(request.POST)
    if form.is_valid():
        try:
            decision_waive(
                actor=request.user,
                decision=decision,
                today=timezone.localdate(),
                received_on=form.cleaned_data["received_on"],
            )
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The decision is final and binding (art. 127a KPA)."))
            return redirect("benefits:decision", pk)
    return decision_page(request, decision, waiver_form=form)


@access(Permission.DECISIONS_DELIVER, WRITE)
def finalise(request: Request) -> HttpResponse:
    """Make final what has passed its term; every morning this happens by itself."""
    count = decisions_finalise(timezone.localdate(), actor=request.user)
    text = ngettext(
        "%(count)s decision became final.", "%(count)s decisions became final.", count
    ) % {"count": count}
    messages.success(request, text)
    return redirect("benefits:decisions")
