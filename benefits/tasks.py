"""Work in the background: the PDF of a decision, and finality day by day."""

import hashlib
from pathlib import Path

from celery import shared_task
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

import benefits.imports.tasks  # noqa: F401 its jobs are registered with those below
from benefits.models import Decision
from benefits.queries import PDF_JOB
from benefits.services import decisions_finalise
from core.audit import writing
from core.files import put
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
    put(name, content)
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


@shared_task(name="benefits.tasks.finalise", ignore_result=True)
def finalise() -> None:
    """Every morning: decisions whose term to appeal has passed become final."""
    decisions_finalise(timezone.localdate())
