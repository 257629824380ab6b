"""Merging and separating as somebody does who has just looked."""

from datetime import date
from typing import Any

from clients.models import Merge, Person
from clients.services import Choices, merge_plan, persons_merge, persons_separate
from core.models import User
from tests.factories.clients import make_person

WHY = "dowód osobisty okazany 24.11.2026"
BORN = date(1980, 5, 12)


def merge(actor: User, kept: Person, dropped: Person, today: date, **choices: Any) -> Merge:
    """Make `dropped` a part of `kept`; `choices` as of services.Choices."""
    kept.refresh_from_db()
    dropped.refresh_from_db()
    return persons_merge(
        actor=actor,
        today=today,
        kept=kept,
        dropped=dropped,
        choices=Choices(**choices),
        seen=merge_plan(kept, dropped, today).seen,
        reason=WHY,
    )


def separate(actor: User, done: Merge, today: date, *with_dropped: str) -> Merge:
    """Separate them again; `with_dropped` are keys of what was recorded since."""
    done = Merge.objects.select_related("kept", "dropped").get(pk=done.pk)
    return persons_separate(
        actor=actor, today=today, merge=done, with_dropped=with_dropped, reason="to bracia"
    )


def bare(**fields: Any) -> Person:
    """A record without PESEL, in no household."""
    return make_person(
        **{"born": BORN, "sex": "F", "pesel_absence": "unknown", "pesel": None, **fields}
    )
