"""What pages of other rooms show of reports."""

from django.utils.translation import gettext_lazy as _

from core.permissions import Permission
from core.registry import NavItem, Shows

SHOWS = Shows(
    nav=(
        NavItem(
            _("Dashboard"), "reports:dashboard", "speedometer2", Permission.DASHBOARD_VIEW,
            "/statistics/dashboard/", order=60,
        ),
        NavItem(
            _("Statistics"), "reports:month", "bar-chart", Permission.STATISTICS_VIEW,
            "/statistics/", order=61,
        ),
    ),
)  # fmt: skip
