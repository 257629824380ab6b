"""Taking in the places of the TERYT register."""

from collections.abc import Iterable
from itertools import islice

from clients.models import Place
from clients.teryt import PlaceRow
from core import audit
from core.dictionaries import SYSTEM_USERNAME
from core.models import User
from core.permissions import Permission, require

BATCH = 5_000


@audit.service
def places_load(*, actor: User, places: Iterable[PlaceRow]) -> int:
    """Record places or bring them up to date by their SIMC number; how many were read.

    Twice is once; a place that the register has dropped stays, addresses may lead to it.
    Raises PermissionDenied unless `actor` keeps the office's dictionaries.
    """
    if actor.username != SYSTEM_USERNAME:
        require(actor, Permission.OFFICE_EDIT)
    rows, count = iter(places), 0
    while batch := list(islice(rows, BATCH)):
        count += len(batch)
        Place.objects.bulk_create(
            [Place(simc=p.simc, name=p.name, terc=p.terc, gmina=p.gmina) for p in batch],
            update_conflicts=True,
            unique_fields=["simc"],
            update_fields=["name", "terc", "gmina"],
        )
    return count
