"""Places of TERYT: those to choose from, and a register compared with what is recorded."""

from dataclasses import dataclass

from django.db.models import QuerySet

from clients.models import Address, Place, PlaceLoad, PlaceLoadStatus
from clients.teryt import PlaceRow, Register


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """What a register would change; `same` places would stay as they are."""

    added: list[PlaceRow]
    changed: list[tuple[Place, PlaceRow]]
    ended: list[Place]
    same: int

    @property
    def written(self) -> list[PlaceRow]:
        """The rows to be recorded."""
        return [*self.added, *(row for _place, row in self.changed)]

    @property
    def ends_many(self) -> bool:
        """Would more than a fifth of the recorded places of that part end? Then look twice."""
        return len(self.ended) * 4 > self.same + len(self.changed)


def places_there() -> QuerySet[Place]:
    """Places that the register still has."""
    return Place.objects.filter(ended_on__isnull=True)


def places_compared(register: Register) -> PlaceChanges:
    """What is new, what is called or lies otherwise, what the register has no more."""
    known = {place.simc: place for place in Place.objects.all()}
    added, changed, same = [], [], 0
    for row in register.places:
        place = known.get(row.simc)
        if place is None:
            added.append(row)
        elif place.ended_on or (place.name, place.terc, place.gmina) != (
            row.name, row.terc, row.gmina,
        ):  # fmt: skip
            changed.append((place, row))
        else:
            same += 1
    read = {row.simc for row in register.places}
    ended = [
        place
        for place in known.values()
        if place.simc not in read
        and place.terc.startswith(register.within)
        and place.ended_on is None
    ]
    return PlaceChanges(added, changed, ended, same)


def addresses_at(places: list[Place]) -> int:
    """How many addresses lead to these places."""
    return Address.objects.filter(teryt_place__in=[place.pk for place in places]).count()


def place_loads() -> QuerySet[PlaceLoad]:
    """Registers that came, the newest first, without their content."""
    return PlaceLoad.objects.defer("content").select_related("started_by", "confirmed_by", "job")


def newer_register(load: PlaceLoad) -> PlaceLoad | None:
    """A register of a later day, already taken in, of any part that this one has, too."""
    later = place_loads().filter(status=PlaceLoadStatus.DONE, as_of__gt=load.as_of)
    return next((one for one in later if _meet(one.within, load.within)), None)


def _meet(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
