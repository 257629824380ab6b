"""Entries about a person: new ones, corrections and ends, removals. One table tells them apart."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients import services
from clients.forms.about import (
    ConsentForm,
    ContactForm,
    FormerNameForm,
    RemoveForm,
    RepresentationForm,
)
from clients.forms.residence import AccountChangeForm, AddressChangeForm
from clients.models import (
    Address,
    BankAccount,
    Consent,
    Contact,
    FormerName,
    Person,
    Representation,
)
from clients.queries.about import candidates_for, places_like, row_for
from clients.services.rows import fingerprint
from clients.views.common import attempt, form_page, looked_at_person, person_or_404
from core.errors import StaleState
from core.http import FORM, Request, access
from core.permissions import Permission

Service = Callable[..., object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of what is kept about a person; `row` is the argument its services take it by."""

    model: type[Model]
    row: str
    form: type[Form]
    new: str | Promise = ""
    edit: str | Promise = ""
    add: Service | None = None
    change: Service | None = None
    remove: Service
    starts: str = "valid_from"
    ends: str = "valid_to"


PARTS: dict[str, Part] = {
    "names": Part(
        model=FormerName,
        row="name",
        form=FormerNameForm,
        new=gettext_lazy("New former name"),
        add=services.former_name_add,
        remove=services.former_name_remove,
        starts="",
    ),
    "contacts": Part(
        model=Contact,
        row="contact",
        form=ContactForm,
        new=gettext_lazy("New contact"),
        edit=gettext_lazy("Correct or end the contact"),
        add=services.contact_add,
        change=services.contact_change,
        remove=services.contact_remove,
    ),
    "representatives": Part(
        model=Representation,
        row="representation",
        form=RepresentationForm,
        new=gettext_lazy("New representative"),
        edit=gettext_lazy("Correct or end the representation"),
        add=services.representation_add,
        change=services.representation_change,
        remove=services.representation_remove,
    ),
    "consents": Part(
        model=Consent,
        row="consent",
        form=ConsentForm,
        new=gettext_lazy("New consent or clause"),
        edit=gettext_lazy("Correct or take back"),
        add=services.consent_add,
        change=services.consent_change,
        remove=services.consent_remove,
        starts="given_on",
        ends="withdrawn_on",
    ),
    "addresses": Part(
        model=Address,
        row="address",
        form=AddressChangeForm,
        edit=gettext_lazy("Correct or end the address"),
        change=services.address_change,
        remove=services.address_remove,
    ),
    "accounts": Part(
        model=BankAccount,
        row="account",
        form=AccountChangeForm,
        edit=gettext_lazy("Correct or end the account"),
        change=services.bank_account_change,
        remove=services.bank_account_remove,
    ),
}


@access(Permission.CLIENTS_EDIT, FORM)
def add(request: Request, pk: int, part: str) -> HttpResponse:
    """A new entry about a person."""
    shown, kind = person_or_404(request, pk), _part(part)
    if kind.add is None:
        raise Http404
    form = _form(request, kind, shown, initial={kind.starts: localdate()} if kind.starts else {})
    if request.htmx and "q" in request.GET:
        return _found(request, form)
    if form.is_valid() and _done(form, kind.add, request, person=shown):
        messages.success(request, _("The entry is saved."))
        return redirect("clients:person", pk)
    return _page(request, form, kind, shown, heading=kind.new)


@access(Permission.CLIENTS_EDIT, FORM)
def change(request: Request, pk: int, part: str) -> HttpResponse:
    """Correct an entry or give it its last day; `?end` proposes today."""
    kind = _part(part)
    row = _row(request, kind, pk)
    if kind.change is None:
        raise Http404
    names = [name for name in kind.form.base_fields if name != "seen"]
    initial = {name: _value(row, name) for name in names} | {"seen": fingerprint(row)}
    if "end" in request.GET:
        initial[kind.ends] = localdate()
    form = _form(request, kind, row.person, initial=initial)
    if request.htmx and "q" in request.GET:
        return _found(request, form)
    stale = False
    if form.is_valid():
        try:
            if _done(form, kind.change, request, **{kind.row: row}):
                messages.success(request, _("The entry is changed."))
                return redirect("clients:person", row.person.pk)
        except StaleState:
            stale = True
            row = _row(request, kind, pk)
            typed = cast(QueryDict, form.data).copy()
            typed["seen"] = fingerprint(row)
            form.data = typed
    context = {"row": row, "part": part, "stale": stale}
    return _page(
        request,
        form,
        kind,
        row.person,
        heading=kind.edit,
        conflict=stale,
        removable=True,
        **context,
    )


@access(Permission.CLIENTS_EDIT, FORM)
def remove(request: Request, pk: int, part: str) -> HttpResponse:
    """Remove an entry made by mistake, with a reason."""
    kind = _part(part)
    row = _row(request, kind, pk)
    form = RemoveForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: kind.remove(
            actor=request.user, today=localdate(), **{kind.row: row}, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The entry is removed; the history keeps it."))
        return redirect("clients:person", row.person.pk)
    return form_page(request, "clients/person_remove.html", form, person=row.person, row=row)


@access(Permission.CLIENTS_EDIT)
def places(request: Request) -> HttpResponse:
    """Places of TERYT for what is typed in an address."""
    found = places_like(request.GET.get("place", "").strip())
    return render(request, "clients/person_places.html", {"places": found})


def _part(part: str) -> Part:
    if part not in PARTS:
        raise Http404
    return PARTS[part]


def _row(request: Request, kind: Part, pk: int) -> Any:
    row: Any = row_for(request.user, kind.model, pk, localdate())
    if row is None:
        raise Http404
    looked_at_person(request, row.person)
    return row


def _value(row: Any, name: str) -> Any:
    value = getattr(row, name)
    return value.pk if isinstance(value, Model) else value


def _form(request: Request, kind: Part, person: Person, initial: dict[str, Any]) -> Form:
    if kind.form is not RepresentationForm:
        return kind.form(request.POST or None, initial=initial)
    typed = request.POST.get("representative") or request.GET.get("representative") or ""
    chosen = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None
    people = candidates_for(
        request.user,
        person,
        localdate(),
        request.GET.get("q", ""),
        chosen or initial.get("representative"),
    )
    initial = {**initial, "representative": chosen or initial.get("representative")}
    return RepresentationForm(request.POST or None, initial=initial, candidates=people)


def _found(request: Request, form: Form) -> HttpResponse:
    """Only the people to choose from, for what was typed in the search."""
    return render(request, "components/field.html", {"field": form["representative"]})


def _done(form: Form, service: Service, request: Request, **about: object) -> bool:
    """Did the service take it? What it refuses stands at its field; StaleState passes through."""
    today: date = localdate()
    fields = dict(form.cleaned_data)
    if "person" in about:  # a new entry started from nothing
        fields.pop("seen", None)
    stale: list[StaleState] = []

    def work() -> None:
        try:
            service(actor=request.user, today=today, **about, **fields)
        except StaleState as error:
            stale.append(error)

    if not attempt(form, work):
        return False
    if stale:
        raise stale[0]
    return True


def _page(request: Request, form: Form, kind: Part, person: Person, **context: Any) -> HttpResponse:
    template = {
        Representation: "clients/person_representative.html",
        Address: "clients/address.html",
    }.get(kind.model, "clients/person_entry.html")
    context = {"stale": False, "removable": False, **context}
    return form_page(request, template, form, person=person, **context)
