"""On the first day of a month: the statistics of the month before."""

from celery import shared_task
from django.utils import timezone

import reports.privacy.tasks
import reports.retention.tasks  # noqa: F401 as those
from core.dictionaries import system_user
from core.months import month_of, previous_month
from reports.services import report_run


@shared_task(name="reports.tasks.month_before", ignore_result=True)
def month_before() -> None:
    """Keep last month's statistics; run twice it keeps one."""
    today = timezone.localdate()
    month = previous_month(month_of(today))
    report_run(actor=system_user(), month=month, today=today, scheduled=True)
