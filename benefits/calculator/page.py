"""What the page of the calculator shows: the sheet with its form, and the answer beside it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import law
from benefits.calculator import answers, form, of_case, typed
from benefits.calculator.question import LARGEST_FACTS, Answered, Fault, Question, ask, moved, pack
from benefits.presenters import mends
from benefits.steps import steps_without_names
from cases.models import Case
from cases.perms import may_change
from cases.states import OPEN
from core.fields import DateField
from core.law_rows import CERTAINTY, shown_number
from core.models import User
from core.permissions import Permission

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


def page_of(user: User, sheet: Sheet) -> dict[str, Any]:
    """Everything the page shows of a sheet: its form, the answer, what is wrong or missing."""
    head = sheet.head
    head.is_valid()
    benefit = head.data["benefit"]
    on = head.cleaned_data.get("on") or timezone.localdate()
    other = head.cleaned_data.get("other")
    read = typed.read(law.schema(benefit), sheet.fields)
    answered = answered_of(sheet)
    faults, missing = dict(read.faults), _sort_faults(answered, head)
    for fault in missing.wrong:
        faults.setdefault(fault.name, []).append(fault.message)
    parts = form.form_of(benefit, on, sheet.fields, faults, missing.missing, sheet.new_row)
    return {
        "sheet": sheet,
        "head": head,
        "info": next(info for info in law.benefits() if info.code == benefit),
        "parts": parts,
        "rows_url": reverse("benefits:calculator"),
        "focus": sheet.focus,
        "said_facts": list(form.said(parts)),
        "faults": list(form.listed(parts, faults)),
        "missing": list(form.listed(parts, {f.name: [f.message] for f in missing.missing})),
        "general": missing.general,
        "coming_year": date(timezone.localdate().year + 1, 1, 1),
        **_result(sheet, answered, other),
        **_of_case(user, sheet, answered, on),
    }


def answered_of(sheet: Sheet) -> Answered | None:
    """The question of the sheet, asked; None while something in it cannot be read."""
    benefit = sheet.head.data["benefit"]
    read = typed.read(law.schema(benefit), sheet.fields)
    if not sheet.head.is_valid() or read.faults or sheet.is_new:
        return None
    return ask(Question(benefit, sheet.head.cleaned_data["on"], read.facts))


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


def _result(sheet: Sheet, answered: Answered | None, other: date | None) -> dict[str, Any]:
    """Answer, comparison, link and JSON."""
    kept_token = pack(sheet.kept, longest=LARGEST_FACTS) if sheet.kept else ""
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
    second = ask(moved(answered.question, other))
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
