"""Who acts in this transaction, for the database triggers and the history; and who looked.

The actor is set once per transaction with `set_config(…, is_local => true)`, so that every way
of writing (ORM, bulk, raw SQL, COPY) carries it, and none escapes it.
"""

import functools
import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar, cast

from django.db import IntegrityError, connection, transaction

from core.errors import StaleState
from core.looks import Kind, Look, write
from core.models import User
from core.triggers import ACTOR_SETTING, STALE_RECORD

P = ParamSpec("P")
R = TypeVar("R")

_SET = """
    SELECT set_config(%s, %s, true), set_config(%s, %s, true), set_config(%s, %s, true)
"""


def act_as(actor: User, reason: str = "", request: str = "") -> None:
    """Name the actor of the current transaction. Raises RuntimeError outside of one."""
    if not connection.in_atomic_block:
        raise RuntimeError("an actor belongs to a transaction; open one first")
    metadata = {"actor": actor.pk, "name": str(actor), "reason": reason, "request": request}
    with connection.cursor() as cursor:
        cursor.execute(
            _SET,
            [
                ACTOR_SETTING,
                str(actor.pk),
                "pghistory.context_id",
                str(uuid.uuid4()),
                "pghistory.context_metadata",
                json.dumps(metadata),
            ],
        )


@contextmanager
def writing(actor: User, reason: str = "") -> Iterator[None]:
    """One transaction in which `actor` writes."""
    with transaction.atomic():
        act_as(actor, reason)
        yield


def service(func: Callable[P, R]) -> Callable[P, R]:
    """Run a keyword-only service in one transaction as its `actor` (with its `reason`, if any).

    Raises StaleState where a trigger of the database says that somebody was first.
    """

    @functools.wraps(func)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = cast(User, kwargs["actor"])
        try:
            with writing(actor, str(kwargs.get("reason") or func.__name__)):
                return func(*args, **kwargs)
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            if getattr(diagnosis, "constraint_name", None) == STALE_RECORD:
                raise StaleState from error
            raise

    return inside


def looked(
    *,
    user: User,
    what: str,
    object_id: int,
    household_id: int | None,
    why: str,
    person_id: int | None = None,
    kind: Kind = Kind.VIEW,
    count: int | None = None,
) -> None:
    """Log one look at a client's data outside of a page (RODO: who, what, when, what for).

    Views note what they show with `core.looks.note` instead.
    """
    look = Look(
        what=what,
        object_id=object_id,
        household_id=household_id,
        person_id=person_id,
        kind=kind,
        why=why,
        count=count,
    )
    write(user, look)
