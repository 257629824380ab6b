"""No setting switches the triggers of the database off.

pgtrigger lets a session name triggers to be skipped; whoever may run SQL may do that, too.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from benefits.models import Decision
from core.audit import writing
from core.dictionaries import system_user
from tests.factories.benefits import make_issued
from tests.factories.clients import make_person

IGNORE_EVERYTHING = """
    SELECT set_config(
        'pgtrigger.ignore',
        (SELECT '{' || string_agg(tgname, ',') || '}' FROM pg_trigger WHERE NOT tgisinternal),
        false)
"""


@pytest.fixture
def ignoring(office: Any) -> Iterator[None]:
    """A session that asks for every trigger to be skipped."""
    with connection.cursor() as cursor:
        cursor.execute(IGNORE_EVERYTHING)
        assert "require_actor" in cursor.fetchone()[0]
        yield
        cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', false)")


@pytest.mark.django_db
def test_no_trigger_asks_whether_it_is_to_be_ignored() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE p.prosrc LIKE '%%should_ignore%%')"
            "  FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
        triggers, asking = cursor.fetchone()
    assert triggers > 90
    assert asking == 0


@pytest.mark.django_db
def test_a_signed_decision_stays_as_it_is(ignoring: None) -> None:
    decision = make_issued()
    with (
        writing(system_user()),
        pytest.raises(DatabaseError, match="is frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE benefits_decision SET letter_html = 'x' WHERE id = %s", [decision.pk]
        )


@pytest.mark.django_db
def test_a_row_needs_its_actor(ignoring: None) -> None:
    person = make_person()
    with (
        pytest.raises(DatabaseError, match="without an actor"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('gops.actor', '', true)")
        cursor.execute("UPDATE clients_person SET phone = phone WHERE id = %s", [person.pk])


@pytest.mark.django_db
def test_history_is_written(ignoring: None) -> None:
    decision = make_issued()
    assert Decision.pgh_event_model.objects.filter(pgh_obj_id=decision.pk).exists()


@pytest.mark.django_db
def test_a_signed_decision_does_not_become_a_draft_again(office: Any) -> None:
    decision = make_issued()
    with (
        writing(system_user()),
        pytest.raises(DatabaseError, match="does not go back to draft"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE benefits_decision SET status = 'draft' WHERE id = %s", [decision.pk])
