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


def recently_opened(user: User, today: date) -> list[Hit]:
    """The last things this person opened and may still see, newest first (a query a kind)."""
    looks = AccessLog.objects.filter(user=user).order_by("-id").values_list("what", "object_id")
    opened = dict.fromkeys(key for key in looks[:LOOKS_READ] if key[0] in registry.recent)
    found = _named(user, opened, today)
    return [found[key] for key in opened if key in found][:SHOWN]


def pinned_by(user: User, today: date) -> list[Pinned]:
    """What this person pinned and may still see, newest first (a query a kind)."""
    pins = Pin.objects.filter(user=user).order_by("-id").values_list("what", "object_id")
    keys = list(pins)
    found = _named(user, keys, today)
    return [Pinned(*key, found[key]) for key in keys if key in found]


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
