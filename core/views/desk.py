"""Desk, common search, bell, health."""

from itertools import islice

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from core.http import WRITE, Request, access
from core.models import Job, JobState
from core.permissions import Permission
from core.registry import registry

SEARCH_MIN = 2
SEARCH_HITS = 12


@access(Permission.SIGNED_IN)
def desk(request: Request) -> HttpResponse:
    """What waits for me today, and what I sent on."""
    today = timezone.localdate()
    groups = [group for provider in registry.desk for group in provider(request.user, today)]
    context = {
        "today_groups": [g for g in groups if g.column == "today"],
        "waiting_groups": [g for g in groups if g.column == "waiting"],
    }
    return render(request, "core/desk.html", context)


@access(Permission.SIGNED_IN)
def search(request: Request) -> HttpResponse:
    """People, households, cases and decisions that this person may see."""
    query = request.GET.get("q", "").strip()
    hits = []
    if len(query) >= SEARCH_MIN:
        today = timezone.localdate()
        for provider in registry.search:
            hits.extend(islice(provider(request.user, query, today), SEARCH_HITS))
    template = "core/search.html#hits" if request.htmx else "core/search.html"
    return render(request, template, {"query": query, "hits": hits, "minimum": SEARCH_MIN})


@access(Permission.SIGNED_IN)
def jobs_bell(request: Request) -> HttpResponse:
    """The bell: jobs of this person that run, failed or ended and were not looked at yet."""
    jobs = list(Job.objects.filter(requested_by=request.user, seen_at=None)[:20])
    context = {
        "jobs": jobs,
        "running": sum(job.state in (JobState.QUEUED, JobState.RUNNING) for job in jobs),
    }
    return render(request, "core/_bell.html", context)


@access(Permission.SIGNED_IN, WRITE)
def jobs_seen(request: Request) -> HttpResponse:
    """Put ended jobs of this person out of the bell."""
    Job.objects.filter(
        requested_by=request.user, state__in=[JobState.DONE, JobState.FAILED], seen_at=None
    ).update(seen_at=timezone.now())
    return jobs_bell_body(request)


def jobs_bell_body(request: Request) -> HttpResponse:
    return render(request, "core/_bell.html", {"jobs": [], "running": 0})


@access(Permission.SIGNED_IN)
def job(request: Request, pk: int) -> HttpResponse:
    """One job of this person, for its progress bar."""
    job = Job.objects.filter(requested_by=request.user, pk=pk).first()
    status = 200 if job else 404
    return render(request, "components/job.html", {"job": job}, status=status)


@access(Permission.PUBLIC)
def healthz(request: Request) -> HttpResponse:
    """200 when the process serves and its database answers; nothing else is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
