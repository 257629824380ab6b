"""Celery's side of jobs: one task that runs any job row, one that re-sends what was lost."""

from celery import shared_task

from core import jobs


@shared_task(name="core.tasks.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Do one job; a second delivery of the same message does nothing."""
    jobs.run(job_id)


@shared_task(name="core.tasks.resend_jobs", ignore_result=True)
def resend_jobs() -> None:
    """Every minute: jobs whose message or worker was lost go out again."""
    jobs.resend_waiting()
