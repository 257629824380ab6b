"""The calculator: choose a benefit and a day, fill in facts, read the answer of the law.

POST only computes, so that what is typed is in no address and in no log; nothing is kept, unless
somebody asks to keep question and answer on the case that was opened here. The same page works
without JavaScript: every button sends the whole form.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import law
from benefits.calculator import form, of_case, typed
from benefits.calculator.page import ROOT, HeadForm, Sheet, answered_of, page_of
from benefits.calculator.question import LARGEST_FACTS, BadLink, Question, unpack
from benefits.queries import local_facts
from benefits.services import answer_keep
from benefits.views.common import case_or_404
from cases.models import Case
from cases.views.common import looked_at as looked_at_case
from core import looks
from core.errors import DomainError
from core.fields import DateField
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission, allowed
from core.polish import format_date


@access(Permission.SIGNED_IN, FORM)
def calculator(request: Request) -> HttpResponse:
    """The form with its answer; without a benefit, the list of benefits to choose from."""
    if request.method == "POST":
        return _posted(request)
    try:
        sheet = _from_address(request)
    except BadLink as error:
        messages.error(request, str(error))
        return _choose(request, status=400)
    return _page(request, sheet) if sheet else _choose(request)


def _choose(request: Request, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    context = {"groups": list(_groups(today)), "on": today}
    return render(request, "benefits/calculator_choose.html", context, status=status)


def _groups(today: date) -> Iterator[tuple[str, list[tuple[law.BenefitInfo, bool]]]]:
    """Acts with their benefits, each with whether its law is known today."""
    groups: dict[str, list[tuple[law.BenefitInfo, bool]]] = {}
    for info in law.benefits():
        groups.setdefault(info.act, []).append((info, _day_within(info, today) == today))
    yield from groups.items()


def _from_address(request: Request) -> Sheet | None:
    """A link with facts, a case, or a benefit; None when the address names nothing."""
    if token := request.GET.get("q"):
        unpacked = unpack(token)
        return _sheet(unpacked.question, other=unpacked.other, kept=unpacked.kept)
    if request.GET.get("case"):
        return _from_case(request)
    infos = {info.code: info for info in law.benefits()}
    info = infos.get(request.GET.get("benefit", ""))
    if info is None:
        return None
    day = DateField(required=False)
    try:
        on = day.clean(request.GET.get("on", "")) or timezone.localdate()
    except forms.ValidationError:
        on = timezone.localdate()
    on = _day_within(info, on)
    sheet = _sheet(Question(info.code, on, local_facts(info.code, on)))
    sheet.fields = {**form.first_fields(info.code, on), **sheet.fields}
    sheet.is_new = True
    return sheet


def _day_within(info: law.BenefitInfo, on: date) -> date:
    """The day, or the closest one on which the law of the benefit is known."""
    return max(info.valid_from, min(on, info.valid_until or on))


def _from_case(request: Request) -> Sheet:
    case = _case(request, request.GET["case"])
    found = of_case.of_case(case)
    if found.question.benefit not in {info.code for info in law.benefits()}:
        raise Http404
    sheet = _sheet(found.question)
    sheet.case = case
    return sheet


def _case(request: Request, text: str) -> Case:
    """The case, if it may be seen; cases are not for everybody who may use the calculator."""
    if not allowed(request.user, Permission.CASES_VIEW) or not text.isdecimal() or len(text) > 9:
        raise Http404
    case = case_or_404(request, int(text))
    looked_at_case(request, case, kind=looks.Kind.VIEW, part=request.method == "POST")
    return case


def _sheet(question: Question, *, other: date | None = None, kept: Question | None = None) -> Sheet:
    head = HeadForm(
        {
            "benefit": question.benefit,
            "on": format_date(question.on),
            "other": format_date(other) if other else "",
        }
    )
    return Sheet(head, typed.fill(law.schema(question.benefit), question.facts), kept)


def _posted(request: Request) -> HttpResponse:
    data = request.POST.dict()
    benefit = data.get("benefit", "")
    if benefit not in {info.code for info in law.benefits()}:
        return _choose(request, status=422)
    sheet = _typed(data)
    if data.get("case"):
        sheet.case = _case(request, str(data["case"]))
    if data.get("was", benefit) != benefit:
        _other_benefit(sheet, str(benefit))
    _do(sheet, str(data.get("do", "")), str(benefit))
    return _page(request, sheet)


def _typed(data: Mapping[str, Any]) -> Sheet:
    fields = {k: str(v) for k, v in data.items() if k.startswith(ROOT)}
    return Sheet(HeadForm(_done_with_day(data)), fields, _kept(str(data.get("kept", ""))))


@access(Permission.CALCULATIONS_MAKE, WRITE)
def keep(request: Request, pk: int) -> HttpResponse:
    """Keep question and answer on the case, as asked for: no decision stands on them."""
    case = case_or_404(request, pk)
    sheet = _typed(request.POST.dict())
    if sheet.head.data["benefit"] != case.kind.code:
        raise Http404
    sheet.case = case
    answered = answered_of(sheet)
    if answered is None or answered.answer is None:
        return _page(request, sheet)
    question, today = answered.question, timezone.localdate()
    try:
        answer_keep(
            actor=request.user, case=case, facts=question.facts, on=question.on, today=today
        )
    except DomainError as error:
        messages.error(request, str(error.message))
        return _page(request, sheet)
    messages.success(request, _("The question and its answer are kept on the case."))
    url = reverse("benefits:calculate", args=[case.pk])
    return HttpResponse(headers={"HX-Redirect": url}) if request.htmx else redirect(url)


def _kept(token: str) -> Question | None:
    """The question kept beside, as the form carries it; a broken one is forgotten."""
    try:
        return unpack(token, longest=LARGEST_FACTS).question if token else None
    except BadLink:
        return None


def _done_with_day(data: Mapping[str, Any]) -> dict[str, Any]:
    """The head; a button with a day puts it beside."""
    do, _colon, day = str(data.get("do", "")).partition(":")
    head = {key: data.get(key, "") for key in ("benefit", "on", "other")}
    return {**head, "other": day} if do == "day" else head


def _other_benefit(sheet: Sheet, benefit: str) -> None:
    """Another benefit keeps the facts that it knows too; what was kept beside is of the old one."""
    new = form.first_fields(benefit, timezone.localdate())
    if typed.rows_of(sheet.fields, f"{ROOT}household.persons"):
        new = {k: v for k, v in new.items() if not k.startswith(f"{ROOT}household")}
    sheet.fields = {**new, **sheet.fields}
    sheet.kept = None


def _do(sheet: Sheet, do: str, benefit: str) -> None:
    """What the pressed button asks for: a row more or less, keep the answer beside, forget it."""
    schema = law.schema(benefit)
    if rows := typed.rows_changed(schema, sheet.fields, do):
        sheet.fields, sheet.new_row, sheet.focus = rows.fields, rows.new_row, rows.focus
    elif do == "keep" and sheet.head.is_valid():
        facts = typed.read(schema, sheet.fields).facts
        sheet.kept = Question(benefit, sheet.head.cleaned_data["on"], facts)
    elif do == "forget":
        sheet.kept = None


def _page(request: Request, sheet: Sheet) -> HttpResponse:
    """The whole page, or the part that htmx asked for."""
    benefit = sheet.head.data["benefit"]
    template = "benefits/calculator.html"
    if request.htmx and request.htmx.target in ("result", "work"):
        template += f"#{request.htmx.target}"
    response = render(request, template, page_of(request.user, sheet))
    if request.htmx and request.POST.get("was", benefit) != benefit and sheet.case is None:
        response["HX-Replace-Url"] = f"{reverse('benefits:calculator')}?benefit={benefit}"
    return response
