"""Two records of one human being made one, and separated again."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from clients.models import (
    Income,
    Merge,
    Person,
    Relationship,
)
from clients.queries.merge_rows import STAYS, links
from clients.services import (
    person_create,
)
from clients.services.merge_plan import merge_plan
from core.audit import writing
from core.dictionaries import system_user
from core.errors import DomainError
from core.models import User
from core.permissions import Role
from tests.factories.clients import make_person
from tests.factories.core import make_user
from tests.factories.merging import BORN, WHY, bare, merge, separate
from tests.factories.twins import SINCE, make_full_record

#: Every column that points to a person, and what merging was thought through for. Whoever adds
#: one: does it change hands (a frozen column needs `unless=follows_merge(…)` and `OfTheLiving`),
#: which constraints name it, and what is asked when rows of both stand in each other's way?
#: Then add a row to tests/factories/twins.py and the line here.
KNOWN = {
    "benefits.DecisionItem.person",
    "cases.Case.applicant",
    "clients.Address.person",
    "clients.AlimonyPaid.person",
    "clients.AlimonyTitle.debtor",
    "clients.AlimonyTitle.person",
    "clients.BankAccount.person",
    "clients.Certificate.person",
    "clients.Consent.person",
    "clients.Contact.person",
    "clients.Death.person",
    "clients.Document.person",
    "clients.Education.person",
    "clients.EmploymentOffice.person",
    "clients.Farm.person",
    "clients.FormerName.person",
    "clients.HealthInsurance.person",
    "clients.Income.person",
    "clients.Membership.person",
    "clients.OneOffIncome.person",
    "clients.Person.merged_into",
    "clients.Relationship.other",
    "clients.Relationship.person",
    "clients.Representation.person",
    "clients.Representation.representative",
    "clients.ResidenceTitle.person",
    "payments.Entitlement.person",
}
KNOWN_CONSTRAINTS = {
    "never_twice_the_same_benefit",
    "one_bank_account_a_day",
    "one_correspondence_address_a_day",
    "one_dies_once",
    "one_employment_status_a_day",
    "one_entitlement_a_decision_item",
    "one_household_a_day",
    "one_last_registered_address_a_day",
    "one_membership_of_a_household_a_day",
    "one_registered_address_a_day",
    "one_residence_address_a_day",
    "one_spouse_of_a_person_a_day",
    "relationship_written_once",
    # checks that a row of both cannot break, since it forbids the merge (merge_plan._tied)
    "mutual_relationship_written_once",
    "nobody_is_related_to_oneself",
    "nobody_represents_oneself",
    "person_not_merged_into_itself",
}


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, but histories, merges and counters of saved versions."""
    found = {}
    for model in apps.get_models():
        label = model._meta.label
        if hasattr(model, "pgh_tracked_model") or model is Merge or not model._meta.managed:
            continue
        if label.split(".")[0] in ("pghistory", "sessions", "contenttypes", "auth"):
            continue
        rows = list(model._base_manager.order_by("pk").values())
        for row in rows:
            if label in ("clients.Person", "clients.Household"):
                row.pop("version")  # a form opened in between must be found stale
        found[label] = rows
    return found


# --- what is tied to a person ------------------------------------------------------------------


def test_every_column_that_points_to_a_person_was_thought_of() -> None:
    assert {link.label for link in links()} == KNOWN


@pytest.mark.django_db
def test_the_database_knows_no_other_link() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
            " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)"
            " WHERE c.contype = 'f' AND c.confrelid = 'clients_person'::regclass"
        )
        there = set(cursor.fetchall())
    known = {(link.model._meta.db_table, link.field.column) for link in links()}
    for label in STAYS:
        app, model, name = label.split(".")
        field = apps.get_model(app, model)._meta.get_field(name)
        known.add((field.model._meta.db_table, field.column))
    assert there == known


def test_every_constraint_over_such_a_column_was_thought_of() -> None:
    named = set()
    for link in links():
        for constraint in link.model._meta.constraints:
            text = str(constraint.deconstruct())
            if (
                f"'{link.field.name}'" in text
                or f"'{link.field.attname}'" in text
                or (f"({link.field.name})" in text or f"({link.field.attname})" in text)
            ):
                named.add(constraint.name)
        assert not link.field.unique
        assert not link.model._meta.unique_together
    assert named - {"person_pesel_once"} == KNOWN_CONSTRAINTS


@pytest.mark.django_db
def test_everything_tied_to_a_record_changes_hands(manager: User, today: date) -> None:
    dropped = make_full_record(last_name="Nowak-Lis")
    kept = bare(last_name="Lis")
    before = {link.label: [row.pk for row in link.rows(dropped.pk)] for link in links()}
    assert [label for label, ids in before.items() if not ids] == ["clients.Person.merged_into"]

    merge(manager, kept, dropped, today)

    moved = {link.label: [row.pk for row in link.rows(kept.pk)] for link in links()}
    assert moved.pop("clients.Person.merged_into") == [dropped.pk]
    former = set(moved.pop("clients.FormerName.person"))
    assert former > set(before.pop("clients.FormerName.person"))  # the name not taken, too
    ends = [f"clients.Relationship.{end}" for end in ("person", "other")]
    # spouses and siblings are written with the lower id first
    assert sorted(pk for end in ends for pk in moved.pop(end)) == sorted(
        pk for end in ends for pk in before.pop(end)
    )
    before.pop("clients.Person.merged_into")
    assert moved == before
    assert not any(link.rows(dropped.pk).exists() for link in links())


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["kept", "dropped"])
def test_separating_restores_every_table(manager: User, today: date, way: str) -> None:
    """Both records have everything, so that all that can stand in the way does."""
    dropped = make_full_record(last_name="Nowak-Lis", pesel_absence="unknown", born=BORN)
    kept = make_full_record("zasilek_celowy", last_name="Lis", born=BORN, phone="600 100 200")
    with writing(system_user()):
        child = Relationship.objects.filter(person=dropped, kind="parent").first().other
        Relationship.objects.create(person=kept, other=child, kind="parent", note="z aktu")
    plan = merge_plan(kept, dropped, today)
    kinds = {conflict.link.label.removeprefix("clients.") for conflict in plan.conflicts}
    assert kinds == {
        "Address.person", "AlimonyPaid.person", "AlimonyTitle.person", "BankAccount.person",
        "Certificate.person", "Education.person", "EmploymentOffice.person",
        "HealthInsurance.person", "Income.person", "Membership.person", "OneOffIncome.person",
        "Relationship.person", "ResidenceTitle.person",
    }  # fmt: skip
    before = dump()
    chosen = {conflict.key: way for conflict in plan.conflicts}
    done = merge(manager, kept, dropped, today, rows=chosen, fields=dict.fromkeys(plan.fields, way))
    merged = dump()
    changed = {label for label, rows in merged.items() if rows != before[label]}
    assert changed >= {"clients.Person", "cases.Case", "payments.Entitlement"}
    untouched = {"benefits.Decision", "payments.PaymentLine", "payments.LedgerEntry"}
    assert not changed & untouched
    separate(manager, done, today)
    assert dump() == before


# --- what the database allows -------------------------------------------------------------------


FROZEN = [
    ("clients_income", "person_id", "amount", "1"),
    ("clients_alimonytitle", "debtor_id", "amount", "2"),
    ("cases_case", "applicant_id", "znak", "'x'"),
    ("payments_entitlement", "person_id", "amount", "1"),
    ("benefits_decisionitem", "person_id", "amount", "1"),
]


def _sql(text: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def _refused(match: str, text: str, *values: object) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic():
        _sql(text, *values)


@pytest.mark.django_db
@pytest.mark.parametrize(("table", "column", "other", "value"), FROZEN)
def test_a_frozen_row_follows_only_a_merge_of_that_very_pair(
    manager: User, table: str, column: str, other: str, value: str
) -> None:
    dropped, kept, third = make_full_record(), bare(), bare()
    give = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"
    with writing(manager):
        _refused("is frozen", give, kept.pk, dropped.pk)
        Merge.objects.create(kept=kept, dropped=dropped, reason=WHY, merged_by=manager)
        _refused("is frozen", give, third.pk, dropped.pk)
        _refused(
            "is frozen",
            f"UPDATE {table} SET {column} = %s, {other} = {value} WHERE {column} = %s",
            kept.pk,
            dropped.pk,
        )
        _refused("is frozen", f"DELETE FROM {table} WHERE {column} = %s", dropped.pk)
        _sql(give, kept.pk, dropped.pk)
        _sql(give, dropped.pk, kept.pk)


@pytest.mark.django_db(transaction=True)
def test_a_merge_of_another_transaction_frees_nothing(office: object, manager: User) -> None:
    dropped, kept = bare(), bare()
    with writing(manager):
        Income.objects.create(
            person=dropped, kind="wage", amount=1, valid_from=SINCE, recorded_by=manager
        )
        done = Merge.objects.create(kept=kept, dropped=dropped, reason=WHY, merged_by=manager)
    with writing(manager):
        _refused("is frozen", "UPDATE clients_income SET person_id = %s", kept.pk)
        mark = "SELECT written_in FROM clients_merge"
        # nor does writing the merge anew, or making it look as if it was made now
        for text in (
            "UPDATE clients_merge SET reason = 'x'",
            "UPDATE clients_merge SET kept_id = dropped_id, dropped_id = kept_id",
            "UPDATE clients_merge SET written_in = pg_current_xact_id()::text",
            "DELETE FROM clients_merge",
            f"UPDATE clients_merge SET undone_by_id = {manager.pk}",
        ):
            _refused("is frozen", text)
        _sql(mark)
    with writing(manager):
        Merge.objects.filter(pk=done.pk).update(
            undone_by=manager, undone_at="2026-11-24T12:00:00+01:00"
        )
        _sql("UPDATE clients_income SET person_id = %s", kept.pk)
    with writing(manager):
        _refused("is frozen", "UPDATE clients_merge SET undone_at = now()")


@pytest.mark.django_db
def test_nobody_is_merged_away_without_a_merge(manager: User) -> None:
    dropped, kept, third = bare(), bare(), bare()
    away = "UPDATE clients_person SET merged_into_id = %s WHERE id = %s"
    with writing(manager):
        _refused("without a merge", away, kept.pk, dropped.pk)
        Merge.objects.create(kept=kept, dropped=dropped, reason=WHY, merged_by=manager)
        _refused("without a merge", away, third.pk, dropped.pk)
        _refused("without a merge", away, dropped.pk, kept.pk)
        _sql(away, kept.pk, dropped.pk)


@pytest.mark.django_db
def test_nothing_new_is_tied_to_a_record_that_is_merged_away(manager: User, today: date) -> None:
    dropped, kept = bare(), bare()
    merge(manager, kept, dropped, today)
    insert = {
        "clients_contact": "(person_id, kind, value, note, valid_from)"
        " VALUES (%s, 'phone', '1', '', '2026-01-01')",
        "clients_formername": "(person_id, first_name, last_name) VALUES (%s, 'A', 'B')",
    }
    with writing(manager):
        for table, columns in insert.items():
            _refused("is merged into", f"INSERT INTO {table} {columns}", dropped.pk)
            _sql(f"INSERT INTO {table} {columns}", kept.pk)


@pytest.mark.django_db
def test_every_table_of_a_link_guards_it() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgname LIKE 'pgtrigger_of_the_living%%'"
        )
        guards = dict(cursor.fetchall())
    for link in links():
        if link.model is not Person:
            assert f"NEW.{link.field.column}" in guards[link.model._meta.db_table], link.label


@pytest.mark.django_db
def test_a_pesel_is_one_living_persons(manager: User, today: date) -> None:
    kept, dropped = bare(), make_person(born=BORN)
    pesel = dropped.pesel
    done = merge(manager, kept, dropped, today)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.pesel, kept.pesel_absence, dropped.pesel) == (pesel, "", pesel)
    with pytest.raises(DomainError, match=str(kept)):
        person_create(
            actor=make_user(Role.BENEFITS_CLERK),
            today=today,
            first_name="Ola",
            last_name="Inna",
            pesel=pesel,
        )
    separate(manager, done, today)
    kept.refresh_from_db()
    assert (kept.pesel, kept.pesel_absence) == (None, "unknown")
