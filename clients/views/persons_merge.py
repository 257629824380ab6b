"""Two records of one person: suspected duplicates, making them one, separating them again.

(What two editors of one record see is in merge.py.)
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.duplicates import likely_matches
from clients.forms.merging import FIELD, ROW, AnotherForm, MergeForm, SeparateForm
from clients.models import Merge
from clients.presenters.likely import reason_words
from clients.presenters.merging import counts, field_label, field_words, moved_words, pair_rows
from clients.queries import merging
from clients.services import (
    Plan,
    better_first,
    likely_pairs_ask,
    merge_plan,
    pair_another,
    pair_doubted,
    persons_merge,
    persons_separate,
    since_merge,
)
from clients.services.likely_pairs import JOB, described
from clients.services.merge_plan import FIELDS, Stop
from clients.views.common import attempt, form_page, person_or_404
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission
from core.registry import registry

PAGE_SIZE = 30
FOUND = 20
LIKELY_SHOWN = 5


@access(Permission.CLIENTS_MERGE)
def duplicates(request: Request) -> HttpResponse:
    """Suspected duplicates, or (`?another=1`) pairs that were said to be two people."""
    another = bool(request.GET.get("another"))
    pairs = merging.pairs_seen_by(request.user, localdate(), another=another)
    page = Paginator(pairs, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting, ended = merging.searched_last(request.user, JOB)
    context = {
        "another": another,
        "page_obj": page,
        "rows": pair_rows(page.object_list),
        "job": waiting,
        "searched_at": ended,
    }
    return render(request, "clients/merge_pairs.html", context)


@access(Permission.CLIENTS_MERGE, WRITE)
def search_again(request: Request) -> HttpResponse:
    """Look through everybody now, in the background."""
    likely_pairs_ask(actor=request.user, today=localdate())
    messages.success(request, _("The search has been asked for. Its result comes to the bell."))
    return redirect("clients:duplicates")


@access(Permission.CLIENTS_MERGE, WRITE)
def doubted(request: Request, pk: int) -> HttpResponse:
    """Take back that two records are of two people."""
    pair = merging.pair_for(request.user, pk, localdate())
    if pair is None:
        raise Http404
    pair_doubted(actor=request.user, today=localdate(), pair=pair)
    messages.success(request, _("The pair is among the suspected duplicates again."))
    return redirect("clients:merge_compare", *[p.pk for p in better_first(pair.first, pair.second)])


@access(Permission.CLIENTS_MERGE)
def same_person(request: Request, pk: int) -> HttpResponse:
    """Which other record is of the same person? Likely ones first, any by search."""
    shown, today = person_or_404(request, pk), localdate()
    query = request.GET.get("q", "").strip()
    found = queries.person_search(request.user, query, today, FOUND) if query else []
    likely = [] if query else likely_matches(described(shown), LIKELY_SHOWN + 1)
    seen = queries.visible_among(request.user, [match.person.pk for match in likely], today)
    context = {
        "person": shown,
        "query": query,
        "found": [one.person for one in found if one.visible and one.person != shown],
        "likely": [
            (match.person, [reason_words(reason) for reason in match.reasons])
            for match in likely
            if match.person.pk in seen - {shown.pk}
        ],
    }
    return render(request, "clients/merge_choose.html", context)


@access(Permission.CLIENTS_MERGE, FORM)
def compare(request: Request, pk: int, other_pk: int) -> HttpResponse:
    """Two records side by side; sent, the other one becomes a part of the first."""
    if pk == other_pk:
        raise Http404
    today = localdate()
    if merged := _merged_already(request, pk, other_pk):
        return merged
    kept, dropped = person_or_404(request, pk), person_or_404(request, other_pk)
    plan = merge_plan(kept, dropped, today)
    form = MergeForm(request.POST or None, plan=plan)
    stale = form.is_bound and form.data.get("seen") != plan.seen
    if stale:
        form = MergeForm(plan=plan)
    elif not plan.stops and form.is_valid():
        merged = _merge(request, form, plan)
        if merged:
            return merged
    context = _compared(request, plan, form) | {"stale": stale}
    return form_page(request, "clients/merge_compare.html", form, conflict=stale, **context)


def _merge(request: Request, form: MergeForm, plan: Plan) -> HttpResponse | None:
    if not attempt(
        form,
        lambda: persons_merge(
            actor=request.user,
            today=localdate(),
            kept=plan.kept,
            dropped=plan.dropped,
            choices=form.choices(),
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        return None
    messages.success(
        request,
        _("The two records are one now. Whoever opens the other one comes here; you can separate "
          "them again on this page."),
    )  # fmt: skip
    return redirect("clients:person", plan.kept.pk)


def _merged_already(request: Request, pk: int, other_pk: int) -> HttpResponse | None:
    """The second click of a form that was sent twice, or an address kept from before."""
    one, other = (_now(request, pk), _now(request, other_pk))
    if one != other:
        return None
    messages.info(request, _("The two records are one already."))
    return redirect("clients:person", one)


def _now(request: Request, pk: int) -> int:
    """The record as which `pk` goes on."""
    kept = merging.survivor_of(request.user, pk, localdate())
    return kept.pk if kept else pk


def _compared(request: Request, plan: Plan, form: MergeForm) -> dict[str, Any]:
    today = localdate()
    pair = merging.pair_of(plan.kept, plan.dropped)
    people = (plan.kept, plan.dropped)
    return {
        "plan": plan,
        "stops": [(stop.said, _pages(stop)) for stop in plan.stops],
        "person": plan.kept,
        "records": [(one, queries.home_of(one, today)) for one in people],
        "same": [
            (field_label(name), field_words(plan.kept, name))
            for name in FIELDS
            if name not in plan.fields and field_words(plan.kept, name) != "—"
        ],
        "field_choices": [form[name] for name in form.fields if name.startswith(FIELD)],
        "row_choices": [form[name] for name in form.fields if name.startswith(ROW)],
        "counts": counts(plan),
        "pair": pair,
        "another_form": AnotherForm(),
        "both_paid": _both_paid(plan),
        "stale": False,
    }


def _pages(stop: Stop) -> list[tuple[str, str]]:
    """What stops a merge and is mended elsewhere, with the address of its page."""
    pages = registry.row_pages
    return [
        (str(row), reverse(pages[type(row)], args=[row.pk]))
        for row in stop.rows
        if type(row) in pages
    ]


def _both_paid(plan: Plan) -> bool:
    """Was money granted to both records, so that figures of past months counted two people?"""
    paid = [pair for link, pair in plan.rows.items() if link.model._meta.app_label == "payments"]
    return any(own for own, _others in paid) and any(others for _own, others in paid)


@access(Permission.CLIENTS_MERGE, WRITE)
def another(request: Request, pk: int, other_pk: int) -> HttpResponse:
    """Say that two records are of two people."""
    one, two = person_or_404(request, pk), person_or_404(request, other_pk)
    form = AnotherForm(request.POST)
    if one == two:
        raise Http404
    if form.is_valid() and attempt(
        form,
        lambda: pair_another(
            actor=request.user,
            today=localdate(),
            one=one,
            two=two,
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(
            request, _("It is kept that they are two people; they are not offered again.")
        )
        return redirect("clients:duplicates")
    plan = merge_plan(one, two, localdate())
    merge_form = MergeForm(plan=plan)
    context = _compared(request, plan, merge_form) | {"form": merge_form, "another_form": form}
    return render(request, "clients/merge_compare.html", context, status=422)


@access(Permission.CLIENTS_MERGE, FORM)
def separate(request: Request, pk: int) -> HttpResponse:
    """What separating two records would do; sent, it is done."""
    merge = merging.merge_for(request.user, pk, localdate())
    if merge is None:
        raise Http404
    if merge.undone_at:  # the second click
        messages.info(request, _("They are two records again, each with what it had."))
        return redirect("clients:person", merge.kept_id)
    person_or_404(request, merge.kept_id)
    since = since_merge(merge)
    form = SeparateForm(request.POST or None, since=since)
    if form.is_valid() and attempt(form, lambda: _separated(request, merge, form)):
        messages.success(request, _("They are two records again, each with what it had."))
        return redirect("clients:person", merge.kept_id)
    return form_page(
        request,
        "clients/merge_separate.html",
        form,
        merge=merge,
        person=merge.kept,
        since=since,
        moved=moved_words(merge),
        written=[field_label(name) for name in since.fields],
    )


def _separated(request: Request, merge: Merge, form: SeparateForm) -> Merge:
    return persons_separate(
        actor=request.user,
        today=localdate(),
        merge=merge,
        with_dropped=form.cleaned_data.get("with_dropped", ()),
        reason=form.cleaned_data["reason"],
    )
