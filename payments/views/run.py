"""The monthly run and the preparation of lists."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import DomainError
from core.http import WRITE, Request, access
from core.models import Job
from core.months import month_words
from core.permissions import Permission
from core.polish import format_date, format_money
from core.terms import payment_day
from payments import services
from payments.forms import MonthForm, PrepareForm, usual_pay_day
from payments.queries.lists import held_dues, held_reason, list_groups
from payments.queries.schedule import missing_dues
from payments.services.requests import JOB
from payments.views.common import asked_month

HELD_SHOWN = 50


@access(Permission.LISTS_PREPARE)
def run(request: Request) -> HttpResponse:
    """Choose a month, see what will be due and listed, do it."""
    return _page(request, asked_month(request))


def _page(request: Request, month: date, form: PrepareForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    pay_day = usual_pay_day(month, today)
    missing = missing_dues(month)
    groups = list_groups(month, pay_day)
    held = held_dues(month, pay_day)
    context: dict[str, Any] = {
        "month": month,
        "month_form": MonthForm(initial={"month": f"{month:%Y-%m}"}, today=today),
        "missing": missing,
        "missing_count": sum(row.count for row in missing),
        "missing_late": sum(row.late_count for row in missing),
        "missing_amount": sum((row.amount for row in missing), Decimal("0.00")),
        "groups": groups,
        "groups_count": sum(group.count for group in groups),
        "groups_amount": sum((group.amount for group in groups), Decimal("0.00")),
        "held": [(due, held_reason(due.held)) for due in held[:HELD_SHOWN]],
        "held_count": held.count(),
        "prepare_form": form
        or PrepareForm(initial={"month": f"{month:%Y-%m}", "pay_day": pay_day}, today=today),
        "job": Job.objects.filter(name=JOB, requested_by=request.user, seen_at=None).first(),
    }
    return render(request, "payments/run.html", context, status=422 if form else 200)


def _back(month: date) -> HttpResponse:
    return redirect(f"{reverse('payments:run')}?month={month:%Y-%m}")


@access(Permission.LISTS_PREPARE, WRITE)
def run_now(request: Request) -> HttpResponse:
    """Make the month due."""
    month = asked_month(request)
    try:
        result = services.month_run_request(
            actor=request.user, month=month, today=timezone.localdate()
        )
    except DomainError as error:
        messages.error(request, str(error.message))
        return _back(month)
    if isinstance(result, Job):
        messages.info(request, _("The run goes on in the background; you may leave this page."))
    elif result.created:
        messages.success(request, _told(result))
    else:
        messages.info(
            request, _("Nothing was missing for %(month)s.") % {"month": month_words(month)}
        )
    return _back(month)


def _told(result: services.RunResult) -> str:
    return ngettext(
        "%(count)s payment for %(month)s is due now, %(amount)s.",
        "%(count)s payments for %(month)s are due now, %(amount)s together.",
        result.created,
    ) % {
        "count": result.created,
        "month": month_words(result.month),
        "amount": format_money(result.amount),
    }


@access(Permission.LISTS_PREPARE, WRITE)
def prepare(request: Request) -> HttpResponse:
    """Put what is due onto lists."""
    today = timezone.localdate()
    form = PrepareForm(request.POST, today=today)
    if not form.is_valid():
        return _page(request, asked_month(request), form)
    month, asked = form.cleaned_data["month"], form.cleaned_data["pay_day"]
    try:
        prepared = services.lists_prepare(
            actor=request.user, month=month, pay_day=asked, today=today
        )
    except DomainError as error:
        form.add_error("pay_day", str(error.message))
        return _page(request, month, form)
    if not prepared:
        messages.info(request, _("There is nothing to put on a list."))
        return _back(month)
    told = ngettext("%(count)s list is prepared.", "%(count)s lists are prepared.", len(prepared))
    messages.success(request, told % {"count": len(prepared)})
    if (day := payment_day(asked)) != asked:
        messages.info(
            request,
            _("%(asked)s is no working day; the lists are paid on %(day)s.")
            % {"asked": format_date(asked), "day": format_date(day)},
        )
    return redirect(f"{reverse('payments:lists')}?month={month:%Y-%m}&status=prepared")
