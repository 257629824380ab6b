"""Every tracked table: whoever writes and however, the history tells who, before and after."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Max

from benefits.imports.states import ImportKind
from benefits.models import Decision
from cases.models import Case
from clients.models import Household, Person
from core.audit import writing
from core.history import Concerns, Row, changed_rows, changes, event_models
from core.models import User
from payments.models import Entitlement
from tests.factories.core import TODAY
from tests.factories.crowd import copied
from tests.factories.imports import HOME_HEADS, csv_file, person_rows, persons_file, take_in
from tests.factories.merging import bare, merge, separate
from tests.factories.tracked import Rows, make_tracked
from tests.factories.twins import make_full_record

pytestmark = pytest.mark.usefixtures("clock")
NOBODY = Concerns()
REASON = "dowód"
LONG_AGO = date(1990, 1, 1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)

OFFICE = {
    "core.District", "core.User", "core.StandIn", "core.Centre", "core.CentreAccount",
    "core.BenefitKind",
}  # fmt: skip
"""The office itself, set up before there is anybody who acts: written without an actor, too."""

STAYS = {
    "core.Destruction",
    "clients.Document", "clients.HouseholdNote", "clients.Income", "clients.Certificate",
    "clients.OneOffIncome", "clients.Farm", "clients.AlimonyPaid", "clients.AlimonyTitle",
    "clients.Education", "clients.EmploymentOffice", "clients.HealthInsurance",
    "clients.ResidenceTitle", "clients.Dwelling", "clients.DwellingCost", "clients.Merge",
    "cases.Case", "payments.Entitlement", "payments.PaymentList", "reports.PersonCopy",
}  # fmt: skip
"""Tables of which the database lets go no row, except with a file that is destroyed."""

ALONE = {"core.Centre"}
"""Tables that hold one row and take no second one."""


def another_case(row: Any) -> int:
    """A case like that of the row, without what a case has once."""
    found = fresh(Case.objects.get(pk=row.case_id))
    found.save(force_insert=True)
    return int(found.pk)


def another_decision(row: Any) -> int:
    """A decision without what a decision has once."""
    return int(Decision.objects.exclude(pk=row.decision_id).earliest("pk").pk)


NEW: dict[str, Callable[[Any], dict[str, Any]]] = {
    "core.Destruction": lambda row: {"object_id": row.object_id + 1},
    "core.CentreAccount": lambda row: {"is_default": False},
    "clients.Person": lambda row: {"pesel": None, "pesel_absence": "unknown"},
    "clients.OneOffIncome": lambda row: {"valid_to": LONG_AGO},
    "clients.Death": lambda row: {
        "withdrawn_at": NOON, "withdrawn_by_id": row.recorded_by_id, "withdrawn_why": "pomyłka"
    },
    "clients.RestrictionReader": lambda row: {
        "user_id": User.objects.exclude(pk=row.user_id).earliest("pk").pk
    },
    "clients.Merge": lambda row: {"undone_by_id": row.merged_by_id, "undone_at": NOON},
    "clients.LikelyPair": lambda row: {
        "first_id": Person.objects.earliest("pk").pk, "second_id": Person.objects.latest("pk").pk
    },
    "cases.Case": lambda row: {"number": 9_000 + Case.objects.count()},
    "cases.Application": lambda row: {"case_id": another_case(row), "submission_key": uuid4()},
    "cases.Term": lambda row: {"done_on": TODAY},
    "cases.Interview": lambda row: {"case_id": another_case(row)},
    "payments.DeathStop": lambda row: {
        "entitlement_id": Entitlement.objects.exclude(pk=row.entitlement_id).earliest("pk").pk
    },
    "benefits.ImportProfile": lambda row: {"name": "inny"},
    "benefits.Decision": lambda row: {"case_id": another_case(row)},
    "benefits.Delivery": lambda row: {"decision_id": another_decision(row)},
    "benefits.Appeal": lambda row: {"decision_id": another_decision(row)},
}  # fmt: skip
"""What makes another row of a table, beside the columns that `fresh` knows how to change."""


@pytest.fixture
def rows(staff: dict[str, User], worker: User, manager: User) -> Rows:
    return make_tracked(worker, manager)


@contextmanager
def nothing_stays() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def fresh(row: models.Model) -> Any:
    """A row like this one that no constraint refuses: of long ago, with other numbers."""
    made = copied(row)
    for field in row._meta.concrete_fields:
        name = field.attname
        if name == "valid_from":
            setattr(made, name, LONG_AGO)
        elif name == "valid_to":
            setattr(made, name, LONG_AGO + timedelta(days=9))
        elif field.unique and not field.primary_key:
            setattr(made, name, None if field.null else changed(field, getattr(row, name)))
    for name, value in NEW.get(row._meta.label, lambda row: {})(row).items():
        setattr(made, name, value)
    return made


def changed(field: Any, old: Any) -> Any:
    """Another value of a column; None where there is no simple one."""
    if field.choices:
        return next((value for value, _label in field.flatchoices if value not in (old, "")), None)
    if isinstance(field, models.BooleanField):
        return not old
    if isinstance(field, models.DateTimeField):
        return (old or NOON) + timedelta(hours=1)
    if isinstance(field, models.DateField):
        return (old or TODAY) + timedelta(days=1)
    if isinstance(field, models.DecimalField):
        return (old or Decimal(0)) + 1
    if isinstance(field, models.JSONField):
        return {"inne": 1}
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=old)
        return others.values_list("pk", flat=True).first()
    if isinstance(field, models.IntegerField):
        return (old or 0) + 1
    if isinstance(field, models.CharField | models.TextField):
        return "x" if old != "x" else "y"
    return None


def by_update(row: models.Model, column: str, value: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{column: value})


def by_bulk_update(row: models.Model, column: str, value: Any) -> None:
    setattr(row, column, value)
    type(row)._default_manager.bulk_update([row], [column])


def by_raw_sql(row: models.Model, column: str, value: Any) -> None:
    field = row._meta.get_field(column)
    name = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {name(row._meta.db_table)} SET {name(field.column)} = %s WHERE id = %s",
            [field.get_db_prep_save(value, connection), row.pk],
        )


WAYS = (by_update, by_bulk_update, by_raw_sql)


def remove(row: models.Model) -> None:
    """As anybody may who has a connection; keys of other tables are looked at later."""
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(row._meta.db_table)
        cursor.execute(f"DELETE FROM {table} WHERE id = %s", [row.pk])


def told(actor: User, row: models.Model) -> list[Row]:
    """What the page of changes says that `actor` did to this row for this reason."""
    theirs = changes(person=actor, start=None, end=None, about=NOBODY, shut=NOBODY)
    found = changed_rows(list(theirs.filter(metadata__reason=REASON)), NOBODY, NOBODY, last=50)
    return [
        one
        for rows_of_it, _count in found.values()
        for one in rows_of_it
        if one.model is type(row) and one.object_id == row.pk
    ]


def test_a_new_row_is_told(rows: Rows, clerk: User) -> None:
    wrong = []
    for model, row in rows.items():
        if model._meta.label in ALONE:
            continue
        try:
            with nothing_stays(), writing(clerk, REASON):
                (made,) = model._default_manager.bulk_create([fresh(row)])
                found = [(one.label, one.before, one.after["id"]) for one in told(clerk, made)]
                if ("insert", {}, made.pk) not in found:
                    wrong.append((model._meta.label, found))
        except DatabaseError as error:
            wrong.append((model._meta.label, str(error).splitlines()[0]))
    assert wrong == []


def may_change(row: Any, actor: User) -> tuple[str, Any]:
    """A column that the database lets change, and another value."""
    tracked = {field.name for field in row.pgh_event_model._meta.fields}
    for field in sorted(row._meta.concrete_fields, key=lambda f: isinstance(f, models.ForeignKey)):
        value = None if field.primary_key else changed(field, getattr(row, field.attname))
        if value is None or field.name not in tracked:
            continue
        try:
            with nothing_stays(), writing(actor):
                by_update(row, field.attname, value)
        except DatabaseError:
            continue
        return field.attname, value
    raise AssertionError(f"nothing of {row._meta.label} may change")


def test_a_change_is_told_with_its_values(rows: Rows, clerk: User) -> None:
    wrong = []
    for model, row in rows.items():
        column, value = may_change(row, clerk)
        for way in WAYS:
            with nothing_stays(), writing(clerk, REASON):
                old = model._default_manager.values_list(column, flat=True).get(pk=row.pk)
                way(model._default_manager.get(pk=row.pk), column, value)
                new = model._default_manager.values_list(column, flat=True).get(pk=row.pk)
                said = [
                    (one.label, one.before.get(column), one.after[column])
                    for one in told(clerk, row)
                ]
                if new == old or len(said) != 1 or said[0][1] == said[0][2]:
                    wrong.append((model._meta.label, column, way.__name__, old, new, said))
    assert wrong == []


def test_a_removal_is_told_with_what_was_there(rows: Rows, clerk: User) -> None:
    wrong, stays = [], set()
    for model, row in rows.items():
        try:
            with nothing_stays(), writing(clerk, REASON):
                remove(row)
                said = [(one.label, one.before.get("id"), one.after) for one in told(clerk, row)]
                if said != [("delete", row.pk, {})]:
                    wrong.append((model._meta.label, said))
        except DatabaseError:
            stays.add(model._meta.label)
    assert wrong == []
    assert stays == STAYS


def without_actor(write: Callable[[], Any]) -> str:
    """How the database refuses this write of nobody; "" when it does not."""
    try:
        with nothing_stays():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('gops.actor', '', true)")
            write()
    except DatabaseError as error:
        return str(error)
    return ""


def test_nobody_writes_without_an_actor(rows: Rows, clerk: User) -> None:
    let = []
    for model, row in rows.items():
        if model._meta.label in OFFICE:
            continue
        many = model._default_manager
        with nothing_stays(), writing(clerk):
            column, value = may_change(row, clerk)
            made = fresh(row)
            writes = {
                "save": partial(made.save, force_insert=True),
                "bulk_create": partial(many.bulk_create, [made]),
                "delete": partial(many.filter(pk=row.pk)._raw_delete, "default"),
                "DELETE": partial(remove, row),
                **{way.__name__: partial(way, row, column, value) for way in WAYS},
            }
            said = {name: without_actor(write) for name, write in writes.items()}
        for name, refusal in said.items():
            stays = name.lower() == "delete" and model._meta.label in STAYS and refusal
            if not stays and "without an actor" not in refusal:
                let.append((model._meta.label, name, refusal))
    assert let == []


def test_the_office_is_told_without_an_actor_too(rows: Rows, clerk: User) -> None:
    """Those tables keep their history whoever wrote; nobody stands for the set-up."""
    for model, row in rows.items():
        if model._meta.label in OFFICE:
            column, value = may_change(row, clerk)
            with nothing_stays():
                before = row.pgh_event_model.objects.count()
                assert without_actor(partial(by_update, row, column, value)) == ""
                by_update(row, column, value)
                assert row.pgh_event_model.objects.count() == before + 1


def marks() -> dict[Any, int]:
    """The last row of each history table."""
    return {
        event: event.objects.aggregate(last=Max("pgh_id"))["last"] or 0 for event in event_models()
    }


def actors_since(before: dict[Any, int]) -> dict[str, set[int | None]]:
    """Who wrote what stands in the history since then, by table."""
    found = {}
    for event, last in before.items():
        rows = event.objects.filter(pgh_id__gt=last)
        if who := set(rows.values_list("pgh_context__metadata__actor", flat=True)):
            found[event.pgh_tracked_model._meta.label] = who
    return found


def test_an_import_writes_as_who_confirmed_it(staff: dict[str, User], manager: User) -> None:
    people = person_rows(30)
    homes = [
        [f"R{n}", row[0], "głowa rodziny", "01.03.2024", "12", "22-499", "Lipowa Dolina"]
        for n, row in enumerate(people)
    ]
    before = marks()
    take_in(manager, persons_file(people))
    take_in(manager, csv_file(HOME_HEADS, homes), ImportKind.HOUSEHOLDS)
    found = actors_since(before)
    assert {"clients.Person", "clients.Household", "clients.Membership"} <= set(found)
    assert set().union(*found.values()) == {manager.pk}
    assert Person.objects.count() == Household.objects.count() == len(people)


def test_a_merge_and_its_undoing_write_as_who_did_it(
    staff: dict[str, User], manager: User, accountant: User
) -> None:
    kept, dropped = bare(), make_full_record(last_name="Druga")
    before = marks()
    done = merge(manager, kept, dropped, TODAY, fields={"pesel": "dropped"})
    merged = actors_since(before)
    assert {"clients.Merge", "clients.Person", "clients.Income", "payments.Entitlement"} <= set(
        merged
    )
    assert set().union(*merged.values()) == {manager.pk}

    before = marks()
    separate(manager, done, TODAY)
    assert set(actors_since(before)) >= {"clients.Merge", "clients.Person", "clients.Income"}
    assert set().union(*actors_since(before).values()) == {manager.pk}
