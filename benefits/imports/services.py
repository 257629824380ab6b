"""Writes of imports: a file taken, its columns named, rows decided, the whole confirmed."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from benefits.imports.heads import columns_guessed, words_guessed
from benefits.imports.kinds import FIELDS
from benefits.imports.models import ImportProfile, ImportRow, ImportRun
from benefits.imports.queries import people_seen, profile_fitting
from benefits.imports.reading import MAX_BYTES, Sheet, read
from benefits.imports.states import (
    FINISHED,
    OPEN,
    Decision,
    ImportKind,
    Outcome,
    RunStatus,
    Verdict,
)
from benefits.imports.work import TO_WRITE, left_out
from core import audit, jobs
from core.errors import DomainError, NotYours, StaleState
from core.files import put
from core.models import BenefitKind, District, Job, User
from core.permissions import Permission, require
from core.polish import fold
from payments.perms import require_opener

CHECK_JOB, WRITE_JOB, UNDO_JOB = "import_check", "import_write", "import_undo"
SAMPLES, DISTINCT = 4, 80


@audit.service
def run_start(
    *,
    actor: User,
    today: date,
    kind: str,
    system: str,
    upload: "UploadedFile[Any]",
    district: District | None = None,
    cutover: date | None = None,
) -> ImportRun:
    """Take in a file: examined, sealed, its columns guessed. Raises DomainError for a bad file.

    `cutover` is the first month that is paid here (entitlements only).
    """
    require(actor, Permission.IMPORT)
    if upload.size and upload.size > MAX_BYTES:
        raise DomainError(
            _("The file is larger than %(most)d MB. Divide it.") % {"most": MAX_BYTES // 1024**2},
            "upload",
        )
    if kind == ImportKind.ENTITLEMENTS and cutover is None:
        raise DomainError(_("Enter the first month that is paid here."), "cutover")
    content = upload.read()
    sheet = read(content)
    name = f"imports/{today.year}/{uuid.uuid4().hex}"
    put(name, content)
    profile = profile_fitting(kind, sheet.headings)
    columns = profile.columns if profile else columns_guessed(kind, sheet.headings)
    return ImportRun.objects.create(
        kind=kind,
        system=" ".join(system.split()),
        profile=profile,
        file=name,
        file_name=str(upload.name or _("without a name"))[:160],
        sha256=hashlib.sha256(content).hexdigest(),
        headings=sheet.headings,
        samples=_samples(sheet),
        rows_count=len(sheet.rows),
        columns=columns,
        words=profile.words if profile else {},
        district=district,
        cutover=cutover.replace(day=1) if cutover else None,
        started_by=actor,
        started_on=today,
    )


def _samples(sheet: Sheet) -> list[list[str]]:
    """By column its different words, where they are few; else the first of them."""
    found = []
    for place in range(len(sheet.headings)):
        words = dict.fromkeys(cells[place] for _row, cells in sheet.rows if cells[place])
        found.append(list(words)[: DISTINCT if len(words) <= DISTINCT else SAMPLES])
    return found


@audit.service
def columns_save(
    *, actor: User, today: date, run: ImportRun, columns: Mapping[str, str]
) -> dict[str, list[str]]:
    """Keep which column is which field; the words that still have no meaning, by field.

    Raises DomainError for a missing column that must be there, or one heading for two fields.
    """
    require(actor, Permission.IMPORT)
    chosen = {code: heading for code, heading in columns.items() if heading in run.headings}
    for item in FIELDS[run.kind]:
        if item.required and item.code not in chosen:
            raise DomainError(
                _("Choose a column for: %(field)s.") % {"field": item.label}, item.code
            )
    words = {}
    for item in FIELDS[run.kind]:
        if item.type == "choice" and item.code in chosen:
            there = run.samples[run.headings.index(chosen[item.code])]
            known = run.words.get(item.code, {})
            words[item.code] = words_guessed(run.kind, item.code, there, today, known)
    _free(run).update(columns=chosen, words=words, status=RunStatus.UPLOADED)
    return words_unknown(words)


def words_unknown(words: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """Words without a meaning, by field."""
    found = {code: [w for w, value in known.items() if not value] for code, known in words.items()}
    return {code: missing for code, missing in found.items() if missing}


@audit.service
def words_save(*, actor: User, run: ImportRun, words: Mapping[str, Mapping[str, str]]) -> ImportRun:
    """Keep what the words of the file mean; a word left open makes its rows errors."""
    require(actor, Permission.IMPORT)
    kept = {code: {fold(w): v for w, v in known.items()} for code, known in words.items()}
    _free(run).update(words={**run.words, **kept}, status=RunStatus.UPLOADED)
    run.refresh_from_db()
    return run


@audit.service
def profile_save(*, actor: User, run: ImportRun, name: str) -> ImportProfile:
    """Keep how this file was read under a name; the same name is written over."""
    require(actor, Permission.IMPORT)
    if not name.strip():
        raise DomainError(_("Enter a name."), "profile_name")
    profile, _new = ImportProfile.objects.update_or_create(
        kind=run.kind,
        name=name.strip()[:80],
        defaults={
            "system": run.system,
            "columns": run.columns,
            "words": run.words,
            "headings": run.headings,
        },
    )
    ImportRun.objects.filter(pk=run.pk).update(profile=profile)
    return profile


@audit.service
def check_request(*, actor: User, run: ImportRun) -> Job:
    """Ask for the dry run: what every row would do. Raises StaleState when it is being written."""
    require(actor, Permission.IMPORT)
    if not _free(run).update(status=RunStatus.CHECKING, version=F("version") + 1):
        raise StaleState
    run.refresh_from_db()
    return _job(actor, run, CHECK_JOB, _("Check of %(file)s"))


def _job(actor: User, run: ImportRun, name: str, title: str) -> Job:
    job = jobs.enqueue(
        name=name,
        key=f"{name}:{run.pk}:{run.version}",
        title=(title % {"file": run.file_name})[:200],
        requested_by=actor,
        args={"run": run.pk, "version": run.version},
        queue="default",
    )
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    return job


@audit.service
def rows_decide(
    *, actor: User, today: date, run: ImportRun, rows: Sequence[int], decision: str
) -> int:
    """Decide rows about likely twins: the likeliest is the same person, a new one, or left out.

    Only who may see the likely person says that it is the same or another. How many were decided.
    """
    require(actor, Permission.IMPORT)
    found = run.rows.filter(pk__in=rows, verdict=Verdict.DECIDE, outcome=Outcome.WAITING)
    if run.status != RunStatus.CHECKED:
        raise StaleState
    decided = list(found.select_for_update(of=["self"]).order_by("number"))
    seen = people_seen(actor, {pk for row in decided for pk, _score in row.likely}, today)
    if decision != Decision.LEAVE and any(
        pk not in seen for row in decided for pk, _score in row.likely
    ):
        raise DomainError(
            _("You may not see these people. Leave the rows out, or let the manager decide.")
        )
    for row in decided:
        row.decision = decision
        row.person_id = row.likely[0][0] if decision == Decision.SAME else None
    ImportRow.objects.bulk_update(decided, ["decision", "person_id"])
    return len(decided)


@audit.service
def run_confirm(*, actor: User, today: date, run: ImportRun, version: int) -> Job:
    """Take in the rows without errors, as they were shown in check `version`.

    Entitlements pay money: whoever confirms may sign decisions on all of these benefits and did
    not take in the file. Raises StaleState, NotYours, DomainError.
    """
    require(actor, Permission.IMPORT)
    if not run.rows.filter(TO_WRITE).exists():
        raise DomainError(_("No row can go in. Mend the file and send it again."))
    if run.kind == ImportKind.ENTITLEMENTS:
        _require_second_signer(actor, today, run)
    won = ImportRun.objects.filter(pk=run.pk, status=RunStatus.CHECKED, version=version).update(
        status=RunStatus.WRITING, confirmed_by=actor, confirmed_on=today
    )
    if not won:
        raise StaleState
    left_out(run, actor)
    run.refresh_from_db()
    return _job(actor, run, WRITE_JOB, _("Import of %(file)s"))


def _require_second_signer(actor: User, today: date, run: ImportRun) -> None:
    if run.started_by_id == actor.pk:
        raise NotYours(
            _("Benefits are confirmed by another person than the one who sent the file.")
        )
    _require_opener_of_all(actor, today, run)


def _require_opener_of_all(actor: User, today: date, run: ImportRun) -> None:
    codes = set((run.words.get("kind") or {}).values())
    for kind in BenefitKind.objects.filter(code__in=codes):
        require_opener(actor, kind, today)


@audit.service
def undo_request(*, actor: User, today: date, run: ImportRun) -> Job:
    """Ask for what the run made to be taken back; what was used since stays, with the reason.

    Entitlements are ended by who may sign decisions on all of these benefits. Raises StaleState
    while something is at work, or when nothing was taken in.
    """
    require(actor, Permission.IMPORT)
    if run.kind == ImportKind.ENTITLEMENTS:
        _require_opener_of_all(actor, today, run)
    won = ImportRun.objects.filter(pk=run.pk, status__in=FINISHED).update(
        status=RunStatus.UNDOING, undone_by=actor, undone_on=today, version=F("version") + 1
    )
    if not won:
        raise StaleState
    run.refresh_from_db()
    return _job(actor, run, UNDO_JOB, _("Taking back %(file)s"))


@audit.service
def run_cancel(*, actor: User, run: ImportRun) -> None:
    """Give up an import that was not confirmed; its rows and what they say of people go."""
    require(actor, Permission.IMPORT)
    if not _free(run).update(status=RunStatus.CANCELLED):
        raise StaleState
    run.rows.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(samples=[], words={})


@audit.service
def run_forget(*, actor: User, run: ImportRun) -> None:
    """Remove the file and what its rows said of people; source ids and links to what was made stay.

    Raises StaleState while the import is not finished.
    """
    require(actor, Permission.IMPORT)
    over = (*FINISHED, RunStatus.CANCELLED)
    finished = ImportRun.objects.filter(pk=run.pk, status__in=over)
    if not finished.update(samples=[], file=""):
        raise StaleState
    run.rows.update(data={}, changes=[], likely=[])
    if run.file.name:
        stored = run.file.name
        transaction.on_commit(lambda: default_storage.delete(stored))


def _free(run: ImportRun) -> QuerySet[ImportRun]:
    """The run while nothing works on it."""
    return ImportRun.objects.filter(pk=run.pk, status__in=OPEN)
