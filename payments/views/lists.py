"""Payment lists: all of them, one of them, its steps."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import looks
from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.months import parse_month
from core.permissions import Permission, allowed
from core.polish import words_amount
from payments import presenters, services
from payments.forms import ListFilter, ReturnForm, WhyForm
from payments.models import PaymentList
from payments.perms import CANCEL, CORRECT, may
from payments.queries.lists import (
    line_problems,
    list_lines,
    lists_visible_to,
    rozdzialy,
    way_label,
)
from payments.states import FINAL, OPEN
from payments.views.common import done, list_or_404, looked_at

LISTS_A_PAGE = 25
LINES_A_PAGE = 50


@access(Permission.PAYMENTS_VIEW)
def lists(request: Request) -> HttpResponse:
    """All payment lists, filtered by month, status and rozdział."""
    form = ListFilter(request.GET, today=timezone.localdate(), rozdzialy=rozdzialy())
    form.is_valid()
    found = _filtered(lists_visible_to(request.user), form.cleaned_data)
    page = Paginator(found, LISTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [(one, way_label(one.due_kind, one.way)) for one in page],
        "is_filtered": any(form.cleaned_data.values()),
        "may_prepare": allowed(request.user, Permission.LISTS_PREPARE),
    }
    template = "payments/lists.html#rows" if request.htmx else "payments/lists.html"
    return render(request, template, context)


def _filtered(found: QuerySet[PaymentList], data: dict[str, Any]) -> QuerySet[PaymentList]:
    if month := parse_month(data.get("month") or ""):
        found = found.filter(month=month)
    if status := data.get("status"):
        found = found.filter(status=status)
    if rozdzial := data.get("rozdzial"):
        found = found.filter(rozdzial=rozdzial)
    if number := (data.get("q") or "").strip():
        found = found.filter(number__icontains=number)
    return found


@access(Permission.PAYMENTS_VIEW)
def show(request: Request, pk: int) -> HttpResponse:
    """One list: its steps, its lines, its papers, and what comes next."""
    payment_list = list_or_404(request, pk)
    return list_page(request, payment_list)


def list_page(request: Request, payment_list: PaymentList, **forms: WhyForm) -> HttpResponse:
    """The page, with a form that has to be mended where one is given."""
    lines = list_lines(payment_list)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    is_open, user = payment_list.status in OPEN, request.user
    bank_file = getattr(payment_list, "bank_file", None)
    context = {
        "list": payment_list,
        "way": way_label(payment_list.due_kind, payment_list.way),
        "what": presenters.what_for(payment_list),
        "task_type": presenters.task_type_label(payment_list.task_type),
        "steps": presenters.steps(payment_list),
        "action": presenters.next_action(user, payment_list),
        "problems": line_problems(payment_list) if is_open else [],
        "page_obj": page,
        "words": words_amount(payment_list.total),
        "bank_file": bank_file,
        "bank_file_format": presenters.profile_name(bank_file) if bank_file else "",
        "cancel_form": forms.get("cancel_form")
        or (WhyForm(prefix="cancel") if is_open and may(user, *CANCEL) else None),
        "may_return": payment_list.status in FINAL
        and payment_list.pay_day <= timezone.localdate()
        and may(user, *CORRECT),
        "may_open_people": allowed(user, Permission.CLIENTS_VIEW_ALL),
        "may_file": allowed(user, Permission.BANK_FILES),
        "may_export": allowed(user, Permission.EXPORT),
    }
    template = "payments/list.html#lines" if request.htmx else "payments/list.html"
    return render(request, template, context, status=422 if forms else 200)


def _step(request: Request, pk: int, service: Callable[..., object], told: str) -> HttpResponse:
    payment_list = list_or_404(request, pk)

    def act() -> None:
        service(actor=request.user, payment_list=payment_list, today=timezone.localdate())

    done(request, act, told)
    return redirect("payments:list", pk)


@access(Permission.LISTS_CHECK, WRITE)
def check(request: Request, pk: int) -> HttpResponse:
    """Checked on substance."""
    return _step(request, pk, services.list_check, _("The check on substance is recorded."))


@access(Permission.LISTS_CHECK_ACCOUNTS, WRITE)
def check_accounts(request: Request, pk: int) -> HttpResponse:
    """Checked on accounts."""
    told = _("The check on accounts is recorded.")
    return _step(request, pk, services.list_check_accounts, told)


@access(Permission.LISTS_APPROVE, WRITE)
def approve(request: Request, pk: int) -> HttpResponse:
    """Approved for payment: frozen and booked."""
    told = _("The list is approved; its payments are booked.")
    return _step(request, pk, services.list_approve, told)


@access(Permission.BANK_FILES, WRITE)
def file(request: Request, pk: int) -> HttpResponse:
    """Make the bank file."""
    told = _("The bank file is made. Compare its totals on the screen of the bank.")
    return _step(request, pk, services.bank_file_make, told)


@access(Permission.BANK_FILES, WRITE)
def mark_paid(request: Request, pk: int) -> HttpResponse:
    """The bank, the cash desk or ZUS has carried it out."""
    return _step(request, pk, services.list_mark_paid, _("The list is marked as paid."))


@access(Permission.PAYMENTS_VIEW, WRITE)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Cancel a list that is not approved; who may is in payments/perms.py."""
    payment_list = list_or_404(request, pk)
    form = WhyForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return list_page(request, payment_list, cancel_form=form)

    def act() -> None:
        services.list_cancel(
            actor=request.user,
            payment_list=payment_list,
            today=timezone.localdate(),
            why=form.cleaned_data["why"],
        )

    done(request, act, _("The list is cancelled; its payments wait for another one."))
    return redirect("payments:list", pk)


@access(Permission.LEDGER_CORRECT, FORM)
def line_return(request: Request, pk: int, line_id: int) -> HttpResponse:
    """Book that the money of a line came back."""
    payment_list = list_or_404(request, pk)
    lines = payment_list.lines.select_related("due__entitlement")
    line = lines.filter(pk=line_id, active=True).first()
    if line is None:
        raise Http404
    looks.nothing_shown(request)  # of the list but this line
    looked_at(request, line.due.entitlement)
    today = timezone.localdate()
    form = ReturnForm(request.POST or None, initial={"day": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.line_return(actor=request.user, line=line, today=today, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The return is booked; the payment can be made again."))
            return redirect("payments:list", pk)
    context = {"list": payment_list, "line": line, "form": form}
    status = 422 if form.errors else 200
    return render(request, "payments/return.html", context, status=status)
