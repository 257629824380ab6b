"""Splits and joins of households: what there was, what ended a file, what lies in it."""

from datetime import date
from typing import Any

from django.db.models import Q

from clients.models import (
    Household,
    HouseholdGrant,
    HouseholdMove,
    HouseholdNote,
    MoveKind,
    Restriction,
)
from clients.queries.access import households_visible_to
from core.models import User

_NOT_COUNTED = (HouseholdGrant, HouseholdMove, HouseholdNote, Restriction)


def moves_of(household: Household) -> list[HouseholdMove]:
    """Splits and joins that this household took part in, the newest first (one query)."""
    return list(
        HouseholdMove.objects.filter(Q(source=household) | Q(target=household))
        .select_related("source", "target", "done_by", "undone_by")
        .order_by("-done_at", "-id")
    )


def ended_by(household: Household, moves: list[HouseholdMove]) -> HouseholdMove | None:
    """The join that closed this file, or the undone split that had opened it."""
    for move in moves:
        joined = move.closes and move.undone_at is None and move.source_id == household.pk
        taken_back = move.kind == MoveKind.SPLIT and move.undone_at is not None
        if joined or (taken_back and move.target_id == household.pk):
            return move
    return None


def move_for(user: User, pk: int, today: date) -> HouseholdMove | None:
    """A split or join of which this person sees both households."""
    visible = households_visible_to(user, today)
    return (
        HouseholdMove.objects.filter(pk=pk, source__in=visible, target__in=visible)
        .select_related("source__district", "target__district", "done_by")
        .first()
    )


def standing(*households: Household) -> dict[str, int]:
    """How much lies in these files, by kind of row: memberships, cases, papers, entitlements."""
    found: dict[str, int] = {}
    ids = [household.pk for household in households]
    for relation in Household._meta.related_objects:
        model: Any = relation.related_model
        if model not in _NOT_COUNTED and relation.one_to_many:
            rows = model._base_manager.filter(**{f"{relation.field.name}__in": ids})
            found[model._meta.label_lower] = rows.count()
    return found
