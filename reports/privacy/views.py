"""Copies of all data of a person: ordering one, its page, its files."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients.views.common import attempt, looked_at_person, person_or_404
from core.http import FORM, Request, access, file_answer
from core.looks import Kind
from core.permissions import Permission
from reports.privacy import queries
from reports.privacy.forms import CopyForm
from reports.privacy.models import PersonCopy
from reports.privacy.services import KEPT_DAYS, copy_ask

FILES = {
    "pdf": ("pdf", "application/pdf"),
    "json": ("data", "application/json"),
    "zip": ("archive", "application/zip"),
}


@access(Permission.PERSON_COPY, FORM)
def ask(request: Request, pk: int) -> HttpResponse:
    """Order a copy of all data of a person; below, those that were made before."""
    today = localdate()
    person = person_or_404(request, pk)
    form = CopyForm(request.POST or None, initial={"received_on": today})
    if form.is_valid():
        made: list[PersonCopy] = []
        cleaned = form.cleaned_data
        if attempt(
            form,
            lambda: made.append(
                copy_ask(actor=request.user, today=today, person=person, **cleaned)
            ),
        ):
            messages.success(request, _("The copy is being made; it comes to the bell."))
            return redirect("privacy:copy", made[0].pk)
    looked_at_person(request, person, what="person_copy", object_id=0)
    context = {
        "person": person,
        "form": form,
        "copies": list(queries.copies_of(person)),
        "days": KEPT_DAYS,
        "today": today,
        "beside": None,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "reports/person_copy_ask.html", context, status=status)


@access(Permission.PERSON_COPY)
def copy(request: Request, pk: int) -> HttpResponse:
    """A copy that one asked for: how far it is, and its files."""
    shown = _copy_or_404(request, pk)
    looked_at_person(request, shown.person, what="person_copy", object_id=shown.pk)
    return render(request, "reports/person_copy.html", {"copy": shown, "today": localdate()})


@access(Permission.PERSON_COPY)
def file(request: Request, pk: int, kind: str) -> HttpResponse:
    """A file of a copy, to whoever asked for it, while its days last; taking it is logged."""
    shown = _copy_or_404(request, pk)
    column, content_type = FILES.get(kind, ("", ""))
    name = getattr(shown, column, "") if column else ""
    over = shown.expires_on is None or shown.expires_on < localdate()
    if not name or over or shown.removed_at:
        raise Http404
    try:
        with default_storage.open(name) as stored:
            content = stored.read()
    except FileNotFoundError:
        raise Http404 from None
    looked_at_person(
        request,
        shown.person,
        what="person_copy",
        object_id=shown.pk,
        kind=Kind.DOWNLOAD,
        why=shown.why,
    )
    return file_answer(content, content_type, f"kopia-danych-{shown.pk}.{kind}")


def _copy_or_404(request: Request, pk: int) -> PersonCopy:
    shown = queries.copy_of(request.user, pk, localdate())
    if shown is None:
        raise Http404
    return shown
