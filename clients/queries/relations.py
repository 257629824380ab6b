"""Relationships of people, and who may be chosen for one."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from clients.models import Person, Relationship
from clients.queries.access import persons_visible_to
from clients.queries.search import people_found
from core.models import User

FOUND = 12


def relationships_of(person_ids: Iterable[int]) -> list[Relationship]:
    """Every relationship of these people, over too, with both ends (one query)."""
    ids = list(person_ids)
    return list(
        Relationship.objects.filter(Q(person__in=ids) | Q(other__in=ids))
        .select_related("person", "other")
        .order_by("kind", "valid_from", "id")
    )


def relationship_for(user: User, pk: int, today: date) -> Relationship | None:
    """A relationship with an end that this person may see."""
    visible = persons_visible_to(user, today)
    return (
        Relationship.objects.filter(Q(person__in=visible) | Q(other__in=visible), pk=pk)
        .select_related("person", "other")
        .first()
    )


def visible_among(user: User, person_ids: Iterable[int], today: date) -> set[int]:
    """Which of these people this person may see, by id (one query)."""
    found = persons_visible_to(user, today).filter(pk__in=list(person_ids))
    return set(found.values_list("pk", flat=True))


def people_to_relate(
    user: User, near: Iterable[int], today: date, text: str = "", chosen: int | None = None
) -> "QuerySet[Person]":
    """People `near` (ids), the one `chosen`, and visible ones whose name or PESEL is `text`."""
    fits = Q(pk__in=[*near, *([chosen] if chosen else [])])
    if text:
        found = people_found(user, text, today, FOUND)
        fits |= Q(pk__in=[one.person.pk for one in found])
    return persons_visible_to(user, today).filter(fits).order_by("sort_key", "id")
