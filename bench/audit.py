"""The page of changes over a long history, beside pghistory's own list of events."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from pghistory.models import Events

from bench.database import cases, database_ms, office, people, quietly, run
from bench.harness import Row, row
from cases.models import Case
from clients.models import Household, Membership, Person, Restriction
from core.history import event_models
from core.models import User

PEOPLE, CASES = 20_000, 20_000
TRANSACTIONS = 150_000
RESTRICTED = 50
TIMES = 9
TABLES = ("clients_person", "clients_household", "clients_membership", "cases_case")
TARGET_MS = 100
PAGE = 50
CHANGES = "/audit/changes/"
READERS = {"administrator": "administrator", "manager": "kierownik"}
WRITTEN: Mapping[Any, int] = {Person: 1, Household: 2, Membership: 2, Case: 2}
"""Tables with a history, and of how many transactions one wrote a row there."""


def measure() -> list[Row]:
    """The first page, whole and narrowed, for who sees no restricted file and who keeps them."""
    today = date.today()  # noqa: DTZ011 - the page asks the clock, too
    with office(today):
        count = load(today)
        events = database_ms(_events, 1)
        asked = _asked(today)
        rows = []
        for who, username in READERS.items():
            client = Client()
            client.force_login(User.objects.get(username=username))
            for what, query in asked.items():
                taken = database_ms(lambda client=client, query=query: _get(client, query), TIMES)  # type: ignore[misc]
                name = f"changes among {count} rows of history, {what}, {who}"
                rows.append(_row(name, taken, events))
    return rows


def _asked(today: date) -> dict[str, dict[str, str | int]]:
    home = Household.objects.latest("pk")
    return {
        "newest": {},
        "of one person of the staff": {"person": User.objects.get(username="referent1").pk},
        "of one household": {"household": home.pk},
        "of one day": {"start": str(today), "end": str(today)},
        "a page far back": {"page": 190},
    }


def _row(name: str, taken: float, events: float) -> Row:
    return row(
        name,
        taken,
        "ms in the database",
        beside="django-pghistory: Events, the newest 50",
        beside_value=events,
        target=f"≤ {TARGET_MS} ms",
        met=taken <= TARGET_MS,
    )


def _get(client: Client, query: dict[str, str | int]) -> None:
    answer = client.get(CHANGES, query)
    if answer.status_code != 200 or b"<tbody>" not in answer.content:
        raise RuntimeError(f"{CHANGES} {query} answered {answer.status_code}")


def _events() -> None:
    list(Events.objects.order_by("-pgh_created_at")[:PAGE])


def load(today: date) -> int:
    """People with cases, some of them restricted, and transactions over two years."""
    with quietly(TABLES):
        people(PEOPLE)
        run(
            """
            INSERT INTO clients_membership
                (household_id, person_id, role, valid_from, shared_custody, court_order)
            SELECT h.id, p.id, 'head', date '2026-01-02', false, ''
              FROM clients_person p JOIN clients_household h ON h.sort_key = p.sort_key
            """
        )
        cases(CASES, open_share=20, kind="zasilek_celowy", opened_on=today)
    _restricted(today)
    run(
        """
        CREATE TEMPORARY TABLE written ON COMMIT DROP AS
        SELECT n, gen_random_uuid() AS id, now() - n * interval '7 minutes' AS at
          FROM generate_series(1, %(count)s) n
        """,
        {"count": TRANSACTIONS},
    )
    run(
        """
        INSERT INTO pghistory_context (id, created_at, updated_at, metadata)
        SELECT w.id, w.at, w.at, jsonb_build_object(
                   'actor', u.id, 'name', u.last_name, 'reason', 'person_update', 'request', '')
          FROM written w
          JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM core_user) u
            ON mod(w.n, %(every)s) = u.place
        """,
        {"every": User.objects.count()},
    )
    for model, share in WRITTEN.items():
        _history(model, share)
    run("ANALYZE")
    return sum(event.objects.count() for event in event_models())


def _restricted(today: date) -> None:
    manager = User.objects.get(username=READERS["manager"])
    for home in Household.objects.order_by("-pk")[1 : RESTRICTED + 1]:
        rule = Restriction.objects.create(
            household=home, reason="staff", set_by=manager, valid_from=today
        )
        rule.readers.add(manager)


def _history(model: Any, share: int) -> None:
    """A row of the history of `model` in one transaction of `share`, about its rows in turn."""
    quote = connection.ops.quote_name
    event = model.pgh_event_model
    own = {field.column for field in model._meta.concrete_fields}
    every = model._default_manager.count()
    columns = [f.column for f in event._meta.concrete_fields if f.column in own]
    run(
        f"""
        INSERT INTO {quote(event._meta.db_table)}
            ({", ".join(map(quote, columns))},
             pgh_obj_id, pgh_label, pgh_created_at, pgh_context_id)
        SELECT {", ".join(f"r.{quote(c)}" for c in columns)}, r.id, 'update', w.at, w.id
          FROM written w
          JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS place
                  FROM {quote(model._meta.db_table)}) r ON mod(w.n, {every:d}) = r.place
         WHERE mod(w.n, {share:d}) = 0
         ORDER BY w.n DESC
        """
    )
