"""The page of a case, correcting its application, withdrawing it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import presenters
from cases.forms import ApplicationForm, DocumentForm, NoteForm, WithdrawForm
from cases.forms.application import base_of, snapshot
from cases.models import Application, Case
from cases.perms import may_change
from cases.services import application_update, case_withdraw
from cases.services.application import EDITABLE
from cases.states import CaseStatus, may_follow
from cases.views.common import applied_case_or_404, case_or_404
from clients.queries import members_on
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission
from core.queries import last_change
from core.registry import registry


@access(Permission.CASES_VIEW)
def show(request: Request, pk: int) -> HttpResponse:
    """Everything about a case on one page, with its next step."""
    case = case_or_404(request, pk, timezone.localdate())
    return case_page(request, case)


def case_page(request: Request, case: Case, **forms: Any) -> HttpResponse:
    """The page, with a form that has to be mended where one is given."""
    today = timezone.localdate()
    edit = may_change(request.user, case, today, Permission.CASES_EDIT)
    members = [membership.person for membership in members_on(case.household, today)]
    panels = [
        panel
        for provider in registry.case_panels
        if (panel := provider(request.user, case.pk, today))
    ]
    context: dict[str, Any] = {
        "case": case,
        "applied": hasattr(case, "application"),
        "step": presenters.next_step(request.user, case, today, may_change=edit),
        "terms": presenters.term_lines(case, today),
        "record": presenters.record_of(case),
        "summary": presenters.interview_summary(case),
        "panels": panels,
        "may_edit": edit,
        "may_correct": edit and case.status in EDITABLE,
        "may_withdraw": edit and may_follow(CaseStatus(case.status), CaseStatus.WITHDRAWN),
        "note_form": forms.get("note_form") or NoteForm(),
        "document_form": forms.get("document_form")
        or DocumentForm(household=case.household, members=members),
        "withdraw_form": forms.get("withdraw_form") or WithdrawForm(),
        "open_form": next(iter(forms), ""),
    }
    return render(request, "cases/case.html", context, status=422 if forms else 200)


@access(Permission.CASES_EDIT, WRITE)
def withdraw(request: Request, pk: int) -> HttpResponse:
    """The applicant takes the application back."""
    today = timezone.localdate()
    case = case_or_404(request, pk, today)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            case_withdraw(actor=request.user, case=case, today=today, why=form.cleaned_data["why"])
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The application is withdrawn; the case is ended."))
            return redirect("cases:case", pk)
    return case_page(request, case, withdraw_form=form)


@access(Permission.CASES_EDIT, FORM)
def application(request: Request, pk: int) -> HttpResponse:
    """Correct the application; who comes second sees what the first has changed."""
    today = timezone.localdate()
    case = applied_case_or_404(request, pk, today)
    changed: list[presenters.Change] = []
    if request.method == "POST":
        form = ApplicationForm(request.POST, application=case.application, today=today)
        if form.is_valid():
            try:
                application_update(
                    actor=request.user,
                    case=case,
                    version=form.cleaned_data["version"],
                    today=today,
                    **form.fields_data(),
                )
            except StaleState:
                form, changed = _conflict(request, case, form)
            except DomainError as error:
                form.add_error(None, str(error.message))
            else:
                messages.success(request, _("The application is corrected."))
                return redirect("cases:case", pk)
    else:
        form = ApplicationForm(application=case.application, today=today)
    context = {
        "case": case,
        "form": form,
        "changes": changed,
        "last": last_change(case, case.application) if changed else None,
    }
    status = 409 if changed else 422 if form.errors else 200
    return render(request, "cases/application.html", context, status=status)


def _conflict(
    request: Request, case: Case, form: ApplicationForm
) -> tuple[ApplicationForm, list[presenters.Change]]:
    """The form as typed, now on top of what was saved in between, and what that was."""
    now = Application.objects.select_related("case__kind").get(case=case)
    changed = presenters.changes(now, base_of(form), form)
    data = request.POST.copy()
    data["version"] = str(now.case.version)
    data["base"] = json.dumps(snapshot(now))
    again = ApplicationForm(data, application=now, today=timezone.localdate())
    if not changed:  # the case moved on, its application is as the person saw it
        again.add_error(None, str(StaleState().message))
    return again, changed
