"""One entitlement: schedule, dues, ledger; ending, withholding, redirecting, paying again."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.months import last_day, month_of, next_month
from core.permissions import Permission, allowed
from payments import services
from payments.forms import EndForm, PayeeForm, WhyForm
from payments.models import Due, Entitlement
from payments.perms import CORRECT, may
from payments.queries.entitlement import dues_of, ledger_of
from payments.queries.schedule import months_of
from payments.states import EntitlementStatus
from payments.views.common import done, entitlement_or_404

LEDGER_SHOWN = 200


@access(Permission.PAYMENTS_VIEW)
def show(request: Request, pk: int) -> HttpResponse:
    """The entitlement with everything that happened to its money."""
    today = timezone.localdate()
    entitlement = entitlement_or_404(request, pk, today)
    return entitlement_page(request, entitlement, today)


def entitlement_page(
    request: Request, entitlement: Entitlement, today: date, **forms: Form
) -> HttpResponse:
    """The page, with a form that has to be mended where one is given."""
    upto = next_month(month_of(today))
    schedule = months_of(entitlement, upto)
    correct = may(request.user, *CORRECT)
    is_ended = entitlement.status == EntitlementStatus.ENDED
    context: dict[str, Any] = {
        "entitlement": entitlement,
        "schedule": schedule[-24:],
        "dues": list(dues_of(entitlement)),
        "ledger": list(ledger_of(entitlement)[:LEDGER_SHOWN]),
        "may_correct": correct,
        "may_open_case": allowed(request.user, Permission.CASES_VIEW),
        "suspend_form": forms.get("suspend_form") or WhyForm(prefix="suspend"),
        "payee_form": forms.get("payee_form") or PayeeForm.of(entitlement),
        "may_change": correct and not is_ended,
        "may_payee": allowed(request.user, Permission.LEDGER_CORRECT) and not is_ended,
        "open_form": next(iter(forms), ""),
    }
    return render(request, "payments/entitlement.html", context, status=422 if forms else 200)


@access(Permission.PAYMENTS_VIEW, FORM)
def end(request: Request, pk: int) -> HttpResponse:
    """End an entitlement: first what it will do, then do it. Who may: payments/perms.py."""
    today = timezone.localdate()
    entitlement = entitlement_or_404(request, pk, today)
    if not may(request.user, *CORRECT):
        raise Http404
    form = EndForm(request.POST or None, initial={"last_day": _usual_end(entitlement, today)})
    changes: list[services.Change] | None = None
    if request.method == "POST" and form.is_valid():
        try:
            changes = services.entitlement_end_preview(
                actor=request.user,
                today=today,
                entitlement=entitlement,
                last_day=form.cleaned_data["last_day"],
            )
            if "confirm" in request.POST:
                services.entitlement_end(
                    actor=request.user, today=today, entitlement=entitlement, **form.cleaned_data
                )
                messages.success(request, _("The entitlement is ended; the ledger is corrected."))
                return redirect("payments:entitlement", pk)
        except DomainError as error:
            form.add_error(None, str(error.message))
            changes = None
    context = {"entitlement": entitlement, "form": form, "changes": changes}
    status = 422 if form.errors else 200
    return render(request, "payments/end.html", context, status=status)


def _usual_end(entitlement: Entitlement, today: date) -> date:
    if entitlement.person.death_date:
        return max(entitlement.person.death_date, entitlement.valid_from - timedelta(days=1))
    if not entitlement.periodic:
        return entitlement.valid_from - timedelta(days=1)
    return last_day(month_of(today))


def _act(
    request: Request, pk: int, act: Callable[[Entitlement, date], object], told: str
) -> HttpResponse:
    today = timezone.localdate()
    entitlement = entitlement_or_404(request, pk, today)
    done(request, lambda: act(entitlement, today), told)
    return redirect("payments:entitlement", pk)


@access(Permission.PAYMENTS_VIEW, WRITE)
def suspend(request: Request, pk: int) -> HttpResponse:
    """Withhold payments. Who may: payments/perms.py."""
    today = timezone.localdate()
    entitlement = entitlement_or_404(request, pk, today)
    form = WhyForm(request.POST, prefix="suspend")
    if not form.is_valid():
        return entitlement_page(request, entitlement, today, suspend_form=form)

    def act(one: Entitlement, today: date) -> None:
        services.entitlement_suspend(
            actor=request.user, today=today, entitlement=one, why=form.cleaned_data["why"]
        )

    return _act(request, pk, act, _("Payments are withheld."))


@access(Permission.PAYMENTS_VIEW, WRITE)
def resume(request: Request, pk: int) -> HttpResponse:
    """Pay again. Who may: payments/perms.py."""

    def act(one: Entitlement, today: date) -> None:
        services.entitlement_resume(actor=request.user, today=today, entitlement=one)

    told = _("Payments are resumed; the next monthly run makes up the months that were skipped.")
    return _act(request, pk, act, told)


@access(Permission.LEDGER_CORRECT, WRITE)
def payee(request: Request, pk: int) -> HttpResponse:
    """Change where future payments go."""
    today = timezone.localdate()
    entitlement = entitlement_or_404(request, pk, today)
    form = PayeeForm(request.POST)
    if not form.is_valid():
        return entitlement_page(request, entitlement, today, payee_form=form)

    def act(one: Entitlement, today: date) -> None:
        services.entitlement_payee(
            actor=request.user, today=today, entitlement=one, **form.cleaned_data
        )

    return _act(request, pk, act, _("Future payments go to the new payee."))


@access(Permission.LEDGER_CORRECT, WRITE)
def again(request: Request, pk: int, due_id: int) -> HttpResponse:
    """Make a returned payment due once more."""

    def act(one: Entitlement, today: date) -> None:
        due = Due.objects.filter(entitlement=one, pk=due_id).first()
        if due is None:
            raise Http404
        services.due_pay_again(actor=request.user, due=due, today=today)

    return _act(request, pk, act, _("The payment is due again; it goes onto the next list."))
