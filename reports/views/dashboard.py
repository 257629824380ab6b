"""The manager's dashboard and the cases behind its figures."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import Request, access
from core.permissions import Permission
from reports import dashboard, presenters

PER_PAGE = 50


@access(Permission.DASHBOARD_VIEW)
def show(request: Request) -> HttpResponse:
    """Open cases, terms, waiting decisions, money by month, load."""
    today = timezone.localdate()
    stages = dashboard.open_cases_by_stage(request.user, today)
    money = dashboard.money_by_month(today)
    load = dashboard.load_by_worker(request.user, today)
    context = {
        "stages": stages,
        "ages": dashboard.AGES,
        "open_cases": sum(stage.total for stage in stages),
        "terms": dashboard.terms_ahead(request.user, today),
        "waiting": dashboard.decisions_waiting(request.user, today),
        "money": money,
        "load": load,
        "stage_chart": presenters.stage_chart(stages),
        "money_chart": presenters.money_chart(money),
        "load_chart": presenters.load_chart(load),
    }
    return render(request, "reports/dashboard.html", context)


@access(Permission.DASHBOARD_VIEW)
def cases(request: Request) -> HttpResponse:
    """The open cases behind a figure."""
    worker = request.GET.get("worker", "")
    wanted = dashboard.Behind(
        status=request.GET.get("status", ""),
        age=request.GET.get("age", ""),
        worker=int(worker) if worker.isdecimal() and len(worker) < 10 else None,
        overdue=bool(request.GET.get("overdue")),
    )
    found = dashboard.cases_behind(request.user, timezone.localdate(), wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/cases.html", {"page": page})


@access(Permission.DASHBOARD_VIEW)
def terms(request: Request) -> HttpResponse:
    """The running terms behind a figure."""
    urgency = request.GET.get("urgency", "")
    found = dashboard.terms_behind(request.user, timezone.localdate(), urgency)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/terms.html", {"page": page, "urgency": urgency})
