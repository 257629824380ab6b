"""Background work of clients: the search for suspected duplicates, places of TERYT."""

from celery import shared_task
from django.urls import reverse

from clients.models import PlaceLoad, PlaceLoadStatus
from clients.services.likely_pairs import JOB, likely_pairs_find
from clients.services.places import JOB as PLACES_JOB
from clients.services.places import place_load_done, places_take, register_of
from core import jobs
from core.dictionaries import system_user
from core.models import Job


@jobs.handler(JOB)
def find_duplicates(job: Job) -> str:
    """Look through everybody; run again it finds the same."""
    likely_pairs_find(actor=job.requested_by, told=lambda done: jobs.progress(job, done, 0))
    return reverse("clients:duplicates")


@jobs.handler(PLACES_JOB)
def take_places(job: Job) -> str:
    """Take in a confirmed register; run again it does what is left."""
    load = PlaceLoad.objects.get(pk=job.args["load"])
    if load.status == PlaceLoadStatus.LOADING:
        places_take(
            actor=job.requested_by,
            register=register_of(load),
            told=lambda done, total: jobs.progress(job, done, total),
        )
        place_load_done(actor=job.requested_by, load=load)
    return reverse("clients:place_load", args=[load.pk])


@shared_task(name="clients.tasks.nightly_duplicates", ignore_result=True)
def nightly_duplicates() -> None:
    """Every night, so that the list is fresh in the morning."""
    likely_pairs_find(actor=system_user())
