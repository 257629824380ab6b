"""The page of a household, and what can be changed on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.family import PictureForm
from clients.forms.household import ExceptionForm, HouseholdForm
from clients.models import Address, AddressKind, Household, MemberRole, Membership
from clients.presenters.fact_pages import facts_section
from clients.presenters.history import Names, history_rows
from clients.presenters.people import members_shown, sees_numbers
from clients.services import (
    access_by_exception,
    household_update,
)
from clients.views.common import (
    attempt,
    form_page,
    household_or_404,
    income_labels,
    led_on,
    looked_at_person,
    refuse,
)
from clients.views.household_parts import figures_of, relations_of
from clients.views.merge import clash, with_choices
from core import looks
from core.errors import DomainError, StaleState
from core.http import FORM, Request, access
from core.models import District
from core.permissions import Permission, allowed
from core.registry import Panel, registry

RECENT_CHANGES = 5


@access(Permission.CLIENTS_VIEW)
def household(request: Request, pk: int) -> HttpResponse:
    """Everything about a household on one page, as of `?on=` or now; the look is logged."""
    today = localdate()
    shown = household_or_404(request, pk)
    asked = PictureForm(request.GET if "on" in request.GET else None)
    day = (asked.cleaned_data["on"] if asked.is_valid() else None) or today
    memberships = queries.memberships_of(shown)
    present = queries.members_among(memberships, day)
    head = present[0] if present and present[0].role == MemberRole.HEAD else None
    kept = queries.kept_on(present, day)
    moves = queries.moves_of(shown)
    people = [m.person for m in present]
    now = day == today
    context = {
        "household": shown,
        "asked": asked,
        "day": day,
        "is_now": now,
        "members": members_shown(present, day, kept.away),
        "former": [m for m in memberships if m not in present],
        "head": head,
        "departed": [person for person in people if person.death_date] if now else [],
        "figures": figures_of(request.user, shown.pk, today) if now else [],
        "notes": queries.notes_of(shown),
        "moves": moves,
        "ended_by": queries.ended_by(shown, moves),
        "panels": _panels(request, shown) if now else [],
        **relations_of(request.user, present, day),
        "addresses": kept.addresses,
        "lives_at": _lives_at(head, kept.addresses),
        "accounts": kept.accounts,
        "documents": queries.documents_of(shown),
        **facts_section(shown, people, day, now=now),
        **_rights(request, shown),
    }
    return render(request, "clients/household.html", context)


def _panels(request: Request, shown: Household) -> list[Panel]:
    made = (panel(request.user, shown.pk, localdate()) for panel in registry.household_panels)
    return [panel for panel in made if panel]


def _lives_at(head: Membership | None, addresses: list[Address]) -> Address | None:
    """Where the head of the household lives."""
    homes = (a for a in addresses if head and a.person_id == head.person_id)
    return next((a for a in homes if a.kind == AddressKind.RESIDENCE), None)


def _rights(request: Request, shown: Household) -> dict[str, Any]:
    """Who else sees this household, and what the reader may do here."""
    audits = allowed(request.user, Permission.AUDIT_VIEW)
    return {
        "grants": queries.grants_on(shown, localdate()),
        "restriction": queries.restriction_on(shown, localdate()),
        "may_restrict": allowed(request.user, Permission.CLIENTS_RESTRICT),
        "looks": queries.recent_looks(shown) if audits else [],
        "may_edit": allowed(request.user, Permission.CLIENTS_EDIT),
        "sees_numbers": sees_numbers(request.user),
    }


@access(Permission.CLIENTS_VIEW)
def history(request: Request, pk: int) -> HttpResponse:
    """Who changed what; as a fragment, the last changes only."""
    shown = household_or_404(request, pk)
    memberships = queries.memberships_of(shown)
    people = {m.person_id: str(m.person) for m in memberships}
    changes = queries.household_history(shown, people)
    if request.htmx:
        changes = changes[:RECENT_CHANGES]
        looks.note(request, what="household", object_id=pk, household_id=pk, part=True)
    else:
        looks.note(request, what="history", object_id=pk, household_id=pk)
    names = Names(
        people=people,
        districts=dict(District.objects.values_list("pk", "name")),
        income_kinds=income_labels(localdate()),
        masked=not sees_numbers(request.user),
    )
    template = "clients/history.html#changes" if request.htmx else "clients/history.html"
    rows = history_rows(changes, names)
    return render(request, template, {"household": shown, "rows": rows})


@access(Permission.CLIENTS_EDIT, FORM)
def edit(request: Request, pk: int) -> HttpResponse:
    """Name, district and notes of a household."""
    shown = household_or_404(request, pk)
    form = HouseholdForm(
        with_choices(request.POST, shown),
        initial={
            "name": shown.name,
            "district": shown.district_id,
            "notes": shown.notes,
            "version": shown.version,
        },
    )
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            household_update(
                actor=request.user, today=localdate(), household=shown, **form.cleaned_data
            )
        except StaleState:
            before = queries.household_at_version(shown, version)
            context = clash(form, shown, before, ("name", "district", "notes"))
            template = "clients/household_edit.html"
            return form_page(request, template, form, conflict=True, household=shown, **context)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The household is changed."))
            return redirect("clients:household", pk)
    return form_page(request, "clients/household_edit.html", form, household=shown)


@access(Permission.CLIENTS_VIEW, FORM)
def exception(request: Request, person_pk: int) -> HttpResponse:
    """Ask for the household of a person of another district, with a reason."""
    today = localdate()
    if queries.person_for(request.user, person_pk, today):
        return redirect("clients:person", person_pk)
    person = queries.person_of_system(request.user, person_pk, today)
    membership = queries.home_of(person, today) if person else None
    if membership is None:
        raise led_on(request, person_pk) or Http404
    looked_at_person(request, membership.person, kind=looks.Kind.VIEW)
    form = ExceptionForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: access_by_exception(
            actor=request.user,
            household=membership.household,
            reason=form.cleaned_data["reason"],
            today=today,
        ),
    ):
        messages.success(request, _("You see this household for seven days. This is logged."))
        return redirect("clients:household", membership.household_id)
    return form_page(request, "clients/exception.html", form, person=person)
