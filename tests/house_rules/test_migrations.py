"""Migrations: complete, linear, named by what they mean."""

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = ("core", "clients", "cases", "payments", "benefits", "programmes", "reports")


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys: pytest.CaptureFixture[str]):
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


@pytest.mark.parametrize("app", OURS)
def test_an_app_has_one_line_of_migrations(app: str, loader: MigrationLoader):
    parents: dict[tuple[str, str], int] = {}
    for (owner, _name), migration in loader.disk_migrations.items():
        if owner != app:
            continue
        for parent in migration.dependencies:
            if parent[0] == app:
                parents[parent] = parents.get(parent, 0) + 1
    assert {parent: count for parent, count in parents.items() if count > 1} == {}
    assert len(loader.graph.leaf_nodes(app)) <= 1


def test_no_migration_was_named_by_a_machine(loader: MigrationLoader):
    named = [f"{app}.{name}" for app, name in loader.disk_migrations if app in OURS]
    assert [name for name in named if "_auto_" in name or "merge" in name] == []
