"""Pages of dated facts: the time line at two times, the list of what ends soon, the export."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.fact_pages import PictureForm
from clients.models import Household
from clients.presenters import entries as presented
from clients.presenters.fact_pages import Picture, facts_page
from clients.queries.ending import SOON
from clients.views.common import household_or_404
from core import exports, looks
from core.http import Request, access
from core.months import previous_month
from core.permissions import Permission, allowed
from core.templatetags.ui import relative_day

PAGE_SIZE = 50


@access(Permission.CLIENTS_VIEW)
def facts(request: Request, pk: int) -> HttpResponse:
    """Time line and table of a household's facts, now or as they were known on a day."""
    shown = household_or_404(request, pk)
    looks.note(request, what="facts", object_id=pk, household_id=pk)
    form, picture = _asked(request)
    context = _context(shown, picture)
    scale = context["timeline"].scale
    context |= {
        "household": shown,
        "form": form,
        "lead": _("This cannot be shown:"),
        "picture": picture,
        "earlier": f"{previous_month(scale.first):%m.%Y}",
        "later": f"{_shifted(scale.months[-1], len(scale.months)):%m.%Y}",
        "may_edit": allowed(request.user, Permission.CLIENTS_EDIT) and not picture.on,
        "may_export": allowed(request.user, Permission.EXPORT),
    }
    status = 422 if form.errors else 200
    return render(request, "clients/facts_page.html", context, status=status)


@access(Permission.EXPORT)
def facts_export(request: Request, pk: int, kind: str) -> HttpResponse:
    """The table of the page, with what was withdrawn, as XLSX or CSV."""
    shown = household_or_404(request, pk)
    if kind not in exports.KINDS:
        raise Http404
    _form, picture = _asked(request)
    context = _context(shown, picture)
    rows = [presented.cells(row) for row in (*context["entries"], *context["withdrawn"])]
    looks.note(
        request,
        what="facts",
        object_id=pk,
        household_id=pk,
        kind=looks.Kind.EXPORT,
        count=len(rows),
    )
    stem = f"fakty-{shown.pk}-{localdate():%Y-%m-%d}"
    return exports.table_answer(kind, stem, _("Dated facts"), presented.columns(), rows)


@dataclass(frozen=True, slots=True)
class EndingRow:
    """A fact that ends, in words, with the page where it is seen to."""

    ending: queries.Ending
    entry: presented.Entry
    url: str
    last_day_words: str
    meaning: str


@access(Permission.CLIENTS_EDIT)
def ending(request: Request) -> HttpResponse:
    """Everything that ends within 60 days in the households that this person sees."""
    today = localdate()
    number = request.GET.get("page", "1")
    first = (int(number) - 1) * PAGE_SIZE if number.isdecimal() and int(number) > 0 else 0
    found, count = queries.facts_ending_to(request.user, today, first, first + PAGE_SIZE)
    page = Paginator(range(count), PAGE_SIZE).get_page(number)
    rows = [_ending_row(one, today) for one in found]
    return render(request, "clients/ending.html", {"page_obj": page, "rows": rows})


def _ending_row(one: queries.Ending, today: date) -> EndingRow:
    soon = one.last_day - today <= SOON
    return EndingRow(
        one,
        presented.entry(one.fact, today),
        reverse("clients:facts", args=[one.household.pk]),
        relative_day(one.last_day, today),
        "attention" if soon else "neutral",
    )


def _asked(request: Request) -> tuple[PictureForm, Picture]:
    form = PictureForm(request.GET or None, today=localdate())
    if not form.is_bound:
        form = PictureForm({}, today=localdate())
    form.is_valid()
    return form, form.picture()


def _context(shown: Household, picture: Picture) -> dict[str, Any]:
    today = localdate()
    people = [m.person for m in queries.members_on(shown, picture.on or today)]
    return facts_page(shown, people, picture, today)


def _shifted(month: date, months: int) -> date:
    """The month that many months later."""
    year, place = divmod(month.year * 12 + month.month - 1 + months, 12)
    return date(year, place + 1, 1)
