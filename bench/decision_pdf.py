"""The PDF of a decision, beside WeasyPrint called plainly on the same HTML and styles."""

import resource
from datetime import date, timedelta
from random import Random
from statistics import median
from time import process_time

from pypdfium2 import PdfDocument
from weasyprint import CSS, HTML

from bench.database import office
from bench.harness import Row, row, seconds
from benefits.tasks import letter_styles
from core.models import BenefitKind
from core.pdf import VARIANT, render_pdf
from gops.demo.casework import Journey
from gops.demo.office import Office
from gops.demo.people import invent_family
from gops.demo.plan import Step, Wish
from gops.demo.register import record_family

TODAY = date(2026, 11, 24)
DRAWN = 30
FLAT_OVER, FLAT_MIB = 100, 32
TARGET_PAGES = 24
"""Pages a second and core: twelve letters of two pages, whatever the pages of the one drawn."""
WAY = (
    Step.REGISTER,
    Step.INTERVIEW,
    Step.CALCULATE,
    Step.DRAFT,
    Step.SUBMIT,
    Step.CHECK,
    Step.SIGN,
)


def measure() -> list[Row]:
    """Documents a second of one core, and how much a worker grows over many."""
    with office(TODAY - timedelta(days=400)) as centre:
        html = _letter(centre)
    styles = letter_styles()
    ours = median(
        seconds(lambda: render_pdf(html, stylesheets=[styles]), DRAWN, warm=2, clock=process_time)
    )
    plain = median(seconds(lambda: _plainly(html, styles), DRAWN, warm=1, clock=process_time))
    pages = len(PdfDocument(render_pdf(html, stylesheets=[styles])))
    grown = _growth(html, styles)
    return [
        row(
            f"pages of a decision PDF of {pages} pages, tagged, {DRAWN} documents",
            pages / ours,
            "a second and core",
            beside="WeasyPrint called plainly",
            beside_value=pages / plain,
            target=f"≥ {TARGET_PAGES} (12 letters of two pages)",
            met=pages / ours >= TARGET_PAGES,
        ),
        row(
            f"growth of a worker over {FLAT_OVER} decision PDF",
            grown,
            "MiB",
            target=f"≤ {FLAT_MIB} MiB",
            met=grown <= FLAT_MIB,
        ),
    ]


def _letter(centre: Office) -> str:
    """The frozen letter of a real decision granting zasiłek okresowy to a family of four."""
    family = next(
        family
        for number in range(1, 1000)
        if len((family := invent_family(Random(number), number, TODAY, TODAY, set())).members) == 4
        and family.is_poor
        and family.nrb
        and all(member.born < TODAY - timedelta(days=100) for member in family.members)
    )
    family.opened_on = TODAY - timedelta(days=90)
    home = record_family(family=family, office=centre)
    kinds = {kind.code: kind for kind in BenefitKind.objects.all()}
    wish = Wish(1, family, "zasilek_okresowy", TODAY - timedelta(days=20), rng=Random(1))
    journey = Journey(wish, home, centre, kinds, b"%PDF-1.4\n%%EOF\n")
    for step in WAY:
        journey.step(step, wish.day if step == Step.REGISTER else TODAY)
    assert journey.decision is not None
    return journey.decision.letter_html


def _plainly(html: str, styles: str) -> bytes:
    document = HTML(string=html)
    sheets = [CSS(string=styles)]
    return bytes(document.write_pdf(stylesheets=sheets, pdf_variant=VARIANT, pdf_tags=True))


def _growth(html: str, styles: str) -> float:
    """How many MiB the peak of this process grows over many documents more."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _n in range(FLAT_OVER):
        render_pdf(html, stylesheets=[styles])
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
