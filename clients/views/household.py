"""The page of a household, and what can be changed on it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.household import EndForm, ExceptionForm, HouseholdForm, member_form
from clients.models import Household, MemberRole
from clients.presenters.fact_pages import facts_section
from clients.presenters.history import Names, history_rows
from clients.presenters.people import members_shown, sees_numbers
from clients.services import (
    access_by_exception,
    household_head_set,
    household_update,
    membership_add,
    membership_end,
)
from clients.views.common import (
    attempt,
    form_page,
    household_or_404,
    income_labels,
    looked_at,
    person_or_404,
    take_version,
)
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.models import District
from core.permissions import Permission, allowed
from core.queries import last_change
from core.registry import Panel, registry

RECENT_CHANGES = 5


@access(Permission.CLIENTS_VIEW)
def household(request: Request, pk: int) -> HttpResponse:
    """Everything about a household on one page; the look is logged."""
    today = localdate()
    shown = household_or_404(request, pk)
    looked_at(request, shown, "household", shown.pk)
    memberships = queries.memberships_of(shown)
    present = queries.members_on(shown, today)
    head = present[0] if present and present[0].role == MemberRole.HEAD else None
    context = {
        "household": shown,
        "members": members_shown(present, today),
        "former": [m for m in memberships if m not in present],
        "head": head,
        "lives_at": head and queries.address_on(head.person, today),
        "departed": [m.person for m in present if m.person.death_date],
        "panels": _panels(request, shown),
        **_facts(shown, [m.person_id for m in present]),
        **facts_section(shown, [m.person for m in present], today),
        **_rights(request, shown),
    }
    return render(request, "clients/household.html", context)


def _panels(request: Request, shown: Household) -> list[Panel]:
    made = (panel(request.user, shown.pk, localdate()) for panel in registry.household_panels)
    return [panel for panel in made if panel]


def _facts(shown: Household, person_ids: list[int]) -> dict[str, Any]:
    """Addresses, accounts, documents."""
    today = localdate()
    addresses = queries.addresses_of(person_ids)
    accounts = queries.accounts_of(person_ids)
    return {
        "addresses": [a for a in addresses if _holds(a, today)],
        "accounts": [a for a in accounts if _holds(a, today)],
        "documents": queries.documents_of(shown),
    }


def _holds(row: Any, day: Any) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to >= day)


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
    else:
        looked_at(request, shown, "history", shown.pk)
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
        request.POST or None,
        initial={
            "name": shown.name,
            "district": shown.district_id,
            "notes": shown.notes,
            "version": shown.version,
        },
    )
    if form.is_valid():
        try:
            household_update(
                actor=request.user, today=localdate(), household=shown, **form.cleaned_data
            )
        except StaleState:
            return _stale(request, form, shown)
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The household is changed."))
            return redirect("clients:household", pk)
    return form_page(request, "clients/household_edit.html", form, household=shown)


def _stale(request: Request, form: HouseholdForm, shown: Household) -> HttpResponse:
    """Somebody was first: what they saved stands beside what is typed; saving again decides."""
    take_version(form, shown.version)
    context = {
        "household": shown,
        "last": last_change(shown),
        "changed": [
            {
                "label": form[name].label,
                "saved": getattr(shown, name),
                "typed": form.cleaned_data[name],
                "field": form[name].id_for_label,
            }
            for name in ("name", "district", "notes")
            if getattr(shown, name) != form.cleaned_data[name]
        ],
    }
    return form_page(request, "clients/household_edit.html", form, conflict=True, **context)


@access(Permission.CLIENTS_EDIT, FORM)
def member_add(request: Request, pk: int, person_pk: int) -> HttpResponse:
    """A person who is recorded already joins the household."""
    shown, person = household_or_404(request, pk), person_or_404(request, person_pk)
    form = member_form(request.POST or None, localdate())
    if form.is_valid() and attempt(
        form,
        lambda: membership_add(
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
def member_end(request: Request, pk: int) -> HttpResponse:
    """The last day of a membership."""
    membership = queries.membership_for(request.user, pk, localdate())
    if membership is None:
        raise Http404
    form = EndForm(
        request.POST or None, initial={"last_day": membership.person.death_date or localdate()}
    )
    if form.is_valid() and attempt(
        form,
        lambda: membership_end(
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
    return form_page(request, "clients/member_end.html", form, membership=membership)


@access(Permission.CLIENTS_EDIT, WRITE)
def member_head(request: Request, pk: int) -> HttpResponse:
    """This member becomes the head."""
    membership = queries.membership_for(request.user, pk, localdate())
    if membership is None:
        raise Http404
    household_head_set(
        actor=request.user,
        today=localdate(),
        household=membership.household,
        membership=membership,
    )
    messages.success(
        request, _("%(person)s is now the head of the household.") % {"person": membership.person}
    )
    return redirect("clients:household", membership.household_id)


@access(Permission.CLIENTS_VIEW, FORM)
def exception(request: Request, person_pk: int) -> HttpResponse:
    """Ask for the household of a person of another district, with a reason."""
    today = localdate()
    if queries.person_for(request.user, person_pk, today):
        return redirect("clients:person", person_pk)
    person = queries.person_of_system(request.user, person_pk, today)
    membership = queries.home_of(person, today) if person else None
    if membership is None:
        raise Http404
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
