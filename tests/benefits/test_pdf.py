"""The PDF of a decision: once, the same bytes, whatever happens on the way."""

import hashlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from benefits import tasks
from benefits.models import Decision
from core import files, jobs
from core.files import unseal
from core.models import Job, JobState
from tests.factories.benefits import make_issued


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def job_of(decision):
    return Job.objects.get(key=f"decision_pdf:{decision.pk}")


def file_of(decision):
    return Path(default_storage.path(tasks.pdf_name(decision)))


def test_the_job_stores_the_file_and_its_hash(office):
    decision = make_issued()
    jobs.run(job_of(decision).pk)

    decision.refresh_from_db()
    content = unseal(file_of(decision).read_bytes())
    assert content.startswith(b"%PDF-")
    assert decision.pdf_sha256 == hashlib.sha256(content).hexdigest()
    assert decision.pdf.name == tasks.pdf_name(decision)
    assert job_of(decision).state == JobState.DONE
    assert job_of(decision).result_url == f"/decisions/{decision.pk}/pdf/"


def test_run_twice_it_changes_nothing(office):
    decision = make_issued()
    tasks.decision_pdf(job_of(decision))
    before = file_of(decision).stat().st_mtime_ns
    tasks.decision_pdf(job_of(decision))
    assert file_of(decision).stat().st_mtime_ns == before


def test_killed_after_the_file_it_ends_with_the_same_bytes(office, monkeypatch):
    decision = make_issued()

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(tasks, "writing", die)
        tasks.decision_pdf(job_of(decision))
    first = unseal(file_of(decision).read_bytes())
    assert Decision.objects.get(pk=decision.pk).pdf_sha256 == ""

    tasks.decision_pdf(job_of(decision))
    decision.refresh_from_db()
    assert unseal(file_of(decision).read_bytes()) == first
    assert decision.pdf_sha256 == hashlib.sha256(first).hexdigest()


def test_no_part_of_a_file_is_ever_seen(office, monkeypatch):
    decision = make_issued()

    def die(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(files.os, "fsync", die)
        tasks.decision_pdf(job_of(decision))
    assert not file_of(decision).exists()
    assert list(file_of(decision).parent.glob("*.part"))
    tasks.decision_pdf(job_of(decision))
    assert list(file_of(decision).parent.iterdir()) == [file_of(decision)]
