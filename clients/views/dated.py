"""Dated facts: recording, correcting, ending and withdrawing an entry of any kind."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.dated import WithdrawForm
from clients.forms.fact_kinds import FORMS, EndFactForm
from clients.forms.fact_pages import CopyForm
from clients.forms.facts import FactForm
from clients.kinds import BY_CODE, Kind, kind_of
from clients.models import Household, Person, Recorded
from clients.services import (
    document_store,
    fact_add,
    fact_end,
    fact_replace,
    fact_withdraw,
    incomes_copy,
)
from clients.views.common import attempt, form_page, household_or_404, looked_at_person, refuse
from clients.words import fact_words, period_words, what_words
from core import looks
from core.errors import DomainError
from core.fields import DateField, MonthField
from core.http import FORM, Request, access
from core.months import month_of, previous_month
from core.permissions import Permission

LATELY = 4


@access(Permission.CLIENTS_EDIT, FORM)
def new(request: Request, pk: int, kind: str) -> HttpResponse:
    """A new entry of one kind about a member or the household."""
    shown, what = household_or_404(request, pk), _kind(kind)
    form = _form(request, what, shown, initial=_suggested(request, what, shown))
    if form.is_valid() and _kept(
        request,
        form,
        lambda entry: fact_add(actor=request.user, what=what.code, owner=form.owner, **entry),
    ):
        messages.success(request, _("The entry is recorded."))
        return _onward(request, shown.pk)
    return _fact_page(request, form, str(what.new), _("Record the entry"))


@access(Permission.CLIENTS_EDIT, FORM)
def correct(request: Request, kind: str, pk: int) -> HttpResponse:
    """A right entry in the place of a wrong one."""
    what, fact = _kind(kind), _fact_or_404(request, kind, pk)
    shown = _household_of(request, fact)
    form = _form(request, what, shown, fact=fact)
    if form.is_valid() and _kept(request, form, lambda said: _replaced(request, form, fact, said)):
        messages.success(request, _("The entry is corrected."))
        return _onward(request, shown.pk)
    title = _("Correct: %(what)s") % {"what": str(what.label).lower()}
    return _fact_page(request, form, title, _("Record the correction"))


@access(Permission.CLIENTS_EDIT, FORM)
def end(request: Request, kind: str, pk: int) -> HttpResponse:
    """The last day of a fact that goes on."""
    fact = _fact_or_404(request, kind, pk)
    shown = _household_of(request, fact)
    form = EndFactForm(request.POST or None, initial={"last_day": localdate()})
    if form.is_valid() and attempt(
        form, lambda: fact_end(actor=request.user, fact=fact, **form.cleaned_data)
    ):
        messages.success(request, _("The fact has its last day."))
        return _onward(request, shown.pk)
    return form_page(request, "clients/fact_end.html", form, **_about(fact, shown))


@access(Permission.CLIENTS_EDIT, FORM)
def withdraw(request: Request, kind: str, pk: int) -> HttpResponse:
    """Withdraw an entry recorded by mistake."""
    fact = _fact_or_404(request, kind, pk)
    shown = _household_of(request, fact)
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: fact_withdraw(actor=request.user, fact=fact, why=form.cleaned_data["why"])
    ):
        messages.success(request, _("The entry is withdrawn."))
        return _onward(request, shown.pk)
    return form_page(request, "clients/withdraw.html", form, **_about(fact, shown))


@access(Permission.CLIENTS_EDIT, FORM)
def copy(request: Request, pk: int) -> HttpResponse:
    """Incomes of the month before once more, in a month that has none of them yet."""
    shown, today = household_or_404(request, pk), localdate()
    month = _month(request) or previous_month(today)
    before = previous_month(month)
    ids = [m.person_id for m in queries.members_on(shown, month)]
    there = {(i.person_id, i.kind) for i in queries.incomes_on(ids, month)}
    incomes = [i for i in queries.incomes_on(ids, before) if (i.person_id, i.kind) not in there]
    form = CopyForm(request.POST or None, incomes=incomes)
    if form.is_valid() and attempt(
        form,
        lambda: incomes_copy(actor=request.user, month=month, amounts=form.amounts(), today=today),
    ):
        messages.success(request, _("The incomes are recorded."))
        return _onward(request, pk)
    context: dict[str, Any] = {"household": shown, "month": month, "before": before}
    return form_page(request, "clients/incomes_copy.html", form, **context)


def _kind(code: str) -> Kind:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _fact_or_404(request: Request, kind: str, pk: int) -> Recorded:
    fact = queries.fact_for(request.user, _kind(kind), pk, localdate())
    if fact is None:
        raise Http404
    owner = getattr(fact, kind_of(fact).of)
    if isinstance(owner, Person):
        looked_at_person(request, owner, what="fact", object_id=fact.pk)
    else:
        looks.note(request, what="fact", object_id=fact.pk, household_id=owner.pk)
    return fact


def _household_of(request: Request, fact: Recorded) -> Household:
    """The file in which the fact is seen to: the household, or the one the person belongs to."""
    owner = getattr(fact, kind_of(fact).of)
    if isinstance(owner, Household):
        return owner
    home = queries.home_of(owner, localdate())
    if home is None:
        raise Http404
    return household_or_404(request, home.household_id)


def _form(
    request: Request,
    kind: Kind,
    household: Household,
    *,
    fact: Recorded | None = None,
    initial: dict[str, Any] | None = None,
) -> FactForm:
    return FORMS.get(kind.code, FactForm)(
        request.POST or None,
        request.FILES or None,
        kind=kind,
        household=household,
        today=localdate(),
        fact=fact,
        initial=initial or {},
    )


def _suggested(request: Request, kind: Kind, household: Household) -> dict[str, Any]:
    """What the address asks for: person, day, kind; else the head, and the month before."""
    asked: dict[str, Any] = {n: v for n, v in request.GET.items() if n in ("person", "kind")}
    if "person" not in asked:
        members = queries.members_on(household, localdate())
        asked["person"] = next((m.person_id for m in members), None)
    day = _day(request.GET.get("on", ""))
    if kind.period == "months":
        asked["month"] = month_of(day) if day else previous_month(localdate())
    elif day:
        asked["valid_from"] = day
    return asked


def _day(text: str) -> date | None:
    try:
        return DateField(required=False).to_python(text)
    except ValueError:
        return None


def _month(request: Request) -> date | None:
    try:
        return MonthField(required=False).to_python(request.GET.get("month", ""))
    except ValueError:
        return None


def _kept(request: Request, form: FactForm, service: Callable[[dict[str, Any]], object]) -> bool:
    """Put an uploaded paper into the file, then the entry; a refusal stands at its field."""
    try:
        _store_paper(request, form)
        service(form.entry())
    except DomainError as error:
        refuse(form, error)
        return False
    return True


def _store_paper(request: Request, form: FactForm) -> None:
    """The paper stays in the file and is chosen in the form even if the entry is refused."""
    upload = form.cleaned_data.get("upload")
    if not upload:
        return
    person = form.owner if isinstance(form.owner, Person) else None
    title = form.cleaned_data["source"] or str(form.kind.label)
    paper = document_store(
        actor=request.user, household=form.household, title=title, upload=upload, person=person
    )
    form.cleaned_data["document"] = paper
    typed = cast(QueryDict, form.data).copy()
    typed["document"] = str(paper.pk)
    form.data = typed


def _replaced(request: Request, form: FactForm, fact: Recorded, entry: dict[str, Any]) -> Recorded:
    if form.kind.of == "person":
        entry["person"] = form.owner
    return fact_replace(actor=request.user, fact=fact, why=form.cleaned_data["why"], **entry)


def _fact_page(request: Request, form: FactForm, title: str, button: str) -> HttpResponse:
    people = [m.person for m in queries.members_on(form.household, localdate())]
    wanted = queries.Wanted(kinds=(form.kind,), known=localdate())
    known = queries.facts_of(people, form.household, wanted)[:LATELY]
    return form_page(
        request,
        "clients/fact.html",
        form,
        household=form.household,
        kind=form.kind,
        fact=form.fact,
        title=title,
        button=button,
        lately=[(fact_words(f), str(getattr(f, form.kind.of))) for f in known],
    )


def _about(fact: Recorded, household: Household) -> dict[str, Any]:
    return {
        "household": household,
        "owner": getattr(fact, "person", household),
        "what": f"{what_words(fact)}, {period_words(fact)}",
        "home": reverse("clients:facts", args=[household.pk]),
    }


def _onward(request: Request, household_id: int) -> HttpResponse:
    """To the page that asked for the entry, else to the household."""
    after = request.GET.get("next", "")
    if after and url_has_allowed_host_and_scheme(after, {request.get_host()}):
        return redirect(after)
    return redirect("clients:household", household_id)
