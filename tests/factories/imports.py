"""Files of an older system, and imports of them as the pages make them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from benefits.imports import services, tasks
from benefits.imports.models import ImportRow, ImportRun
from benefits.imports.states import ImportKind
from core import jobs
from core.models import User
from gops.demo.people import invent_pesel
from tests.factories.core import TODAY, make_district

assert tasks.import_check  # its jobs are registered
SYSTEM = "stary"
PERSON_HEADS = ("Id osoby", "Nazwisko", "Imię", "PESEL", "Telefon")
HOME_HEADS = ("Id rodziny", "Id osoby", "Rola", "Od", "Nr domu", "Kod pocztowy", "Miejscowość")


def csv_file(heads: Sequence[str], rows: Iterable[Sequence[Any]], encoding: str = "utf-8") -> bytes:
    """A file with semicolons, as Polish systems write it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def person_rows(count: int, *, seed: int = 7) -> list[list[str]]:
    """Different people with valid PESELs."""
    rng, rows = Random(seed), []
    for number in range(count):
        born = date(1940 + number % 65, 1 + number % 12, 1 + number % 28)
        pesel = invent_pesel(rng, born, "F")
        rows.append([f"O{number}", f"Testowa{_letters(number)}", "Anna", pesel, "600100200"])
    pesels = [row[3] for row in rows]
    assert len(set(pesels)) == len(pesels) or count > 5_000
    return rows


def _letters(number: int) -> str:
    """A number as letters: names hold no digits."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def persons_file(rows: Iterable[Sequence[Any]], **extra: Any) -> bytes:
    return csv_file(PERSON_HEADS, rows, **extra)


def send(
    actor: User,
    content: bytes,
    kind: str = ImportKind.PERSONS,
    *,
    name: str = "plik.csv",
    system: str = SYSTEM,
    columns: Mapping[str, str] | None = None,
    **extra: Any,
) -> ImportRun:
    """A run with its columns chosen as guessed, changed by `columns`, and its check done."""
    run = services.run_start(
        actor=actor,
        today=TODAY,
        kind=kind,
        system=system,
        upload=SimpleUploadedFile(name, content),
        district=extra.pop("district", None) or make_district(),
        **extra,
    )
    services.columns_save(
        actor=actor, today=TODAY, run=run, columns={**run.columns, **(columns or {})}
    )
    return check(actor, run)


def check(actor: User, run: ImportRun) -> ImportRun:
    """The dry run, as a worker does it."""
    run.refresh_from_db()
    jobs.run(services.check_request(actor=actor, run=run).pk)
    run.refresh_from_db()
    return run


def confirm(actor: User, run: ImportRun) -> ImportRun:
    """The taking in, as a worker does it."""
    job = services.run_confirm(actor=actor, today=TODAY, run=run, version=run.version)
    jobs.run(job.pk)
    run.refresh_from_db()
    return run


def take_in(actor: User, content: bytes, kind: str = ImportKind.PERSONS, **extra: Any) -> ImportRun:
    """A file checked and confirmed by the same person."""
    return confirm(actor, send(actor, content, kind, **extra))


def row(run: ImportRun, number: int) -> ImportRow:
    """The row in that line of the file (headings are line 1)."""
    return run.rows.get(number=number)


def undone(actor: User, run: ImportRun) -> ImportRun:
    """The import taken back, as a worker does it."""
    run.refresh_from_db()
    jobs.run(services.undo_request(actor=actor, today=TODAY, run=run).pk)
    run.refresh_from_db()
    return run


def outcomes(run: ImportRun) -> list[str]:
    """What became of each row."""
    return list(run.rows.order_by("number").values_list("outcome", flat=True))
