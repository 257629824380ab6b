"""Personal data and money carry an actor: the database refuses a row without one."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

ROOMS = ("clients", "cases", "payments", "benefits", "programmes", "reports")
#: Tables of these rooms that hold neither personal data nor money, and why.
WITHOUT: dict[str, str] = {}


def guarded_models() -> list[type[models.Model]]:
    """Every table of the rooms that keep people, cases and money, without the history tables."""
    return [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not hasattr(model, "pgh_event_model_name")
        and not hasattr(model, "pgh_tracked_model")
        and model._meta.managed
        and model._meta.label not in WITHOUT
    ]


def test_there_are_guarded_tables():
    assert len(guarded_models()) > 20


@pytest.mark.django_db
@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_an_insert_without_an_actor_is_refused(model: type[models.Model]):
    table = connection.ops.quote_name(model._meta.db_table)
    with (
        pytest.raises(DatabaseError, match="without an actor"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO {table} DEFAULT VALUES")


@pytest.mark.django_db
@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_a_copy_without_an_actor_is_refused(model: type[models.Model]):
    table = connection.ops.quote_name(model._meta.db_table)
    key = connection.ops.quote_name(model._meta.pk.column)
    with (
        pytest.raises(Exception, match="without an actor"),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({key}) FROM STDIN") as copy,
    ):
        copy.write("1\n")


@pytest.mark.django_db
@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_the_trigger_sees_change_and_deletion_too(model: type[models.Model]):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype::int FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND tgname LIKE 'pgtrigger_require_actor%%' AND tgenabled = 'O'",
            [model._meta.db_table],
        )
        kinds = [kind for (kind,) in cursor.fetchall()]
    row, before, insert, delete, update = 1, 2, 4, 8, 16
    assert kinds == [row | before | insert | delete | update]
