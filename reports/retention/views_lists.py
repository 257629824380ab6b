"""Lists of files to be destroyed: for the archive, its consent, approval, the protocol."""

from django.contrib import messages
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients.views.common import attempt, form_page
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access, file_answer
from core.models import DestructionList
from core.permissions import Permission, allowed
from reports.retention import queries, services
from reports.retention.forms import ApprovalForm, ConsentForm
from reports.retention.papers import list_paper
from reports.retention.views import PER_PAGE, file_or_404


def _list_or_404(request: Request, pk: int) -> DestructionList:
    if made := queries.list_seen(request.user, pk, localdate()):
        return made
    raise Http404


def _changed(request: Request, pk: int) -> HttpResponse:
    messages.error(request, _("The list has changed meanwhile. Look at it as it is now."))
    return redirect("retention:list", pk)


@access(Permission.RETENTION_REVIEW)
def lists(request: Request) -> HttpResponse:
    """All lists, newest first."""
    rows = queries.lists_seen_by(request.user, localdate())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/retention_lists.html", {"page_obj": page})


@access(Permission.RETENTION_REVIEW, WRITE)
def make(request: Request) -> HttpResponse:
    """Put what is confirmed on a list."""
    try:
        made = services.list_make(actor=request.user, today=localdate())
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("retention:files")
    messages.success(
        request, _("The list is made. Print it and send it to the Archiwum Państwowe.")
    )
    return redirect("retention:list", made.pk)


@access(Permission.RETENTION_REVIEW)
def show(request: Request, pk: int) -> HttpResponse:
    """A list: its files, how far it is, and its next step."""
    made = _list_or_404(request, pk)
    files = made.files.select_related("reviewed_by").order_by("kind", "sign", "pk")
    context = {
        "list": made,
        "page_obj": Paginator(files, PER_PAGE).get_page(request.GET.get("page")),
        "stops": [] if made.approved_on else services.stops_of(made, request.user),
        "may_approve": allowed(request.user, Permission.RETENTION_APPROVE),
    }
    return render(request, "reports/retention_list.html", context)


@access(Permission.RETENTION_REVIEW, FORM)
def consent(request: Request, pk: int) -> HttpResponse:
    """Write the archive's consent on the list."""
    made = _list_or_404(request, pk)
    form = ConsentForm(
        request.POST or None,
        initial={"consent_number": made.consent_number, "consent_on": made.consent_on},
    )
    if form.is_valid():
        try:
            if attempt(
                form,
                lambda: services.consent_record(
                    actor=request.user, today=localdate(), made=made, **form.cleaned_data
                ),
            ):
                messages.success(request, _("The consent is recorded."))
                return redirect("retention:list", pk)
        except StaleState:
            return _changed(request, pk)
    return form_page(request, "reports/retention_consent.html", form, list=made)


@access(Permission.RETENTION_APPROVE, FORM)
def approve(request: Request, pk: int) -> HttpResponse:
    """Approve a list, after a second thought; its files are destroyed from then on."""
    made = _list_or_404(request, pk)
    form = ApprovalForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if attempt(
                form,
                lambda: services.list_approve(actor=request.user, today=localdate(), made=made),
            ):
                messages.success(request, _("The list is approved; its files are being destroyed."))
                return redirect("retention:list", pk)
        except StaleState:
            return _changed(request, pk)
    stops = services.stops_of(made, request.user)
    return form_page(request, "reports/retention_approve.html", form, list=made, stops=stops)


@access(Permission.RETENTION_REVIEW, WRITE)
def give_up(request: Request, pk: int) -> HttpResponse:
    """Take every file off a list that nobody approved."""
    try:
        services.list_give_up(actor=request.user, made=_list_or_404(request, pk))
    except StaleState:
        return _changed(request, pk)
    messages.success(request, _("The list is given up; its files stay confirmed."))
    return redirect("retention:lists")


@access(Permission.RETENTION_REVIEW, WRITE)
def take_off(request: Request, pk: int) -> HttpResponse:
    """Take one file off its list, back to review."""
    file = file_or_404(request, pk)
    back = file.on_list_id
    try:
        services.file_take_off(actor=request.user, file=file)
    except StaleState:
        messages.error(request, _("The list has changed meanwhile. Look at it as it is now."))
    else:
        messages.success(request, _("The file is off the list and waits for review again."))
    return redirect("retention:list", back) if back else redirect("retention:file", pk)


@access(Permission.RETENTION_REVIEW)
def list_pdf(request: Request, pk: int) -> HttpResponse:
    """The list on paper, for the archive."""
    made = _list_or_404(request, pk)
    return file_answer(list_paper(made), "application/pdf", f"spis-{made.pk}.pdf", inline=True)


@access(Permission.RETENTION_REVIEW)
def protocol_pdf(request: Request, pk: int) -> HttpResponse:
    """The protocol as it was written when the list was carried out."""
    made = _list_or_404(request, pk)
    if not made.protocol:
        raise Http404
    with default_storage.open(made.protocol) as stored:
        return file_answer(stored.read(), "application/pdf", f"protokol-{made.pk}.pdf", inline=True)
