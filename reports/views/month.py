"""Monthly statistics: page, the people behind a cell, XLSX, PDF, and keeping a run."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.charts import bar_chart
from core.exports import Column, xlsx
from core.http import WRITE, Request, access
from core.models import Centre
from core.months import month_of, parse_month, previous_month
from core.pdf import render_pdf
from core.permissions import Permission, allowed
from core.polish import format_money, month_name
from reports import queries
from reports.models import ReportRun
from reports.services import report_run

PEOPLE_PER_PAGE = 50


def _month(request: Request) -> date:
    asked = request.GET.get("month") or request.POST.get("month") or ""
    return parse_month(asked) or previous_month(month_of(timezone.localdate()))


def _figures(month: date) -> dict[str, Any]:
    rows = queries.month_rows(month)
    totals = queries.month_totals(month)
    ledger = queries.ledger_total(month)
    return {"month": month, "rows": rows, "totals": totals, "ledger": ledger}


def _chart(rows: list[queries.Row]) -> str:
    return bar_chart(
        [{"x": _label(row), "y": row.amount} for row in rows],
        title=_("Amount paid by benefit"),
        unit="zł",
    )


def _label(row: queries.Row) -> str:
    if row.due_kind == "health":
        return _("%(benefit)s: health contribution") % {"benefit": row.name}
    return row.name


@access(Permission.STATISTICS_VIEW)
def month(request: Request) -> HttpResponse:
    """Figures of one month with chart, kept runs and the sum of the ledger."""
    chosen = _month(request)
    figures = _figures(chosen)
    context = {
        **figures,
        "labelled": [(row, _label(row)) for row in figures["rows"]],
        "agrees": figures["totals"].amount == figures["ledger"],
        "chart": _chart(figures["rows"]) if figures["rows"] else "",
        "months": queries.months_with_money(),
        "runs": ReportRun.objects.filter(month=chosen).select_related("made_by"),
        "may_run": allowed(request.user, Permission.STATISTICS_RUN),
        "may_open": allowed(request.user, Permission.CLIENTS_VIEW_ALL),
        "may_export": allowed(request.user, Permission.EXPORT),
    }
    return render(request, "reports/month.html", context)


@access(Permission.CLIENTS_VIEW_ALL)
def people(request: Request) -> HttpResponse:
    """The people and payments behind a cell of the month."""
    chosen = _month(request)
    key = request.GET.get("row", "")
    try:
        entries = queries.month_entries(chosen, key)
    except ValueError:
        raise Http404 from None
    page = Paginator(entries, PEOPLE_PER_PAGE).get_page(request.GET.get("page"))
    audit.looked(
        user=request.user, what="statistics", object_id=0, household_id=None,
        why=f"{chosen:%Y-%m} {key}",
    )  # fmt: skip
    total = sum((entry.amount for entry in entries), Decimal("0.00"))
    context = {"month": chosen, "key": key, "page": page, "total": total}
    return render(request, "reports/people.html", context)


@access(Permission.STATISTICS_RUN, WRITE)
def run(request: Request) -> HttpResponse:
    """Keep the month as it stands now."""
    chosen = _month(request)
    report_run(actor=request.user, month=chosen)
    messages.success(request, _("The statistics of %(month)s are kept.") % {"month": f"{chosen:%m.%Y}"})
    return redirect(f"{reverse('reports:month')}?month={chosen:%Y-%m}")


@access(Permission.EXPORT)
def month_xlsx(request: Request) -> HttpResponse:
    """The month as a spreadsheet."""
    chosen = _month(request)
    columns = [
        Column(_("benefit"), "text"),
        Column(_("task type"), "text"),
        Column(_("classification"), "text"),
        Column(_("persons"), "int"),
        Column(_("number of benefits"), "int"),
        Column(_("amount"), "money"),
        Column(_("families"), "int"),
        Column(_("persons in families"), "int"),
    ]
    rows = (
        (
            _label(r), r.task_type, r.classification, r.persons, r.benefits, r.amount,
            r.families, r.persons_in_families,
        )
        for r in queries.month_rows(chosen)
    )  # fmt: skip
    content = xlsx(f"{_('Statistics')} {chosen:%Y-%m}", columns, rows)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = f"statystyka-{chosen:%Y-%m}.xlsx"
    return HttpResponse(
        content, kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@access(Permission.EXPORT)
def month_pdf(request: Request) -> HttpResponse:
    """The month on paper, with the same chart."""
    chosen = _month(request)
    figures = _figures(chosen)
    html = render_to_string(
        "reports/month_paper.html",
        {
            **figures,
            "labelled": [(row, _label(row)) for row in figures["rows"]],
            "chart": _chart(figures["rows"]) if figures["rows"] else "",
            "month_words": month_name(chosen),
            "centre": Centre.objects.first(),
            "total_words": format_money(figures["totals"].amount),
            "printed_by": request.user,
            "printed_on": timezone.localdate(),
        },
    )
    name = f"statystyka-{chosen:%Y-%m}.pdf"
    return HttpResponse(
        render_pdf(html),
        "application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
