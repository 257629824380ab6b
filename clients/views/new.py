"""A new person: search first, then one form for the person, the address and the household."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.duplicates import CERTAIN, Described, Match, Reason, likely_matches
from clients.forms.person import NewPersonForm
from clients.models import Household
from clients.presenters.likely import reason_words
from clients.queries.misspelt import misspelt_matches
from clients.services import person_register
from clients.views.common import form_page, household_or_404, refuse
from core.date_input import DateTextError, parse_date
from core.errors import DomainError
from core.http import FORM, Request, access
from core.identifiers import (
    bank_name,
    clean_nrb,
    clean_pesel,
    pesel_birth_date,
    pesel_sex,
    validate_nrb,
    validate_pesel,
)
from core.permissions import Permission

SEARCH_LIMIT = 20


@access(Permission.CLIENTS_EDIT, FORM)
def new(request: Request) -> HttpResponse:
    """Search; when nobody fits, the form (`?add=1`); `?household=` joins that household."""
    household = _household(request)
    if request.method == "POST":
        return _register(request, household)
    query = request.GET.get("q", "").strip()
    found = _found(request, query)
    nearly = misspelt_matches(query, {hit.person.pk for hit in found}) if query else []
    context = {
        "query": query,
        "household": household,
        "found": found,
        "more": len(found) == SEARCH_LIMIT,
        "nearly": _shown(request, nearly),
        "searched": queries.search_condition(query) is not None,
    }
    if request.htmx:
        return render(request, "clients/new.html#found", context)
    form = None
    if request.GET.get("add"):
        form = NewPersonForm(
            initial=_guess(query),
            today=localdate(),
            user=request.user,
            joins=household is not None,
        )
    return render(request, "clients/new.html", {**context, "form": form})


@access(Permission.CLIENTS_EDIT)
def check(request: Request) -> HttpResponse:
    """What the PESEL says and who is likely the same person, while the form is being filled."""
    pesel = _valid_pesel(request.GET.get("pesel", ""))
    said = {name: request.GET.get(name, "") for name in ("is_another", "another_why")}
    context: dict[str, Any] = {
        "likely": _shown(request, _likely(request.GET)),
        "form": NewPersonForm(initial=said, today=localdate(), user=request.user, joins=False),
    }
    if pesel and request.GET.get("decode"):
        context["decoded"] = _decoded(request, pesel)
    return render(request, "clients/new_check.html", context)


@access(Permission.CLIENTS_EDIT)
def bank(request: Request) -> HttpResponse:
    """The bank that keeps an account, or what is wrong with the number."""
    number = clean_nrb(request.GET.get("nrb", ""))
    context: dict[str, Any] = {}
    if number:
        try:
            validate_nrb(number)
            context["bank"] = bank_name(number) or _("a bank that is not in the register")
        except ValidationError as error:
            context["problem"] = " ".join(error.messages)
    return render(request, "clients/bank.html", context)


def _decoded(request: Request, pesel: str) -> NewPersonForm:
    """Fields with what the PESEL says, swapped into the form where they stand."""
    said = {"birth_date": pesel_birth_date(pesel), "sex": pesel_sex(pesel)}
    form = NewPersonForm(initial=said, today=localdate(), user=request.user, joins=False)
    for name in said:
        form.fields[name].widget.attrs["hx-swap-oob"] = "true"
    return form


def _register(request: Request, household: Household | None) -> HttpResponse:
    form = NewPersonForm(
        request.POST, today=localdate(), user=request.user, joins=household is not None
    )
    likely = _shown(request, _likely(request.POST))
    if likely and not request.POST.get("is_another"):
        form.add_error(
            "is_another",
            _("Look at the people who may be the same, and say that this is another one."),
        )
    elif likely and not request.POST.get("another_why", "").strip():
        form.add_error("another_why", _("Say how you know that this is another person."))
    if form.is_valid():
        try:
            person, joined = person_register(
                actor=request.user, today=localdate(), new=form.new_person(household)
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(
                request,
                _("%(person)s is recorded in the household %(household)s.")
                % {"person": person, "household": joined},
            )
            return redirect("clients:household", joined.pk)
    return form_page(
        request,
        "clients/new.html",
        form,
        household=household,
        query="",
        likely=likely,
    )


def _household(request: Request) -> Household | None:
    """The household to be joined, from the address; one that may not be seen is not found."""
    raw = request.GET.get("household", "")
    return household_or_404(request, int(raw)) if raw.isdecimal() and len(raw) < 18 else None


def _found(request: Request, query: str) -> list[queries.Found]:
    if not query:
        return []
    return queries.person_search(request.user, query, localdate(), SEARCH_LIMIT)


def _guess(query: str) -> dict[str, Any]:
    """What was searched for, as the first entries of the form."""
    pesel = _valid_pesel(query)
    if pesel:
        return {
            "pesel": pesel,
            "birth_date": pesel_birth_date(pesel),
            "sex": pesel_sex(pesel),
        }
    words = [word.capitalize() for word in query.split() if word.isalpha()]
    if len(words) == 1:
        return {"last_name": words[0]}
    return {"last_name": words[0], "first_name": words[1]} if words else {}


def _valid_pesel(text: str) -> str:
    pesel = clean_pesel(text)
    try:
        validate_pesel(pesel)
    except ValidationError:
        return ""
    return pesel


def _likely(data: QueryDict) -> list[Match]:
    """Who may be the same; a PESEL with a wrong check digit still finds its neighbours."""
    valid = _valid_pesel(data.get("pesel", ""))
    typed = clean_pesel(data.get("pesel", ""))
    pesel = typed if len(typed) == 11 and typed.isascii() and typed.isdecimal() else ""
    try:
        born = pesel_birth_date(valid) if valid else parse_date(data.get("birth_date", ""))
    except DateTextError:
        born = None
    who = Described(
        first_name=data.get("first_name", "").strip()[:60],
        last_name=data.get("last_name", "").strip()[:80],
        family_name=data.get("family_name", "").strip()[:80],
        birth_date=born,
        pesel=pesel,
    )
    return likely_matches(who) if pesel or (who.first_name and who.last_name) else []


def _shown(request: Request, likely: list[Match]) -> list[dict[str, Any]]:
    """Each likely person with why, and whether the reader may open them (≤ 2 lists of ids).

    Of a restricted file nothing is told, but that somebody with exactly this PESEL is recorded.
    """
    if not likely:
        return []
    found = [item.person.pk for item in likely]
    visible, open_files = queries.reach_of(request.user, found, localdate())
    return [
        {
            "person": item.person if item.person.pk in open_files else None,
            "certain": item.score >= CERTAIN,
            "visible": item.person.pk in visible,
            "reasons": [reason_words(reason) for reason in item.reasons],
        }
        for item in likely
        if item.person.pk in open_files or Reason.SAME_PESEL in item.reasons
    ]
