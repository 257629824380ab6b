"""The audit of changes: every way of writing tells actor, before and after; so does the page."""

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise

from clients.models import Household, Person
from core.audit import writing
from core.columns import COLUMN_LABELS
from core.history import Concerns, changed_rows, changes
from core.history_words import SILENT
from core.models import User
from tests.factories.clients import make_household, make_person


def by_update(home: Household) -> None:
    Household.objects.filter(pk=home.pk).update(name="Nowa nazwa")


def by_bulk_update(home: Household) -> None:
    home.name = "Nowa nazwa"
    Household.objects.bulk_update([home], ["name"])


def by_raw_sql(home: Household) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clients_household SET name = 'Nowa nazwa' WHERE id = %s", [home.pk])


@pytest.mark.parametrize("write", [by_update, by_bulk_update, by_raw_sql])
def test_every_way_of_writing_tells_who_and_what(
    write: object, worker: User, auditor: User, page: Client
) -> None:
    home = make_household(make_person("Anna", "Dawna"))
    with writing(worker, "poprawka nazwy"):
        write(home)  # type: ignore[operator]
    none = Concerns()
    found = list(changes(person=worker, start=None, end=None, about=none, shut=none))
    ((row,), count) = changed_rows(found, none, none)[found[0].pk]
    assert (row.before["name"], row.after["name"], count) == ("Dawna Anna", "Nowa nazwa", 1)

    page.force_login(auditor)
    shown = page.get(reverse("core:audit_changes"), {"household": home.pk}).content.decode()
    assert "Dawna Anna" in shown and "Nowa nazwa" in shown and "poprawka nazwy" in shown


def test_numbers_are_masked_and_kept_from_the_administrator(
    auditor: User, administrator: User, page: Client
) -> None:
    person = make_person("Anna", "Tajna")
    pesel = str(Person.objects.get(pk=person.pk).pesel)
    for reader, sees in ((auditor, True), (administrator, False)):
        page.force_login(reader)
        shown = page.get(reverse("core:audit_changes")).content.decode()
        assert pesel not in shown
        assert (f"…{pesel[-4:]}" in shown, "Tajna" in shown) == (sees, sees)


def test_every_column_of_the_history_has_a_name_in_words() -> None:
    """No reader should meet «letter html»: a column is named, in Polish, or left out."""
    unnamed = [
        f"{model.pgh_tracked_model._meta.label}.{column.name}"
        for model in apps.get_models()
        if hasattr(model, "pgh_tracked_model")
        for column in model.pgh_tracked_model._meta.fields
        if column.attname not in SILENT
        and not isinstance(column.verbose_name, Promise)
        and column.name not in COLUMN_LABELS
    ]
    assert unnamed == []
