"""The calculator: choose a benefit and a day, fill in facts, read the answer of the law.

POST only computes, so that what is typed is in no address and in no log; nothing is kept. The same
page works without JavaScript: every button sends the whole form.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import law
from benefits.calculator import answers, form, of_case, typed
from benefits.calculator.question import (
    Answered,
    BadLink,
    Fault,
    Question,
    ask,
    pack,
    unpack,
)
from benefits.presenters import mends
from benefits.queries import local_facts
from benefits.steps import steps_without_names
from benefits.views.common import case_or_404
from cases.models import Case
from cases.perms import may_change
from cases.states import OPEN
from core import audit
from core.fields import DateField
from core.http import FORM, Request, access
from core.law_rows import CERTAINTY, shown_number
from core.models import User
from core.permissions import Permission, allowed
from core.polish import format_date

ROOT = f"{typed.ROOT}."


class HeadForm(forms.Form):
    """Benefit, day, and another day to compare with."""

    benefit = forms.ChoiceField(label=gettext_lazy("Benefit or fee"))
    on = DateField(label=gettext_lazy("Law of the day"))
    other = DateField(label=gettext_lazy("Compare with the day"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="head-%s")
        self.fields["benefit"].choices = list(_choices())  # type: ignore[attr-defined]


def _choices() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for info in law.benefits():
        groups.setdefault(info.act, []).append((info.code, info.label))
    yield from groups.items()


@dataclass(slots=True)
class Sheet:
    """What the page is made from: head, fields, the question kept beside, the case."""

    head: HeadForm
    fields: dict[str, str] = field(default_factory=dict)
    kept: Question | None = None
    case: Case | None = None
    is_new: bool = False  # nothing is filled in yet: no answer, and nothing to complain of
    new_row: str = ""
    focus: str = ""  # the list whose button for one more row gets the focus


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
    audit.looked(
        user=request.user,
        what="case",
        object_id=case.pk,
        household_id=case.household_id,
        why=case.znak,
    )
    sheet = _sheet(found.question)
    sheet.case = case
    return sheet


def _case(request: Request, text: str) -> Case:
    """The case, if it may be seen; cases are not for everybody who may use the calculator."""
    if not allowed(request.user, Permission.CASES_VIEW) or not text.isdecimal() or len(text) > 9:
        raise Http404
    return case_or_404(request, int(text))


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
    fields = {k: str(v) for k, v in data.items() if k.startswith(ROOT)}
    sheet = Sheet(HeadForm(_done_with_day(data)), fields)
    if data.get("case"):
        sheet.case = _case(request, str(data["case"]))
    try:
        sheet.kept = unpack(str(data["kept"])).question if data.get("kept") else None
    except BadLink:
        sheet.kept = None
    if data.get("was", benefit) != benefit:
        _other_benefit(sheet, str(benefit))
    _do(sheet, str(data.get("do", "")), str(benefit))
    return _page(request, sheet)


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
    action, _colon, name = do.partition(":")
    schema = law.schema(benefit)
    if action == "add":
        before = typed.rows_of(sheet.fields, name)
        sheet.fields = typed.row_added(schema, sheet.fields, name)
        new = set(typed.rows_of(sheet.fields, name)) - set(before)
        sheet.new_row = f"{name}.{new.pop()}" if new else ""
    elif action == "remove" and name.rpartition(".")[2].isdigit():
        sheet.fields = typed.row_removed(sheet.fields, name)
        sheet.focus = name.rpartition(".")[0]
    elif action == "keep" and sheet.head.is_valid():
        facts = typed.read(schema, sheet.fields).facts
        sheet.kept = Question(benefit, sheet.head.cleaned_data["on"], facts)
    elif action == "forget":
        sheet.kept = None


def _page(request: Request, sheet: Sheet) -> HttpResponse:
    head = sheet.head
    valid = head.is_valid()
    benefit = head.data["benefit"]
    on = head.cleaned_data.get("on") or timezone.localdate()
    other = head.cleaned_data.get("other")
    read = typed.read(law.schema(benefit), sheet.fields)
    answered = None
    if valid and not read.faults and not sheet.is_new:
        answered = ask(Question(benefit, on, read.facts))
    faults, missing = dict(read.faults), _sort_faults(answered, head)
    for fault in missing.wrong:
        faults.setdefault(fault.name, []).append(fault.message)
    parts = form.form_of(benefit, on, sheet.fields, faults, missing.missing, sheet.new_row)
    context = {
        "sheet": sheet,
        "head": head,
        "info": next(info for info in law.benefits() if info.code == benefit),
        "parts": parts,
        "said_facts": list(form.said(parts)),
        "faults": list(_listed(parts, faults)),
        "missing": list(_listed(parts, {f.name: [f.message] for f in missing.missing})),
        "general": missing.general,
        "coming_year": date(timezone.localdate().year + 1, 1, 1),
        **_result(sheet, answered, other),
        **_of_case(request.user, sheet, answered, on),
    }
    return _answer(request, sheet, benefit, context)


def _answer(request: Request, sheet: Sheet, benefit: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or the part that htmx asked for."""
    template = "benefits/calculator.html"
    if request.htmx and request.htmx.target in ("result", "work"):
        template += f"#{request.htmx.target}"
    response = render(request, template, context)
    if request.htmx and request.POST.get("was", benefit) != benefit and sheet.case is None:
        response["HX-Replace-Url"] = f"{reverse('benefits:calculator')}?benefit={benefit}"
    return response


@dataclass(frozen=True, slots=True)
class Sorted:
    """Faults of the law: what is not there yet, what is wrong at a field, what is wrong at all."""

    missing: tuple[Fault, ...] = ()
    wrong: tuple[Fault, ...] = ()
    general: tuple[str, ...] = ()


def _sort_faults(answered: Answered | None, head: HeadForm) -> Sorted:
    if answered is None:
        return Sorted()
    for fault in answered.faults:
        if fault.name in head.fields:
            head.add_error(fault.name, fault.message)
            return Sorted()
    named = [f for f in answered.faults if f.name.startswith(ROOT)]
    return Sorted(
        missing=tuple(f for f in named if f.missing),
        wrong=tuple(f for f in named if not f.missing),
        general=tuple(f.message for f in answered.faults if f not in named),
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A message with the field it belongs to; without a field it stands by itself."""

    target: str
    label: str
    message: str


def _listed(parts: form.Parts, faults: Mapping[str, list[str]]) -> Iterator[Listed]:
    known = dict(form.named(parts))
    for name, found in faults.items():
        label = known.get(name, "")
        target = name.replace(".", "-") if name in known else ""
        yield from (Listed(target, label, message) for message in found)


def _result(sheet: Sheet, answered: Answered | None, other: date | None) -> dict[str, Any]:
    """Answer, comparison, link and JSON."""
    kept_token = pack(sheet.kept) if sheet.kept else ""
    if answered is None:
        blank = dict.fromkeys(("answered", "said", "steps", "both", "link", "parameters"))
        return {**blank, "kept_token": kept_token}
    question = answered.question
    both = _both(sheet, answered, other)
    token = pack(question, sheet.kept, other)
    asked = {"benefit": question.benefit, "on": question.on, "facts": question.facts}
    return {
        "answered": answered,
        "said": answers.said(answered),
        "steps": _steps(answered),
        "parameters": list(_parameters(answered)),
        "both": both,
        "other_steps": _steps(both.other) if both else [],
        "link": f"{reverse('benefits:calculator')}?q={token}" if token else "",
        "kept_token": kept_token,
        "json_question": json.dumps(asked, ensure_ascii=False, indent=2, default=str),
        "json_answer": json.dumps(answered.answer, ensure_ascii=False, indent=2),
    }


def _steps(answered: Answered) -> list[dict[str, Any]]:
    question = answered.question
    return steps_without_names(answered.answer or {}, benefit=question.benefit, on=question.on)


def _both(sheet: Sheet, answered: Answered, other: date | None) -> answers.SideBySide | None:
    """Beside the answer that was kept, or else that of another day."""
    if sheet.kept is not None:
        return answers.side_by_side(ask(sheet.kept), answered, kept=True)
    if other is None or answered.answer is None:
        return None
    second = ask(replace(answered.question, on=other))
    return answers.side_by_side(answered, second, kept=False)


def _parameters(answered: Answered) -> Iterator[dict[str, Any]]:
    for value in (answered.answer or {}).get("parameters", ()):
        words, meaning = CERTAINTY[value["certainty"]]
        yield {
            **value,
            "shown": shown_number(Decimal(value["value"]), value["unit"]),
            "words": words,
            "meaning": meaning,
        }


def _of_case(user: User, sheet: Sheet, answered: Answered | None, on: date) -> dict[str, Any]:
    """What the page says of the case it came from, and the way back."""
    if sheet.case is None:
        return dict.fromkeys(("case", "people", "case_missing", "back", "back_words"))
    found = of_case.of_case(sheet.case, on)
    back = None
    may_calculate = sheet.case.status in OPEN and may_change(
        user, sheet.case, timezone.localdate(), Permission.CALCULATIONS_MAKE
    )
    if may_calculate and answered is not None and answered.answer is not None:
        back = of_case.way_back(sheet.case, answered.question)
    return {
        "case": sheet.case,
        "people": found.people,
        "case_missing": mends(found.missing),
        "back": back,
        "back_words": _back_words(back),
    }


def _back_words(back: of_case.Back | None) -> str:
    if back is None:
        return ""
    names = {
        "on": _("the day"),
        "reason_art7": _("the reason of art. 7"),
        "amount_chosen": _("the chosen amount"),
    }
    return ", ".join(names[part] for part in back.parts)
