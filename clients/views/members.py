"""Members of a household: added, ended, corrected, away, made the head; notes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries, services
from clients.forms.about import RemoveForm
from clients.forms.family import AbsenceForm, NoteForm, absence_form
from clients.forms.household import EndForm, HeadForm, MembershipCorrectForm, member_form
from clients.models import Absence, Membership
from clients.services.rows import fingerprint
from clients.views.common import attempt, form_page, household_or_404, person_or_404
from clients.views.merge import see_again
from core import looks
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission


@access(Permission.CLIENTS_EDIT, FORM)
def add(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """A person who is recorded already joins the household."""
    shown, person = household_or_404(request, pk), person_or_404(request, person_pk)
    form = member_form(request.POST or None, localdate())
    if form.is_valid() and attempt(
        form,
        lambda: services.membership_add(
            actor=request.user,
            today=localdate(),
            household=shown,
            person=person,
            **form.cleaned_data,
        ),
    ):
        messages.success(
            request,
            _("%(person)s now belongs to the household %(household)s.")
            % {"person": person, "household": shown},
        )
        return redirect("clients:household", pk)
    return form_page(request, "clients/member_add.html", form, household=shown, person=person)


@access(Permission.CLIENTS_EDIT, FORM)
def end(request: Request, pk: int) -> HttpResponse:
    """The last day of a membership."""
    membership = _membership(request, pk)
    form = EndForm(
        request.POST or None, initial={"last_day": membership.person.death_date or localdate()}
    )
    if form.is_valid() and attempt(
        form,
        lambda: services.membership_end(
            actor=request.user,
            today=localdate(),
            membership=membership,
            last_day=form.cleaned_data["last_day"],
        ),
    ):
        messages.success(
            request, _("%(person)s no longer belongs here.") % {"person": membership.person}
        )
        return redirect("clients:household", membership.household_id)
    return _page(request, "clients/member_end.html", form, membership)


@access(Permission.CLIENTS_EDIT, FORM)
def correct(request: Request, pk: int) -> HttpResponse:
    """What was recorded wrongly: role, days, shared custody; with a reason."""
    membership = _membership(request, pk)
    names = ("role", "valid_from", "valid_to", "shared_custody", "court_order")
    initial = {name: getattr(membership, name) for name in names}
    form = MembershipCorrectForm(
        request.POST or None, initial=initial | {"seen": fingerprint(membership)}
    )
    if form.is_valid() and attempt(
        form,
        lambda: services.membership_correct(
            actor=request.user, today=localdate(), membership=membership, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The membership is corrected; the history keeps what it was."))
        return redirect("clients:household", membership.household_id)
    if form.errors and see_again(form, membership):
        membership.refresh_from_db()
    return _page(request, "clients/member_correct.html", form, membership)


@access(Permission.CLIENTS_EDIT, FORM)
def remove(request: Request, pk: int) -> HttpResponse:
    """A membership recorded by mistake goes, with a reason."""
    membership = _membership(request, pk)
    form = RemoveForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: services.membership_remove(
            actor=request.user, today=localdate(), membership=membership, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The entry is removed; the history keeps it."))
        return redirect("clients:household", membership.household_id)
    what = f"{membership.person}, {membership.get_role_display()}"
    return _page(request, "clients/member_remove.html", form, membership, what=what)


@access(Permission.CLIENTS_EDIT, FORM)
def head(request: Request, pk: int) -> HttpResponse:
    """This member becomes the head, from a day on."""
    membership = _membership(request, pk)
    form = HeadForm(request.POST or None, initial={"from_day": localdate()})
    if form.is_valid() and attempt(
        form,
        lambda: services.household_head_set(
            actor=request.user,
            today=localdate(),
            household=membership.household,
            membership=membership,
            from_day=form.cleaned_data["from_day"],
        ),
    ):
        messages.success(
            request,
            _("%(person)s is now the head of the household. Check the roles of the others.")
            % {"person": membership.person},
        )
        return redirect("clients:household", membership.household_id)
    return _page(request, "clients/member_head.html", form, membership)


@access(Permission.CLIENTS_EDIT, FORM)
def away(request: Request, pk: int) -> HttpResponse:
    """A member is away for a time."""
    membership = _membership(request, pk)
    form = absence_form(request.POST or None, membership, localdate())
    if form.is_valid() and attempt(
        form,
        lambda: services.absence_add(
            actor=request.user, today=localdate(), membership=membership, **_typed(form)
        ),
    ):
        messages.success(request, _("The absence is recorded."))
        return redirect("clients:household", membership.household_id)
    return _page(request, "clients/member_away.html", form, membership, absence=None)


@access(Permission.CLIENTS_EDIT, FORM)
def away_change(request: Request, pk: int) -> HttpResponse:
    """Correct or end an absence."""
    absence = _absence(request, pk)
    names = ("reason", "valid_from", "valid_to", "note")
    initial = {name: getattr(absence, name) for name in names} | {"seen": fingerprint(absence)}
    form = AbsenceForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        lambda: services.absence_change(
            actor=request.user, today=localdate(), absence=absence, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The absence is changed."))
        return redirect("clients:household", absence.membership.household_id)
    if form.errors and see_again(form, absence):
        absence.refresh_from_db()
    membership = absence.membership
    return _page(request, "clients/member_away.html", form, membership, absence=absence)


@access(Permission.CLIENTS_EDIT, FORM)
def away_remove(request: Request, pk: int) -> HttpResponse:
    """An absence recorded by mistake goes, with a reason."""
    absence = _absence(request, pk)
    form = RemoveForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: services.absence_remove(
            actor=request.user, today=localdate(), absence=absence, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The entry is removed; the history keeps it."))
        return redirect("clients:household", absence.membership.household_id)
    what = f"{absence.membership.person}, {absence.get_reason_display()}"
    return _page(request, "clients/member_remove.html", form, absence.membership, what=what)


@access(Permission.CLIENTS_EDIT, FORM)
def note(request: Request, pk: int) -> HttpResponse:
    """A new note about the household."""
    shown = household_or_404(request, pk)
    form = NoteForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: services.household_note_add(
            actor=request.user, today=localdate(), household=shown, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The note is saved."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/household_note.html", form, household=shown)


@access(Permission.CLIENTS_EDIT, WRITE)
def note_pin(request: Request, pk: int) -> HttpResponse:
    """Keep a note on top (`pinned=1`), or let it go."""
    pinned = request.POST.get("pinned") == "1"
    return _note_marked(request, pk, services.household_note_pin, pinned=pinned)


@access(Permission.CLIENTS_EDIT, WRITE)
def note_print(request: Request, pk: int) -> HttpResponse:
    """Let a note stand on the field sheet (`on_paper=1`), or leave it off."""
    on_paper = request.POST.get("on_paper") == "1"
    return _note_marked(request, pk, services.household_note_print, on_paper=on_paper)


def _note_marked(
    request: Request, pk: int, service: Callable[..., None], **mark: bool
) -> HttpResponse:
    found = queries.note_for(request.user, pk, localdate())
    if found is None:
        raise Http404
    try:
        service(actor=request.user, today=localdate(), note=found, **mark)
    except StaleState as error:
        messages.info(request, str(error.message))
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect("clients:household", found.household_id)


def _typed(form: AbsenceForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


def _membership(request: Request, pk: int) -> Membership:
    membership = queries.membership_for(request.user, pk, localdate())
    if membership is None:
        raise Http404
    _looked(request, membership)
    return membership


def _absence(request: Request, pk: int) -> Absence:
    absence = queries.absence_for(request.user, pk, localdate())
    if absence is None:
        raise Http404
    _looked(request, absence.membership)
    return absence


def _looked(request: Request, membership: Membership) -> None:
    looks.note(
        request,
        what="person",
        object_id=membership.person_id,
        person_id=membership.person_id,
        household_id=membership.household_id,
    )


def _page(
    request: Request, template: str, form: Any, membership: Membership, **context: Any
) -> HttpResponse:
    context |= {"membership": membership, "household": membership.household}
    return form_page(request, template, form, **context)
