"""Facts that end soon and are not renewed: for the desk and the page of a household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value

from clients.kinds import BY_CODE, KINDS, Kind, kind_of
from clients.models import Fact, Household, Membership, Person, Recorded
from clients.queries.access import households_visible_to, valid_on
from clients.queries.together import together
from core.models import User

NOTICE = timedelta(days=60)
SOON = timedelta(days=14)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ending:
    """A fact that ends, and the household where it is seen to."""

    fact: Recorded
    household: Household

    @property
    def last_day(self) -> date:
        """The last day on which it is true."""
        assert self.fact.valid_to is not None
        return self.fact.valid_to


def facts_ending(
    household: Household, today: date, facts: Iterable[Recorded] | None = None
) -> list[Ending]:
    """What ends in a household within 60 days without a next entry, the soonest first.

    `facts` are those that a page shows anyway, with all that hold on one of these days: then one
    query says which of them end.
    """
    rows = _rows(Household.objects.filter(pk=household.pk), today)
    if facts is None:
        return _load(rows)
    known = {(kind_of(fact).code, fact.pk): fact for fact in facts}
    return [Ending(known[row[:2]], household) for row in rows if row[:2] in known]


def facts_ending_to(user: User, today: date, first: int, last: int) -> tuple[list[Ending], int]:
    """A page of what ends in the households that `user` may see, and how many there are in all."""
    rows = _rows(households_visible_to(user, today), today)
    return _load(rows[first:last]), rows.count()


def _rows(households: "QuerySet[Household]", today: date) -> "QuerySet[Any, Any]":
    """(code, id of the fact, id of the household, last day) of all kinds in one statement."""
    parts = [_of_kind(kind, households, today) for kind in KINDS if kind.ends]
    return parts[0].union(*parts[1:], all=True).order_by("last_day", "what", "fact_id")


def _of_kind(kind: Kind, households: "QuerySet[Household]", today: date) -> "QuerySet[Any, Any]":
    model = kind.model
    facts: QuerySet[Any] = model._default_manager.filter(
        withdrawn_at__isnull=True, valid_to__range=(today, today + NOTICE)
    )
    owner = f"{kind.of}_id"
    following = model._default_manager.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to")),
        withdrawn_at__isnull=True,
        valid_from__lte=OuterRef("valid_to") + _DAY,
        **{owner: OuterRef(owner)},
    )
    facts = facts.filter(~Exists(following)).order_by()
    if kind.of == "household":
        rows = facts.filter(household__in=households).annotate(home=F("household_id"))
    else:
        homes = Membership.objects.filter(
            valid_on(today), person=OuterRef("person"), household__in=households
        ).order_by("shared_custody", "id")
        rows = facts.annotate(home=Subquery(homes.values("household")[:1])).filter(
            home__isnull=False, person__death_date__isnull=True
        )
    named: QuerySet[Any, Any] = rows.annotate(
        what=Value(kind.code), fact_id=F("id"), last_day=F("valid_to")
    ).values_list("what", "fact_id", "home", "last_day")
    return named


def _load(rows: "Iterable[tuple[str, int, int, date]]") -> list[Ending]:
    """The facts of these rows with their owners (at most 3 queries)."""
    found = list(rows)
    if not found:
        return []
    homes = Household.objects.select_related("district").in_bulk({row[2] for row in found})
    ids = {code: {row[1] for row in found if row[0] == code} for code in {row[0] for row in found}}
    read = together(
        {code: BY_CODE[code].model._default_manager.filter(pk__in=pks) for code, pks in ids.items()}
    )
    facts = {(code, fact.pk): fact for code, rows in read.items() for fact in rows}
    people = Person.objects.in_bulk({f.person_id for f in facts.values() if isinstance(f, Fact)})
    for fact in facts.values():
        if isinstance(fact, Fact):
            fact.person = people[fact.person_id]
    return [Ending(facts[row[:2]], homes[row[2]]) for row in found if row[:2] in facts]
