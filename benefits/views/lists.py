"""The list of decisions, and what is on screen as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from benefits.forms import DecisionListForm
from benefits.models import Decision
from benefits.queries import decisions_list, final_waiting
from core import looks
from core.exports import KINDS, Column, table_answer
from core.http import Request, access
from core.permissions import Permission, allowed

PER_PAGE = 50
EXPORT_CAP = 10_000


@access(Permission.DECISIONS_VIEW)
def decisions(request: Request) -> HttpResponse:
    """Decisions by status, benefit, who they wait for."""
    today = timezone.localdate()
    form = DecisionListForm(request.GET)
    rows = decisions_list(request.user, today, form.wanted())
    deliver = allowed(request.user, Permission.DECISIONS_DELIVER)
    context = {
        "form": form,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "filtered": bool(request.GET),
        "to_finalise": final_waiting(request.user, today) if deliver else 0,
        "may_export": allowed(request.user, Permission.EXPORT),
    }
    template = "benefits/list.html#rows" if request.htmx else "benefits/list.html"
    return render(request, template, context)


@access(Permission.EXPORT)
def export(request: Request, kind: str) -> HttpResponse:
    """The list as it is filtered, as XLSX or CSV; at most EXPORT_CAP rows."""
    if kind not in KINDS or not allowed(request.user, Permission.DECISIONS_VIEW):
        raise Http404
    today = timezone.localdate()
    wanted = DecisionListForm(request.GET).wanted()
    rows = [_row(d) for d in decisions_list(request.user, today, wanted)[:EXPORT_CAP]]
    looks.note(
        request,
        what="decisions",
        object_id=0,
        kind=looks.Kind.EXPORT,
        why=looks.asked(request),
        count=len(rows),
    )
    return table_answer(kind, f"decyzje-{today:%Y-%m-%d}", _("Decisions"), _columns(), rows)


def _columns() -> list[Column]:
    return [
        Column(_("Number"), "text"),
        Column(_("Case sign"), "text"),
        Column(_("Person"), "text"),
        Column(_("Benefit"), "text"),
        Column(_("Result"), "text"),
        Column(_("Amount"), "money"),
        Column(_("Status"), "text"),
        Column(_("Issued"), "date"),
        Column(_("Delivered"), "date"),
        Column(_("Final since"), "date"),
        Column(_("Prepared by"), "text"),
    ]


def _row(decision: Decision) -> tuple[Any, ...]:
    case = decision.case
    item = next(iter(decision.items.all()), None)
    return (
        decision.number or "",
        case.znak,
        str(case.applicant),
        case.kind.name,
        decision.get_result_display(),
        item.amount if item else None,
        decision.get_status_display(),
        decision.issued_on,
        decision.delivered_on,
        decision.final_on,
        str(decision.prepared_by),
    )
