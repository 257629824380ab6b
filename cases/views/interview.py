"""The family interview: its form, its draft that saves itself, its papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import papers, prefill
from cases.answers import AnswersError
from cases.forms.interview import InterviewForms, draft_from
from cases.models import Case, Interview
from cases.perms import may_change
from cases.queries import answers_now
from cases.services import interview_complete, interview_draft_save
from cases.states import CaseStatus, InterviewStatus
from cases.views.common import applied_case_or_404, looked_at_interview, pdf_response
from clients.queries import absences_on, members_on
from core import looks
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission
from core.queries import last_change


@access(Permission.INTERVIEWS_EDIT, FORM)
def show(request: Request, pk: int) -> HttpResponse:
    """The form; what was typed is kept as a draft before anything is judged."""
    case = _open_case(request, pk)
    if case is None:
        return redirect(f"{reverse('cases:case', args=[pk])}#interview")
    if request.method == "POST":
        return _sent(request, case)
    return _page(request, case, answers_now(case.interview) or None)


def _open_case(request: Request, pk: int) -> Case | None:
    """The case with an interview still to be written; None when there is nothing to write."""
    case = applied_case_or_404(request, pk, timezone.localdate())
    if not may_change(request.user, case, timezone.localdate(), Permission.INTERVIEWS_EDIT):
        raise Http404
    looked_at_interview(request, case)
    waiting = case.interview.status != InterviewStatus.COMPLETED
    return case if waiting and case.status == CaseStatus.REGISTERED else None


def _sent(request: Request, case: Case) -> HttpResponse:
    typed = draft_from(request.POST)
    try:
        saved = _save(request, case.interview, typed)
    except StaleState:
        return _page(request, case, typed, conflict=True)
    if "complete" not in request.POST:
        messages.success(request, _("The draft of the interview is saved."))
        return redirect("cases:interview", case.pk)
    case.interview = saved
    return _complete(request, case, typed)


def _save(request: Request, interview: Interview, typed: dict[str, Any]) -> Interview:
    version = request.POST.get("version", "")
    return interview_draft_save(
        actor=request.user,
        interview=interview,
        answers=typed,
        version=int(version) if version.isdigit() else 0,
    )


def _complete(request: Request, case: Case, typed: dict[str, Any]) -> HttpResponse:
    forms = _forms(case, typed, checked=True)
    if forms.is_valid():
        try:
            interview_complete(
                actor=request.user,
                interview=case.interview,
                answers=forms.answers(),
                held_on=forms.held_on,
                today=timezone.localdate(),
                version=case.interview.version,
            )
        except AnswersError as error:
            forms.add_problems(error.problems)
        except StaleState:
            return _page(request, case, typed, conflict=True)
        except DomainError as error:
            forms.main.add_error(None, str(error.message))
        else:
            messages.success(
                request,
                _("The interview is completed; its facts are in the file of the household."),
            )
            return redirect("cases:case", case.pk)
    return _render(request, case, forms, status=422)


def _forms(case: Case, draft: dict[str, Any] | None, *, checked: bool = False) -> InterviewForms:
    today = timezone.localdate()
    members = members_on(case.household, today)
    away = absences_on(case.household, today)
    known = prefill.known_facts(case.interview, members)
    if draft is None:
        draft = prefill.first_draft(case.interview, members, known, away)
    return InterviewForms(
        case.interview,
        members,
        draft,
        away=away,
        today=today,
        checked=checked,
        sources=prefill.sources(known),
    )


def _page(
    request: Request, case: Case, draft: dict[str, Any] | None, *, conflict: bool = False
) -> HttpResponse:
    """The form with a draft; in a conflict the next save lies on top of the other window's."""
    if conflict:
        case.interview.refresh_from_db()
    status = 409 if conflict else 200
    return _render(request, case, _forms(case, draft), status=status, conflict=conflict)


def _render(
    request: Request, case: Case, forms: InterviewForms, *, status: int, conflict: bool = False
) -> HttpResponse:
    month = prefill.income_month(case.interview)
    context = {
        "case": case,
        "forms": forms,
        "errors": forms.errors() if status == 422 else [],
        "conflict": conflict,
        "last": last_change(case.interview) if conflict else None,
        "month": month,
        "current_month": case.opened_on.replace(day=1),
    }
    return render(request, "cases/interview.html", context, status=status)


@access(Permission.INTERVIEWS_EDIT, WRITE)
def draft(request: Request, pk: int) -> JsonResponse:
    """Keep what is typed; answers with the new version, or 409 when another window was first."""
    case = applied_case_or_404(request, pk, timezone.localdate())
    looks.nothing_shown(request)
    try:
        saved = _save(request, case.interview, draft_from(request.POST))
    except StaleState:
        now = Interview.objects.get(pk=case.interview.pk)
        return JsonResponse({"version": now.version, "saved": _time(now)}, status=409)
    except DomainError as error:
        return JsonResponse({"message": str(error.message)}, status=422)
    return JsonResponse({"version": saved.version, "saved": _time(saved)})


def _time(interview: Interview) -> str:
    saved_at = interview.saved_at
    return f"{timezone.localtime(saved_at):%H:%M}" if saved_at else ""


@access(Permission.CASES_VIEW)
def blank_pdf(request: Request, pk: int) -> HttpResponse:
    """The questionnaire to write on, with the persons of the household."""
    today = timezone.localdate()
    case = applied_case_or_404(request, pk, today)
    looked_at_interview(request, case, kind=looks.Kind.PRINT)
    return pdf_response(papers.blank_interview(case, today), f"wywiad-{case.pk}-do-wypelnienia.pdf")


@access(Permission.CASES_VIEW)
def completed_pdf(request: Request, pk: int) -> HttpResponse:
    """The completed interview on paper."""
    today = timezone.localdate()
    case = applied_case_or_404(request, pk, today)
    if case.interview.status != InterviewStatus.COMPLETED:
        raise Http404
    looked_at_interview(request, case, kind=looks.Kind.PRINT)
    return pdf_response(papers.completed_interview(case, today), f"wywiad-{case.pk}.pdf")
