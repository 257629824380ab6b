"""Splitting and joining households: choose, see what will happen, confirm; and take it back."""

import hashlib
from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.moves import MoveForm, UndoForm, join_form, split_form
from clients.models import Household, HouseholdMove
from clients.presenters.people import members_shown
from clients.services import household_join, household_move_undo, household_split
from clients.services.move_undo import changed_since, rehearsed
from clients.services.moves import present_from
from clients.views.common import attempt, form_page, household_or_404
from clients.views.household_parts import figures_of
from core import looks
from core.http import FORM, Request, access
from core.permissions import Permission

Work = Callable[[], HouseholdMove]
CHOICES = 12


@access(Permission.CLIENTS_EDIT, FORM)
def split(request: Request, pk: int) -> HttpResponse:
    """Some of the household open one of their own."""
    shown, today = household_or_404(request, pk), localdate()
    form = split_form(request.POST or None, shown, list(present_from(shown, today)), today)

    def work() -> HouseholdMove:
        return household_split(
            actor=request.user,
            today=today,
            household=shown,
            leaving=form.roles(),
            day=form.cleaned_data["day"],
            home=form.home(),
            reason=form.cleaned_data["reason"],
            remaining_head=form.rest(),
            age_reason=form.cleaned_data["age_reason"],
        )

    context = {"household": shown, "stays": figures_of(request.user, shown.pk, today)}
    return _form(request, "clients/household_split.html", form, work, context)


@access(Permission.CLIENTS_EDIT, FORM)
def join(request: Request, pk: int) -> HttpResponse:
    """People of another household, chosen by `?other=`, come to this one."""
    shown, today = household_or_404(request, pk), localdate()
    other = _chosen(request, shown)
    if other is None:
        text = request.GET.get("q", "").strip()
        rows = queries.households_listed(request.user, today, text=text)
        found = list(rows[:CHOICES]) if text else []
        context: dict[str, Any] = {"household": shown, "q": text, "found": found}
        return render(request, "clients/household_join_choose.html", context)
    form = join_form(request.POST or None, list(present_from(other, today)), today)

    def work() -> HouseholdMove:
        return household_join(
            actor=request.user,
            today=today,
            household=shown,
            other=other,
            coming=form.roles(),
            day=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
            remaining_head=form.rest(),
            age_reason=form.cleaned_data["age_reason"],
        )

    context = {
        "household": shown,
        "other": other,
        "stays": figures_of(request.user, other.pk, today),
    }
    return _form(request, "clients/household_join.html", form, work, context)


@access(Permission.CLIENTS_EDIT, FORM)
def undo(request: Request, pk: int) -> HttpResponse:
    """Take a split or join back, when nothing has happened since."""
    move = queries.move_for(request.user, pk, localdate())
    if move is None or move.undone_at:
        raise Http404
    for home in (move.source_id, move.target_id):
        looks.note(request, what="household", object_id=home, household_id=home)
    form = UndoForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: household_move_undo(
            actor=request.user,
            today=localdate(),
            move=move,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("It is taken back: everybody belongs where they did before."))
        return redirect("clients:household", move.source_id)
    context: dict[str, Any] = {"move": move, "household": move.source}
    context["changed"] = changed_since(move)
    return form_page(request, "clients/household_move_undo.html", form, **context)


def _form(
    request: Request, template: str, form: MoveForm, work: Work, context: dict[str, Any]
) -> HttpResponse:
    """The form; sent once, it shows what would happen; sent again unchanged, it is done."""
    preview: dict[str, Any] | None = None
    if form.is_valid():
        seen = _digest(form)
        if request.POST.get("seen") == seen:
            done: list[HouseholdMove] = []
            if attempt(form, lambda: done.append(work())):
                return _done(request, done[0])
        else:
            found: list[dict[str, Any]] = []
            day = form.cleaned_data["day"]
            if attempt(form, lambda: found.append(rehearsed(lambda: _picture(work(), day)))):
                preview = found[0] | {"seen": seen}
    return form_page(request, template, form, preview=preview, **context)


def _done(request: Request, move: HouseholdMove) -> HttpResponse:
    messages.success(
        request,
        _("Done: %(source)s → %(target)s. It can be taken back on the page of either household.")
        % {"source": move.source, "target": move.target},
    )
    visible = queries.household_for(request.user, move.target_id, localdate())
    return redirect("clients:household", move.target_id if visible else move.source_id)


def _picture(move: HouseholdMove, day: date) -> dict[str, Any]:
    """Both households as they will be, read before it is taken back."""
    source = copy(move.source)
    source.refresh_from_db()
    return {
        "day": day,
        "source": source,
        "target": move.target,
        "staying": members_shown(queries.members_on(source, day), day),
        "together": members_shown(queries.members_on(move.target, day), day),
        "closes": move.closes,
    }


def _digest(form: MoveForm) -> str:
    """What was typed, in short: only what has been shown is confirmed."""
    said = repr(sorted((name, str(value)) for name, value in form.cleaned_data.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _chosen(request: Request, shown: Household) -> Household | None:
    asked = request.GET.get("other", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19) or int(asked) == shown.pk:
        return None
    return household_or_404(request, int(asked))
