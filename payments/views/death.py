"""The death of a person: recording it, what it stopped, what to do next, taking it back."""

from datetime import date

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from clients.models import Person
from clients.views.common import looked_at_person, person_or_404
from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission
from payments import services
from payments.forms import DeathForm, DeathUndoForm
from payments.perms import CORRECT, may
from payments.queries.death import after_death, death_for, running_of, standing_death, stop_for
from payments.views.common import done


@access(Permission.CLIENTS_EDIT, FORM)
def death(request: Request, pk: int) -> HttpResponse:
    """Record a death, or show what the recorded one stopped and what is to be done."""
    today = timezone.localdate()
    person = person_or_404(request, pk)
    form = DeathForm(request.POST or None, initial={"died_on": person.death_date})
    if form.is_valid():
        try:
            services.death_record(
                actor=request.user, today=today, person=person, **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("The death is recorded. See below what is to be done."))
            return redirect("payments:death", pk)
    return _page(request, person, today, form=form)


@access(Permission.CLIENTS_EDIT, WRITE)
def undo(request: Request, pk: int) -> HttpResponse:
    """Take back a death recorded by mistake; what it stopped runs again."""
    today = timezone.localdate()
    found = death_for(request.user, pk, today)
    if found is None:
        raise Http404
    form = DeathUndoForm(request.POST)
    if form.is_valid():
        try:
            services.death_undo(actor=request.user, today=today, death=found, **form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            messages.success(request, _("The death is taken back; what it stopped runs again."))
            return redirect("clients:person", found.person_id)
    return _page(request, found.person, today, undo_form=form)


@access(Permission.CLIENTS_EDIT, WRITE)
def settle(request: Request, pk: int) -> HttpResponse:
    """End what was only withheld."""
    today = timezone.localdate()
    stop = stop_for(request.user, pk, today)
    if stop is None or not may(request.user, *CORRECT):
        raise Http404
    done(
        request,
        lambda: services.death_stop_settle(actor=request.user, today=today, stop=stop),
        _("The entitlement is ended; the ledger is corrected."),
    )
    return redirect("payments:death", stop.death.person_id)


def _page(request: Request, person: Person, today: date, **forms: Form) -> HttpResponse:
    looked_at_person(request, person)
    standing = standing_death(person.pk)
    correct = may(request.user, *CORRECT)
    after = after_death(request.user, person, standing, today)
    context = {
        "person": person,
        "death": standing,
        "after": after,
        "running": [] if standing else running_of(request.user, person, today),
        "form": forms.get("form") or DeathForm(),
        "undo_form": forms.get("undo_form") or DeathUndoForm(),
        "may_settle": correct,
        "may_undo": standing is not None and (correct or not after.stops),
    }
    status = 422 if any(form.is_bound and form.errors for form in forms.values()) else 200
    return render(request, "payments/death.html", context, status=status)
