"""Notes and documents of a case."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms import DocumentForm, NoteForm
from cases.models import Case
from cases.services import case_document_add, note_add
from cases.views.case import case_page
from cases.views.common import case_or_404
from clients.queries import members_on
from clients.services import document_store
from core.errors import DomainError
from core.http import WRITE, Request, access
from core.permissions import Permission


@access(Permission.CASES_EDIT, WRITE)
def note(request: Request, pk: int) -> HttpResponse:
    """Write a note."""
    case = case_or_404(request, pk, timezone.localdate())
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note_add(actor=request.user, case=case, text=form.cleaned_data["text"])
        except DomainError as error:
            form.add_error("text", str(error.message))
        else:
            return redirect(f"{reverse('cases:case', args=[pk])}#notes")
    return case_page(request, case, note_form=form)


@access(Permission.CASES_EDIT, WRITE)
def document(request: Request, pk: int) -> HttpResponse:
    """Put a paper into the file."""
    today = timezone.localdate()
    case = case_or_404(request, pk, today)
    members = [membership.person for membership in members_on(case.household, today)]
    form = DocumentForm(request.POST, request.FILES, household=case.household, members=members)
    if form.is_valid():
        try:
            _store(request, case, form)
        except DomainError as error:
            form.add_error("upload", str(error.message))
        else:
            messages.success(request, _("The document is in the file of the case."))
            return redirect(f"{reverse('cases:case', args=[pk])}#documents")
    return case_page(request, case, document_form=form)


@transaction.atomic
def _store(request: Request, case: Case, form: DocumentForm) -> None:
    """Paper and its place in the file together, or neither."""
    stored = form.cleaned_data["stored"] or document_store(
        actor=request.user,
        household=case.household,
        title=form.cleaned_data["title"],
        upload=form.cleaned_data["upload"],
        person=form.cleaned_data["person"],
    )
    case_document_add(actor=request.user, case=case, document=stored)
