"""Carrying the rows over: read in one moment, masked on the way, written in one transaction."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

from core.polish import fold
from gops.anonymised.masks import Masks
from gops.anonymised.rules import EMPTY, SAMPLE_NAME, Rule, rule_for, sample

ONE_DATABASE = 20_261_125
"""Key of the lock by which one database is told from another, whatever the addresses say."""
Tell = Callable[[str], None]


class CannotCopy(Exception):
    """Why the copy is not made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table and its mask (None: as it is)."""

    field: "models.Field[Any, Any]"
    rule: Rule | None
    longest: int | None

    @property
    def name(self) -> str:
        """As the database calls it."""
        return str(self.field.column)


def tables() -> Iterator[tuple[type[models.Model], list[Column]]]:
    """Every table that has rows in the copy. Raises CannotCopy for a column nobody decided on."""
    open_questions = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or _source(model) in EMPTY:
            continue
        columns = [_column(model, field) for field in _stored(model)]
        open_questions += [
            f"{_source(model)}.{c.field.name}" for c in columns if c.rule is _undecided
        ]
        yield model, columns
    if open_questions:
        raise CannotCopy(
            "Nobody has decided whether these columns tell who somebody is: "
            + ", ".join(sorted(set(open_questions)))
            + ". Name each in gops/anonymised/rules.py."
        )


def _stored(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _source(model: type[models.Model]) -> str:
    """The model whose rules hold: that of the rows a history is of."""
    return str(getattr(model, "pgh_tracked_model", model)._meta.label)


def _undecided(value: Any, row: Mapping[str, Any], masks: Masks) -> Any:
    raise CannotCopy("a column nobody decided on")


_PLAIN = (
    models.AutoField, models.BooleanField, models.DateField, models.DecimalField,
    models.ForeignKey, models.IntegerField, models.TimeField,
)  # fmt: skip


def _column(model: type[models.Model], field: "models.Field[Any, Any]") -> Column:
    rule = rule_for(_source(model), field.name)
    if rule is None and not (isinstance(field, _PLAIN) or field.choices or _is_history(field)):
        rule = _undecided
    return Column(field, rule, field.max_length)


def _is_history(field: "models.Field[Any, Any]") -> bool:
    return field.name.startswith("pgh_")


def copy(into: str, files: Path, password: str, tell: Tell) -> int:
    """Fill the migrated, empty database `into` with masked rows; returns how many.

    The sample that stands for every document goes into the folder `files`; `password`
    (hashed) becomes that of every account.
    """
    with psycopg.connect(_live()) as live, psycopg.connect(into) as target:
        live.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        masks = Masks(_given_names(live))
        known = list(tables())
        names = [model._meta.db_table for model, _columns in known]
        _empty(target)
        for name in names:
            target.execute(_alter(name, "DISABLE TRIGGER USER"))
        rows = sum(_carry(live, target, model, columns, masks, tell) for model, columns in known)
        target.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in names:
            target.execute(_alter(name, "ENABLE TRIGGER USER"))
        _number_on(target, [model for model, _columns in known])
        _find_again(target)
        target.execute("UPDATE core_user SET password = %s", [password])
        paper = files / SAMPLE_NAME
        paper.parent.mkdir(parents=True, exist_ok=True)
        paper.write_bytes(sample())  # open: the keys of the live files stay where they are
    return rows


def accounts(into: str) -> list[tuple[str, str]]:
    """Names and roles of those who may sign in to the copy."""
    with psycopg.connect(into) as target:
        return target.execute(
            "SELECT username, role FROM core_user WHERE is_active ORDER BY role, username"
        ).fetchall()


def check_target(into: str) -> None:
    """Raise CannotCopy when `into` cannot be reached, is the live database, or has people in it."""
    try:
        with psycopg.connect(_live()) as live, psycopg.connect(into) as target:
            live.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_DATABASE])
            lock = target.execute("SELECT pg_try_advisory_xact_lock(%s)", [ONE_DATABASE])
            if lock.fetchone() == (False,):
                raise CannotCopy("This is the live database. Name another, empty one.")
            there = target.execute("SELECT to_regclass('clients_person') IS NOT NULL").fetchone()
            if there == (True,):
                one = target.execute("SELECT FROM clients_person UNION ALL SELECT FROM core_user")
                if len(one.fetchmany(2)) > 1:
                    raise CannotCopy(
                        "The database has people in it. A copy is made into an empty one: "
                        "create it anew (dropdb, createdb), then start again."
                    )
    except psycopg.OperationalError as error:
        raise CannotCopy(f"The database cannot be reached: {error}") from error


def _live() -> str:
    given = connection.settings_dict
    parts = {
        "host": given["HOST"],
        "port": given["PORT"],
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    return psycopg.conninfo.make_conninfo(**{k: str(v) for k, v in parts.items() if v})


def _given_names(live: psycopg.Connection[Any]) -> frozenset[str]:
    found = live.execute(
        "SELECT first_name FROM clients_person UNION SELECT second_name FROM clients_person "
        "UNION SELECT first_name FROM clients_formername UNION SELECT first_name FROM core_user"
    )
    return frozenset(fold(name) for (name,) in found if name)


def _alter(table: str, what: str) -> sql.Composed:
    return sql.SQL("ALTER TABLE {} " + what).format(sql.Identifier(table))


def _empty(target: psycopg.Connection[Any]) -> None:
    """Rows that migrations made give way to those of the live database."""
    found = target.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
        "AND tablename <> 'django_migrations'"
    ).fetchall()
    target.execute(
        sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(sql.Identifier(n) for (n,) in found))
    )


def _carry(
    live: psycopg.Connection[Any],
    target: psycopg.Connection[Any],
    model: type[models.Model],
    columns: list[Column],
    masks: Masks,
    tell: Tell,
) -> int:
    table = sql.Identifier(model._meta.db_table)
    listed = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    count = 0
    with live.cursor(name="rows") as reading, target.cursor() as writing:
        reading.itersize = 2_000
        reading.execute(sql.SQL("SELECT {} FROM {}").format(listed, table))
        with writing.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(table, listed)) as out:
            for row in reading:
                out.write_row(_masked(row, columns, masks))
                count += 1
    if count:
        tell(f"{model._meta.db_table}: {count}")
    return count


def _masked(row: tuple[Any, ...], columns: list[Column], masks: Masks) -> list[Any]:
    was = {column.field.name: value for column, value in zip(columns, row, strict=True)}
    fresh = []
    for column, value in zip(columns, row, strict=True):
        new = value if column.rule is None else column.rule(value, was, masks)
        if isinstance(new, str) and column.longest:
            new = new[: column.longest]
        if isinstance(column.field, models.JSONField) and new is not None:
            new = Jsonb(new)
        fresh.append(new)
    return fresh


def _number_on(target: psycopg.Connection[Any], known: list[type[models.Model]]) -> None:
    """New rows of the copy get numbers after those that were carried over."""
    for statement in connection.ops.sequence_reset_sql(no_style(), known):
        target.execute(statement)


def _find_again(target: psycopg.Connection[Any]) -> None:
    """The words of search come from the masked rows."""
    target.execute("SELECT set_config('gops.actor', '0', true)")
    target.execute(
        "SELECT clients_keep_words(ARRAY(SELECT id FROM clients_person ORDER BY id), '{}')"
    )
