"""An import of 20,000 running entitlements, beside COPY of the rows that it wrote."""

from datetime import date
from random import Random

from bench.database import analyse, office, people, quietly, run
from bench.harness import Row, row
from bench.imports import TARGET, TODAY, as_csv, copied, last_id, taken_in
from benefits.imports.states import ImportKind
from gops.demo.people import invent_nrb

ROWS = 20_000
CUTOVER = date(2026, 11, 1)
HEAD = (
    "Id świadczenia;Id osoby;Świadczenie;Kwota;Od;Do;Sposób wypłaty;Nr rachunku;Nr decyzji;"
    "Z dnia;Podstawa prawna;Znak sprawy"
)
TABLES = ("cases_case", "cases_statusrow", "payments_entitlement", "payments_ledgerentry")


def measure() -> list[Row]:
    """Seconds of check and writing together, and of the same file sent again."""
    with office(TODAY) as centre:
        _known_people(centre.manager.pk)
        content = _file()
        before = {table: last_id(table) for table in TABLES}
        first = taken_in(centre.manager, ImportKind.ENTITLEMENTS, content, CUTOVER)
        plain = copied(before)
        again = taken_in(centre.manager, ImportKind.ENTITLEMENTS, content, CUTOVER)
    return [
        row(
            f"import of {ROWS} running entitlements; dry run and writing",
            first,
            "s",
            beside="COPY of the rows it wrote",
            beside_value=plain,
            target=f"≤ {TARGET} s",
            met=first <= TARGET,
        ),
        row(
            f"the same {ROWS} running entitlements again, nothing to change",
            again,
            "s",
            target="≤ the first import",
            met=again <= first,
        ),
    ]


def _known_people(actor: int) -> None:
    """People alone in their households, with the numbers that the file calls them by."""
    with quietly(("clients_person", "clients_household", "clients_membership")):
        people(ROWS)
        run(
            """
            INSERT INTO clients_membership
                (person_id, household_id, role, valid_from, shared_custody, court_order)
            SELECT p.id, h.id, 'head', date '2026-01-02', false, ''
              FROM clients_person p JOIN clients_household h ON h.name = 'Nowak' || p.id
            """
        )
    run(
        """
        WITH taken AS (
            INSERT INTO benefits_importrun
                (kind, system, file, file_name, sha256, headings, samples, rows_count, columns,
                 words, status, version, started_by_id, started_on)
            VALUES ('persons', 'bench', '', '', '', '[]', '[]', %(rows)s, '{}', '{}', 'uploaded',
                    0, %(actor)s, date '2026-01-02')
            RETURNING id)
        INSERT INTO benefits_sourceid
            (system, kind, source_id, object_id, digest, said, run_id)
        SELECT 'bench', 'persons', 'O' || row_number() OVER (ORDER BY p.id), p.id, '', '{}',
               taken.id
          FROM clients_person p CROSS JOIN taken
        """,
        {"rows": ROWS, "actor": actor},
    )
    analyse()
    run("ANALYZE clients_membership, benefits_sourceid")


def _file() -> bytes:
    """Half of them with the sign of the older register, half in a new case of this one."""
    rng = Random(20261124)
    rows = [
        [f"S{n}", f"O{n}", "zasiłek stały", "1 229,00", "01.03.2024", "", "przelew",
         invent_nrb(rng), f"GOPS.5021.{n}.2024/1", "26.02.2024", "art. 37 ust. 1 pkt 1 UPS",
         f"GOPS.5021.{n}.2024" if n % 2 else ""]
        for n in range(1, ROWS + 1)
    ]  # fmt: skip
    return as_csv(HEAD, rows)
