"""What pages of other rooms show of reports."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.models import User
from core.permissions import Permission, allowed
from core.registry import NavItem, Panel, Shows
from reports.destruction import DESTRUCTION
from reports.person_copy import COPY
from reports.privacy.models import PersonCopy

IN_PANEL = 3


def copies_panel(user: User, person_id: int, today: date) -> Panel | None:
    """Copies of the person's data, and where one is ordered (one query)."""
    if not allowed(user, Permission.PERSON_COPY):
        return None
    rows = PersonCopy.objects.filter(person=person_id).select_related("asked_by")
    context = {"copies": list(rows[:IN_PANEL]), "person_id": person_id, "user": user}
    return Panel("copies", _("Copy of all data (RODO)"), "reports/_copies_panel.html", context)


SHOWS = Shows(
    destruction=(DESTRUCTION,),
    nav=(
        NavItem(
            gettext_lazy("Dashboard"), "reports:dashboard", "speedometer2",
            Permission.DASHBOARD_VIEW, "/statistics/dashboard/", order=60,
        ),
        NavItem(
            gettext_lazy("Statistics"), "reports:month", "bar-chart", Permission.STATISTICS_VIEW,
            "/statistics/", order=61,
        ),
    ),
    person_panels=(copies_panel,),
    person_copy=(COPY,),
)  # fmt: skip
