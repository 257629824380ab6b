"""Background work of payments: a big monthly run, slice by slice."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import Job
from payments.services.requests import JOB, slices
from payments.services.run import month_run


@jobs.handler(JOB)
def run_month(job: Job) -> str:
    """Make a month due; every slice is a transaction of its own, done twice it is done once."""
    month = date.fromisoformat(job.args["month"])
    bounds = list(slices())
    for done, (low, high) in enumerate(bounds, start=1):
        month_run(
            actor=job.requested_by, month=month, today=timezone.localdate(), low=low, high=high
        )
        jobs.progress(job, done, len(bounds))
    return f"{reverse('payments:run')}?month={month:%Y-%m}"
