"""Celery's side of jobs: one task that runs any job row, one that re-sends what was lost."""

from typing import Any

from celery import shared_task
from celery.signals import worker_process_shutdown

from core import jobs, pdf


@shared_task(name="core.tasks.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Do one job; a second delivery of the same message does nothing."""
    jobs.run(job_id)


@shared_task(name="core.tasks.resend_jobs", ignore_result=True)
def resend_jobs() -> None:
    """Every minute: jobs whose message or worker was lost go out again."""
    jobs.resend_waiting()


@worker_process_shutdown.connect
def let_fonts_go(**_about: Any) -> None:
    """A process of the pool ends without what Python does at the end of a process."""
    pdf.close()
