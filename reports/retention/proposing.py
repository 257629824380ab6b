"""The monthly proposal: files whose time is over come up for review. Twice is once."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.models import Destruction, DestructionState, FileKind, User
from reports.retention import files
from reports.retention.models import ArchivalCategory
from reports.retention.rules import Ended, keeping


def propose(*, actor: User, today: date) -> int:
    """Propose every file whose time is over, and look again at those that wait.

    Returns how many are new. Safe to run again, and killed at any point: a file is proposed once
    (unique key), and each thousand is a transaction of its own.
    """
    before = Destruction.objects.count()
    with translation.override("pl"):
        held_again(actor=actor, today=today)
        waiting = Destruction.objects.filter(state=DestructionState.PROPOSED).order_by("pk")
        for some in files.chunks(waiting.iterator(chunk_size=files.AT_ONCE)):
            look_again(actor=actor, today=today, waiting=some)
        for rows in files.chunks(_due(today)):
            _write(actor=actor, rows=rows)
    return Destruction.objects.count() - before


@audit.service
def _write(*, actor: User, rows: list[Destruction]) -> None:
    Destruction.objects.bulk_create(rows, ignore_conflicts=True)


@audit.service
def held_again(*, actor: User, today: date) -> int:
    """Files that were kept longer until a day that is over come up again."""
    over = Destruction.objects.filter(state=DestructionState.HELD, hold_until__lt=today)
    return over.update(state=DestructionState.PROPOSED)


@audit.service
def look_again(*, actor: User, today: date, waiting: Iterable[Destruction]) -> int:
    """Drop proposals that are no longer due. Returns how many."""
    waiting = list(waiting)
    due = still_due(waiting, today)
    gone = [file.pk for file in waiting if file.pk not in due]
    rows = Destruction.objects.filter(pk__in=gone, state=DestructionState.PROPOSED)
    return rows.update(state=DestructionState.DROPPED, why=no_longer_due())


def no_longer_due() -> str:
    """Why a file leaves the review without anybody's word."""
    return _("Something was added to the file, or it is kept longer now.")


def still_due(waiting: Iterable[Destruction], today: date) -> set[int]:
    """Ids of those whose time is over as they stand today (a bounded number of queries)."""
    categories = list(ArchivalCategory.objects.all())
    ended = {**_cases(waiting, today), **_households(waiting)}
    due = set()
    for file in waiting:
        kept = keeping(ended[file.pk], categories) if file.pk in ended else None
        if kept and max(kept.due_on, file.due_on) <= today:
            due.add(file.pk)
    return due


def _cases(waiting: Iterable[Destruction], today: date) -> dict[int, Ended]:
    rows = {file.object_id: file.pk for file in waiting if file.kind == FileKind.CASE}
    found = files.cases_ended(today).filter(pk__in=rows)
    return {rows[case.pk]: files.of_case(case) for case in found}


def _households(waiting: Iterable[Destruction]) -> dict[int, Ended]:
    rows = {file.object_id: file.pk for file in waiting if file.kind == FileKind.HOUSEHOLD}
    found = list(files.households_ended().filter(pk__in=rows)) if rows else []
    last = files.last_days(found) if found else {}
    return {rows[home.pk]: files.of_household(home, last) for home in found}


def _due(today: date) -> Iterator[Destruction]:
    categories = list(ArchivalCategory.objects.all())
    for case, ended in files.cases_to_propose(today):
        row = _row(ended, categories, today)
        if row:
            row.kind, row.object_id = FileKind.CASE, case.pk
            row.sign, row.title = case.znak, case.kind.name
            yield row
    for household, ended in files.households_to_propose(today):
        row = _row(ended, categories, today)
        if row:
            row.kind, row.object_id = FileKind.HOUSEHOLD, household.pk
            row.sign, row.title = str(household.pk), _("file of a household and its people")
            yield row


def _row(ended: Ended, categories: Iterable[ArchivalCategory], today: date) -> Destruction | None:
    kept = keeping(ended, categories)
    if kept is None or kept.due_on > today:
        return None
    return Destruction(
        first_day=ended.first_day,
        last_day=ended.last_day,
        category=kept.category,
        due_on=kept.due_on,
        rule=kept.rule,
        certainty=kept.certainty,
        proposed_on=today,
    )
