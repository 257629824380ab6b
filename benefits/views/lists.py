"""The list of decisions."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from benefits.forms import DecisionListForm
from benefits.queries import decisions_list, final_waiting
from core.http import Request, access
from core.permissions import Permission, allowed

PER_PAGE = 50


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
    }
    template = "benefits/list.html#rows" if request.htmx else "benefits/list.html"
    return render(request, template, context)
