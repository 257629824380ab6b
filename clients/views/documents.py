"""Papers of a household: upload and download."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.household import UploadForm
from clients.services import document_store
from clients.uploads import EXTENSIONS
from clients.views.common import attempt, form_page, household_or_404, looked_at
from core.http import FORM, NOT_KEPT, Request, access
from core.permissions import Permission
from core.polish import fold


@access(Permission.CLIENTS_EDIT, FORM)
def upload(request: Request, pk: int) -> HttpResponse:
    """Add a paper to the file of a household."""
    shown = household_or_404(request, pk)
    form = UploadForm(request.POST or None, request.FILES or None, household=shown)
    if form.is_valid() and attempt(
        form,
        lambda: document_store(
            actor=request.user,
            household=shown,
            title=form.cleaned_data["title"],
            upload=form.cleaned_data["file"],
            person=form.cleaned_data["person"],
        ),
    ):
        messages.success(request, _("The document is in the file."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/upload.html", form, household=shown)


@access(Permission.CLIENTS_VIEW)
def download(request: Request, pk: int) -> HttpResponse | FileResponse:
    """The stored file, as an attachment with the type found in its content; logged."""
    document = queries.document_for(request.user, pk, localdate())
    if document is None:
        raise Http404
    looked_at(request, document.household, "document", document.pk)
    try:
        content = document.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = slugify(fold(document.title))[:60] or f"dokument-{document.pk}"
    response = FileResponse(
        content,
        as_attachment=True,
        filename=f"{name}.{EXTENSIONS[document.content_type]}",
        content_type=document.content_type,
        headers=NOT_KEPT,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
