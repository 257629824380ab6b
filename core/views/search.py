"""The common search, as a page and as a box on every page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import Request, access
from core.permissions import Permission
from core.recent import AtHand, at_hand
from core.search import IN_BOX, LEAST_TYPED, ON_PAGE, asked, find

PINNED_IN_BOX = 8


@access(Permission.SIGNED_IN)
def search(request: Request) -> HttpResponse:
    """People, households, cases, decisions that this person may see; nothing asked: at hand."""
    today = timezone.localdate()
    query = asked(request.GET.get("q", ""))
    kind = request.GET.get("kind", "")
    groups = find(request.user, query, today, ON_PAGE)
    near = AtHand([], []) if query else at_hand(request.user, today)
    context = {
        "query": query,
        "kind": kind,
        "groups": groups,
        "shown": [group for group in groups if group.what == kind] if kind else groups,
        "count": sum(len(group.hits) for group in groups),
        "more": any(group.more for group in groups),
        "minimum": LEAST_TYPED,
        "most": ON_PAGE,
        "pinned": near.pinned,
        "recent": near.recent,
    }
    template = "core/search.html#hits" if request.htmx else "core/search.html"
    return render(request, template, context)


@access(Permission.SIGNED_IN)
def box(request: Request) -> HttpResponse:
    """What stands under the box: hits; pinned and lately opened where nothing is typed."""
    today = timezone.localdate()
    query = asked(request.GET.get("q", ""))
    groups = find(request.user, query, today, IN_BOX)
    near = AtHand([], []) if query else at_hand(request.user, today)
    pinned = [pin.hit for pin in near.pinned]
    context = {
        "query": query,
        "groups": groups,
        "count": sum(len(group.hits) for group in groups),
        "more": any(group.more for group in groups),
        "minimum": LEAST_TYPED,
        "pinned": pinned[:PINNED_IN_BOX],
        "all_pinned": len(pinned),
        "recent": [hit for hit in near.recent if hit not in pinned],
    }
    return render(request, "components/search_hits.html", context)
