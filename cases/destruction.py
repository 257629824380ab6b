"""What of cases goes with the file of a case (docs/adr/0016).

The case itself stays as a line of the register (spis spraw): sign, class, days and status.
"""

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import Application, Case, CaseDocument, Interview, Note, StatusRow, Term
from clients.destruction import proved_by_papers
from clients.models import Document
from core.destruction import Goes, RoomDestruction


def papers_of_nothing_else(cases: frozenset[int]) -> QuerySet[Document]:
    """Papers in the files of these cases that prove no fact and lie in no other case."""
    others = CaseDocument.objects.filter(document=OuterRef("pk")).exclude(case__in=cases)
    papers = Document.objects.filter(case_documents__case__in=cases).exclude(Exists(others))
    for proved in proved_by_papers():
        if proved is not CaseDocument:
            papers = papers.exclude(Exists(proved.objects.filter(document=OuterRef("pk"))))
    return papers.distinct()


DESTRUCTION = RoomDestruction(
    goes=(
        Goes(model=CaseDocument, rows=lambda s: CaseDocument.objects.filter(case__in=s.cases)),
        Goes(model=Note, rows=lambda s: Note.objects.filter(case__in=s.cases)),
        Goes(model=Interview, rows=lambda s: Interview.objects.filter(case__in=s.cases)),
        Goes(model=Term, rows=lambda s: Term.objects.filter(case__in=s.cases)),
        Goes(model=Application, rows=lambda s: Application.objects.filter(case__in=s.cases)),
        Goes(
            model=StatusRow,
            rows=lambda s: StatusRow.objects.filter(case__in=s.cases),
            blank=lambda _scope: {"why": ""},
        ),
        Goes(
            model=Case,
            rows=lambda s: Case.objects.filter(pk__in=s.cases),
            blank=lambda scope: {"destroyed_on": scope.day},
            keeps_history=True,
        ),
    ),
)
