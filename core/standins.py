"""Who does whose work today (zastępstwo)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from core.models import User

_Known = dict[tuple[int, date], list[User]]
_known: ContextVar[_Known | None] = ContextVar("stand_ins_known", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """While one page is read, stand-ins are looked up once for a person and a day."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def absent_people(user: User, day: date) -> list[User]:
    """People for whom `user` stands in on `day`, by name."""
    known = _known.get()
    if known is None:
        return _absent_people(user, day)
    if (user.pk, day) not in known:
        known[user.pk, day] = _absent_people(user, day)
    return known[user.pk, day]


def _absent_people(user: User, day: date) -> list[User]:
    return list(
        User.objects.filter(
            stood_in_by__stand_in=user,
            stood_in_by__valid_from__lte=day,
            stood_in_by__valid_to__gte=day,
        )
        .order_by("last_name", "first_name")
        .distinct()
    )


def acting_ids(user: User, day: date) -> list[int]:
    """Ids whose work is on this person's desk on `day`: their own and of whom they stand in for."""
    return [user.pk, *(absent.pk for absent in absent_people(user, day))]
