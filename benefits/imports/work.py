"""The two passes over a file: what each row would do, and doing it household by household."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import groupby

from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow, ImportRun
from benefits.imports.plans import PLANS
from benefits.imports.plans.base import About, Planned, begin
from benefits.imports.reading import Sheet, read
from benefits.imports.states import GOOD, Decision, Outcome, Verdict
from benefits.imports.values import ERROR
from clients.models import Person
from core.audit import writing
from core.errors import DomainError
from core.models import User

CHECKED_AT_ONCE = 500
WRITTEN_AT_ONCE = 100
GROWN = 4
GROWING = (
    "clients_person", "clients_household", "clients_membership", "clients_address",
    "clients_personwords", "clients_income", "cases_case", "payments_entitlement",
    "payments_ledgerentry", "benefits_sourceid", "benefits_importrow",
)  # fmt: skip
"""Tables that imports fill; looked at anew when this run has written four times as much."""
Progress = Callable[[int, int], None]
TO_WRITE = Q(verdict__in=GOOD) | Q(
    verdict=Verdict.DECIDE, decision__in=[Decision.SAME, Decision.NEW]
)
"""Rows that go in when confirmed."""


def sheet_of(run: ImportRun) -> Sheet:
    """The stored file, read again. Raises DomainError."""
    with default_storage.open(str(run.file.name)) as stored:
        return read(stored.read())


def rows_check(run: ImportRun, actor: User, today: date, progress: Progress) -> None:
    """Plan every row of the file anew and keep what was found; nothing of ours changes."""
    about = About(run, actor, today)
    with writing(actor, "import_check"):
        run.rows.all().delete()
    groups = _grouped(_rows(run), about)
    total, done = sum(len(group) for group in groups), 0
    for rows in chunks(groups, CHECKED_AT_ONCE):
        planned = PLANS[run.kind].plan(rows, about)
        for item in planned:
            _keep(item)
        with writing(actor, "import_check"):
            now = ImportRun.objects.select_for_update(of=["self"]).get(pk=run.pk)
            if (now.version, now.status) != (run.version, run.status):
                return  # asked for anew, or given up
            ImportRow.objects.bulk_create([item.row for item in planned])
        done += len(rows)
        progress(done, total)


def _rows(run: ImportRun) -> list[ImportRow]:
    sheet = sheet_of(run)
    places = {
        code: sheet.headings.index(heading)
        for code, heading in run.columns.items()
        if heading in sheet.headings
    }
    return [
        ImportRow(
            run=run, number=number, data={code: cells[place] for code, place in places.items()}
        )
        for number, cells in sheet.rows
    ]


def _grouped(rows: Sequence[ImportRow], about: About) -> list[list[ImportRow]]:
    """Rows of one household (or person) together, in the order of the file."""
    begin(about.run.kind, rows, about)
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row.group, row.number)
    ordered = sorted(rows, key=lambda row: (first[row.group], row.number))
    return [list(group) for _key, group in groupby(ordered, key=lambda row: row.group)]


def chunks(groups: Sequence[list[ImportRow]], most: int) -> Iterator[list[ImportRow]]:
    """Whole groups, together about `most` rows."""
    chunk: list[ImportRow] = []
    for group in groups:
        if chunk and len(chunk) + len(group) > most:
            yield chunk
            chunk = []
        chunk += group
    if chunk:
        yield chunk


def _keep(item: Planned) -> None:
    item.row.verdict = item.verdict
    person = item.person or (item.target if isinstance(item.target, Person) else None)
    item.row.person_id = person.pk if person else None
    item.row.problems = [list(problem) for problem in item.typed.problems]


def rows_write(run: ImportRun, actor: User, today: date, progress: Progress) -> None:
    """Take in what was confirmed and not taken in yet; killed anywhere, it goes on when run again.

    A household is one transaction or part of one with others; what the database refuses is tried
    again household by household, so that an error stays with its own.
    """
    total = run.rows.filter(TO_WRITE).count()
    waiting = run.rows.filter(TO_WRITE, outcome=Outcome.WAITING)
    by_household(
        waiting,
        lambda ids: _write(run, actor, today, ids),
        lambda ids, error: _fail(run, actor, ids, error),
        lambda left: progress(total - left, total),
    )


def by_household(
    waiting: QuerySet[ImportRow],
    work: Callable[[Sequence[int]], None],
    refused: Callable[[Sequence[int], Exception], None],
    left: Callable[[int], None],
) -> None:
    """Do `work` with the ids of whole households, about a hundred rows at once.

    What is refused is tried again household by household; `refused` gets those of one alone.
    """
    rows = list(waiting.only("id", "group", "number", "run_id").order_by("group", "number"))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.group)]
    todo, due = len(rows), WRITTEN_AT_ONCE
    for chunk in chunks(groups, WRITTEN_AT_ONCE):
        _try(chunk, work, refused)
        todo -= len(chunk)
        left(todo)
        if (done := len(rows) - todo) >= due:
            refresh_statistics()
            due = done * GROWN


def refresh_statistics() -> None:
    """Let the planner know how the tables have grown: plans made for empty ones take minutes.

    Only the owner of the tables may; for others it is a warning in the server's log.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(GROWING)}")


def _try(
    chunk: Sequence[ImportRow],
    work: Callable[[Sequence[int]], None],
    refused: Callable[[Sequence[int], Exception], None],
) -> None:
    ids = [row.pk for row in chunk]
    try:
        work(ids)
        return
    except (DomainError, IntegrityError) as error:
        why: Exception = error
    groups = [list(group) for _key, group in groupby(chunk, key=lambda row: row.group)]
    if len(groups) == 1:
        refused(ids, why)
        return
    for group in groups:
        _try(group, work, refused)


def _write(run: ImportRun, actor: User, today: date, ids: Sequence[int]) -> None:
    """Plan these rows again as things are now, and write them: all or nothing."""
    about = About(run, actor, today)
    with writing(actor, about.reason):
        one_at_a_time(run.system)
        rows = list(
            ImportRow.objects.select_for_update(of=["self"])
            .filter(pk__in=ids, outcome=Outcome.WAITING)
            .order_by("group", "number")
        )
        plans = PLANS[run.kind]
        planned = plans.plan(rows, about)
        going = [item for item in planned if item.verdict in GOOD]
        for item in planned:
            if item.verdict not in GOOD:
                item.done(Outcome.FAILED)
            item.row.problems = [list(problem) for problem in item.typed.problems]
        plans.write(going, about)
        save_rows(rows)


def save_rows(rows: Sequence[ImportRow]) -> None:
    """Write what became of them; a bulk_update of so many columns takes four times as long."""
    fields = ["outcome", "problems", "changes", "likely", "made", "digest"]
    ImportRow.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields
    )


def one_at_a_time(system: str) -> None:
    """Two imports of the same system write by turns, so that neither doubles the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 8))", [system])


def _fail(run: ImportRun, actor: User, ids: Sequence[int], error: Exception) -> None:
    with writing(actor, f"import {run.pk}: {run.file_name}"):
        for row in run.rows.filter(pk__in=ids, outcome=Outcome.WAITING).order_by("number"):
            row.problems = [*row.problems, [ERROR, "", refusal(error)]]
            row.outcome = Outcome.FAILED
            row.save(update_fields=["problems", "outcome"])


def refusal(error: Exception) -> str:
    """Why a household was refused, in words."""
    if isinstance(error, DomainError):
        return str(error.message)
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    return _(
        "It contradicts what was recorded in the meantime (%(rule)s). Check the file again."
    ) % {"rule": name}


def left_out(run: ImportRun, actor: User) -> None:
    """Mark the rows that a decision leaves out."""
    with transaction.atomic(), writing(actor, f"import {run.pk}"):
        run.rows.filter(decision=Decision.LEAVE, outcome=Outcome.WAITING).update(
            outcome=Outcome.LEFT
        )
