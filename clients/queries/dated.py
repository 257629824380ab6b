"""Dated facts of every kind: in one statement, at two times, single ones, those in the way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils.timezone import make_aware

from clients.kinds import KINDS, Kind, kind_of
from clients.models import Document, Household, Person, Recorded
from clients.queries.access import households_visible_to, persons_visible_to, valid_on
from clients.queries.together import together
from core.models import User

R = TypeVar("R", bound=Recorded)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which facts: true on some day from `since` to `until`, and as known at the end of `known`.

    Without `known` all that was ever recorded is read, what is withdrawn too.
    """

    since: date | None = None
    until: date | None = None
    known: date | None = None
    kinds: Sequence[Kind] = KINDS

    @property
    def condition(self) -> Q:
        """The same as a condition on the columns of any kind."""
        found = Q()
        if self.since:
            found &= Q(valid_to__isnull=True) | Q(valid_to__gte=self.since)
        if self.until:
            found &= Q(valid_from__lte=self.until)
        return found & known_at(self.known) if self.known else found


def known_at(day: date) -> Q:
    """Facts as the office knew them at the end of `day` (recorded by then, not yet withdrawn)."""
    end = make_aware(datetime.combine(day + _DAY, time.min))
    return Q(recorded_at__lt=end) & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))


def known_on(model: type[R], day_true: date, day_known: date) -> QuerySet[R]:
    """What was true on `day_true` according to what was known at the end of `day_known`."""
    return model._default_manager.filter(valid_on(day_true), known_at(day_known))


def facts_of(
    people: Iterable[Person], household: Household | None, wanted: Wanted | None = None
) -> list[Recorded]:
    """Facts of these persons and of the household, newest first (at most 2 queries).

    All kinds come in one statement; papers, debtors and those who recorded in another.
    """
    wanted = wanted or Wanted()
    persons = {person.pk: person for person in people}
    found = together(
        {
            kind.code: kind.model._default_manager.filter(wanted.condition & owner)
            for kind in wanted.kinds
            if (owner := _owner(kind, persons, household)) is not None
        }
    )
    facts = [fact for rows in found.values() for fact in rows]
    _complete(facts, persons, household)
    return sorted(facts, key=lambda f: (f.valid_from, f.pk), reverse=True)


def _owner(kind: Kind, persons: dict[int, Person], household: Household | None) -> Q | None:
    if kind.of == "person":
        return Q(person_id__in=list(persons)) if persons else None
    return Q(household_id=household.pk) if household else None


def _complete(
    facts: list[Recorded], persons: dict[int, Person], household: Household | None
) -> None:
    """Put in the related rows (one query)."""
    users, papers, debtors = set(), set(), set()
    for fact in facts:
        users |= {fact.recorded_by_id, fact.withdrawn_by_id} - {None}
        papers |= {fact.document_id} - {None}
        debtors |= {getattr(fact, "debtor_id", None)} - {None, *persons}
    wanted: dict[str, tuple[type[Model], set[Any]]] = {
        "document": (Document, papers), "debtor": (Person, debtors), "recorded_by": (User, users)
    }  # fmt: skip
    read = together(
        {name: model._default_manager.filter(pk__in=ids) for name, (model, ids) in wanted.items()}
    )
    found: dict[str, dict[int, Any]] = {
        **{name: {row.pk: row for row in rows} for name, rows in read.items()},
        "person": persons,
        "household": {household.pk: household} if household else {},
    }
    found["debtor"] |= persons
    found["withdrawn_by"] = found["recorded_by"]
    for fact in facts:
        for name, rows in found.items():
            pk = getattr(fact, f"{name}_id", None)
            if pk is not None:
                setattr(fact, name, rows[pk])


def fact_for(user: User, kind: Kind, pk: int, today: date) -> Recorded | None:
    """A fact of a visible person or household, with its owner and paper."""
    seen: QuerySet[Any] = (
        persons_visible_to(user, today)
        if kind.of == "person"
        else households_visible_to(user, today)
    )
    return (
        kind.model._default_manager.filter(**{f"{kind.of}__in": seen})
        .select_related(kind.of, "document", "recorded_by")
        .filter(pk=pk)
        .first()
    )


def facts_alike(fact: Recorded, *, other_than: Recorded | None = None) -> list[Recorded]:
    """Facts of the same owner and sort that hold on some day of this one, oldest first."""
    kind = kind_of(fact)
    if kind.alike is None:
        return []
    same = {name: getattr(fact, name) for name in (f"{kind.of}_id", *kind.alike)}
    rows = kind.model._default_manager.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=fact.valid_from),
        withdrawn_at__isnull=True,
        **same,
    )
    if fact.valid_to:
        rows = rows.filter(valid_from__lte=fact.valid_to)
    left_out = {row.pk for row in (fact, other_than) if row is not None and row.pk}
    rows = rows.exclude(pk__in=left_out).select_related(kind.of, "recorded_by")
    return list(rows.order_by("valid_from", "id"))


def by_owner(facts: Iterable[Recorded]) -> dict[Person | Household, list[Recorded]]:
    """Facts by the person or the household that they are about, in the order given."""
    found: dict[Person | Household, list[Recorded]] = defaultdict(list)
    for fact in facts:
        found[getattr(fact, kind_of(fact).of)].append(fact)
    return dict(found)
