"""A copy of the demo, read whole: nobody of it can be found, and the application works on it."""

import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from psycopg import sql

from cases.models import Case
from clients.models import Household, Person
from core.polish import fold
from gops.demo.history import Size, make_history
from payments.models import LedgerEntry, PaymentList
from tests.database import database_url

TODAY = date(2026, 11, 24)
SMALLEST = Size(households=12, months=2)
PASSWORD = "lipowa-dolina"
# Places and offices of the gmina itself, which stay: they are of no person.
OF_THE_OFFICE = ("clients_place", "core_centre", "core_district", "core_benefitkind", "auth_")
WORDS = """
    SELECT first_name FROM clients_person UNION SELECT last_name FROM clients_person
    UNION SELECT family_name FROM clients_person UNION SELECT last_name FROM clients_formername
    UNION SELECT street FROM clients_address UNION SELECT place FROM clients_address
    UNION SELECT last_name FROM core_user WHERE username <> 'system'
    UNION SELECT first_name FROM core_user WHERE username <> 'system'
"""
WHOLE = """
    SELECT pesel FROM clients_person WHERE pesel IS NOT NULL
    UNION SELECT nrb FROM clients_bankaccount WHERE nrb <> ''
    UNION SELECT nrb FROM core_centreaccount
    UNION SELECT phone FROM clients_person WHERE phone <> ''
    UNION SELECT value FROM clients_contact UNION SELECT text FROM clients_householdnote
    UNION SELECT answers->>'conclusion' FROM cases_interview
    UNION SELECT answers->'situation'->>'housing' FROM cases_interview
    UNION SELECT text FROM cases_note
    UNION SELECT sha256 FROM clients_document UNION SELECT check_code FROM benefits_decision
"""


def _server(name: str) -> str:
    given = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        **{
            key.lower().replace("name", "dbname"): str(given[key])
            for key in ("HOST", "PORT", "USER", "PASSWORD")
            if given[key]
        },
        dbname=name,
    )


@pytest.fixture
def empty(transactional_db: None) -> Iterator[str]:
    """A new database beside that of the test, as an address; gone afterwards."""
    name = f"{connection.settings_dict['NAME']}_copy"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(_server("postgres"), autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield database_url(name)
        server.execute(drop)


@pytest.fixture
def demo(transactional_db: None) -> None:
    """The demo, written for good so that another connection reads it."""
    make_history(size=SMALLEST, seed=5, today=TODAY)


def _copy(into: str, files: Path, **options: str) -> str:
    out = StringIO()
    call_command("anonymised_copy", into=into, files=str(files), stdout=out, **options)
    return out.getvalue()


def _rows(into: str, query: str) -> list[Any]:
    with psycopg.connect(into) as database:
        return [row[0] for row in database.execute(query)]


def _all_text(into: str) -> dict[str, str]:
    """Everything in the copy as text, by table."""
    names = _rows(into, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    kept = [name for name in names if not name.startswith(OF_THE_OFFICE)]
    with psycopg.connect(into) as database:
        whole = sql.SQL("SELECT string_agg(t::text, ' ') FROM {} AS t")
        found = {
            name: database.execute(whole.format(sql.Identifier(name))).fetchone() for name in kept
        }
    return {name: row[0] or "" for name, row in found.items() if row}


def test_nobody_is_found_in_the_copy_and_its_pages_work(
    demo: None, empty: str, tmp_path: Path, clock: None, client: Client
) -> None:
    """No name, PESEL, account, phone, note or address of the original; the same sums and sizes."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS)
        names = {fold(word) for (text,) in cursor for word in re.findall(r"[^\W\d_]{4,}", text)}
        cursor.execute(WHOLE)
        values = {text for (text,) in cursor if text and len(text) > 3}
    sizes = {model: model.objects.count() for model in (Person, Household, Case, LedgerEntry)}
    totals = sorted(PaymentList.objects.values_list("number", "total"))
    assert len(names) > 20
    assert len(values) > 60

    said = _copy(empty, tmp_path, password=PASSWORD)

    assert "szkolenie" in said
    for table, text in _all_text(empty).items():
        told = {fold(word) for word in re.findall(r"[^\W\d_]{4,}", text)}
        assert not told & names, (table, told & names)
        left = {value for value in values if value in text}
        assert not left, (table, left)
    logins = _rows(empty, "SELECT username FROM core_user WHERE username !~ '^szkolenie[0-9]+$'")
    assert logins == ["system"]
    assert (tmp_path / "samples/copy.pdf").exists()

    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = f"{live}_copy"
    try:
        assert {model: model.objects.count() for model in sizes} == sizes
        assert sorted(PaymentList.objects.values_list("number", "total")) == totals
        manager = _rows(empty, "SELECT username FROM core_user WHERE role = 'manager'")[0]
        assert client.login(username=manager, password=PASSWORD)
        home, case = Household.objects.order_by("id")[0], Case.objects.order_by("id")[0]
        for page in (
            reverse("core:desk"),
            reverse("clients:list"),
            reverse("clients:household", args=[home.pk]),
            reverse("cases:list"),
            reverse("cases:case", args=[case.pk]),
            reverse("benefits:decisions"),
            reverse("payments:lists"),
            reverse("payments:reconcile"),
            reverse("reports:dashboard"),
        ):
            assert client.get(page).status_code == 200, page
        head = Person.objects.order_by("id")[0]
        assert (
            head.last_name
            in client.get(reverse("core:search"), {"q": head.last_name}).content.decode()
        )
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live


def test_the_live_database_is_never_written(transactional_db: None, tmp_path: Path) -> None:
    """Whatever the address looks like."""
    with pytest.raises(CommandError, match="live database"):
        _copy(database_url(), tmp_path)


def test_a_database_with_people_is_left_alone(
    empty: str, tmp_path: Path, transactional_db: None
) -> None:
    """A second copy does not fall on the first."""
    with psycopg.connect(empty) as database:
        database.execute("CREATE TABLE clients_person (id int)")
        database.execute("CREATE TABLE core_user (id int)")
        database.execute("INSERT INTO clients_person VALUES (1), (2)")
    with pytest.raises(CommandError, match="has people in it"):
        _copy(empty, tmp_path)


def test_a_database_that_is_not_there_is_named(transactional_db: None, tmp_path: Path) -> None:
    """With what the server says."""
    with pytest.raises(CommandError, match="cannot be reached"):
        _copy("postgres://nobody@127.0.0.1:1/none", tmp_path)
