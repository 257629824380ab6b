"""Reconciliation of a month: where zł part ways, and the rows behind."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core import looks
from core.http import Request, access
from core.permissions import Permission, allowed
from payments import presenters
from payments.forms import MonthForm
from payments.queries.differences import BEHIND, Class
from payments.queries.reconcile import reconciliation
from payments.views.common import asked_month

ROWS_A_PAGE = 50


@access(Permission.PAYMENTS_VIEW)
def reconcile(request: Request) -> HttpResponse:
    """Granted, due, listed, paid, handed over: per classification, with differences."""
    month = asked_month(request)
    rows = reconciliation(month)
    found = [
        (row, presenters.task_type_label(row.task_type), presenters.differences(row))
        for row in rows
    ]
    context = {
        "month": month,
        "month_form": MonthForm(initial={"month": f"{month:%Y-%m}"}, today=timezone.localdate()),
        "rows": found,
        "total": presenters.reconciliation_total(rows),
        "agrees": not any(differences for _row, _label, differences in found),
    }
    return render(request, "payments/reconcile.html", context)


@access(Permission.PAYMENTS_VIEW)
def behind(request: Request) -> HttpResponse:
    """The rows behind one difference; names only for those who may see every client."""
    month, key, what = asked_month(request), request.GET.get("row", ""), request.GET.get("what", "")
    if not what:
        return redirect("payments:reconcile")
    try:
        rows = BEHIND[what](month, Class.from_key(key))
    except (KeyError, ValueError):
        raise Http404 from None
    names = allowed(request.user, Permission.CLIENTS_VIEW_ALL)
    if names:
        looks.note(
            request,
            what="reconciliation",
            object_id=0,
            why=f"{month:%Y-%m} {key} {what}",
            count=len(rows),
        )
    sentences = {
        difference.code: difference.sentence
        for row in reconciliation(month)
        if row.key == key
        for difference in presenters.differences(row)
    }
    context = {
        "month": month,
        "sentence": sentences.get(what, ""),
        "page_obj": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "total": sum((row.amount for row in rows), Decimal("0.00")),
        "names": names,
    }
    return render(request, "payments/behind.html", context)
