"""Papers of a household: taken in, read on the screen, described, handed out as they came."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients import queries
from clients.forms.documents import DocumentAboutForm, UploadForm, about
from clients.kinds import KINDS
from clients.models import Document, Household
from clients.perms import may_edit_household
from clients.presenters.entries import entry
from clients.services import document_describe, document_store
from clients.uploads import EXTENSIONS, page_picture
from clients.views.common import (
    attempt,
    content_of,
    form_page,
    household_or_404,
    pages_of,
)
from core import looks
from core.errors import DomainError
from core.http import FORM, Request, access, file_answer
from core.permissions import Permission
from core.polish import fold
from core.registry import registry


@access(Permission.CLIENTS_EDIT, FORM)
def upload(request: Request, pk: int) -> HttpResponse:
    """Add papers to the file of a household."""
    shown = household_or_404(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None, household=shown)
    if form.is_valid():
        stored = _store(request, shown, form)
        if form.is_valid():
            messages.success(
                request,
                ngettext(
                    "The document is in the file.", "%(count)d documents are in the file.", stored
                )
                % {"count": stored},
            )
            return redirect("clients:household", pk)
    return form_page(request, "clients/upload.html", form, household=shown)


def _store(request: Request, household: Household, form: UploadForm) -> int:
    """Store each file; what is wrong with one is said by its name, the others are kept."""
    files: list[UploadedFile[Any]] = form.cleaned_data["papers"]
    title, stored = form.cleaned_data["title"], 0
    for number, file in enumerate(files, 1):
        try:
            document_store(
                actor=request.user,
                household=household,
                title=f"{title} ({number})" if len(files) > 1 else title,
                upload=file,
                person=form.cleaned_data["person"],
                kind=form.cleaned_data["kind"],
            )
            stored += 1
        except DomainError as error:
            form.add_error("papers", f"{file.name}: {error.message}")
    if stored and form.errors:
        kept = ngettext(
            "%(count)d file is stored; send only the others again.",
            "%(count)d files are stored; send only the others again.",
            stored,
        )
        form.add_error(None, kept % {"count": stored})
    return stored


@access(Permission.CLIENTS_VIEW, FORM)
def document(request: Request, pk: int) -> HttpResponse:
    """Read a paper: its pages beside what it is, what was recorded from it and where it lies."""
    shown = _document_or_404(request, pk, kind=looks.Kind.VIEW)
    may_edit = may_edit_household(request.user, shown.household, localdate())
    form = DocumentAboutForm(request.POST or None, initial=about(shown), household=shown.household)
    if (
        request.method == "POST"
        and may_edit
        and form.is_valid()
        and _described(request, shown, form)
    ):
        messages.success(request, _("The description is saved."))
        return redirect("clients:document", pk)
    uses = [hit for look in registry.document_uses for hit in look(request.user, pk, localdate())]
    return form_page(
        request,
        "clients/document.html",
        form,
        household=shown.household,
        document=shown,
        pages=pages_of(shown),
        facts=[entry(fact, localdate()) for fact in queries.facts_from(shown)],
        uses=uses,
        kinds=KINDS,
        may_edit=may_edit,
    )


def _described(request: Request, shown: Document, form: DocumentAboutForm) -> bool:
    return attempt(
        form, lambda: document_describe(actor=request.user, document=shown, **form.cleaned_data)
    )


@access(Permission.CLIENTS_VIEW)
def page(request: Request, pk: int, page: int) -> HttpResponse:
    """A page of a paper as a picture; leafing through it is one look."""
    shown = _document_or_404(request, pk, part=True)
    try:
        picture = page_picture(_content(shown), shown.content_type, page)
    except IndexError:
        raise Http404 from None
    return _locked(file_answer(picture, "image/jpeg", f"strona-{page}.jpg", inline=True))


@access(Permission.CLIENTS_VIEW)
def download(request: Request, pk: int) -> HttpResponse:
    """The stored file as it came, as an attachment with the type found in its content."""
    shown = _document_or_404(request, pk, kind=looks.Kind.DOWNLOAD)
    name = slugify(fold(shown.title))[:60] or f"dokument-{shown.pk}"
    extension = EXTENSIONS[shown.content_type]
    return _locked(file_answer(_content(shown), shown.content_type, f"{name}.{extension}"))


def _locked(response: HttpResponse) -> HttpResponse:
    """Nothing in a stranger's file may run or be taken for something else."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _document_or_404(request: Request, pk: int, **how: Any) -> Document:
    """The paper, with the look at it noted; `how` as of core.looks.note."""
    shown = queries.document_for(request.user, pk, localdate())
    if shown is None:
        raise Http404
    looks.note(
        request,
        what="document",
        object_id=pk,
        household_id=shown.household_id,
        person_id=shown.person_id,
        **how,
    )
    return shown


def _content(shown: Document) -> bytes:
    """What the file holds; 404 when it is gone from the store."""
    try:
        return content_of(shown)
    except FileNotFoundError:
        raise Http404 from None
