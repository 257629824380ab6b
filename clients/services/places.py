"""Taking in the places of the TERYT register."""

import csv
import gzip
from collections.abc import Callable, Iterable
from datetime import date
from io import StringIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from clients.models import Place, PlaceLoad, PlaceLoadStatus
from clients.queries.places import PlaceChanges, places_compared
from clients.teryt import PlaceRow, Register, read_register
from core import audit, jobs
from core.dictionaries import SYSTEM_USERNAME
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission, require

BATCH = 2_000
MAX_BYTES = 20 * 1024 * 1024
JOB = "clients.places"
Told = Callable[[int, int], None]


def _require(actor: User) -> None:
    if actor.username != SYSTEM_USERNAME:
        require(actor, Permission.OFFICE_EDIT)


@audit.service
def places_load(*, actor: User, places: Iterable[PlaceRow]) -> int:
    """Record places or bring them up to date by their SIMC number; how many.

    Twice is once; a place that had ended is there again. Raises PermissionDenied unless `actor`
    keeps the office's dictionaries.
    """
    _require(actor)
    rows = [
        Place(simc=p.simc, name=p.name, terc=p.terc, gmina=p.gmina, ended_on=None) for p in places
    ]
    Place.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["simc"],
        update_fields=["name", "terc", "gmina", "ended_on"],
    )
    return len(rows)


@audit.service
def places_end(*, actor: User, places: Iterable[Place], as_of: date) -> int:
    """The register of that day has these places no more: they stay for addresses, ended."""
    _require(actor)
    ids = [place.pk for place in places]
    return Place.objects.filter(pk__in=ids, ended_on__isnull=True).update(ended_on=as_of)


def places_take(*, actor: User, register: Register, told: Told | None = None) -> PlaceChanges:
    """Make the recorded places those of the register, a batch at a time; what was changed.

    Killed in the middle and run again, it does what is left. `told` hears how far it is.
    """
    changes = places_compared(register)
    total, done = len(changes.written) + len(changes.ended), 0
    for start in range(0, len(changes.written), BATCH):
        done += places_load(actor=actor, places=changes.written[start : start + BATCH])
        if told:
            told(done, total)
    places_end(actor=actor, places=changes.ended, as_of=register.as_of)
    if told:
        told(total, total)
    return changes


@audit.service
def place_load_start(
    *,
    actor: User,
    today: date,
    simc: "UploadedFile[Any]",
    terc: "UploadedFile[Any]",
    within: str = "",
) -> PlaceLoad:
    """Keep a register until it is confirmed; one that waited before is forgotten.

    Raises DomainError at the file that is not as GUS publishes it.
    """
    _require(actor)
    for field, upload in (("simc", simc), ("terc", terc)):
        if upload.size and upload.size > MAX_BYTES:
            raise DomainError(
                _("The file is larger than %(most)d MB. It is not the one that GUS publishes.")
                % {"most": MAX_BYTES // 1024**2},
                field,
            )
    register = read_register(simc.read(), terc.read(), within)
    PlaceLoad.objects.filter(status=PlaceLoadStatus.UPLOADED).delete()
    return PlaceLoad.objects.create(
        file_name=str(simc.name or "SIMC")[:160],
        within=within,
        as_of=register.as_of,
        content=_packed(register.places),
        read=len(register.places),
        started_by=actor,
        started_on=today,
    )


@audit.service
def place_load_confirm(*, actor: User, today: date, load: PlaceLoad) -> None:
    """Take the register in, in the background. Raises StaleState when it does not wait."""
    _require(actor)
    changes = places_compared(register_of(load))
    won = PlaceLoad.objects.filter(pk=load.pk, status=PlaceLoadStatus.UPLOADED).update(
        status=PlaceLoadStatus.LOADING,
        confirmed_by=actor,
        confirmed_on=today,
        added=len(changes.added),
        changed=len(changes.changed),
        ended=len(changes.ended),
    )
    if not won:
        raise StaleState
    job = jobs.enqueue(
        name=JOB,
        key=f"{JOB}:{load.pk}",
        title=_("Places of TERYT: %(file)s") % {"file": load.file_name},
        requested_by=actor,
        args={"load": load.pk},
        queue="default",
    )
    PlaceLoad.objects.filter(pk=load.pk).update(job=job)


@audit.service
def place_load_done(*, actor: User, load: PlaceLoad) -> None:
    """It is in: what the file held is not kept any longer."""
    PlaceLoad.objects.filter(pk=load.pk, status=PlaceLoadStatus.LOADING).update(
        status=PlaceLoadStatus.DONE, content=b""
    )


@audit.service
def place_load_forget(*, actor: User, load: PlaceLoad) -> None:
    """Give up a register that waits. Raises StaleState when it does not."""
    _require(actor)
    if not PlaceLoad.objects.filter(pk=load.pk, status=PlaceLoadStatus.UPLOADED).delete()[0]:
        raise StaleState


def register_of(load: PlaceLoad) -> Register:
    """The register as it came. Raises StaleState when its content is kept no more."""
    if not load.content:
        raise StaleState
    lines = gzip.decompress(bytes(load.content)).decode().splitlines()
    return Register(load.as_of, load.within, [PlaceRow(*row) for row in csv.reader(lines)])


def _packed(places: list[PlaceRow]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows((p.simc, p.name, p.terc, p.gmina) for p in places)
    return gzip.compress(text.getvalue().encode())
