"""Background work of clients: the search for suspected duplicates."""

from celery import shared_task
from django.urls import reverse

from clients.services.likely_pairs import JOB, likely_pairs_find
from core import jobs
from core.dictionaries import system_user
from core.models import Job


@jobs.handler(JOB)
def find_duplicates(job: Job) -> str:
    """Look through everybody; run again it finds the same."""
    likely_pairs_find(actor=job.requested_by, told=lambda done: jobs.progress(job, done, 0))
    return reverse("clients:duplicates")


@shared_task(name="clients.tasks.nightly_duplicates", ignore_result=True)
def nightly_duplicates() -> None:
    """Every night, so that the list is fresh in the morning."""
    likely_pairs_find(actor=system_user())
