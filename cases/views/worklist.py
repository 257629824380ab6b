"""The work list: filter, sort, page, export what is on screen."""

from collections.abc import Iterator
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.forms.worklist import WorklistForm
from cases.models import Case
from cases.queries import COUNT_CAP, count_capped, slice_of, worklist
from core import looks
from core.exports import KINDS, Column, table_answer
from core.http import Request, access
from core.permissions import Permission, allowed

PAGE_SIZE = 50
HEADINGS = {
    "sign": gettext_lazy("Sign"),
    "applicant": gettext_lazy("Applicant"),
    "kind": gettext_lazy("Benefit"),
    "status": gettext_lazy("Status"),
    "opened": gettext_lazy("Received"),
    "due": gettext_lazy("To be settled by"),
}


class CappedPaginator(Paginator):
    """Counts at most COUNT_CAP rows, so that a list of any size costs the same."""

    capped = False

    @cached_property
    def count(self) -> int:
        counted, self.capped = count_capped(cast("QuerySet[Case]", self.object_list))
        return counted

    def page(self, number: int | str) -> Page:
        """The rows of one page, read after their order is known."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        rows = slice_of(cast("QuerySet[Case]", self.object_list), first, last)
        return Page(rows, number, self)


@access(Permission.CASES_VIEW)
def show(request: Request) -> HttpResponse:
    """Cases that this person may see; with htmx only the rows."""
    today = timezone.localdate()
    form = WorklistForm(request.GET, user=request.user)
    wanted = form.wanted()
    paginator = CappedPaginator(worklist(request.user, today, wanted), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "headings": list(_headings(wanted.sort)),
        "capped": paginator.capped,
        "filtered": bool(wanted.text or wanted.kind or wanted.overdue),
        "may_export": allowed(request.user, Permission.EXPORT),
        "may_register": allowed(request.user, Permission.CASES_EDIT),
    }
    template = "cases/list.html#rows" if request.htmx else "cases/list.html"
    return render(request, template, context)


def _headings(sort: str) -> Iterator[dict[str, Any]]:
    """Column headings with the order that a click asks for."""
    for key, label in HEADINGS.items():
        ascending = sort == key
        yield {
            "key": key,
            "label": label,
            "order": "ascending" if ascending else "descending" if sort == f"-{key}" else "none",
            "next": f"-{key}" if ascending else key,
        }


@access(Permission.EXPORT)
def export(request: Request, kind: str) -> HttpResponse:
    """The list as it is filtered and sorted, as XLSX or CSV; at most COUNT_CAP rows."""
    if kind not in KINDS or not allowed(request.user, Permission.CASES_VIEW):
        raise Http404
    today = timezone.localdate()
    wanted = WorklistForm(request.GET, user=request.user).wanted()
    rows = [_row(case) for case in worklist(request.user, today, wanted)[:COUNT_CAP]]
    looks.note(
        request,
        what="cases",
        object_id=0,
        kind=looks.Kind.EXPORT,
        why=looks.asked(request),
        count=len(rows),
    )
    return table_answer(kind, f"sprawy-{today:%Y-%m-%d}", _("Cases"), _columns(), rows)


def _columns() -> list[Column]:
    return [
        Column(_("Sign"), "text"),
        Column(_("Applicant"), "text"),
        Column(_("Benefit"), "text"),
        Column(_("Status"), "text"),
        Column(_("Received"), "date"),
        Column(_("To be settled by"), "date"),
        Column(_("Handler"), "text"),
        Column(_("District"), "text"),
    ]


def _row(case: Case) -> tuple[Any, ...]:
    return (
        case.znak,
        str(case.applicant),
        case.kind.name,
        case.get_status_display(),
        case.opened_on,
        case.due_on,
        str(case.handler),
        case.district.name,
    )
