"""Acts, their benefits, and the provisions that amounts stand on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

import law
from core.http import Request, access
from core.law_rows import Row
from core.permissions import Permission
from core.polish import fold, sort_key
from core.views.law import coming, filtered, fits
from law.asked import asked
from law.benefit import Act
from law.benefit import Benefit as LawBenefit
from law.registry import ACTS

_NUMBERS = re.compile(r"[0-9]+")


@access(Permission.SIGNED_IN)
def acts(request: Request) -> HttpResponse:
    """Every act with its benefits."""
    context = {"acts": ACTS, "today": timezone.localdate()}
    return render(request, "core/law_acts.html", context)


@access(Permission.SIGNED_IN)
def act(request: Request, code: str) -> HttpResponse:
    """One act: benefits, how open questions of reading it were answered, what is to be checked."""
    found = next((act for act in ACTS if act.code == code), None)
    if found is None:
        raise Http404(code)
    today = timezone.localdate()
    names = _names(found)
    context = {
        "act": found,
        "today": today,
        "is_open": True,
        **_open_questions(found),
        "coming": coming(today, names=names),
        "unsure": [Row(v, today) for v in law.history() if _is_unsure(v, names)],
    }
    return render(request, "core/law_act.html", context)


def _open_questions(found: Act) -> dict[str, Any]:
    """What is open in the act, as people read it: without the marks of code."""
    return {
        "to_check": [text.replace("`", "") for text in found.to_check],
        "readings": [(q.replace("`", ""), a.replace("`", "")) for q, a in found.readings],
    }


def _names(found: Act) -> set[str]:
    return {name for benefit in found.benefits for name in benefit.info.parameters}


def _is_unsure(value: law.ParameterValue, names: set[str]) -> bool:
    return value.certainty == "unsure" and value.name in names


@access(Permission.SIGNED_IN)
def benefit(request: Request, code: str) -> HttpResponse:
    """One benefit: its amounts today and to come, its basis, who else uses the same."""
    found = _benefit(code)
    if found is None:
        raise Http404(code)
    owner, one = found
    today = timezone.localdate()
    on = max(one.info.valid_from, min(today, one.info.valid_until or today))
    sample = asked(code, on).outcome
    context: dict[str, Any] = {
        "act": owner,
        "is_open": False,
        **_open_questions(owner),
        "info": one.info,
        "on": on,
        "today": today,
        "is_known_today": on == today,
        "rows": [Row(value, today) for value in law.parameters_on(on, code)],
        "coming": coming(today, names=one.info.parameters),
        "basis": sample.basis if sample else (),
    }
    return render(request, "core/law_benefit.html", context)


def _benefit(code: str) -> tuple[Act, LawBenefit] | None:
    for owner in ACTS:
        for one in owner.benefits:
            if one.info.code == code:
                return owner, one
    return None


@dataclass(slots=True)
class Provision:
    """A provision, with the amounts that stand on it."""

    reference: str
    rows: list[Row] = field(default_factory=list)


@access(Permission.SIGNED_IN)
def provisions(request: Request) -> HttpResponse:
    """Provisions of every act in their order, each with the amounts and rates it sets."""
    today = timezone.localdate()
    form, on, text = filtered(request, today)
    groups = [(act, list(_provisions(act, on, text, today))) for act in ACTS]
    context = {"form": form, "on": on, "groups": [(a, found) for a, found in groups if found]}
    template = "core/law_provisions.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


def _provisions(found: Act, on: date, text: str, today: date) -> Iterator[Provision]:
    names = _names(found)
    by_reference: dict[str, Provision] = {}
    for value in law.parameters_on(on):
        if value.name in names and fits(text, value.reference, value.label):
            provision = by_reference.setdefault(value.reference, Provision(value.reference))
            provision.rows.append(Row(value, today))
    yield from sorted(by_reference.values(), key=lambda p: _place(p.reference))


def _place(reference: str) -> tuple[int, list[int], str]:
    """Articles by their numbers; what is no article comes last."""
    is_article = fold(reference).startswith("art")
    numbers = [int(number) for number in _NUMBERS.findall(reference)]
    return (0 if is_article else 1, numbers if is_article else [], sort_key(reference))
