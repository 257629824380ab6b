"""Desk, health."""

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import Request, access
from core.permissions import Permission
from core.recent import at_hand
from core.registry import registry

PINNED_SHOWN = 10


@access(Permission.SIGNED_IN)
def desk(request: Request) -> HttpResponse:
    """What waits for me today, what I sent on, what I pinned, what I opened last."""
    today = timezone.localdate()
    groups = [group for provider in registry.desk for group in provider(request.user, today)]
    near = at_hand(request.user, today)
    context = {
        "today_groups": [g for g in groups if g.column == "today"],
        "waiting_groups": [g for g in groups if g.column == "waiting"],
        "pinned": near.pinned[:PINNED_SHOWN],
        "all_pinned": len(near.pinned),
        "recent": near.recent,
    }
    return render(request, "core/desk.html", context)


@access(Permission.PUBLIC)
def healthz(request: Request) -> HttpResponse:
    """200 when the process serves and its database answers; nothing else is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
