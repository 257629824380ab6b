"""Background work of the signed-in person: bell, list, progress, another try."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import jobs as work
from core.http import WRITE, Request, access
from core.models import Job, JobState
from core.permissions import Permission

IN_BELL = 8
PER_PAGE = 25
WAITING = (JobState.QUEUED, JobState.RUNNING)
ENDED = (JobState.DONE, JobState.FAILED)


def _bell(request: Request) -> HttpResponse:
    mine = Job.objects.filter(requested_by=request.user, seen_at=None)
    shown = list(mine[:IN_BELL])
    context = {
        "jobs": shown,
        "running": sum(job.state in WAITING for job in shown),
        "ended": sum(job.state in ENDED for job in shown),
    }
    return render(request, "core/_bell.html", context)


@access(Permission.SIGNED_IN)
def bell(request: Request) -> HttpResponse:
    """Jobs of this person that run, failed or ended and were not put aside yet."""
    return _bell(request)


@access(Permission.SIGNED_IN, WRITE)
def seen(request: Request) -> HttpResponse:
    """Put ended jobs of this person out of the bell."""
    work.put_aside(request.user)
    return _bell(request)


@access(Permission.SIGNED_IN)
def index(request: Request) -> HttpResponse:
    """All jobs that this person asked for, newest first."""
    mine = Job.objects.filter(requested_by=request.user)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/jobs.html", {"page_obj": page})


@access(Permission.SIGNED_IN)
def show(request: Request, pk: int) -> HttpResponse:
    """One job of this person, for its progress bar."""
    job = Job.objects.filter(requested_by=request.user, pk=pk).first()
    if job is None:
        raise Http404
    return render(request, "components/job.html", {"job": job})


@access(Permission.SIGNED_IN, WRITE)
def retry(request: Request, pk: int) -> HttpResponse:
    """Send a failed job of this person out again; twice is once."""
    if work.retry(request.user, pk):
        messages.success(request, _("The task is waiting again; its result comes to the bell."))
    else:
        messages.info(request, _("This task is not one that failed; there is nothing to repeat."))
    return redirect("core:jobs")
