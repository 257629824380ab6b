"""The monthly proposal: files whose time is over come up for review. Twice is once."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from django.utils import translation
from django.utils.translation import gettext as _

from core import audit
from core.models import Destruction, DestructionState, FileKind, User
from reports.retention import files
from reports.retention.models import ArchivalCategory
from reports.retention.rules import Ended, Keeping, keeping

AT_ONCE = 1_000


def propose(*, actor: User, today: date) -> int:
    """Propose every file whose time is over, and look again at those that wait.

    Returns how many are new. Safe to run again, and killed at any point: a file is proposed once
    (unique key), and each thousand is a transaction of its own.
    """
    with translation.override("pl"):
        held_again(actor=actor, today=today)
        for file in Destruction.objects.filter(state=DestructionState.PROPOSED):
            look_again(actor=actor, today=today, file=file)
        rows, made = _due(today), 0
        while chunk := list(islice(rows, AT_ONCE)):
            made += _write(actor=actor, rows=chunk)
    return made


@audit.service
def _write(*, actor: User, rows: list[Destruction]) -> int:
    before = Destruction.objects.count()
    Destruction.objects.bulk_create(rows, ignore_conflicts=True)
    return Destruction.objects.count() - before


@audit.service
def held_again(*, actor: User, today: date) -> int:
    """Files that were kept longer until a day that is over come up again."""
    over = Destruction.objects.filter(state=DestructionState.HELD, hold_until__lt=today)
    return over.update(state=DestructionState.PROPOSED)


@audit.service
def look_again(*, actor: User, today: date, file: Destruction) -> bool:
    """Drop a proposal that is no longer due. Returns whether it still is."""
    if still_due(file, today):
        return True
    waiting = Destruction.objects.filter(pk=file.pk, state=DestructionState.PROPOSED)
    waiting.update(state=DestructionState.DROPPED, why=no_longer_due())
    return False


def no_longer_due() -> str:
    """Why a file leaves the review without anybody's word."""
    return _("Something was added to the file, or it is kept longer now.")


def still_due(file: Destruction, today: date) -> Keeping | None:
    """How long the file is kept, when its time is over as it stands today; else None."""
    ended = _case(file, today) if file.kind == FileKind.CASE else _household(file)
    if ended is None:
        return None
    kept = keeping(ended, ArchivalCategory.objects.all())
    return kept if kept and max(kept.due_on, file.due_on) <= today else None


def _case(file: Destruction, today: date) -> Ended | None:
    case = files.cases_ended(today).filter(pk=file.object_id).first()
    return files.of_case(case) if case else None


def _household(file: Destruction) -> Ended | None:
    household = files.households_ended().filter(pk=file.object_id).first()
    return files.of_household(household, files.last_days([household])) if household else None


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
