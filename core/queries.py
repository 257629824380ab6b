"""Reads of the office: staff, authorisations, stand-ins, who looked and who changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pghistory.models
from django.apps import apps
from django.db.models import F, Model, QuerySet, Value
from django.utils import timezone

from core.models import AccessLog, Authorization, StandIn, User


def staff() -> QuerySet[User]:
    """People of the office: the active first, then by name."""
    people = User.objects.exclude(role="").select_related("district")
    return people.order_by("-is_active", "last_name", "first_name")


def authorizations() -> QuerySet[Authorization]:
    """Authorisations to sign, newest first."""
    rows = Authorization.objects.select_related("user").prefetch_related("benefits")
    return rows.order_by("-valid_from", "-id")


def stand_ins(today: date) -> QuerySet[StandIn]:
    """Stand-ins of today and to come, and of the last year."""
    rows = StandIn.objects.filter(valid_to__gte=today - timedelta(days=365))
    return rows.select_related("absent", "stand_in").order_by("-valid_to", "-id")


def _moments(start: date | None, end: date | None) -> tuple[datetime | None, datetime | None]:
    zone = timezone.get_current_timezone()

    def midnight(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    return (
        midnight(start) if start else None,
        midnight(end + timedelta(days=1)) if end else None,
    )


def looks(
    *,
    person: User | None,
    start: date | None,
    end: date | None,
    household: int | None = None,
    client: int | None = None,
    shut: set[int] | None = None,
) -> QuerySet[AccessLog]:
    """Looks at clients' data, newest first: by whom, when, at which household or client.

    Those at the households `shut` to the reader are left out.
    """
    since, until = _moments(start, end)
    rows = AccessLog.objects.select_related("user").order_by("-id")
    if person:
        rows = rows.filter(user=person)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if shut:
        rows = rows.exclude(household_id__in=shut)
    if household:
        rows = rows.filter(household_id=household)
    if client:
        rows = rows.filter(what="person", object_id=client)
    return rows


def changes(*, person: User | None, start: date | None, end: date | None) -> QuerySet[Any]:
    """Transactions that changed something, newest first (the context of the history)."""
    since, until = _moments(start, end)
    rows = pghistory.models.Context.objects.order_by("-created_at")
    if person:
        rows = rows.filter(metadata__actor=person.pk)
    if since:
        rows = rows.filter(created_at__gte=since)
    if until:
        rows = rows.filter(created_at__lt=until)
    return rows


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a transaction added, changed or deleted."""

    what: str
    object_id: int
    label: str  # insert | update | delete


def changed_rows(contexts: Sequence[Any]) -> dict[Any, list[Change]]:
    """What each of these transactions changed, in one query over all history tables."""
    ids = [context.pk for context in contexts]
    parts = []
    names: dict[str, str] = {}
    for model in _event_models():
        tracked = model.pgh_tracked_model
        names[tracked._meta.label] = str(tracked._meta.verbose_name)
        parts.append(
            model._default_manager.filter(pgh_context_id__in=ids)
            .order_by()
            .values_list("pgh_context_id", F("pgh_obj_id"), "pgh_label", Value(tracked._meta.label))
        )
    found: dict[Any, list[Change]] = {}
    if ids and parts:
        for context_id, object_id, label, name in parts[0].union(*parts[1:], all=True):
            found.setdefault(context_id, []).append(Change(names[name], object_id, label))
    return found


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who wrote something last, and when."""

    who: str
    at: datetime


def last_change(*rows: Model) -> LastChange | None:
    """The newest change of these rows of tracked models (one query a row); None when unknown."""
    found = [event for row in rows if (event := _last_event(row))]
    if not found:
        return None
    event = max(found, key=lambda event: event["pgh_created_at"])
    name = (event["pgh_context__metadata"] or {}).get("name", "")
    return LastChange(who=str(name), at=event["pgh_created_at"])


def _last_event(row: Any) -> dict[str, Any] | None:
    events: QuerySet[Any] = row.pgh_event_model._default_manager.filter(pgh_obj_id=row.pk)
    found: dict[str, Any] | None = (
        events.order_by("-pgh_id").values("pgh_created_at", "pgh_context__metadata").first()
    )
    return found


def _event_models() -> list[Any]:
    return [
        model
        for model in apps.get_models()
        if issubclass(model, pghistory.models.Event) and model.pgh_tracked_model
    ]
