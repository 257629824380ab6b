"""The address that a row of a household says for its person."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from benefits.imports.plans.base import Planned
from clients.models import Address, AddressKind
from clients.services.refusals import check_fields
from clients.services.residence import address_put, only_place
from core.errors import DomainError

PARTS = ("street", "house", "flat", "postal_code", "place", "post_office")
NEEDED = ("house", "postal_code", "place")


def addresses_of(people: Iterable[int]) -> dict[int, list[Address]]:
    """Residences of these people, the newest first (1 query)."""
    found: dict[int, list[Address]] = defaultdict(list)
    rows = Address.objects.filter(person__in=set(people), kind=AddressKind.RESIDENCE)
    for address in rows.order_by("-valid_from", "-id"):
        found[address.person_id].append(address)
    return found


def address_planned(item: Planned, known: Mapping[int, list[Address]]) -> None:
    """Check the address of a row; a change of ours is listed."""
    said = {part: item.values.get(part, "") for part in PARTS}
    if not any(said.values()) or item.person is None:
        return
    missing = [part for part in NEEDED if not said[part]]
    if missing:
        item.error(missing[0], _("An address needs a house number, a postal code and a place."))
        return
    code = re.sub(r"[\s-]", "", said["postal_code"])
    if not re.fullmatch(r"[0-9]{5}", code):
        item.error("postal_code", _("A postal code has five digits, as in 22-499."))
        return
    said["postal_code"] = f"{code[:2]}-{code[2:]}"
    since = item.values.get("address_from") or item.values["valid_from"]
    mine = known.get(item.person.pk, [])
    held = next((a for a in mine if a.valid_from <= since), None)
    if held and _parts(held) == said:
        return
    address = Address(person=item.person, kind=AddressKind.RESIDENCE, valid_from=since, **said)
    try:
        check_fields(address, "person", "teryt_place")
    except DomainError as error:
        item.error(error.field, error.message)
        return
    if since < item.person.birth_date:
        item.error("address_from", _("Nobody lives anywhere before birth."))
        return
    item.final["address"], item.final["alone"] = address, not mine
    if mine or item.target is not None:
        item.change("place", held or "", address)


def _parts(address: Address) -> dict[str, Any]:
    return {part: getattr(address, part) for part in PARTS}


def address_write(planned: Sequence[Planned]) -> None:
    """First addresses at once, later ones among those there are."""
    moved = [item for item in planned if "address" in item.final]
    found = [item.final for item in moved]
    places = {final["address"].place for final in found}
    linked = {name: only_place(name) for name in places}
    for final in found:
        final["address"].teryt_place = linked[final["address"].place]
    Address.objects.bulk_create([final["address"] for final in found if final["alone"]])
    for item in moved:
        if item.final["alone"]:
            item.row.made.append(["address", item.final["address"].pk])
        else:
            address_put(item.final["address"])
