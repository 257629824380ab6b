"""The page of a person, and changes of the record, the address and the account."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.dated import AccountForm, AddressForm
from clients.forms.person import PersonEditForm
from clients.models import Person
from clients.presenters.fact_pages import person_entries
from clients.presenters.history import Names, history_rows, value_words
from clients.presenters.people import age_words, sees_numbers
from clients.services import address_set, bank_account_set, person_update
from clients.services.person import FIELDS
from clients.views.common import (
    attempt,
    form_page,
    income_labels,
    looked_at,
    person_or_404,
    take_version,
)
from core import audit
from core.errors import DomainError, StaleState
from core.http import FORM, Request, access
from core.permissions import Permission, allowed
from core.queries import LastChange, last_change

HISTORY_LINES = 6


@access(Permission.CLIENTS_VIEW)
def person(request: Request, pk: int) -> HttpResponse:
    """What is known about a person; the look is logged."""
    today = localdate()
    shown = person_or_404(request, pk)
    home = queries.home_of(shown, today)
    if home:
        looked_at(request, home.household, "person", shown.pk)
    else:
        audit.looked(
            user=request.user, what="person", object_id=shown.pk, household_id=None, why=""
        )
    kinds = income_labels(today)
    names = Names({shown.pk: ""}, {}, kinds, masked=not sees_numbers(request.user))
    context = {
        "person": shown,
        "age": age_words(shown, today),
        "home": home,
        "households": queries.households_of(request.user, shown, today),
        "addresses": queries.addresses_of([shown.pk]),
        "accounts": queries.accounts_of([shown.pk]),
        "entries": person_entries(shown, today),
        "history": history_rows(queries.person_history(shown)[:HISTORY_LINES], names),
        "may_edit": allowed(request.user, Permission.CLIENTS_EDIT),
        "sees_numbers": sees_numbers(request.user),
    }
    return render(request, "clients/person.html", context)


@access(Permission.CLIENTS_EDIT, FORM)
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a person's record; whoever saves second sees what the first one saved."""
    shown = person_or_404(request, pk)
    initial = {name: getattr(shown, name) for name in (*FIELDS, "version")}
    form = PersonEditForm(request.POST or None, initial=initial, today=localdate())
    changed: list[dict[str, Any]] = []
    last: LastChange | None = None
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            person_update(
                actor=request.user,
                today=localdate(),
                person=shown,
                version=version,
                **form.person_fields(),
            )
        except StaleState:
            shown.refresh_from_db()
            changed, last = _saved_by_other(form, shown, version), last_change(shown)
            take_version(form, shown.version)
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The record of %(person)s is changed.") % {"person": shown})
            return redirect("clients:person", pk)
    context = {"person": shown, "changed": changed, "last": last}
    conflict = last is not None
    return form_page(request, "clients/person_edit.html", form, conflict=conflict, **context)


def _saved_by_other(form: PersonEditForm, now: Person, version: int) -> list[dict[str, Any]]:
    """Fields that the other one changed since `version`: before, saved, typed here."""
    before = queries.person_at_version(now, version)
    typed = form.cleaned_data
    return [
        {
            "label": form[name].label,
            "saved": value_words(Person, name, getattr(now, name)),
            "typed": value_words(Person, name, typed.get(name)),
            "field": form[name].id_for_label,
        }
        for name in FIELDS
        if name in before and before[name] != getattr(now, name)
    ]


@access(Permission.CLIENTS_EDIT, FORM)
def address(request: Request, pk: int) -> HttpResponse:
    """A new address from a day on."""
    shown = person_or_404(request, pk)
    form = AddressForm(request.POST or None, initial={"valid_from": localdate()})
    if _set(request, form, address_set, shown):
        messages.success(request, _("The address is saved."))
        return redirect("clients:person", pk)
    return form_page(request, "clients/address.html", form, person=shown)


@access(Permission.CLIENTS_EDIT, FORM)
def account(request: Request, pk: int) -> HttpResponse:
    """A new account for transfers from a day on, or none."""
    shown = person_or_404(request, pk)
    form = AccountForm(request.POST or None, initial={"valid_from": localdate()})
    if _set(request, form, bank_account_set, shown):
        messages.success(request, _("The account is saved."))
        return redirect("clients:person", pk)
    now = queries.bank_account_on(shown, localdate())
    return form_page(request, "clients/account.html", form, person=shown, account=now)


def _set(request: Request, form: Form, service: Callable[..., object], shown: Person) -> bool:
    """Has the service set what was typed for this person?"""
    return form.is_valid() and attempt(
        form,
        lambda: service(actor=request.user, today=localdate(), person=shown, **form.cleaned_data),
    )
