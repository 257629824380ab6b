"""The monthly run over 100,000 entitlements, beside plain SQL that inserts the same rows."""

from datetime import date
from time import perf_counter

from django.db import connection

from bench.database import analyse, cases, office, people, quietly, run
from bench.harness import Row, row
from core.models import User
from payments.services import month_run

ENTITLEMENTS = 100_000
MONTH = date(2026, 11, 1)
TODAY = date(2026, 11, 5)
TARGET_RATIO = 2
TABLES = ("payments_due", "payments_ledgerentry")


def measure() -> list[Row]:
    """Seconds of the run; the plain insert writes the same rows with the same indexes on."""
    with office(TODAY) as centre:
        with quietly():
            people(ENTITLEMENTS)
            analyse()
            cases(ENTITLEMENTS, open_share=20, kind="zasilek_staly", opened_on=TODAY)
            _entitlements()
        analyse()
        service, created = _run_by_service(centre.clerks[0])
        again, _nothing = _run_by_service(centre.clerks[0])
        plain = _run_plainly()
    return [
        row(
            f"monthly run, {ENTITLEMENTS} entitlements, {created} due items",
            service,
            "s",
            beside="INSERT … SELECT of the same rows",
            beside_value=plain,
            target=f"≤ {TARGET_RATIO} × plain SQL",
            met=service <= TARGET_RATIO * plain,
        ),
        row(
            f"monthly run again, {ENTITLEMENTS} entitlements, nothing to add",
            again,
            "s",
            target="≤ the first run",
            met=again <= service,
        ),
    ]


def _entitlements() -> None:
    """One zasiłek stały a case, in a hundred different amounts, from this month on."""
    run(
        """
        INSERT INTO payments_entitlement
            (case_id, person_id, household_id, kind_id, dzial, rozdzial, paragraf, task_type,
             periodic, valid_from, valid_to, amount, way, payee_name, payee_address, nrb,
             pays_health_contribution, status, ended_why, origin_number, origin_day,
             origin_basis, household_size)
        SELECT c.id, c.applicant_id, c.household_id, b.id, b.dzial, b.rozdzial, b.paragraf,
               b.task_type, true, %(month)s, NULL, 100 + mod(c.number, 100) * 11.29, 'cash',
               'Anna Nowak', '', '', mod(c.number, 2) = 0, 'active', '', b.jrwa || '/' || c.number,
               %(month)s, 'art. 37 UPS', 1
          FROM cases_case c JOIN core_benefitkind b ON b.id = c.kind_id
        """,
        {"month": MONTH},
    )


def _run_by_service(clerk: User) -> tuple[float, int]:
    start = perf_counter()
    result = month_run(actor=clerk, month=MONTH, today=TODAY)
    return perf_counter() - start, result.created


def _run_plainly() -> float:
    """Set the written rows aside, empty the tables, and insert the rows again."""
    for table in TABLES:
        run(f"CREATE TEMPORARY TABLE plain_{table} ON COMMIT DROP AS SELECT * FROM {table}")
        run(f"ANALYZE plain_{table}")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    start = perf_counter()
    for table in TABLES:
        run(f"INSERT INTO {table} SELECT * FROM plain_{table}")
    return perf_counter() - start
