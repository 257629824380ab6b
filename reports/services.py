"""Keeping the statistics of a month as they were computed."""

import hashlib
import json
from datetime import date

from core import audit
from core.models import User
from core.permissions import Permission, require
from reports.models import ReportRun
from reports.queries import month_rows, month_totals


@audit.service
def report_run(*, actor: User, month: date, scheduled: bool = False) -> ReportRun:
    """Compute and keep the statistics of `month`; the same content is kept once.

    `scheduled` runs (the first day of the month after) act for the system account.
    Raises PermissionDenied for people who may not run statistics.
    """
    if not scheduled:
        require(actor, Permission.STATISTICS_RUN)
    rows = [row.as_json() for row in month_rows(month)]
    totals = month_totals(month).as_json()
    content = json.dumps({"rows": rows, "totals": totals}, sort_keys=True, ensure_ascii=False)
    run, _created = ReportRun.objects.get_or_create(
        month=month,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        defaults={"rows": rows, "totals": totals, "made_by": actor},
    )
    return run
