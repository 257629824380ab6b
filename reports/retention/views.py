"""Files whose time is over: the review, one file, categories of the file plan."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.views.common import attempt, form_page
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.models import Destruction, DestructionState, FileKind
from core.permissions import Permission
from reports.retention import queries, services
from reports.retention.forms import CategoryForm, FilterForm, HoldForm
from reports.retention.models import ArchivalCategory
from reports.retention.preview import what_goes
from reports.retention.rules import DEFAULT

PER_PAGE = 50
TABS = (
    DestructionState.PROPOSED,
    DestructionState.CONFIRMED,
    DestructionState.HELD,
    DestructionState.DESTROYED,
    DestructionState.DROPPED,
)


def file_or_404(request: Request, pk: int) -> Destruction:
    """The file, if its household is not restricted to others."""
    if file := queries.file_seen(request.user, pk, localdate()):
        return file
    raise Http404


def url_of(file: Destruction) -> str:
    """The page of the case or household; "" when it is destroyed."""
    if file.state == DestructionState.DESTROYED:
        return ""
    name = "cases:case" if file.kind == FileKind.CASE else "clients:household"
    return reverse(name, args=[file.object_id])


@access(Permission.RETENTION_REVIEW)
def files(request: Request) -> HttpResponse:
    """Files in one state, those to be reviewed first."""
    today = localdate()
    asked = request.GET.get("state", "")
    state = asked if asked in TABS else DestructionState.PROPOSED
    form = FilterForm(request.GET)
    rows = queries.files_seen_by(request.user, today).filter(state=state)
    if form.is_valid():
        if kind := form.cleaned_data["kind"]:
            rows = rows.filter(kind=kind)
        if sign := form.cleaned_data["q"].strip():
            rows = rows.filter(sign__icontains=sign)
    counts = queries.counts(request.user, today)
    context = {
        "state": state,
        "tabs": [(tab, tab.label, counts.get(tab, 0)) for tab in TABS],
        "form": form,
        "filtered": any(request.GET.get(name) for name in ("kind", "q")),
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "confirmed": counts.get(DestructionState.CONFIRMED, 0),
    }
    return render(request, "reports/retention_files.html", context)


@access(Permission.RETENTION_REVIEW, WRITE)
def propose(request: Request) -> HttpResponse:
    """Look now instead of at the beginning of the month."""
    services.proposal_ask(actor=request.user, today=localdate())
    messages.info(request, _("Files are being looked through; the bell tells when it is done."))
    return redirect("retention:files")


@access(Permission.RETENTION_REVIEW, WRITE)
def confirm(request: Request) -> HttpResponse:
    """Say of the ticked files that they may be destroyed."""
    ids = [int(pk) for pk in request.POST.getlist("files") if pk.isdigit()]
    try:
        won = services.files_confirm(actor=request.user, today=localdate(), files=ids)
    except DomainError as error:
        messages.error(request, str(error.message))
    else:
        messages.success(
            request,
            ngettext(
                "%(count)s file may be destroyed; put it on a list for the archive.",
                "%(count)s files may be destroyed; put them on a list for the archive.",
                won,
            )
            % {"count": won},
        )
    return redirect("retention:files")


@access(Permission.RETENTION_REVIEW)
def file(request: Request, pk: int) -> HttpResponse:
    """One file: why it came up, what would go, what was said of it."""
    shown = file_or_404(request, pk)
    context = {
        "file": shown,
        "url": url_of(shown),
        "goes": what_goes(shown, localdate()),
        "waits": shown.state == DestructionState.PROPOSED,
        "said": shown.state in (DestructionState.CONFIRMED, DestructionState.HELD)
        and shown.on_list is None,
    }
    return render(request, "reports/retention_file.html", context)


@access(Permission.RETENTION_REVIEW, FORM)
def hold(request: Request, pk: int) -> HttpResponse:
    """Keep a file longer, with a reason and a day."""
    shown = file_or_404(request, pk)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        try:
            if attempt(
                form,
                lambda: services.file_hold(
                    actor=request.user, today=localdate(), file=shown, **form.cleaned_data
                ),
            ):
                messages.success(request, _("The file is kept longer."))
                return redirect("retention:file", pk)
        except StaleState:
            return _somebody_was_first(request, pk)
    return form_page(request, "reports/retention_hold.html", form, file=shown)


@access(Permission.RETENTION_REVIEW, WRITE)
def reconsider(request: Request, pk: int) -> HttpResponse:
    """Take back what was said of a file."""
    try:
        services.file_reconsider(
            actor=request.user, today=localdate(), file=file_or_404(request, pk)
        )
    except StaleState:
        return _somebody_was_first(request, pk)
    messages.success(request, _("The file waits for review again."))
    return redirect("retention:file", pk)


def _somebody_was_first(request: Request, pk: int) -> HttpResponse:
    messages.error(
        request, _("Somebody has dealt with this file meanwhile. Look at it as it is now.")
    )
    return redirect("retention:file", pk)


@access(Permission.RETENTION_REVIEW)
def categories(request: Request) -> HttpResponse:
    """The archival categories that the office entered."""
    rows = ArchivalCategory.objects.select_related("entered_by")
    general = any(not row.jrwa for row in rows)
    context = {"rows": rows, "default": None if general else DEFAULT}
    return render(request, "reports/retention_categories.html", context)


@access(Permission.RETENTION_REVIEW, FORM)
def category_new(request: Request) -> HttpResponse:
    """Enter a category of the file plan."""
    form = CategoryForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: services.category_add(actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The category is entered; the next look goes by it."))
        return redirect("retention:categories")
    return form_page(request, "reports/retention_category.html", form)


@access(Permission.RETENTION_REVIEW, WRITE)
def category_remove(request: Request, pk: int) -> HttpResponse:
    """Remove a category entered by mistake."""
    services.category_remove(
        actor=request.user, category=get_object_or_404(ArchivalCategory, pk=pk)
    )
    messages.success(request, _("The category is removed."))
    return redirect("retention:categories")
