"""Records made one: suspected duplicates, merges, where a merged record went (docs/adr/0010)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from clients.models import LikelyPair, Merge, Person
from clients.queries.access import persons_visible_to
from core.models import Job, JobState, User


def pairs_seen_by(user: User, today: date, *, another: bool = False) -> QuerySet[LikelyPair]:
    """Suspected duplicates of whom `user` sees both, the likeliest first; or those (`another`)
    that somebody said to be two people, the latest first.
    """
    seen = persons_visible_to(user, today)
    rows = LikelyPair.objects.filter(
        another_at__isnull=not another, first__in=seen, second__in=seen
    ).select_related("first", "second", "another_by")
    return rows.order_by("-another_at", "-score", "id") if another else rows


def pair_for(user: User, pk: int, today: date) -> LikelyPair | None:
    """A pair of whom `user` sees both."""
    seen = persons_visible_to(user, today)
    rows = LikelyPair.objects.filter(pk=pk, first__in=seen, second__in=seen)
    return rows.select_related("first", "second", "another_by").first()


def pair_of(one: Person, two: Person) -> LikelyPair | None:
    """What is remembered of these two."""
    low, high = sorted((one.pk, two.pk))
    return LikelyPair.objects.filter(first=low, second=high).select_related("another_by").first()


def searched_last(user: User, name: str) -> tuple[Job | None, datetime | None]:
    """The search for duplicates that `user` waits for, and when the last one of anybody ended."""
    own = Job.objects.filter(name=name, requested_by=user).order_by("-id").first()
    ended = Job.objects.filter(name=name, state=JobState.DONE).order_by("-finished_at").first()
    waited_for = own if own and own.state != JobState.DONE else None
    return waited_for, ended.finished_at if ended else None


def survivor_of(user: User, pk: int, today: date) -> Person | None:
    """The record into which the record `pk` was merged, if `user` may see it."""
    return persons_visible_to(user, today).filter(aliases=pk).first()


def merges_of(person: Person) -> list[Merge]:
    """Merges into this record, those that were taken back too, the newest first."""
    rows = Merge.objects.filter(Q(kept=person) | Q(dropped=person))
    people = ("kept", "dropped", "merged_by", "undone_by")
    rows = rows.select_related(*people).defer("moved", "changed", "marks")
    return list(rows.order_by("-merged_at", "-id"))


def merge_for(user: User, pk: int, today: date) -> Merge | None:
    """A merge of whose one record `user` sees."""
    return (
        Merge.objects.filter(pk=pk, kept__in=persons_visible_to(user, today))
        .select_related("kept", "dropped", "merged_by", "undone_by")
        .first()
    )


def current_ids(ids: Iterable[int]) -> dict[int, int]:
    """Of these ids of persons, those that were merged away, with the id of the one record."""
    merged = Person.objects.filter(pk__in=set(ids), merged_into__isnull=False)
    return dict(merged.values_list("pk", "merged_into_id"))
