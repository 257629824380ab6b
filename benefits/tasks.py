"""Work in the background: the PDF of a decision, and finality day by day."""

import hashlib
import os
from pathlib import Path

from celery import shared_task
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from benefits.models import Decision
from benefits.queries import PDF_JOB
from benefits.services import decisions_finalise
from core.audit import writing
from core.jobs import handler
from core.models import Job
from core.pdf import render_pdf

STYLES = "css/letter.css"


@handler(PDF_JOB)
def decision_pdf(job: Job) -> str:
    """Draw the PDF of an issued decision from its frozen letter; safe to run again.

    The file is written first under a name that follows from the decision; the row is then filled
    once. Killed in between, the next run writes the same bytes over it.
    """
    decision = Decision.objects.get(pk=job.args["decision"])
    url = reverse("benefits:decision_pdf", args=[decision.pk])
    if decision.pdf_sha256:
        return url
    content = render_pdf(decision.letter_html, stylesheets=[letter_styles()])
    name = pdf_name(decision)
    _write(name, content)
    with writing(job.requested_by, "decision_pdf"):
        Decision.objects.filter(pk=decision.pk, pdf_sha256="").update(
            pdf=name, pdf_sha256=hashlib.sha256(content).hexdigest()
        )
    return url


def pdf_name(decision: Decision) -> str:
    """Name of the file in the store, the same at every run."""
    year = decision.issued_on.year if decision.issued_on else 0
    return f"decisions/{year}/decyzja-{decision.pk}.pdf"


def letter_styles() -> str:
    """The style sheet of letters."""
    found = finders.find(STYLES)
    if not isinstance(found, str):
        raise FileNotFoundError(STYLES)
    return Path(found).read_text(encoding="utf-8")


def _write(name: str, content: bytes) -> None:
    """Put the file in place as a whole: a reader sees all of it or nothing.

    What a killed run left half-written lies under the same name and is written over.
    """
    target = Path(default_storage.path(name))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)
    for left in target.parent.glob(f"{target.stem}.*.part"):  # of a worker that was killed
        left.unlink(missing_ok=True)


@shared_task(name="benefits.tasks.finalise", ignore_result=True)
def finalise() -> None:
    """Every morning: decisions whose term to appeal has passed become final."""
    decisions_finalise(timezone.localdate())
