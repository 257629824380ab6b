"""An import of 20,000 rows from an older system, beside COPY of the rows that it wrote."""

import csv
import io
from datetime import date, timedelta
from random import Random
from time import perf_counter

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from bench.database import office, run
from bench.harness import Row, row
from benefits.imports import services
from benefits.imports.states import ImportKind
from benefits.imports.work import rows_check, rows_write
from core.models import District, User
from core.permissions import Role
from gops.demo.people import invent_pesel

PERSONS, HOUSEHOLD, INCOMES = 8_000, 4, 4_000
TOTAL = 2 * PERSONS + INCOMES
TODAY = date(2026, 11, 24)
TARGET = 180
TABLES = (
    "clients_person", "clients_household", "clients_membership", "clients_address",
    "clients_income",
)  # fmt: skip


def measure() -> list[Row]:
    """Seconds of check and writing together, and of the same file sent again."""
    with office(TODAY):
        manager = User.objects.filter(role=Role.MANAGER).order_by("id")[0]
        files = _files()
        before = {table: last_id(table) for table in TABLES}
        first = sum(taken_in(manager, kind, content) for kind, content in files)
        again = sum(taken_in(manager, kind, content) for kind, content in files)
        plain = copied(before)
    return [
        row(
            f"import of {TOTAL} rows: persons, households, incomes; dry run and writing",
            first,
            "s",
            beside="COPY of the rows it wrote",
            beside_value=plain,
            target=f"≤ {TARGET} s",
            met=first <= TARGET,
        ),
        row(
            f"the same {TOTAL} rows again, nothing to change",
            again,
            "s",
            target="≤ the first import",
            met=again <= first,
        ),
    ]


def _files() -> list[tuple[str, bytes]]:
    rng = Random(20261124)
    pesels: dict[str, None] = {}
    while len(pesels) < PERSONS:
        born = date(1940, 1, 1) + timedelta(days=rng.randrange(25_000))
        pesels[invent_pesel(rng, born, rng.choice("FM"))] = None
    persons = [
        [f"O{n}", f"Nowak{_letters(n)}", "Anna", pesel, "600100200"]
        for n, pesel in enumerate(pesels)
    ]
    homes = [
        [f"R{n // HOUSEHOLD}", f"O{n}", "córka" if n % HOUSEHOLD else "głowa rodziny",
         "01.01.2026", "12", "22-499", "Lipowa Dolina"]
        for n in range(PERSONS)
    ]  # fmt: skip
    incomes = [[f"D{n}", f"O{n}", "emerytura", "10.2026", "1 229,50"] for n in range(INCOMES)]
    return [
        (ImportKind.PERSONS, as_csv("Id osoby;Nazwisko;Imię;PESEL;Telefon", persons)),
        (
            ImportKind.HOUSEHOLDS,
            as_csv("Id rodziny;Id osoby;Rola;Od;Nr domu;Kod pocztowy;Miejscowość", homes),
        ),
        (ImportKind.INCOMES, as_csv("Id;Id osoby;Rodzaj dochodu;Miesiąc;Kwota netto", incomes)),
    ]


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def as_csv(head: str, rows: list[list[str]]) -> bytes:
    """A file with semicolons."""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head.split(";"), *rows])
    return out.getvalue().encode()


def taken_in(actor: User, kind: str, content: bytes, cutover: date | None = None) -> float:
    """Seconds of a file from its sending to the last row written; none may stay out."""
    start = perf_counter()
    taken = services.run_start(
        actor=actor,
        today=TODAY,
        kind=kind,
        system="bench",
        upload=SimpleUploadedFile(f"{kind}.csv", content),
        district=District.objects.order_by("id")[0],
        cutover=cutover,
    )
    services.columns_save(actor=actor, today=TODAY, run=taken, columns=taken.columns)
    services.check_request(actor=actor, run=taken)
    taken.refresh_from_db()
    rows_check(taken, actor, TODAY, _quiet)
    rows_write(taken, actor, TODAY, _quiet)
    if taken.rows.filter(outcome__in=["", "failed"]).exists():
        raise RuntimeError("rows stayed out")
    return perf_counter() - start


def _quiet(_done: int, _total: int) -> None:
    """Progress is written by a job; the bench runs without one."""


def last_id(table: str) -> int:
    """The last id there is, 0 in an empty table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def copied(before: dict[str, int]) -> float:
    """Take what was written out, and copy it into tables with the same indexes."""
    taken = {}
    for table, last in before.items():
        run(f"CREATE TEMPORARY TABLE plain_{table} (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY (SELECT * FROM {table} WHERE id > {last}) TO STDOUT") as copy,
        ):
            taken[table] = b"".join(bytes(part) for part in copy)
    start = perf_counter()
    for table, content in taken.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY plain_{table} FROM STDIN") as copy:
            copy.write(content)
    return perf_counter() - start
