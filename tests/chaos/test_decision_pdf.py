"""A decision is signed while Redis is away; a worker is killed while it writes the PDF."""

import hashlib
import signal
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from benefits.models import Decision
from benefits.states import DecisionStatus
from core.files import unseal
from core.models import Centre, Job, JobState
from payments.models import Entitlement
from tests.chaos.conftest import Office, let_in, wait_until
from tests.factories.benefits import make_checked, make_signer
from tests.factories.core import PASSWORD
from tests.setup.browser import Browser

pytestmark = pytest.mark.xdist_group("chaos")

POINTS = {
    "claimed, nothing drawn": "benefits.tasks:render_pdf:before",
    "drawn, nothing written": "benefits.tasks:render_pdf:after",
    "half written": "os:fsync:before",
    "written, the row is empty": "benefits.tasks:put:after",
    "row filled, the job is not done": "core.jobs:_handlers.decision_pdf:after",
}


def checked(today: date) -> Decision:
    """A decision that waits for its signature, as of the real day."""
    return make_checked(today=today, received_on=today - timedelta(days=10))


def manager_at_work(processes: Office) -> Browser:
    """The manager, signed in at a web process."""
    browser = processes.web()
    browser.sign_in(let_in(make_signer()), PASSWORD)
    return browser


def sign_on_the_page(processes: Office, browser: Browser, decision: Decision) -> None:
    """Raises AssertionError unless the page came back."""
    page = f"/decisions/{decision.pk}/"
    assert browser.get(page).status == 200
    answer = browser.post(f"{page}sign/", {})
    assert answer.status == 200, processes.words("web")


def time_passes(minutes: int) -> None:
    """The rows of jobs become older; the clock of the machine stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_job SET created_at = created_at - make_interval(mins => %s),"
            " claimed_at = claimed_at - make_interval(mins => %s)",
            [minutes, minutes],
        )


def wait_for_the_pdf(processes: Office) -> None:
    """Raises AssertionError with the worker's words when the job is not done in time."""
    try:
        wait_until(lambda: Job.objects.filter(state=JobState.DONE).exists(), "the PDF")
    except AssertionError as error:
        job = Job.objects.get()
        raise AssertionError(f"{job.state} {job.error}\n{processes.words('worker')}") from error


def assert_pdf_is_right(processes: Office, decision: Decision) -> None:
    """One file, whole, its hash in the row, its job done."""
    decision.refresh_from_db()
    files = [path for path in processes.media.rglob("*") if path.is_file()]
    assert [path.relative_to(processes.media) for path in files] == [Path(decision.pdf.name)]
    content = unseal(files[0].read_bytes())
    assert content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    assert hashlib.sha256(content).hexdigest() == decision.pdf_sha256
    job = Job.objects.get()
    assert (job.state, job.error) == (JobState.DONE, "")


def test_redis_is_away_while_a_decision_is_signed(processes: Office, office: Centre):
    decision = checked(timezone.localdate())
    browser = manager_at_work(processes)
    processes.redis.stop()
    sign_on_the_page(processes, browser, decision)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.ISSUED and decision.number
    assert Entitlement.objects.count() == decision.items.count() > 0
    assert Job.objects.get().state == JobState.QUEUED

    processes.redis.start()
    processes.worker()
    time_passes(1)
    processes.send("core.tasks.resend_jobs")
    wait_for_the_pdf(processes)
    assert_pdf_is_right(processes, decision)


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
def test_a_worker_is_killed_while_it_makes_the_pdf(processes: Office, office: Centre, point: str):
    decision = checked(timezone.localdate())
    sign_on_the_page(processes, manager_at_work(processes), decision)
    before = Decision.objects.values("number", "letter_html", "status").get(pk=decision.pk)
    worker = processes.worker(stop=point)
    assert worker.wait(60) == -signal.SIGKILL, processes.words("worker")
    assert Job.objects.get().state == JobState.RUNNING

    processes.worker()
    processes.send("core.tasks.resend_jobs")
    processes.send("core.tasks.run_job", Job.objects.get().pk, queue="pdf")
    time_passes(10)
    processes.send("core.tasks.resend_jobs")
    wait_for_the_pdf(processes)
    assert_pdf_is_right(processes, decision)
    after = Decision.objects.values("number", "letter_html", "status").get(pk=decision.pk)
    assert after == before
    assert Job.objects.get().attempts == 2
