"""Keeping the statistics of a month as they were computed."""

import hashlib
import json
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import User
from core.permissions import Permission, require
from reports.models import ReportRun
from reports.queries import Row, Totals, month_rows, month_totals


@audit.service
def report_run(
    *, actor: User, month: date, today: date, scheduled: bool = False
) -> tuple[ReportRun, bool]:
    """Compute and keep the statistics of `month`; says whether it is a new content.

    The same content is kept once. `scheduled` runs (the first day of the month after) act for
    the system account. Raises PermissionDenied for people who may not run statistics,
    DomainError for a month that has not begun.
    """
    if not scheduled:
        require(actor, Permission.STATISTICS_RUN)
    if month > today:
        raise DomainError(_("That month has not begun yet; there is nothing to keep."))
    rows, totals = month_rows(month), month_totals(month)
    return ReportRun.objects.get_or_create(
        month=month,
        sha256=content_hash(rows, totals),
        defaults={
            "rows": [row.as_json() for row in rows],
            "totals": totals.as_json(),
            "made_by": actor,
        },
    )


def content_hash(rows: list[Row], totals: Totals) -> str:
    """SHA-256 of the figures as they are kept."""
    content: dict[str, Any] = {
        "rows": [row.as_json() for row in rows],
        "totals": totals.as_json(),
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
