"""What the views of cases share."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse

from cases.models import Case
from cases.queries import case_for
from core import looks
from core.http import Request, file_answer


def case_or_404(request: Request, pk: int, today: date) -> Case:
    """The case, if this person may see it; who may not learns nothing, not even that it exists.

    The look is logged when the answer shows it.
    """
    case = case_for(request.user, pk, today)
    if case is None:
        raise Http404
    looked_at(request, case)
    return case


def looked_at(request: Request, case: Case, **more: Any) -> None:
    """The answer shows a case, or what `more` says of it (as of core.looks.note)."""
    about = {"what": "case", "object_id": case.pk, "why": case.znak, **more}
    looks.note(request, household_id=case.household_id, **about)


def looked_at_interview(request: Request, case: Case, **more: Any) -> None:
    """The answer shows the interview of a case."""
    looked_at(request, case, what="interview", object_id=case.interview.pk, **more)


def applied_case_or_404(request: Request, pk: int, today: date) -> Case:
    """A case begun here, with its application and interview; those taken over have none."""
    case = case_or_404(request, pk, today)
    if not hasattr(case, "application") or not hasattr(case, "interview"):
        raise Http404
    return case


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser; never kept by a shared cache."""
    return file_answer(content, "application/pdf", name, inline=True)
