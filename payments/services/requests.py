"""Asking for a monthly run: a small one at once, a big one as a job in slices."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit, jobs
from core.models import Job, User
from core.permissions import Permission
from core.polish import month_name
from payments.models import Entitlement
from payments.perms import require_any
from payments.queries.schedule import missing_dues
from payments.services.run import RunResult, month_run

SMALL = 2_000  # dues that a person waits for
SLICE = 10_000  # ids of entitlements in one transaction of a job
JOB = "payments.month_run"


def month_run_request(*, actor: User, month: date, today: date) -> RunResult | Job:
    """Run the month at once, or as a job when more than SMALL dues are missing.

    Raises what `month_run` raises.
    """
    missing = sum(row.count for row in missing_dues(month))
    if missing <= SMALL:
        return month_run(actor=actor, month=month, today=today)
    return _enqueue(actor=actor, month=month, missing=missing)


@audit.service
def _enqueue(*, actor: User, month: date, missing: int) -> Job:
    require_any(actor, Permission.LISTS_PREPARE)
    stamp = f"{timezone.now():%Y%m%d%H%M}"
    return jobs.enqueue(
        name=JOB,
        key=f"{JOB}:{month:%Y-%m}:{missing}:{stamp}",
        title=_("Monthly run of %(month)s") % {"month": month_name(month)},
        requested_by=actor,
        args={"month": month.isoformat()},
        queue="money",
    )


def slices() -> Iterator[tuple[int, int]]:
    """Bounds of ids that cover every entitlement, SLICE at a time."""
    top = Entitlement.objects.aggregate(top=Max("id"))["top"] or 0
    for low in range(1, top + 1, SLICE):
        yield low, low + SLICE - 1
