"""What several parts of one page need is read once.

The parts of a page do not know of each other (core.registry): each asks for what it shows. While
a page is read, the second to ask gets what the first one got. What is written is never held.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known_to_the_page", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """One page that is read: what is asked for by `once` is kept until its end."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives; on one page what it gave before under this key. Not to be changed."""
    known = _known.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    found: T = known[key]
    return found
