"""Background work as rows: asked for in the transaction, sent on commit, claimed once.

A handler is a function registered under the job's name; it takes the Job and must be safe to run
again. If Redis is away when a job is asked for, the row stays queued and beat sends it later.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from core.models import Job, JobState, User

logger = logging.getLogger(__name__)

Handler = Callable[[Job], str]
_handlers: dict[str, Handler] = {}
STALE_AFTER = timedelta(minutes=5)
MAX_ATTEMPTS = 5


def handler(name: str) -> Callable[[Handler], Handler]:
    """Register a function as what does jobs called `name`; it returns the URL of its result."""

    def register(func: Handler) -> Handler:
        _handlers[name] = func
        return func

    return register


def enqueue(
    *, name: str, key: str, title: str, requested_by: User, args: dict[str, Any], queue: str
) -> Job:
    """Ask for a job inside the current transaction; the same key is asked for once."""
    job, created = Job.objects.get_or_create(
        key=key,
        defaults={
            "name": name,
            "title": title,
            "requested_by": requested_by,
            "args": args,
            "queue": queue,
        },
    )
    if created:
        transaction.on_commit(lambda: send(job), robust=True)
    return job


def send(job: Job) -> None:
    """Hand the job to a worker; without a broker it stays queued (beat sends it again)."""
    from celery import current_app

    try:
        current_app.send_task("core.tasks.run_job", args=[job.pk], queue=job.queue)
    except Exception:
        logger.warning("job %s waits: no broker; it will be sent again", job.pk, exc_info=True)


def claim(job_id: int) -> Job | None:
    """Take a waiting job, or one whose worker died; None when another worker has it."""
    now = timezone.now()
    free = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, claimed_at__lt=now - STALE_AFTER)
    won = (
        Job.objects.filter(free, pk=job_id)
        .filter(attempts__lt=MAX_ATTEMPTS)
        .update(state=JobState.RUNNING, claimed_at=now, attempts=F("attempts") + 1, error="")
    )
    return Job.objects.select_related("requested_by").get(pk=job_id) if won else None


def run(job_id: int) -> None:
    """Claim the job and do it; its row tells the person who asked how it went."""
    job = claim(job_id)
    if job is None:
        return
    try:
        result_url = _handlers[job.name](job)
    except Exception as error:
        state = JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.QUEUED
        Job.objects.filter(pk=job.pk).update(
            state=state, error=f"{type(error).__name__}: {error}"[:1000], claimed_at=None
        )
        logger.exception("job %s (%s) failed, attempt %s", job.pk, job.name, job.attempts)
        raise
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, finished_at=timezone.now(), result_url=result_url, error=""
    )


def progress(job: Job, done: int, total: int) -> None:
    """Tell how far the job is; also shows that its worker lives."""
    Job.objects.filter(pk=job.pk).update(
        done_count=done, total_count=total, claimed_at=timezone.now()
    )


def resend_waiting() -> int:
    """Send again what waits longer than it should or whose worker died. Returns how many.

    A job whose worker died at its last attempt has failed: its person is told and may retry.
    """
    now = timezone.now()
    orphaned = Q(state=JobState.RUNNING, claimed_at__lt=now - STALE_AFTER)
    Job.objects.filter(orphaned, attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, claimed_at=None, error="WorkerLost"
    )
    waiting = Job.objects.filter(
        Q(state=JobState.QUEUED, created_at__lt=now - timedelta(seconds=20)) | orphaned,
        attempts__lt=MAX_ATTEMPTS,
    ).order_by("id")[:500]
    for job in waiting:
        send(job)
    return len(waiting)


def retry(user: User, job_id: int) -> bool:
    """Queue a failed job of this person again; False when it is not failed or not theirs."""
    with transaction.atomic():
        won = Job.objects.filter(pk=job_id, requested_by=user, state=JobState.FAILED).update(
            state=JobState.QUEUED, attempts=0, error="", seen_at=None
        )
        if not won:
            return False
        job = Job.objects.get(pk=job_id)
        transaction.on_commit(lambda: send(job), robust=True)
    return True


def put_aside(user: User) -> None:
    """Ended jobs of this person leave the bell."""
    Job.objects.filter(
        requested_by=user, state__in=[JobState.DONE, JobState.FAILED], seen_at=None
    ).update(seen_at=timezone.now())
