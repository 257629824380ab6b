"""Desk, common search, health."""

from itertools import islice

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import Request, access
from core.permissions import Permission
from core.recent import recently_opened
from core.registry import Hit, registry

SEARCH_MIN = 2
SEARCH_HITS = 12


@access(Permission.SIGNED_IN)
def desk(request: Request) -> HttpResponse:
    """What waits for me today, what I sent on, what I opened last."""
    today = timezone.localdate()
    groups = [group for provider in registry.desk for group in provider(request.user, today)]
    context = {
        "today_groups": [g for g in groups if g.column == "today"],
        "waiting_groups": [g for g in groups if g.column == "waiting"],
        "recent": recently_opened(request.user, today),
    }
    return render(request, "core/desk.html", context)


@access(Permission.SIGNED_IN)
def search(request: Request) -> HttpResponse:
    """People, households, cases and decisions that this person may see."""
    query = request.GET.get("q", "").strip()
    hits: list[Hit] = []
    if len(query) >= SEARCH_MIN:
        today = timezone.localdate()
        for provider in registry.search:
            hits.extend(islice(provider(request.user, query, today), SEARCH_HITS))
    template = "core/search.html#hits" if request.htmx else "core/search.html"
    return render(request, template, {"query": query, "hits": hits, "minimum": SEARCH_MIN})


@access(Permission.PUBLIC)
def healthz(request: Request) -> HttpResponse:
    """200 when the process serves and its database answers; nothing else is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
