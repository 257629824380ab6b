"""Which files ended and when: cases, and households with their people."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db.models import (
    Case as Either,
)
from django.db.models import (
    DateField,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Greatest, Least, TruncDate

from benefits.models import Appeal, Decision
from cases.models import Case
from cases.states import CaseStatus
from clients.kinds import KINDS
from clients.models import (
    AlimonyTitle,
    Document,
    Household,
    HouseholdNote,
    Membership,
    Person,
    Representation,
)
from core.models import Destruction, DestructionState, FileKind
from payments.models import Entitlement, LedgerEntry
from reports.retention.rules import Ended

T = TypeVar("T")
AT_ONCE = 1_000
_LIVE = Destruction.objects.exclude(state=DestructionState.DROPPED)


def chunks(rows: Iterator[T]) -> Iterator[list[T]]:
    """So many rows at once, that a look through everything holds few."""
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _newest(rows: QuerySet[Any], of: str, day: Any) -> Subquery:
    """The last `day` among `rows` of one case, which `of` leads to."""
    return Subquery(
        rows.filter(**{of: OuterRef("pk")}).values(of).annotate(last=Max(day)).values("last"),
        output_field=DateField(),
    )


def cases_ended(today: date) -> QuerySet[Case]:
    """Closed cases of which nothing runs: no benefit, no appeal; with `last_day` and `granted`.

    A case ends with whatever came last: closing, the last day a benefit was for, the last movement
    of money, the day a decision became final or an appeal was ruled on.
    """
    granted = Entitlement.objects.filter(case=OuterRef("pk"))
    last_for = Least(Either(When(periodic=True, then="valid_to"), default="valid_from"), "ended_on")
    running = granted.annotate(last_for=last_for).filter(
        Q(last_for__isnull=True) | Q(last_for__gte=today)
    )
    decided = Greatest("issued_on", "delivered_on", "final_on")
    return (
        Case.objects.filter(
            status__in=[CaseStatus.CLOSED, CaseStatus.WITHDRAWN], destroyed_on__isnull=True
        )
        .exclude(Exists(running))
        .exclude(Exists(Appeal.objects.filter(decision__case=OuterRef("pk"), ruling="")))
        .annotate(
            granted=Exists(granted),
            last_day=Greatest(
                F("closed_on"),
                _newest(Entitlement.objects.all(), "case", last_for),
                _newest(LedgerEntry.objects.all(), "entitlement__case", F("day")),
                _newest(Decision.objects.all(), "case", decided),
                _newest(Appeal.objects.all(), "decision__case", F("ruled_on")),
            ),
        )
        .select_related("kind")
    )


def cases_to_propose(today: date) -> Iterator[tuple[Case, Ended]]:
    """Cases that ended in an earlier year and were not proposed yet, with how they ended."""
    proposed = _LIVE.filter(kind=FileKind.CASE, object_id=OuterRef("pk"))
    rows: Any = cases_ended(today)
    rows = rows.filter(last_day__lt=date(today.year, 1, 1))
    for case in rows.exclude(Exists(proposed)).order_by("pk").iterator(chunk_size=2_000):
        yield case, of_case(case)


def of_case(case: Case) -> Ended:
    """How a case of `cases_ended` ended."""
    told: Any = case
    return Ended(case.jrwa, case.kind.act, case.opened_on, told.last_day, told.granted)


def households_ended() -> QuerySet[Household]:
    """Households without a case that still stands."""
    standing = Case.objects.filter(household=OuterRef("pk"), destroyed_on__isnull=True)
    return Household.objects.filter(destroyed_on__isnull=True).exclude(Exists(standing))


def households_to_propose(today: date) -> Iterator[tuple[Household, Ended]]:
    """Households of which nothing was heard since an earlier year, not proposed yet."""
    proposed = _LIVE.filter(kind=FileKind.HOUSEHOLD, object_id=OuterRef("pk"))
    rows = households_ended().filter(created_on__lt=date(today.year, 1, 1))
    found = rows.exclude(Exists(proposed)).order_by("pk")
    for some in chunks(found.iterator(chunk_size=AT_ONCE)):
        yield from _with_last_day(some, today)


def _with_last_day(households: list[Household], today: date) -> Iterator[tuple[Household, Ended]]:
    last = last_days(households)
    for household in households:
        ended = of_household(household, last)
        if ended.last_day.year < today.year:
            yield household, ended


def of_household(household: Household, last: dict[int, date]) -> Ended:
    """How the file of a household ended."""
    day = max(last.get(household.pk, household.created_on), household.created_on)
    return Ended("", "", household.created_on, day, granted=False)


def last_days(households: Iterable[Household]) -> dict[int, date]:
    """The last day on which something was written in each file, or a destroyed case of it ended.

    A bounded number of queries, however many households.
    """
    ids = [household.pk for household in households]
    found: dict[int, list[date]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)
    members = Membership.objects.filter(household__in=ids)
    for home, person, start, end in members.values_list(
        "household", "person", "valid_from", "valid_to"
    ):
        found[home] += [day for day in (start, end) if day]
        people[person].add(home)
    for model, at in ((HouseholdNote, "written_at"), (Document, "uploaded_at")):
        rows = model._default_manager.filter(household__in=ids)
        for home, day in rows.values_list("household", TruncDate(at)):
            found[home].append(day)
    for kind in KINDS:
        of = "household" if hasattr(kind.model, "household") else "person"
        facts = kind.model._default_manager.filter(
            **{f"{of}__in": ids if of == "household" else list(people)}
        )
        told = facts.values_list(of, TruncDate("recorded_at")).distinct()
        for owner, day in told:
            for home in [owner] if of == "household" else people[owner]:
                found[home].append(day)
    for home, day in _destroyed_cases(ids):
        found[home].append(day)
    return {home: max(days) for home, days in found.items() if days}


def _destroyed_cases(households: list[int]) -> Iterator[tuple[int, date]]:
    cases = dict(Case.objects.filter(household__in=households).values_list("pk", "household"))
    rows = Destruction.objects.filter(
        kind=FileKind.CASE, state=DestructionState.DESTROYED, object_id__in=list(cases)
    )
    for case, day in rows.values_list("object_id", "last_day"):
        yield cases[case], day


def people_to_go(household: Household) -> frozenset[int]:
    """Who goes with the file: whoever belonged to it and is needed nowhere else.

    Somebody stays who ever belonged to another standing household, is the party of a standing
    case, or represents or owes alimony to somebody who stays. With the records merged into theirs.
    """
    members = set(household.memberships.values_list("person", flat=True))
    elsewhere = Membership.objects.filter(person__in=members).exclude(household=household)
    staying = set(
        elsewhere.filter(household__destroyed_on__isnull=True).values_list("person", flat=True)
    )
    cases = Case.objects.filter(applicant__in=members, destroyed_on__isnull=True)
    staying |= set(cases.values_list("applicant", flat=True))
    paid = Entitlement.objects.filter(person__in=members, case__destroyed_on__isnull=True)
    staying |= set(paid.values_list("person", flat=True))
    going = members - staying
    while tied := _tied_to_others(going):
        going -= tied
    merged, ring = set(going), set(going)
    while ring:
        rows = Person.objects.filter(merged_into__in=ring).exclude(pk__in=merged)
        ring = set(rows.values_list("pk", flat=True))
        merged |= ring
    return frozenset(merged)


def _tied_to_others(people: set[int]) -> set[int]:
    """Those of `people` whom a record of somebody else needs."""
    needed = [
        Representation.objects.filter(representative__in=people)
        .exclude(person__in=people)
        .values_list("representative", flat=True),
        AlimonyTitle.objects.filter(debtor__in=people)
        .exclude(person__in=people)
        .values_list("debtor", flat=True),
    ]
    return {pk for rows in needed for pk in rows if pk is not None}
