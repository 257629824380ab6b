"""The common search at 1,000,000 persons: time in the database, beside Django admin's search."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client, override_settings

from bench.database import database_ms, office, quietly, run
from bench.harness import Row, row
from clients.queries.misspelt import misspelt_matches
from core.models import User
from core.once import asked_once
from core.polish import fold, sort_key
from core.registry import registry
from gops.demo.people import MEN, SURNAMES, WOMEN

PERSONS, HOUSEHOLD, DISTRICTS, CASES = 1_000_000, 4, 33, 300_000
TIMES, ADMIN_TIMES = 7, 1
TARGET_MS = 50
MISSPELT = ("Woicik Ana", "Nowka Ana", "Dudke 12.05.1980", "80051221343")
ADMIN = "/admin/clients/person/"
PEOPLE = {"clerk of one district": "pracownik1", "manager, all": "kierownik"}
TABLES = (
    "clients_person", "clients_household", "clients_membership", "clients_address",
    "clients_personwords", "cases_case", "benefits_decision",
)  # fmt: skip
ENDS = "ski cka icz ek ak yk uk owska ewicz arz an ecki iec ula ach".split()
STARTS = (
    "Now Kow Wiś Wój Kam Lew Ziel Szym Woź Dąb Koz Jan Maz Kraw Piotr Grab Nowa Zaj Paw Mich Król "
    "Wiecz Jabł Wrób Maj Olsz Stęp Mal Jaw Dud Adam Mar Sik Nik Wal Bar Szew Tom Pietr Marc Wróbl "
    "Zal Jak Sad Bąk Chmiel Wło Bor Czar Saw Sok Urb Kub Mac Szcz Kuch Kal Maj Wys Lis"
).split()
MIDDLES = "a ar ac al an el em en er ic ik il im in is ol om on or ow ub ul um un".split()


def asked() -> dict[str, str]:
    """What is typed, by what it is."""
    own = "JOIN core_user u ON u.district_id = h.district_id AND u.username = 'pracownik1'"
    pesel = _one(
        "SELECT p.pesel FROM clients_person p JOIN clients_household h ON h.id = p.id"
        f" {own} WHERE p.pesel IS NOT NULL ORDER BY p.id DESC LIMIT 1"
    )
    sign = _one(
        "SELECT c.znak FROM cases_case c JOIN clients_household h ON h.id = c.household_id"
        f" {own} ORDER BY c.id DESC LIMIT 1"
    )
    return {
        "surname": "Wójcik",
        "two words": "Anna Dudek",
        "PESEL": pesel,
        "PESEL begun": pesel[:7],
        "day of birth": "12.05.1980",
        "address": "Słoneczna 12 Rozłogi",
        "case sign": sign,
        "number of a case": sign.split(".")[2],
        "decision": f"{sign}/1",
        "most common surname": "Nowak",
        "surname and a letter": "Nowak A",
        "two letters": "no",
        "three letters": "mar",
        "a street": "Słoneczna",
        "nobody": "Brzęczyszczykiewicz",
    }


def measure() -> list[Row]:
    """Each search by an ordinary clerk and by the manager: milliseconds in the database."""
    today = date.today()  # noqa: DTZ011 - the office is open today
    with office(today), override_settings(ROOT_URLCONF="bench.admin_urls"):
        load()
        administrator = User.objects.create(username="bench", is_staff=True, is_superuser=True)
        client = Client()
        client.force_login(administrator)
        users = {who: User.objects.get(username=name) for who, name in PEOPLE.items()}
        rows: list[Row] = []
        for what, text in asked().items():
            admin = database_ms(lambda text=text: _admin(client, text), ADMIN_TIMES)  # type: ignore[misc]
            for who, user in users.items():
                find = lambda user=user, text=text: _find(user, text, today)  # noqa: E731
                taken = database_ms(find, TIMES)
                rows.append(_row(f"search among {PERSONS} persons, {what}, {who}", taken, admin))
        for text in MISSPELT:
            taken = database_ms(lambda text=text: misspelt_matches(text), TIMES)  # type: ignore[misc]
            admin = database_ms(lambda text=text: _admin(client, text), ADMIN_TIMES)  # type: ignore[misc]
            name = f"search before a new person among {PERSONS} persons, misspelt: {text}"
            rows.append(_row(name, taken, admin))
    return rows


def _row(name: str, taken: float, admin: float) -> Row:
    return row(
        name,
        taken,
        "ms in the database",
        beside="Django admin: last_name, first_name, pesel",
        beside_value=admin,
        target=f"≤ {TARGET_MS} ms",
        met=taken <= TARGET_MS,
    )


def _find(user: User, text: str, today: date) -> None:
    """All that the common search asks: people, households, cases, decisions."""
    with asked_once():
        for provider in registry.search:
            list(provider(user, text, today))


def _admin(client: Client, text: str) -> None:
    answer = client.get(ADMIN, {"q": text})
    if answer.status_code != 200:
        raise RuntimeError(f"{ADMIN} answered {answer.status_code}")


def load() -> None:
    """People in households of four, where they live, their cases and decisions."""
    with quietly(TABLES):
        with _bare(TABLES):
            _names()
            for sql in (
                _DISTRICTS, _PERSONS, _HOUSEHOLDS, _MEMBERS, _ADDRESSES, _CASES, _DECISIONS
            ):  # fmt: skip
                run(sql, _SIZES)
        _analyse()
        with _bare(["clients_personwords"]):
            run(_WORDS)
    _analyse()


def _analyse() -> None:
    run("ANALYZE " + ", ".join(TABLES))


@contextmanager
def _bare(tables: Sequence[str]) -> Iterator[None]:
    """Without foreign keys, exclusions and indexes while the tables are filled.

    Indexes are made anew at the end; constraints stay away, no search asks them.
    """
    connection.check_constraints()  # nothing may be pending
    for table in tables:
        for name in _all(
            "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'x')"
            f" AND conrelid = '{table}'::regclass"
        ):
            run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = _all(
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid::regclass::text ="
        f" ANY(ARRAY{list(tables)}) AND NOT EXISTS ("
        "   SELECT FROM pg_constraint WHERE conindid = indexrelid)"
    )
    for index in indexes:
        run(f'DROP INDEX "{index.split(" ON ")[0].split()[-1]}"')
    yield
    for index in indexes:
        run(index)


def _all(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [value for (value,) in cursor.fetchall()]


def _one(sql: str) -> str:
    return _all(sql)[0]


def _names() -> None:
    """Names by number; the surnames of the demo are four in a hundred, the first the most."""
    first = [*WOMEN, *MEN]
    common = [name for place, name in enumerate(SURNAMES) for _ in range(600 // (place + 1))]
    rare = [start + middle + end for start in STARTS for middle in MIDDLES for end in ENDS]
    run("CREATE TEMPORARY TABLE names (kind text, n int, name text, key text, folded text)")
    with connection.cursor() as cursor, cursor.copy("COPY names FROM STDIN") as copy:
        for kind, names in (("first", first), ("common", common), ("rare", rare)):
            for n, name in enumerate(names):
                copy.write_row((kind, n, name, sort_key(name), fold(name)))
    run("CREATE INDEX ON names (kind, n)")
    run("ANALYZE names")
    _SIZES.update(first=len(first), common=len(common), rare=len(rare))


_SIZES: dict[str, Any] = {
    "persons": PERSONS, "household": HOUSEHOLD, "districts": DISTRICTS, "cases": CASES,
    "streets": ["Słoneczna", "Polna", "Leśna", "Szkolna", "Ogrodowa", "3 Maja", "Lipowa", ""],
    "places": ["Rozłogi", "Lipowa Dolina", "Podlesie Dolne", "Karczmisko", "Brzezinka"],
}  # fmt: skip

_DISTRICTS = """
INSERT INTO core_district (name, places)
    SELECT 'Rejon ' || n, '' FROM generate_series((SELECT count(*) + 1 FROM core_district),
                                              %(districts)s) n
"""
_PERSONS = """
INSERT INTO clients_person
    (id, first_name, second_name, last_name, family_name, pesel, pesel_absence, pesel_differs_why,
     identity_document, birth_date, sex, citizenship, marital_status, phone, email, sort_key,
     search_text, version)
SELECT 1000000 + i, f.name, '', s.name, '', pesel, '', '', '', born, 'F', 'PL', '', '', '',
       s.key || ' ' || f.key, s.folded || ' ' || f.folded || ' ' || pesel, 1
  FROM generate_series(0, %(persons)s - 1) AS g(i)
  CROSS JOIN LATERAL (SELECT hashint4(i) & 2147483647 AS a, hashint4(-i) & 2147483647 AS b,
                             date '1940-01-01' + i %% 30000 AS born) AS r
  CROSS JOIN LATERAL (SELECT to_char(born, 'YYMMDD') || lpad((i / 30000 + 100)::text, 5, '0')
                             AS pesel) AS p
  JOIN names f ON f.kind = 'first' AND f.n = a %% %(first)s
  JOIN names s ON s.kind = CASE WHEN b %% 25 = 0 THEN 'common' ELSE 'rare' END
   AND s.n = b / 25 %% CASE WHEN b %% 25 = 0 THEN %(common)s ELSE %(rare)s END
"""
_HOUSEHOLDS = """
INSERT INTO clients_household (id, name, district_id, notes, sort_key, created_on, version)
SELECT p.id, p.last_name || ' ' || p.first_name,
       (SELECT min(id) FROM core_district) + (p.id / %(household)s) %% %(districts)s,
       '', p.sort_key, date '2024-01-02', 1
  FROM clients_person p WHERE p.id >= 1000000 AND p.id %% %(household)s = 0
"""
_MEMBERS = """
INSERT INTO clients_membership
    (person_id, household_id, role, valid_from, shared_custody, court_order)
SELECT p.id, p.id - p.id %% %(household)s,
       CASE WHEN p.id %% %(household)s = 0 THEN 'head' ELSE 'child' END, date '2024-01-02', false,
       ''
  FROM clients_person p WHERE p.id >= 1000000
"""
_ADDRESSES = """
INSERT INTO clients_address
    (person_id, kind, street, house, flat, postal_code, place, post_office, valid_from)
SELECT h.id, 'residence', (%(streets)s::text[])[1 + a %% 8], (1 + a / 8 %% 80)::text, '', '22-499',
       (%(places)s::text[])[1 + a / 640 %% 5], '', date '2024-01-02'
  FROM clients_household h, LATERAL (SELECT hashint8(h.id) & 2147483647 AS a) AS r
 WHERE h.id >= 1000000
"""
_CASES = """
INSERT INTO cases_case
    (id, znak, jrwa, number, year, kind_id, household_id, applicant_id, district_id, handler_id,
     status, opened_on, due_on, closed_on, version)
SELECT 1000000 + n, 'GOPS.' || b.jrwa || '.' || number || '.' || year, b.jrwa, number, year, b.id,
       h.id, h.id, h.district_id, u.id, 'closed', day, day + 30, day + 25, 1
  FROM generate_series(0, %(cases)s - 1) n
  CROSS JOIN LATERAL (SELECT 2026 - n %% 5 AS year, 1 + n / 5 AS number,
                             make_date(2026 - n %% 5, 1 + n / 5 %% 12, 1) AS day) AS d
  JOIN clients_household h
    ON h.id = 1000000 + %(household)s * (n %% (%(persons)s / %(household)s))
  JOIN core_user u ON u.id = (
      SELECT coalesce(min(w.id) FILTER (WHERE w.district_id = h.district_id), min(w.id))
        FROM core_user w WHERE w.role = 'social_worker')
  JOIN core_benefitkind b ON b.code = 'zasilek_celowy'
"""
_WORDS = """
INSERT INTO clients_personwords (person_id, sort_key, words)
    SELECT person_id, sort_key, words FROM clients_words_now WHERE person_id >= 1000000
"""
_DECISIONS = """
INSERT INTO benefits_decision
    (case_id, calculation_id, result, status, discretion_reason, findings, immediate,
     immediate_reason, version, prepared_by_id, prepared_on, checked_by_id, checked_on,
     returned_why, number, issued_on, signed_by_id, authorization_id, facts, answer, letter_html,
     letter_template, check_code, pdf, pdf_sha256)
SELECT c.id, 0, 'grant', 'final', '', '', false, '', 1, c.handler_id, c.opened_on, m.id,
       c.opened_on, '', c.znak || '/1', c.opened_on, m.id, 0, '{}', '{}', '-', '',
       c.id::text, '', ''
  FROM cases_case c JOIN core_user m ON m.username = 'kierownik' WHERE c.id >= 1000000
"""
