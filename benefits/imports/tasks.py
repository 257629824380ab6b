"""Imports in the background: dry run, taking in, taking back; each may be run again."""

from django.urls import reverse
from django.utils import timezone

from benefits.imports.models import ImportRun
from benefits.imports.services import CHECK_JOB, UNDO_JOB, WRITE_JOB
from benefits.imports.states import RunStatus
from benefits.imports.undo import rows_undo
from benefits.imports.work import rows_check, rows_write
from core import jobs
from core.audit import writing
from core.models import Job


@jobs.handler(CHECK_JOB)
def import_check(job: Job) -> str:
    """Plan every row; a check asked for later makes this one void."""
    run = ImportRun.objects.get(pk=job.args["run"])
    asked = {"pk": run.pk, "status": RunStatus.CHECKING, "version": job.args["version"]}
    if ImportRun.objects.filter(**asked).exists():
        rows_check(
            run,
            job.requested_by,
            timezone.localdate(),
            lambda done, total: jobs.progress(job, done, total),
        )
        with writing(job.requested_by, CHECK_JOB):
            ImportRun.objects.filter(**asked).update(status=RunStatus.CHECKED)
    return reverse("imports:run", args=[run.pk])


@jobs.handler(WRITE_JOB)
def import_write(job: Job) -> str:
    """Take in what is not in yet, then close the run."""
    run = ImportRun.objects.get(pk=job.args["run"])
    if run.status == RunStatus.WRITING:
        rows_write(
            run,
            job.requested_by,
            timezone.localdate(),
            lambda done, total: jobs.progress(job, done, total),
        )
        with writing(job.requested_by, WRITE_JOB):
            ImportRun.objects.filter(pk=run.pk, status=RunStatus.WRITING).update(
                status=RunStatus.DONE
            )
    return reverse("imports:run", args=[run.pk])


@jobs.handler(UNDO_JOB)
def import_undo(job: Job) -> str:
    """Take back what the run made and nobody used since, then close it."""
    run = ImportRun.objects.get(pk=job.args["run"])
    if run.status == RunStatus.UNDOING:
        rows_undo(
            run,
            job.requested_by,
            timezone.localdate(),
            lambda done, total: jobs.progress(job, done, total),
        )
        with writing(job.requested_by, UNDO_JOB):
            ImportRun.objects.filter(pk=run.pk, status=RunStatus.UNDOING).update(
                status=RunStatus.UNDONE
            )
    return reverse("imports:run", args=[run.pk])
