"""Reads of the office: staff, authorisations, stand-ins, who looked and who changed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from core.models import AccessLog, Authorization, StandIn, User
from core.registry import ClientTraces, registry


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


def moments(start: date | None, end: date | None) -> tuple[datetime | None, datetime | None]:
    """The first moment of `start` and the first one after `end`."""
    zone = timezone.get_current_timezone()

    def midnight(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=zone)

    return (
        midnight(start) if start else None,
        midnight(end + timedelta(days=1)) if end else None,
    )


@dataclass(frozen=True, slots=True)
class Shut:
    """Households and persons of whom a reader must not learn (docs/adr/0011)."""

    households: frozenset[int] = frozenset()
    persons: frozenset[int] = frozenset()


NOTHING_SHUT = Shut()


def shut_to(user: User, today: date) -> Shut:
    """What is restricted to others than `user`."""
    return Shut(
        frozenset(pk for provider in registry.shut for pk in provider(user, today)),
        frozenset(pk for provider in registry.shut_persons for pk in provider(user, today)),
    )


def looks(
    *,
    person: User | None,
    start: date | None,
    end: date | None,
    household: int | None = None,
    traces: ClientTraces | None = None,
    kind: str = "",
    purpose: str = "",
    shut: Shut = NOTHING_SHUT,
) -> QuerySet[AccessLog]:
    """Looks at clients' data, newest first: by whom, when, at which household or client.

    A look at a household while the client belonged to it was a look at the client. Those at what
    is `shut` to the reader are left out.
    """
    since, until = moments(start, end)
    rows = AccessLog.objects.select_related("user").order_by("-id")
    if person:
        rows = rows.filter(user=person)
    if since:
        rows = rows.filter(at__gte=since)
    if until:
        rows = rows.filter(at__lt=until)
    if kind:
        rows = rows.filter(kind=kind)
    if purpose:
        rows = rows.filter(purpose=purpose)
    if shut.households:
        rows = rows.exclude(household_id__in=shut.households)
    if shut.persons:
        rows = rows.exclude(person_id__in=shut.persons)
    if household:
        rows = rows.filter(household_id=household)
    if traces:
        rows = rows.filter(_at_client(traces))
    return rows


def _at_client(traces: ClientTraces) -> Q:
    found = Q(person_id__in=traces.ids)
    for household, since, until in traces.homes:
        first, after = moments(since, until)
        days = Q(at__gte=first, at__lt=after) if after else Q(at__gte=first)
        found |= Q(household_id=household, person_id__isnull=True) & days
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
