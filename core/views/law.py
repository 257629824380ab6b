"""The law page: amounts and rates in force on a day, with their sources, and their history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

import law
from core.charts import bar_chart
from core.fields import DateField
from core.http import Request, access
from core.permissions import Permission
from core.polish import fold, format_date, format_money, format_number

CERTAINTY: dict[str, tuple[str | Promise, str]] = {
    "page": (_("seen on a public page"), "success"),
    "known": (_("general knowledge"), "neutral"),
    "inferred": (_("computed from other amounts"), "information"),
    "unsure": (_("unsure, check in Dz.U."), "attention"),
}
UNITS: dict[str, str | Promise] = {
    "PLN": _("zł"),
    "PLN/month": _("zł a month"),
    "percent": _("per cent"),
    "multiple": _("times"),
    "months": _("months"),
    "persons": _("persons"),
    "ha": _("comparative hectares"),
}


class LawFilter(forms.Form):
    """By day and text."""

    on = DateField(label=_("In force on"), required=False)
    q = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One value as it is shown."""

    value: law.ParameterValue

    @property
    def shown(self) -> str:
        """Number with its unit as people read it."""
        if self.value.unit.startswith("PLN"):
            return format_money(self.value.value)
        places = 2 if self.value.value % 1 else 0
        number = format_number(self.value.value, places)
        return f"{number}%" if self.value.unit == "percent" else number

    @property
    def unit(self) -> str | Promise:
        """Unit in words."""
        return UNITS[self.value.unit]

    @property
    def certainty(self) -> str | Promise:
        """How sure the value is, in words."""
        return CERTAINTY[self.value.certainty][0]

    @property
    def meaning(self) -> str:
        """Meaning of the badge."""
        return CERTAINTY[self.value.certainty][1]


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind of income as it is shown."""

    kind: law.IncomeKind

    @property
    def certainty(self) -> str | Promise:
        """How sure the rule is, in words."""
        return CERTAINTY[self.kind.certainty][0]

    @property
    def meaning(self) -> str:
        """Meaning of the badge."""
        return CERTAINTY[self.kind.certainty][1]


@access(Permission.SIGNED_IN)
def index(request: Request) -> HttpResponse:
    """Amounts in force on the chosen day (today unless said), grouped by benefit."""
    today = timezone.localdate()
    form = LawFilter({"on": format_date(today), **request.GET.dict()})
    valid = form.is_valid()
    on = (form.cleaned_data.get("on") or today) if valid else today
    text = fold(form.cleaned_data.get("q", ""))
    groups = [(title, rows) for title, rows in _groups(on, text) if rows]
    context: dict[str, Any] = {
        "form": form,
        "on": on,
        "groups": groups,
        "kinds": [KindRow(kind) for kind in law.income_kinds(on) if _fits(text, *_words(kind))],
        "law_version": law.VERSION,
        "unsure": sum(row.value.certainty == "unsure" for _title, rows in groups for row in rows),
    }
    return render(request, "core/law.html#found" if request.htmx else "core/law.html", context)


@access(Permission.SIGNED_IN)
def parameter(request: Request, name: str) -> HttpResponse:
    """All values of one parameter, newest first."""
    rows = [Row(value) for value in law.history() if value.name == name]
    if not rows:
        raise Http404(name)
    chart = ""
    if len(rows) > 1:
        points = [{"x": format_date(row.value.valid_from), "y": row.value.value} for row in rows]
        chart = bar_chart(points, title=rows[0].value.label, unit=str(rows[0].unit))
    context = {
        "parameter": rows[0],
        "rows": rows[::-1],
        "chart": chart,
        "used_by": [info.label for info in law.benefits() if name in info.parameters],
    }
    return render(request, "core/law_parameter.html", context)


def _groups(on: date, text: str) -> Iterator[tuple[str | Promise, list[Row]]]:
    """What several benefits use first, then what is of one benefit only."""
    users: dict[str, list[str]] = {}
    for info in law.benefits():
        for name in info.parameters:
            users.setdefault(name, []).append(info.code)
    values = [value for value in law.parameters_on(on) if _fits(text, *_value_words(value))]
    yield _("Criteria and income"), _rows(v for v in values if len(users.get(v.name, ())) != 1)
    for info in law.benefits():
        yield info.label, _rows(v for v in values if users.get(v.name) == [info.code])


def _rows(values: Iterable[law.ParameterValue]) -> list[Row]:
    return [Row(value) for value in values]


def _value_words(value: law.ParameterValue) -> Iterable[str]:
    return value.label, value.name, value.reference, value.source, str(value.value)


def _words(kind: law.IncomeKind) -> Iterable[str]:
    return kind.label, kind.label_en, kind.code, kind.provision


def _fits(text: str, *words: str) -> bool:
    return not text or any(text in fold(word) for word in words)
