"""What a person opened last, and what they pinned; rooms say what their things are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.models import AccessLog, Pin, User
from core.registry import Hit, registry

LOOKS_READ = 200
"""So many of the newest looks are read; they hold fewer things, as one thing is opened often."""
SHOWN = 8

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pinned:
    """Something pinned that is still to be seen: what it is, and what it is called."""

    what: str
    object_id: int
    hit: Hit


@dataclass(frozen=True, slots=True)
class AtHand:
    """What a person pinned, newest first, and what they opened last."""

    pinned: list[Pinned]
    recent: list[Hit]


def at_hand(user: User, today: date) -> AtHand:
    """What this person pinned or opened lately and may still see (each kind is asked once)."""
    pins = _pins(user)
    looks = AccessLog.objects.filter(user=user).order_by("-id").values_list("what", "object_id")
    opened = dict.fromkeys(key for key in looks[:LOOKS_READ] if key[0] in registry.recent)
    found = _named(user, dict.fromkeys([*pins, *opened]), today)
    recent = [found[key] for key in opened if key in found][:SHOWN]
    return AtHand(_seen(pins, found), recent)


def pinned_by(user: User, today: date) -> list[Pinned]:
    """What this person pinned and may still see, newest first (each kind is asked once)."""
    pins = _pins(user)
    return _seen(pins, _named(user, pins, today))


def _pins(user: User) -> list[Key]:
    return list(Pin.objects.filter(user=user).order_by("-id").values_list("what", "object_id"))


def _seen(pins: list[Key], found: dict[Key, Hit]) -> list[Pinned]:
    return [Pinned(*key, found[key]) for key in pins if key in found]


def name_of(user: User, what: str, object_id: int, today: date) -> Hit | None:
    """What that is called; None when it does not exist or this person may not see it."""
    return _named(user, [(what, object_id)], today).get((what, object_id))


def is_pinned(user: User, what: str, object_id: int) -> bool:
    """Has this person pinned that?"""
    return Pin.objects.filter(user=user, what=what, object_id=object_id).exists()


def _named(user: User, keys: Iterable[Key], today: date) -> dict[Key, Hit]:
    ids: dict[str, list[int]] = {}
    for what, object_id in keys:
        ids.setdefault(what, []).append(object_id)
    return {
        (what, object_id): hit
        for what, wanted in ids.items()
        if what in registry.recent
        for object_id, hit in registry.recent[what](user, wanted, today).items()
    }
