"""Restricted files: who may see one, opening it again, the list of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.restriction import OpenAgainForm, RestrictionForm, restricted_so
from clients.services import restriction_end, restriction_set
from clients.views.common import attempt, form_page, household_or_404
from core.http import FORM, Request, access
from core.permissions import Permission


@access(Permission.CLIENTS_RESTRICT, FORM)
def restrict(request: Request, pk: int) -> HttpResponse:
    """Restrict a file to named people, or change who they are."""
    shown, today = household_or_404(request, pk), localdate()
    rule = queries.restriction_on(shown, today)
    form = RestrictionForm(request.POST or None, initial=restricted_so(rule), own=request.user)
    if form.is_valid() and attempt(
        form,
        lambda: restriction_set(
            actor=request.user, household=shown, today=today, **form.cleaned_data
        ),
    ):
        messages.success(
            request, _("Only you and those you chose see this file and everything in it.")
        )
        return redirect("clients:household", pk)
    return form_page(request, "clients/restrict.html", form, household=shown, rule=rule)


@access(Permission.CLIENTS_RESTRICT, FORM)
def open_again(request: Request, pk: int) -> HttpResponse:
    """End the restriction of a file."""
    shown, today = household_or_404(request, pk), localdate()
    rule = queries.restriction_on(shown, today)
    if rule is None:
        raise Http404
    form = OpenAgainForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: restriction_end(
            actor=request.user, restriction=rule, reason=form.cleaned_data["reason"], today=today
        ),
    ):
        messages.success(request, _("The file is open again to those who handle the district."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/open_again.html", form, household=shown, rule=rule)


@access(Permission.CLIENTS_RESTRICT)
def restricted(request: Request) -> HttpResponse:
    """Restricted files that this person may see."""
    rules = queries.restrictions_seen_by(request.user, localdate())
    return render(request, "clients/restricted.html", {"rules": rules})
