"""The people, families and payments behind a cell of the statistics or of the dashboard."""

from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from clients.queries import shut_household_ids
from core import looks
from core.http import Request, access
from core.permissions import Permission
from payments.states import LedgerKind
from reports import presenters, queries
from reports.views.month import chosen_month

PER_PAGE = 50
PERSONS, FAMILIES, PAYMENTS = "persons", "families", "payments"
LISTS: dict[str, Any] = {
    PERSONS: queries.month_persons,
    FAMILIES: queries.month_families,
    PAYMENTS: queries.month_entries,
}
MONEY = {
    "granted": (LedgerKind.GRANTED,),
    "paid": queries.MONEY_KINDS,
}


@access(Permission.CLIENTS_VIEW_ALL)
def people(request: Request) -> HttpResponse:
    """Persons, families or payments counted in a row of the month (`row` empty: in the total)."""
    month, key = chosen_month(request), request.GET.get("row", "")
    show = request.GET.get("show", "")
    show = show if show in LISTS else PERSONS
    try:
        found = LISTS[show](month, key)
    except ValueError:
        raise Http404 from None
    row = next((row for row in queries.month_rows(month) if row.key == key), None)
    if key and row is None:
        raise Http404
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shut": shut_household_ids(request.user, localdate()),
        "month": month,
        "key": key,
        "show": show,
        "row": presenters.labelled([row])[0] if row else None,
        "page": page,
        "total": row.amount if row else queries.month_totals(month).amount,
        "in_families": sum(family.size for family in found) if show == FAMILIES else None,
    }
    _looked(request, f"{month:%Y-%m} {key} {show}", page.paginator.count)
    return render(request, "reports/people.html", context)


@access(Permission.CLIENTS_VIEW_ALL)
def money(request: Request) -> HttpResponse:
    """Ledger lines granted or paid in a month in one rozdział."""
    month, rozdzial = chosen_month(request), request.GET.get("rozdzial", "")
    show = request.GET.get("show", "paid")
    if show not in MONEY:
        raise Http404
    entries = queries.money_entries(month, rozdzial, MONEY[show])
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shut": shut_household_ids(request.user, localdate()),
        "month": month,
        "rozdzial": rozdzial,
        "show": show,
        "page": page,
        "total": entries.aggregate(total=Sum("amount"))["total"] or Decimal("0.00"),
    }
    _looked(request, f"{month:%Y-%m} {rozdzial} {show}", page.paginator.count)
    return render(request, "reports/money.html", context)


def _looked(request: Request, why: str, count: int) -> None:
    looks.note(request, what="statistics", object_id=0, why=why, count=count)
