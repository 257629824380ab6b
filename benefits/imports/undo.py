"""Taking an import back: what would go, and doing it household by household."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from benefits.imports.backs import BACKS
from benefits.imports.backs.base import made
from benefits.imports.models import ImportRow, ImportRun
from benefits.imports.plans.base import About
from benefits.imports.states import Outcome
from benefits.imports.values import KEPT
from benefits.imports.work import (
    Progress,
    by_household,
    chunks,
    one_at_a_time,
    refusal,
    save_rows,
)
from core.audit import writing
from core.models import User

STANDING = (Outcome.MADE, Outcome.KEPT)
"""Outcomes of rows whose work stands; what was kept may go when it is tried again."""
SHOWN = 10
SHOWN_AT_ONCE = 5_000


@dataclass
class Stays:
    """Why rows stay: how many, and the first of their numbers in the file."""

    why: str
    count: int = 0
    numbers: list[int] = field(default_factory=list)


@dataclass
class Preview:
    """What taking back would do now: how many rows go, and why others stay."""

    goes: int = 0
    stays: list[Stays] = field(default_factory=list)
    changed: int = 0

    @property
    def staying(self) -> int:
        """How many rows stay."""
        return sum(stays.count for stays in self.stays)


def preview(run: ImportRun, actor: User, today: date) -> Preview:
    """Look at all that the run made (at most forty queries for 5,000 rows); nothing is written."""
    about, found = About(run, actor, today), Preview()
    reasons: dict[str, Stays] = {}
    rows = run.rows.filter(outcome__in=STANDING).defer("data", "changes", "likely", "problems")
    rows = rows.order_by("group", "number")
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.group)]
    for chunk in chunks(groups, SHOWN_AT_ONCE):
        why = _why_stays(chunk, about)
        found.goes += len(chunk) - len(why)
        for row in chunk:
            if row.pk in why:
                stays = reasons.setdefault(why[row.pk], Stays(why[row.pk]))
                stays.count += 1
                stays.numbers = sorted([*stays.numbers, row.number])[:SHOWN]
    found.stays = sorted(reasons.values(), key=lambda stays: -stays.count)
    found.changed = run.rows.filter(outcome=Outcome.CHANGED).count()
    return found


def _why_stays(rows: Sequence[ImportRow], about: About) -> dict[int, str]:
    """Reasons by row; of a file closed to the actor no more than that it stays."""
    shut = {row.group for row in rows if row.person_id in about.hidden}
    shut |= {row.group for row in rows if made(row, "person") in about.hidden}
    closed = _("This cannot be taken back here.")
    return {
        **BACKS[about.run.kind].why_stays(rows, about),
        **{row.pk: closed for row in rows if row.group in shut},
    }


def rows_undo(run: ImportRun, actor: User, today: date, progress: Progress) -> None:
    """Take back what stands; killed anywhere, it goes on when run again.

    A household is one transaction or part of one; what stays gets its reason.
    """
    standing = run.rows.filter(outcome__in=STANDING)
    total = standing.count() + run.rows.filter(outcome=Outcome.UNDONE).count()
    by_household(
        standing,
        lambda ids: _undo(run, actor, today, ids),
        lambda ids, error: _refused(run, actor, ids, error),
        lambda left: progress(total - left, total),
    )


def _reason(run: ImportRun) -> str:
    return f"import {run.pk} taken back: {run.file_name}"


def _undo(run: ImportRun, actor: User, today: date, ids: Sequence[int]) -> None:
    """Look at these rows as things are now, and take back what may go: all or nothing."""
    with writing(actor, _reason(run)):
        one_at_a_time(run.system)
        rows = _standing(run, ids)
        about, back = About(run, actor, today), BACKS[run.kind]
        back.lock(rows)
        why = _why_stays(rows, about)
        going = [row for row in rows if row.pk not in why]
        back.take_back(going, about)
        for row in rows:
            _settle(row, why.get(row.pk, ""))
        save_rows(rows)


def _standing(run: ImportRun, ids: Sequence[int]) -> list[ImportRow]:
    rows = run.rows.select_for_update(of=["self"]).filter(pk__in=ids, outcome__in=STANDING)
    return list(rows.order_by("group", "number"))


def _settle(row: ImportRow, why: str) -> None:
    row.problems = [problem for problem in row.problems if problem[0] != KEPT]
    if why:
        row.problems.append([KEPT, "", why])
    row.outcome = Outcome.KEPT if why else Outcome.UNDONE


def _refused(run: ImportRun, actor: User, ids: Sequence[int], error: Exception) -> None:
    with writing(actor, _reason(run)):
        rows = _standing(run, ids)
        for row in rows:
            _settle(row, refusal(error))
        save_rows(rows)
