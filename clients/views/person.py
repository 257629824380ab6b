"""The page of a person, and changes of the record, the address and the account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.countries import country_name
from clients.forms.person import PersonEditForm
from clients.forms.residence import AccountForm, AddressForm
from clients.kinds import KINDS
from clients.models import Membership, Person
from clients.presenters.fact_pages import person_entries
from clients.presenters.history import Names, history_rows
from clients.presenters.people import age_words, sees_numbers
from clients.presenters.person_now import home_among, representative_words, residence_now
from clients.presenters.person_parts import (
    account_part,
    address_part,
    consent_part,
    contact_part,
    name_part,
    representative_part,
)
from clients.presenters.person_warnings import known_of, warnings
from clients.queries import about
from clients.queries.merging import merges_of
from clients.services import address_set, bank_account_set, person_update
from clients.services.person import FIELDS
from clients.views.common import (
    attempt,
    form_page,
    income_labels,
    looked_at_person,
    person_or_404,
    refuse,
)
from clients.views.merge import clash, with_choices
from core.errors import DomainError, StaleState
from core.http import FORM, Request, access
from core.permissions import Permission, allowed
from core.registry import registry

HISTORY_LINES, HISTORY_ALL = 6, 500


@access(Permission.CLIENTS_VIEW)
def person(request: Request, pk: int) -> HttpResponse:
    """What is known about a person; the look is logged."""
    today = localdate()
    shown = person_or_404(request, pk)
    households = queries.households_of(request.user, shown, today)
    home = home_among([membership for membership, _seen in households], today)
    context = _context(request, shown, home, today) | _of_home(households, home)
    opens = home.household_id if home and context["home_url"] else None
    context["warnings"] = warnings(shown, context["known"], today, opens)
    return render(request, "clients/person.html", context)


def _of_home(households: list[tuple[Membership, bool]], home: Membership | None) -> dict[str, Any]:
    """Where the person belongs, with its address for who may open it."""
    opens = any(seen and row == home for row, seen in households)
    url = reverse("clients:household", args=[home.household_id]) if home and opens else ""
    return {"households": households, "home": home, "home_url": url}


def _context(
    request: Request, shown: Person, home: Membership | None, today: date
) -> dict[str, Any]:
    masked = not sees_numbers(request.user)
    addresses = queries.addresses_of([shown.pk])
    acting = about.representations_of(request.user, shown, today)
    entries = person_entries(shown, today)
    lives = residence_now(addresses, today)
    if lives is None and home and not shown.death_date:
        lives = about.address_of_home(home, today)
    known = known_of([entry.fact for entry in entries], addresses, acting, today)
    known = replace(known, lives=lives)
    made = (panel(request.user, shown.pk, today) for panel in registry.person_panels)
    return {
        "person": shown,
        "age": age_words(shown, today),
        "country": country_name(shown.citizenship),
        "lives": lives,
        "representative": representative_words(shown, acting, today),
        "known": known,
        "titles": known.titles,
        "parts": [
            address_part(shown, addresses, today),
            contact_part(shown, about.contacts_of(shown), today),
            representative_part(shown, acting, today),
            account_part(shown, queries.accounts_of([shown.pk]), today, masked),
            consent_part(shown, about.consents_of(shown)),
            name_part(shown, about.former_names_of(shown)),
        ],
        "entries": entries,
        "kinds": [kind for kind in KINDS if kind.of == "person"],
        "panels": [panel for panel in made if panel],
        "may_merge": allowed(request.user, Permission.CLIENTS_MERGE),
        "may_edit": allowed(request.user, Permission.CLIENTS_EDIT),
        "sees_numbers": not masked,
    }


@access(Permission.CLIENTS_VIEW)
def changes(request: Request, pk: int) -> HttpResponse:
    """Who changed what about a person; the last lines only, where a page asks for them."""
    shown = person_or_404(request, pk)
    masked = not sees_numbers(request.user)
    acting = about.representations_of(request.user, shown, localdate())
    people = {a.row.representative_id: str(a.row) for a in acting if a.row.representative_id}
    merges = merges_of(shown)
    for merge in merges:
        people |= {one.pk: str(one) for one in (merge.kept, merge.dropped)}
    names = Names({**people, shown.pk: ""}, {}, income_labels(localdate()), masked=masked)
    found = queries.person_history(shown)
    template = "clients/person_changes.html"
    context = {
        "person": shown,
        "merges": merges,
        "may_merge": allowed(request.user, Permission.CLIENTS_MERGE),
    }
    if request.htmx:
        looked_at_person(request, shown, part=True)
        context |= {"rows": history_rows(found[:HISTORY_LINES], names)}
        return render(request, f"{template}#last", context | {"more": len(found) > HISTORY_LINES})
    looked_at_person(request, shown, what="history")
    rows = history_rows(found[:HISTORY_ALL], names)
    return render(request, template, context | {"rows": rows, "more": False})


@access(Permission.CLIENTS_EDIT, FORM)
def edit(request: Request, pk: int) -> HttpResponse:
    """Change a person's record; whoever saves second sees what the first one saved."""
    shown = person_or_404(request, pk)
    initial = {name: getattr(shown, name) for name in (*FIELDS, "version")}
    sent = with_choices(request.POST, shown)
    form = PersonEditForm(sent, initial=initial, today=localdate())
    clashing: dict[str, Any] = {}
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            person_update(
                actor=request.user,
                today=localdate(),
                person=shown,
                version=version,
                renamed_on=form.cleaned_data["renamed_on"],
                **form.person_fields(),
            )
        except StaleState:
            shown.refresh_from_db()
            before = queries.person_at_version(shown, version)
            clashing = clash(form, shown, before, FIELDS)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The record of %(person)s is changed.") % {"person": shown})
            return redirect("clients:person", pk)
    context = {"person": shown, **clashing}
    conflict = bool(clashing)
    return form_page(request, "clients/person_edit.html", form, conflict=conflict, **context)


@access(Permission.CLIENTS_EDIT, FORM)
def address(request: Request, pk: int) -> HttpResponse:
    """A new address from a day on."""
    shown = person_or_404(request, pk)
    form = AddressForm(
        request.POST or None, initial={"kind": "residence", "valid_from": localdate()}
    )
    if _set(request, form, address_set, shown):
        messages.success(request, _("The address is saved."))
        return redirect("clients:person", pk)
    context: dict[str, Any] = {"heading": _("New address"), "stale": False, "removable": False}
    return form_page(request, "clients/address.html", form, person=shown, **context)


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
