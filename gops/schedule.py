"""What beat starts by itself and when: the one place that says so.

`ensure_schedule` runs at every start (gops/prepare.py). An administrator may switch a task off in
the administration; it stays off. Times are of Europe/Warsaw.
"""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Planned:
    """One task of beat; fields as in crontab, `*` for every."""

    name: str
    task: str
    minute: str = "*"
    hour: str = "*"
    day_of_month: str = "*"


PLAN = (
    Planned("Jobs that wait are sent again", "core.tasks.resend_jobs"),
    Planned(
        "Decisions become final",
        "benefits.tasks.finalise",
        minute="10",
        hour="1",
    ),
    Planned(
        "Copies of people's data whose days are over are removed",
        "reports.privacy.tasks.remove_copies",
        minute="40",
        hour="1",
    ),
    Planned(
        "Suspected duplicates are looked for",
        "clients.tasks.nightly_duplicates",
        minute="20",
        hour="3",
    ),
    Planned(
        "Files whose time is over come up for review",
        "reports.retention.tasks.monthly",
        minute="0",
        hour="4",
        day_of_month="2",
    ),
    Planned(
        "Statistics of the month before",
        "reports.tasks.month_before",
        minute="30",
        hour="2",
        day_of_month="1",
    ),
)


def ensure_schedule() -> int:
    """Write what is missing or has changed in the plan; returns how many rows were written."""
    from django_celery_beat.models import CrontabSchedule, PeriodicTask

    written = 0
    for planned in PLAN:
        crontab, _created = CrontabSchedule.objects.get_or_create(
            minute=planned.minute,
            hour=planned.hour,
            day_of_month=planned.day_of_month,
            month_of_year="*",
            day_of_week="*",
            timezone=settings.TIME_ZONE,
        )
        values = {"task": planned.task, "crontab": crontab}
        if PeriodicTask.objects.filter(name=planned.name, **values).exists():
            continue
        PeriodicTask.objects.update_or_create(
            name=planned.name, defaults={**values, "interval": None}
        )
        written += 1
    return written
