"""Who is whose parent, spouse, sibling: entered from the page of a household."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients import queries, services
from clients.forms.about import RemoveForm
from clients.forms.family import RelationshipDaysForm, RelationshipForm
from clients.models import Household, Person, Relationship
from clients.presenters.suggestions import suggestions
from clients.services.rows import fingerprint
from clients.views.common import attempt, form_page, household_or_404
from clients.views.merge import see_again
from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission

DAYS = ("valid_from", "valid_to", "note", "age_reason")


@access(Permission.CLIENTS_EDIT, FORM)
def add(request: Request, pk: int) -> HttpResponse:
    """A relationship of a member with another one, or with somebody outside."""
    shown = household_or_404(request, pk)
    form = _form(request, shown)
    if request.htmx and "q" in request.GET:
        return render(request, "components/field.html", {"field": form["other"]})
    if form.is_valid() and attempt(form, lambda: _save(request, form)):
        messages.success(request, _("The relationship is recorded."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/household_relation.html", form, household=shown)


@access(Permission.CLIENTS_EDIT, FORM)
def change(request: Request, pk: int, relation_pk: int) -> HttpResponse:
    """Days and note of a relationship: it ends, or was recorded wrongly."""
    shown, row = household_or_404(request, pk), _row(request, relation_pk)
    initial = {name: getattr(row, name) for name in DAYS} | {"seen": fingerprint(row)}
    form = RelationshipDaysForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form,
        lambda: services.relationship_change(
            actor=request.user, today=localdate(), relationship=row, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The relationship is changed."))
        return redirect("clients:household", pk)
    if form.errors and see_again(form, row):
        row.refresh_from_db()
    context: dict[str, Any] = {"household": shown, "row": row}
    return form_page(request, "clients/household_relation_days.html", form, **context)


@access(Permission.CLIENTS_EDIT, FORM)
def remove(request: Request, pk: int, relation_pk: int) -> HttpResponse:
    """A relationship recorded by mistake goes, with a reason."""
    shown, row = household_or_404(request, pk), _row(request, relation_pk)
    form = RemoveForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: services.relationship_remove(
            actor=request.user, today=localdate(), relationship=row, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The entry is removed; the history keeps it."))
        return redirect("clients:household", pk)
    what = f"{row.person} – {row.get_kind_display()} – {row.other}"
    return form_page(request, "clients/member_remove.html", form, household=shown, what=what)


@access(Permission.CLIENTS_EDIT, WRITE)
def accept(request: Request, pk: int) -> HttpResponse:
    """Record the chosen ones of those that follow from the roles."""
    shown = household_or_404(request, pk)
    members = queries.members_on(shown, localdate())
    known = queries.relationships_of([m.person_id for m in members])
    chosen = set(request.POST.getlist("tie"))
    offered = [one for one in suggestions(members, known, localdate()) if one.key in chosen]
    refused = []
    for one in offered:
        try:
            services.relationship_add(
                actor=request.user,
                today=localdate(),
                person=one.person,
                other=one.other,
                kind=one.kind,
            )
        except DomainError as error:
            refused.append(str(error.message))
    for text in refused:
        messages.warning(request, text)
    if done := len(offered) - len(refused):
        text = ngettext("%(n)d relationship recorded.", "%(n)d relationships recorded.", done)
        messages.success(request, text % {"n": done})
    return redirect("clients:household", pk)


def _form(request: Request, household: Household) -> RelationshipForm:
    members = queries.members_on(household, localdate())
    near = [m.person_id for m in members]
    typed = request.POST.get("other") or request.GET.get("other") or ""
    chosen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    text = request.GET.get("q", "")
    people = queries.people_to_relate(request.user, near, localdate(), text, chosen)
    return RelationshipForm(
        request.POST or None,
        members=queries.people_to_relate(request.user, near, localdate()),
        others=people,
        initial={"person": near[0] if near else None, "other": chosen},
    )


def _save(request: Request, form: RelationshipForm) -> None:
    """The relationship, together with the person who was not in the files yet."""
    data, today = form.cleaned_data, localdate()
    days: Mapping[str, Any] = {name: data[name] for name in DAYS}
    with transaction.atomic():
        second: Person = data["other"] or services.person_create(
            actor=request.user, today=today, **form.new_person()
        )
        first: Person = data["person"]
        if data["reverse"]:
            first, second = second, first
        services.relationship_add(
            actor=request.user, today=today, person=first, other=second, kind=data["kind"], **days
        )


def _row(request: Request, pk: int) -> Relationship:
    row = queries.relationship_for(request.user, pk, localdate())
    if row is None:
        raise Http404
    return row
