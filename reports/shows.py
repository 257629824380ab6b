"""What pages of other rooms show of reports."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.models import DestructionState, User
from core.permissions import Permission, allowed
from core.registry import DeskGroup, DeskItem, NavItem, Panel, Shows
from reports.destruction import DESTRUCTION
from reports.person_copy import COPY
from reports.privacy.models import PersonCopy
from reports.retention.queries import files_seen_by, lists_to_approve

IN_PANEL = 3


def copies_panel(user: User, person_id: int, today: date) -> Panel | None:
    """Copies of the person's data, and where one is ordered (one query)."""
    if not allowed(user, Permission.PERSON_COPY):
        return None
    rows = PersonCopy.objects.filter(person=person_id).select_related("asked_by")
    context = {"copies": list(rows[:IN_PANEL]), "person_id": person_id, "user": user}
    return Panel("copies", _("Copy of all data (RODO)"), "reports/_copies_panel.html", context)


def retention_group(user: User, today: date) -> list[DeskGroup]:
    """Files to be reviewed, lists that wait for this person's approval (≤ 3 queries a page)."""
    if not allowed(user, Permission.RETENTION_REVIEW):
        return []
    waiting = files_seen_by(user, today).filter(state=DestructionState.PROPOSED).count()
    items = []
    if waiting:
        text = ngettext("%(count)s file to be reviewed", "%(count)s files to be reviewed", waiting)
        items.append(
            DeskItem(
                text % {"count": waiting}, _("its archival years are over"),
                reverse("retention:files"), _("Review"),
            )
        )  # fmt: skip
    items += [
        DeskItem(
            made.number, _("waits for your approval"), reverse("retention:list", args=[made.pk]),
            _("Approve"),
        )
        for made in lists_to_approve(user, today)
    ]  # fmt: skip
    if not items:
        return []
    return [
        DeskGroup(_("Files whose time is over"), len(items), reverse("retention:files"), items,
                  "waiting")
    ]  # fmt: skip


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
        NavItem(
            gettext_lazy("Retention"), "retention:files", "archive", Permission.RETENTION_REVIEW,
            "/privacy/retention/", order=89,
        ),
    ),
    desk=(retention_group,),
    person_panels=(copies_panel,),
    person_copy=(COPY,),
)  # fmt: skip
