"""Monthly statistics: page, spreadsheet, paper, kept runs."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.exports import table_answer
from core.http import WRITE, Request, access, file_answer
from core.models import Centre
from core.months import month_of, month_words, parse_month, previous_month
from core.pdf import paper
from core.permissions import Permission, allowed
from reports import presenters, queries
from reports.models import ReportRun
from reports.services import content_hash, report_run

FIRST_YEAR, LAST_YEAR = 2004, 2100  # the act on pomoc społeczna is of 2004


def chosen_month(request: Request) -> date:
    """The month that was asked for; the one before this month when none was, or no such month."""
    asked = parse_month(request.GET.get("month") or request.POST.get("month") or "")
    if asked and FIRST_YEAR <= asked.year <= LAST_YEAR:
        return asked
    return previous_month(month_of(timezone.localdate()))


def _figures(month: date) -> dict[str, Any]:
    rows = queries.month_rows(month)
    totals = queries.month_totals(month)
    ledger = queries.ledger_total(month)
    return {
        "month": month,
        "rows": presenters.labelled(rows),
        "subtotals": presenters.subtotals(rows),
        "totals": totals,
        "ledger": ledger,
        "agrees": totals.amount == ledger,
        "chart": presenters.month_chart(rows),
        "hash": content_hash(rows, totals),
    }


@access(Permission.STATISTICS_VIEW)
def month(request: Request) -> HttpResponse:
    """Figures of one month with chart, kept runs and the sum of the ledger."""
    chosen = chosen_month(request)
    context = {
        **_figures(chosen),
        "months": _months(chosen),
        "runs": ReportRun.objects.filter(month=chosen).select_related("made_by"),
        "may_run": allowed(request.user, Permission.STATISTICS_RUN),
        "may_open": allowed(request.user, Permission.CLIENTS_VIEW_ALL),
        "may_export": allowed(request.user, Permission.EXPORT),
    }
    return render(request, "reports/month.html", context)


def _months(chosen: date) -> list[date]:
    """Months to choose from, with the chosen one and this one."""
    this = month_of(timezone.localdate())
    return sorted({*queries.months_with_money(), chosen, this}, reverse=True)


@access(Permission.STATISTICS_RUN, WRITE)
def run(request: Request) -> HttpResponse:
    """Keep the month as it stands now."""
    chosen = chosen_month(request)
    _kept, new = report_run(actor=request.user, month=chosen, today=timezone.localdate())
    words = {"month": month_words(chosen)}
    if new:
        messages.success(request, _("The figures of %(month)s are kept.") % words)
    else:
        messages.info(
            request, _("The figures of %(month)s have not changed; they were kept before.") % words
        )
    return redirect(f"{reverse('reports:month')}?month={chosen:%Y-%m}")


@access(Permission.STATISTICS_VIEW)
def kept(request: Request, pk: int) -> HttpResponse:
    """A kept run as it was computed."""
    found = get_object_or_404(ReportRun.objects.select_related("made_by"), pk=pk)
    names = queries.Row.__dataclass_fields__
    rows = [queries.Row(**{name: row[name] for name in names}) for row in found.rows]
    context = {"run": found, "rows": presenters.labelled(rows), "totals": found.totals}
    return render(request, "reports/kept.html", context)


@access(Permission.EXPORT)
def month_xlsx(request: Request) -> HttpResponse:
    """The month as a spreadsheet."""
    chosen = chosen_month(request)
    return table_answer(
        "xlsx",
        f"statystyka-{chosen:%Y-%m}",
        f"{_('Statistics')} {chosen:%Y-%m}",
        presenters.month_columns(),
        presenters.month_cells(queries.month_rows(chosen), queries.month_totals(chosen)),
    )


@access(Permission.EXPORT)
def month_pdf(request: Request) -> HttpResponse:
    """The month on paper, with the same chart."""
    chosen = chosen_month(request)
    with translation.override("pl"):  # the paper is Polish whatever the language of the pages
        context = {
            **_figures(chosen),
            "centre": Centre.objects.first(),
            "printed_by": request.user,
            "printed_on": timezone.localdate(),
        }
        content = paper("reports/month_paper.html", context)
    return file_answer(content, "application/pdf", f"statystyka-{chosen:%Y-%m}.pdf", inline=True)
