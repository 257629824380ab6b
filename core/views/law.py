"""The law page: amounts and rates in force on a day, with their sources, and their history."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import law
from core.charts import step_chart
from core.fields import DateField
from core.http import Request, access
from core.law_rows import Row
from core.permissions import Permission
from core.polish import fold, format_date
from law.registry import ACTS

AHEAD = timedelta(days=270)  # how far a value that goes on is drawn beyond today


class LawFilter(forms.Form):
    """By day and text."""

    on = DateField(label=_("In force on"), required=False)
    q = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@access(Permission.SIGNED_IN)
def index(request: Request) -> HttpResponse:
    """Amounts in force on the chosen day (today unless said), by act, and what is coming."""
    today = timezone.localdate()
    form, on, text = filtered(request, today)
    groups = [(title, rows) for title, rows in _groups(on, text, today) if rows]
    context: dict[str, Any] = {
        "form": form,
        "on": on,
        "groups": groups,
        "coming": coming(today, text),
        "law_version": law.VERSION,
        "unsure": sum(row.value.certainty == "unsure" for _title, rows in groups for row in rows),
    }
    return render(request, "core/law.html#found" if request.htmx else "core/law.html", context)


def filtered(request: Request, today: date) -> tuple[LawFilter, date, str]:
    """The filter of the address, its day and its text ready for searching."""
    form = LawFilter({"on": format_date(today), **request.GET.dict()})
    valid = form.is_valid()
    on = (form.cleaned_data.get("on") or today) if valid else today
    return form, on, fold(form.cleaned_data.get("q", ""))


@access(Permission.SIGNED_IN)
def parameter(request: Request, name: str) -> HttpResponse:
    """All values of one parameter, newest first, with their course in time."""
    today = timezone.localdate()
    rows = [Row(value, today) for value in law.history() if value.name == name]
    if not rows:
        raise Http404(name)
    chart = ""
    if len(rows) > 1:
        last = rows[-1].value
        horizon = max(today, last.valid_from) + AHEAD
        chart = step_chart(
            [{"x": r.value.valid_from, "y": r.value.value, "label": r.shown} for r in rows],
            title=last.label,
            until=min(last.valid_to or horizon, horizon),
            today=today,
        )
    context = {
        "parameter": next((row for row in rows if row.is_now), rows[-1]),
        "rows": rows[::-1],
        "chart": chart,
        "used_by": [info for info in law.benefits() if name in info.parameters],
    }
    return render(request, "core/law_parameter.html", context)


def coming(today: date, text: str = "", names: Iterable[str] | None = None) -> list[Row]:
    """Values that begin on a day still to come, the first day first."""
    wanted = None if names is None else set(names)
    found = [
        Row(value, today)
        for value in law.history()
        if value.valid_from > today
        and (wanted is None or value.name in wanted)
        and fits(text, *_value_words(value))
    ]
    return sorted(found, key=lambda row: row.value.valid_from)


def _groups(on: date, text: str, today: date) -> Iterator[tuple[str | Promise, list[Row]]]:
    """By act, in the order in which its benefits use them; what none uses comes last."""
    values = {v.name: v for v in law.parameters_on(on) if fits(text, *_value_words(v))}
    for act in ACTS:
        names = dict.fromkeys(name for b in act.benefits for name in b.info.parameters)
        yield act.title, [Row(values.pop(name), today) for name in names if name in values]
    yield _("Not used by any benefit"), [Row(value, today) for value in values.values()]


def _value_words(value: law.ParameterValue) -> Iterable[str]:
    return value.label, value.name, value.reference, value.source, str(value.value)


def fits(text: str, *words: str) -> bool:
    """Does the text searched for stand in any of the words?"""
    return not text or any(text in fold(word) for word in words)
