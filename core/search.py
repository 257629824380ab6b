"""The common search: what the rooms find, in groups by kind."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from core.looks import FROM_SEARCH
from core.models import User
from core.registry import MOST_HITS, Hit, registry

LEAST_TYPED = 2
LONGEST = 100
ON_PAGE = MOST_HITS - 1
IN_BOX = 6


@dataclass(slots=True)
class Group:
    """Hits of one kind, the first of them; `more` says that there are others."""

    what: str
    label: str
    hits: list[Hit] = field(default_factory=list)
    more: bool = False


def asked(text: str) -> str:
    """What was typed, as it is searched for: short enough, without characters nobody types."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST]


def find(user: User, text: str, today: date, each: int) -> list[Group]:
    """What this person may see and `text` finds, at most `each` of a kind; none when too short."""
    if len(text) < LEAST_TYPED:
        return []
    groups: dict[str, Group] = {}
    for hit in _hits(user, text, today):
        group = groups.setdefault(hit.kind, Group(hit.what, hit.kind))
        if len(group.hits) < each:
            group.hits.append(replace(hit, url=_from_search(hit.url)))
        else:
            group.more = True
    return list(groups.values())


def _hits(user: User, text: str, today: date) -> Iterator[Hit]:
    for provider in registry.search:
        yield from provider(user, text, today)


def _from_search(url: str) -> str:
    """The address that tells the log of looks where it was opened from."""
    page, mark, part = url.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{FROM_SEARCH}=search{mark}{part}"
