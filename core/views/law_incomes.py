"""Kinds of income: what each act counts on a day, and by which provision."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

import law
from core.http import Request, access
from core.law_rows import CERTAINTY, worded
from core.permissions import Permission
from core.views.law import filtered, fits
from law.income_kinds import ACTS as INCOME_ACTS
from law.income_kinds import income_kinds
from law.registry import ACTS


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of income as one act treats it."""

    kind: law.IncomeKind
    act: str

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return worded(self.kind)

    @property
    def certainty(self) -> str | Promise:
        """How sure the rule is, in words."""
        return CERTAINTY[self.kind.certainty][0]

    @property
    def meaning(self) -> str:
        """Meaning of the badge."""
        return CERTAINTY[self.kind.certainty][1]


@access(Permission.SIGNED_IN)
def incomes(request: Request) -> HttpResponse:
    """Every kind of income in one row, every act that defines income in one column."""
    form, on, text = filtered(request, timezone.localdate())
    titles = {act.code: act.title for act in ACTS}
    columns = [
        [Cell(kind, titles.get(act, act)) for kind in income_kinds(on, act)] for act in INCOME_ACTS
    ]
    rows = [cells for cells in zip(*columns, strict=True) if fits(text, *_words(cells))]
    context: dict[str, Any] = {
        "form": form,
        "on": on,
        "acts": [titles.get(act, act) for act in INCOME_ACTS],
        "rows": rows,
    }
    template = "core/law_incomes.html"
    return render(request, f"{template}#found" if request.htmx else template, context)


def _words(cells: Iterable[Cell]) -> Iterable[str]:
    for cell in cells:
        kind = cell.kind
        yield from (kind.label, kind.label_en, kind.code, kind.provision, kind.note)
