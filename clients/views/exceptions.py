"""Exceptions to access by district: the manager reads the reasons and may object."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import queries
from clients.services import exception_object
from clients.views.common import attempt, form_page
from core import looks
from core.http import FORM, Request, access
from core.permissions import Permission

PER_PAGE = 50


class ObjectionForm(forms.Form):
    """Why an exception was not justified."""

    reason = forms.CharField(label=gettext_lazy("Why it is not justified"), max_length=200)


@access(Permission.CLIENTS_RESTRICT)
def exceptions(request: Request) -> HttpResponse:
    """Exceptions of the last 90 days with their reasons."""
    today = localdate()
    rows = queries.exceptions_seen_by(request.user, today)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "clients/exceptions.html", {"page_obj": page, "today": today})


@access(Permission.CLIENTS_RESTRICT, FORM)
def objection(request: Request, pk: int) -> HttpResponse:
    """Object to an exception: the household closes at once."""
    today = localdate()
    grant = get_object_or_404(queries.exceptions_open(request.user, today), pk=pk)
    looks.note(request, what="exception", object_id=pk, household_id=grant.household_id)
    form = ObjectionForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: exception_object(
            actor=request.user, grant=grant, reason=form.cleaned_data["reason"], today=today
        ),
    ):
        messages.success(request, _("The household is closed to this person again."))
        return redirect("clients:exceptions")
    return form_page(request, "clients/objection.html", form, grant=grant)
