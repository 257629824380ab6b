"""A database of its own for the bench, made as the application's migrations make it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

from django.db import connection, transaction

from core.audit import act_as
from core.dictionaries import system_user
from gops.demo.office import Office, open_office

TABLES = "clients_person, clients_household, cases_case, payments_entitlement"


@contextmanager
def bench_database() -> Iterator[None]:
    """Create `<name>_bench`, migrate it, use it, drop it."""
    connection.settings_dict["TEST"]["NAME"] = f"{connection.settings_dict['NAME']}_bench"
    old_name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(old_name, verbosity=0)


@contextmanager
def office(today: date) -> Iterator[Office]:
    """The demo centre in a transaction that is rolled back; afterwards the tables are small."""
    with transaction.atomic():
        opened = open_office(today)
        act_as(system_user())
        yield opened
        transaction.set_rollback(True)
    run("VACUUM " + TABLES)


@contextmanager
def quietly(tables: Sequence[str] = tuple(TABLES.split(", "))) -> Iterator[None]:
    """Without history: it touches one row of context per row written, too slow for so many."""
    for table in tables:
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    run("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        run(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    run("SET CONSTRAINTS ALL DEFERRED")


def run(sql: str, params: dict[str, Any] | None = None) -> int:
    """One statement; how many rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def database_ms(work: Callable[[], object], times: int) -> float:
    """Median milliseconds that the statements of `work` take, after a run to warm up."""
    work()
    taken = []
    for _run in range(times):
        with _clocked() as spent:
            work()
        taken.append(sum(spent))
    return median(taken) * 1000


@contextmanager
def _clocked() -> Iterator[list[float]]:
    spent: list[float] = []

    def clocked(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        start = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent.append(perf_counter() - start)

    with connection.execute_wrapper(clocked):
        yield spent


def people(count: int) -> None:
    """That many persons, each in a household of their own, spread over the districts."""
    run(
        """
        INSERT INTO clients_person
            (first_name, second_name, last_name, family_name, pesel_absence, identity_document,
             birth_date, sex, citizenship, marital_status, phone, email, sort_key, search_text,
             version)
        SELECT 'Anna', '', 'Nowak' || n, '', 'unknown', '', date '1950-01-01' + mod(n, 18000)::int,
               'F', 'PL', '', '', '', 'nowak' || n || ' anna', 'nowak' || n || ' anna', 1
          FROM generate_series(1, %(count)s) n
        """,
        {"count": count},
    )
    run(
        """
        INSERT INTO clients_household (name, district_id, notes, sort_key, created_on, version)
        SELECT 'Nowak' || p.id, (SELECT min(id) FROM core_district) + mod(p.id, 3), '', p.sort_key,
               date '2026-01-02', 1
          FROM clients_person p
        """
    )


def cases(count: int, *, open_share: int, kind: str, opened_on: date) -> None:
    """That many cases, one in `open_share` still open, handled by the worker of the district.

    Opened over two years before `opened_on`; households and their persons in turn.
    """
    run(
        """
        WITH base AS (
            SELECT (SELECT min(id) FROM clients_household) AS home,
                   (SELECT min(id) FROM clients_person) AS head,
                   (SELECT count(*) FROM clients_household) AS households
        )
        INSERT INTO cases_case
            (znak, jrwa, number, year, kind_id, household_id, applicant_id, district_id,
             handler_id, status, opened_on, due_on, closed_on, version)
        SELECT 'GOPS.' || b.jrwa || '.' || c.n || '.2026', b.jrwa, c.n, 2026, b.id, h.id, p.id,
               h.district_id, u.id,
               CASE WHEN mod(c.n, %(share)s) = 0
                 THEN (ARRAY['registered', 'interviewed', 'calculated', 'drafted'])[1 + mod(c.n, 4)]
                 ELSE 'closed' END,
               day, day + 30, CASE WHEN mod(c.n, %(share)s) = 0 THEN NULL ELSE day + 25 END, 1
          FROM generate_series(1, %(count)s) AS c(n)
          CROSS JOIN base
          CROSS JOIN LATERAL (
              SELECT %(day)s::date - mod(c.n, 700)::int AS day,
                     mod(c.n - 1, base.households) AS place) AS d
          JOIN clients_household h ON h.id = base.home + d.place
          JOIN clients_person p ON p.id = base.head + d.place
          JOIN core_user u ON u.district_id = h.district_id
          JOIN core_benefitkind b ON b.code = %(kind)s
        """,
        {"count": count, "share": open_share, "kind": kind, "day": opened_on},
    )


def analyse() -> None:
    """The planner learns how big the tables have become."""
    run("ANALYZE " + TABLES)
