"""The manager's dashboard."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.charts import bar_chart, grouped_chart
from core.http import Request, access
from core.permissions import Permission
from core.polish import month_name
from reports import dashboard


@access(Permission.DASHBOARD_VIEW)
def show(request: Request) -> HttpResponse:
    """Open cases, terms, waiting decisions, money by month, load."""
    today = timezone.localdate()
    money = dashboard.money_by_month(today)
    load = dashboard.load_by_worker(today)
    context = {
        "stages": dashboard.open_cases_by_stage(today),
        "ages": [label for _days, label in dashboard.AGES],
        "terms": dashboard.terms_ahead(today),
        "waiting": dashboard.decisions_waiting(),
        "money": money,
        "load": load,
        "money_chart": grouped_chart(
            [
                {"x": f"{row.month:%m.%Y}", "y": row.paid, "series": row.rozdzial}
                for row in money
            ],
            title=_("Paid out by month and classification"),
            unit="zł",
        )
        if money
        else "",
        "load_chart": bar_chart(
            [{"x": row.name, "y": row.open_cases} for row in load],
            title=_("Open cases by worker"),
            unit="",
        )
        if load
        else "",
        "month_words": month_name(today),
    }
    return render(request, "reports/dashboard.html", context)
