"""Work in the background: the monthly proposal, and the destruction of an approved list."""

from datetime import date

from celery import shared_task
from django.urls import reverse
from django.utils import timezone

from core.dictionaries import system_user
from core.jobs import handler
from core.models import DestructionList, Job
from reports.retention.carrying_out import carry_out
from reports.retention.proposing import propose
from reports.retention.services import DESTROY_JOB, PROPOSE_JOB


@shared_task(name="reports.retention.tasks.monthly", ignore_result=True)
def monthly() -> None:
    """On the second of a month: files whose time is over come up for review."""
    propose(actor=system_user(), today=timezone.localdate())


@handler(PROPOSE_JOB)
def propose_now(job: Job) -> str:
    """The same when somebody asks for it."""
    propose(actor=job.requested_by, today=date.fromisoformat(job.args["today"]))
    return reverse("retention:files")


@handler(DESTROY_JOB)
def destroy_list(job: Job) -> str:
    """Carry out an approved list; run again it goes on where it was."""
    made = DestructionList.objects.select_related("approved_by").get(pk=job.args["list"])
    carry_out(made, timezone.localdate(), job)
    return reverse("retention:list", args=[made.pk])
