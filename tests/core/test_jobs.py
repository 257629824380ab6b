"""Jobs as rows: claimed once, safe to run again, seen by who asked for them only."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.models import Job, JobState
from core.permissions import Role
from tests.factories.core import make_user

pytestmark = pytest.mark.django_db
DONE = []


@jobs.handler("test_write")
def write(job):
    DONE.append(job.args["number"])
    if job.args.get("fails"):
        raise OSError("secret path /var/x")
    jobs.progress(job, 1, 2)
    return "/result/"


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


def ask(user, key="k1", **args):
    with transaction.atomic():
        return jobs.enqueue(
            name="test_write",
            key=key,
            title="Próbny dokument",
            requested_by=user,
            args={"number": 1, **args},
            queue="pdf",
        )


def failed(user, **fields):
    job = ask(user)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, attempts=5, error="OSError: secret path", **fields
    )
    return Job.objects.get(pk=job.pk)


def test_the_same_key_is_asked_for_once(worker):
    assert ask(worker) == ask(worker)
    assert Job.objects.count() == 1


def test_a_second_delivery_does_nothing(worker):
    job = ask(worker)
    jobs.run(job.pk)
    jobs.run(job.pk)
    assert DONE == [1]
    job.refresh_from_db()
    assert (job.state, job.result_url, job.attempts) == (JobState.DONE, "/result/", 1)


def test_a_dead_worker_is_replaced_a_living_one_is_not(worker):
    job = ask(worker)
    assert jobs.claim(job.pk)
    assert jobs.claim(job.pk) is None
    long_ago = timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(claimed_at=long_ago)
    assert jobs.claim(job.pk).attempts == 2


def test_a_failure_waits_and_gives_up_after_five_attempts(worker):
    job = ask(worker, fails=True)
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        with pytest.raises(OSError, match="secret"):
            jobs.run(job.pk)
        job.refresh_from_db()
        last = attempt == jobs.MAX_ATTEMPTS
        assert job.state == (JobState.FAILED if last else JobState.QUEUED)
    jobs.run(job.pk)
    assert len(DONE) == jobs.MAX_ATTEMPTS


def test_a_worker_that_dies_at_the_last_attempt_leaves_a_failed_job(worker):
    job = ask(worker)
    long_ago = timezone.now() - jobs.STALE_AFTER - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=jobs.MAX_ATTEMPTS, claimed_at=long_ago
    )
    assert jobs.resend_waiting() == 0
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert jobs.retry(worker, job.pk)


def test_another_try_is_one_try(worker, page):
    job = failed(worker)
    page.force_login(worker)
    for _time in range(2):
        assert page.post(reverse("core:job_retry", args=[job.pk])).status_code == 302
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.QUEUED, 0, "")


def test_a_stranger_neither_sees_nor_repeats(worker, page):
    job = failed(worker)
    page.force_login(make_user(Role.SOCIAL_WORKER, "obca"))
    assert page.get(reverse("core:job", args=[job.pk])).status_code == 404
    page.post(reverse("core:job_retry", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "Próbny" not in page.get(reverse("core:jobs")).content.decode()
    assert "Próbny" not in page.get(reverse("core:jobs_bell")).content.decode()


def test_the_bell_counts_and_is_put_aside(worker, page):
    failed(worker)
    page.force_login(worker)
    html = page.get(reverse("core:jobs_bell")).content.decode()
    assert "Próbny dokument" in html
    assert "bell-badge" in html
    assert "secret" not in html
    html = page.post(reverse("core:jobs_seen")).content.decode()
    assert "Próbny dokument" not in html
    assert "Próbny dokument" in page.get(reverse("core:jobs")).content.decode()


def test_a_running_job_stays_in_the_bell(worker, page):
    job = ask(worker)
    jobs.claim(job.pk)
    jobs.progress(job, 3, 10)
    page.force_login(worker)
    html = page.post(reverse("core:jobs_seen")).content.decode()
    assert 'value="3"' in html
