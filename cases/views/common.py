"""What the views of cases share."""

from datetime import date

from django.http import Http404, HttpResponse

from cases.models import Case
from cases.queries import case_for
from core.http import Request, file_answer


def case_or_404(request: Request, pk: int, today: date) -> Case:
    """The case, if this person may see it; who may not learns nothing, not even that it exists."""
    case = case_for(request.user, pk, today)
    if case is None:
        raise Http404
    return case


def applied_case_or_404(request: Request, pk: int, today: date) -> Case:
    """A case begun here, with its application and interview; those taken over have none."""
    case = case_or_404(request, pk, today)
    if not hasattr(case, "application") or not hasattr(case, "interview"):
        raise Http404
    return case


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser; never kept by a shared cache."""
    return file_answer(content, "application/pdf", name, inline=True)
