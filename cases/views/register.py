"""Registering an application: find the household first, then the form."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.applications import NEEDS_PURPOSE
from cases.forms import RegisterForm
from cases.models import Case, Channel
from cases.queries import cases_of_household
from cases.services import case_register
from cases.services.register import start_terms
from clients.models import Household, Person
from clients.queries import household_for, members_on, person_search
from core import looks
from core.date_input import DateTextError, parse_date
from core.errors import DomainError
from core.http import FORM, Request, access
from core.permissions import Permission

SEARCH_MIN = 2
FOUND = 12
OPEN_SHOWN = 5


@access(Permission.CASES_EDIT)
def start(request: Request) -> HttpResponse:
    """Whose application is it: search first, so that nobody gets a second file."""
    query = request.GET.get("q", "").strip()
    today = timezone.localdate()
    found = (
        person_search(request.user, query, today, limit=FOUND) if len(query) >= SEARCH_MIN else []
    )
    template = "cases/start.html#found" if request.htmx else "cases/start.html"
    return render(request, template, {"query": query, "found": found, "minimum": SEARCH_MIN})


@access(Permission.CASES_EDIT, FORM)
def register(request: Request, household_pk: int) -> HttpResponse:
    """The application of a member of this household; sent twice it is one case."""
    today = timezone.localdate()
    household = household_for(request.user, household_pk, today)
    if household is None:
        raise Http404
    looks.note(request, what="household", object_id=household.pk, household_id=household.pk)
    members = [membership.person for membership in members_on(household, today)]
    if request.method == "POST":
        form = RegisterForm(request.POST, members=members, today=today)
        if form.is_valid() and (case := _registered(request, form, household)):
            messages.success(
                request, _("The application is registered as %(sign)s.") % {"sign": case.znak}
            )
            return redirect("cases:case", case.pk)
    else:
        form = RegisterForm(
            members=members,
            today=today,
            initial={
                "received_on": today,
                "channel": Channel.IN_PERSON,
                "applicant": _asking(request, members),
            },
        )
    return _form_page(request, form, household)


def _asking(request: Request, members: list[Person]) -> int | None:
    """The person found by the search, or the head of the household."""
    asked = request.GET.get("person", "")
    ids = [person.pk for person in members]
    if asked.isdigit() and int(asked) in ids:
        return int(asked)
    return ids[0] if ids else None


def _registered(request: Request, form: RegisterForm, household: Household) -> Case | None:
    """The case, or None with the reason on the form."""
    data = form.cleaned_data
    try:
        return case_register(
            actor=request.user,
            household=household,
            applicant=data["applicant"],
            kind=data["kind"],
            submission_key=data["submission_key"],
            urgent=data["urgent"],
            today=timezone.localdate(),
            **form.fields_data(),
        )
    except DomainError as error:
        form.add_error(None, str(error.message))
        return None


def _form_page(request: Request, form: RegisterForm, household: Household) -> HttpResponse:
    today = timezone.localdate()
    cases = cases_of_household(request.user, household.pk, today)
    context: dict[str, Any] = {
        "form": form,
        "household": household,
        "needs_purpose": " ".join(sorted(NEEDS_PURPOSE)),
        "open_cases": [case for case in cases[:OPEN_SHOWN] if case.is_open],
        **_terms(str(form["received_on"].value() or ""), bool(form["urgent"].value())),
    }
    return render(request, "cases/register.html", context, status=422 if form.errors else 200)


@access(Permission.CASES_EDIT)
def terms(request: Request) -> HttpResponse:
    """The terms that an application received on that day starts, while it is being typed."""
    context = _terms(request.GET.get("received_on", ""), bool(request.GET.get("urgent")))
    return render(request, "cases/register.html#terms", context)


def _terms(received_on: str, urgent: bool) -> dict[str, Any]:
    try:
        day = parse_date(received_on)
    except DateTextError:
        return {"terms": None}
    return {"terms": start_terms(day, urgent=urgent)}
