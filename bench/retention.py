"""The monthly look for files whose time is over, beside plain SQL that inserts the same rows."""

from datetime import date
from time import perf_counter

from django.db import connection

from bench.database import analyse, cases, office, people, quietly, run
from bench.harness import Row, row
from core.models import User
from reports.retention.proposing import propose

CASES = 100_000
OPENED = date(2012, 3, 5)
TODAY = date(2026, 11, 2)
TARGET_S = 120


def measure() -> list[Row]:
    """Seconds of a first look that proposes nearly every case, and of the next one."""
    with office(TODAY) as centre:
        with quietly():
            people(CASES)
            analyse()
            cases(CASES, open_share=20, kind="zasilek_okresowy", opened_on=OPENED)
            _entitlements()
        analyse()
        first, proposed = _look(centre.clerks[0])
        again, _nothing = _look(centre.clerks[0])
        plain = _plainly()
    return [
        row(
            f"look for files whose time is over, {CASES} cases, {proposed} proposed",
            first,
            "s",
            beside="INSERT … SELECT of the same rows",
            beside_value=plain,
            target=f"≤ {TARGET_S} s",
            met=first <= TARGET_S,
        ),
        row(
            "look again, every proposal looked at anew",
            again,
            "s",
            target=f"≤ {TARGET_S} s",
            met=again <= TARGET_S,
        ),
    ]


def _entitlements() -> None:
    """A benefit of one month for every case."""
    run(
        """
        INSERT INTO payments_entitlement
            (case_id, person_id, household_id, kind_id, dzial, rozdzial, paragraf, task_type,
             periodic, valid_from, valid_to, amount, way, payee_name, payee_address, nrb,
             pays_health_contribution, status, ended_why, origin_number, origin_day,
             origin_basis, household_size)
        SELECT c.id, c.applicant_id, c.household_id, b.id, b.dzial, b.rozdzial, b.paragraf,
               b.task_type, true, c.opened_on, c.opened_on + 29, 100, 'cash', 'Anna Nowak', '', '',
               false, 'active', '', b.jrwa || '/' || c.number, c.opened_on, 'art. 38 UPS', 1
          FROM cases_case c JOIN core_benefitkind b ON b.id = c.kind_id
        """
    )


def _look(clerk: User) -> tuple[float, int]:
    start = perf_counter()
    proposed = propose(actor=clerk, today=TODAY)
    return perf_counter() - start, proposed


def _plainly() -> float:
    """Set the written rows aside, empty the table, and insert them again."""
    run("CREATE TEMPORARY TABLE plain ON COMMIT DROP AS SELECT * FROM core_destruction")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE core_destruction CASCADE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    start = perf_counter()
    run("INSERT INTO core_destruction SELECT * FROM plain")
    return perf_counter() - start
