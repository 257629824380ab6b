"""What the database itself refuses: rows without an actor, overlaps, edited facts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import psycopg
import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models.functions import Now

from clients.models import Address, BankAccount, Income, Membership, Person
from clients.services import certificate_record, income_record, income_withdraw
from core.audit import writing
from core.errors import StaleState
from core.models import User
from tests.factories.clients import make_household, make_nrb, make_person

COLUMNS = (
    "first_name, second_name, last_name, family_name, pesel_absence, identity_document,"
    " birth_date, sex, citizenship, marital_status, phone, email, sort_key, search_text, version"
)
ROW = ("Jan", "", "Lis", "", "unknown", "", "1980-01-01", "M", "PL", "", "", "", "lis", "lis", 1)


def _by_orm() -> None:
    Person.objects.create(
        first_name="Jan", last_name="Lis", birth_date=date(1980, 1, 1), pesel_absence="unknown"
    )


def _by_bulk() -> None:
    Person.objects.bulk_create(
        [
            Person(
                first_name="Jan",
                last_name="Lis",
                birth_date=date(1980, 1, 1),
                pesel_absence="unknown",
            )
        ]
    )


def _by_sql() -> None:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(ROW))
        cursor.execute(f"INSERT INTO clients_person ({COLUMNS}) VALUES ({marks})", ROW)


def _by_copy() -> None:
    with connection.cursor() as cursor:
        raw = cursor.cursor
        with raw.copy(f"COPY clients_person ({COLUMNS}) FROM STDIN") as copy:
            copy.write_row(ROW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [_by_orm, _by_bulk, _by_sql, _by_copy])
def test_a_row_without_an_actor_is_refused(write: Callable[[], None]) -> None:
    with pytest.raises((DatabaseError, psycopg.DatabaseError), match="without an actor"):
        write()

    assert not Person.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [_by_orm, _by_bulk, _by_sql, _by_copy])
def test_the_same_row_with_an_actor_is_taken(write: Callable[[], None], worker: User) -> None:
    with writing(worker):
        write()

    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_actor_ends_with_the_transaction(worker: User) -> None:
    with writing(worker):
        _by_orm()
    with pytest.raises(DatabaseError, match="without an actor"):
        Person.objects.update(first_name="Piotr")


def _overlapping_membership(person: Person) -> None:
    other = make_household()
    Membership.objects.create(
        household=other, person=person, role="other", valid_from=date(2025, 1, 1)
    )


def _overlapping_address(person: Person) -> None:
    Address.objects.create(
        person=person, house="9", postal_code="22-499", place="X", valid_from=date(2025, 1, 1)
    )


def _overlapping_account(person: Person) -> None:
    BankAccount.objects.create(person=person, nrb=make_nrb(), valid_from=date(2025, 1, 1))


@pytest.mark.parametrize(
    "write", [_overlapping_membership, _overlapping_address, _overlapping_account]
)
def test_periods_of_one_person_do_not_overlap(
    worker: User, write: Callable[[Person], None]
) -> None:
    person = make_person()
    make_household(person)

    with pytest.raises(IntegrityError), writing(worker):
        write(person)


def test_shared_custody_may_be_in_two_households(worker: User) -> None:
    child = make_person("Zosia", born=date(2018, 3, 1))
    make_household(make_person(), child)
    other = make_household(make_person())
    with writing(worker):
        Membership.objects.create(
            household=other,
            person=child,
            role="child",
            valid_from=date(2025, 1, 1),
            shared_custody=True,
        )

    assert child.memberships.count() == 2


@pytest.fixture
def income(worker: User) -> Income:
    person = make_person()
    make_household(person)
    return income_record(
        actor=worker,
        person=person,
        kind="wage",
        amount=Decimal("1000.00"),
        valid_from=date(2026, 10, 1),
        valid_to=date(2026, 10, 31),
    )


@pytest.mark.parametrize(
    "change",
    [
        {"amount": Decimal("1.00")},
        {"kind": "contract"},
        {"valid_to": None},
        {"source": "inne"},
        {"recorded_at": Now()},
    ],
)
def test_a_fact_is_written_once(worker: User, income: Income, change: dict) -> None:
    with pytest.raises(IntegrityError, match="frozen"), writing(worker):
        Income.objects.filter(pk=income.pk).update(**change)


def test_a_fact_is_not_deleted(worker: User, income: Income) -> None:
    with pytest.raises(IntegrityError, match="frozen"), writing(worker):
        income.delete()


def test_withdrawal_is_written_once(worker: User, income: Income) -> None:
    income_withdraw(actor=worker, income=income, why="pomyłka w kwocie")
    with pytest.raises(StaleState):
        income_withdraw(actor=worker, income=income, why="drugi raz")
    with pytest.raises(IntegrityError, match="frozen"), writing(worker):
        Income.objects.filter(pk=income.pk).update(withdrawn_why="inaczej")

    assert Income.objects.get().withdrawn_why == "pomyłka w kwocie"


def test_times_of_a_fact_are_of_the_database(worker: User) -> None:
    person = make_person()
    make_household(person)
    with time_machine.travel("2020-02-02T12:00:00Z"):
        certificate = certificate_record(
            actor=worker, person=person, degree="moderate", valid_from=date(2020, 1, 1)
        )
        with writing(worker), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE clients_certificate SET withdrawn_at = '2001-01-01', withdrawn_by_id = %s,"
                " withdrawn_why = 'x' WHERE id = %s",
                [worker.pk, certificate.pk],
            )
    certificate.refresh_from_db()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() - interval '5 minutes'")
        lately = cursor.fetchone()[0]

    assert certificate.recorded_at > lately
    assert certificate.withdrawn_at is not None and certificate.withdrawn_at > lately


@pytest.mark.parametrize(
    "fields",
    [
        {"pesel": None, "pesel_absence": ""},
        {"pesel": "8005121234", "pesel_absence": ""},
        {"death_date": date(1979, 1, 1)},
    ],
)
def test_a_person_as_nobody_can_be_is_refused(worker: User, fields: dict) -> None:
    person = make_person()
    with pytest.raises(IntegrityError), writing(worker), transaction.atomic():
        Person.objects.filter(pk=person.pk).update(**fields)


def test_every_change_is_in_the_history_with_its_actor(worker: User) -> None:
    person = make_person()
    with writing(worker, "poprawka"):
        Person.objects.filter(pk=person.pk).update(phone="600 000 000")
    event = Person.pgh_event_model.objects.filter(pgh_obj_id=person.pk).latest("pgh_id")

    assert event.phone == "600 000 000"
    assert event.pgh_context.metadata["actor"] == worker.pk
    assert event.pgh_context.metadata["reason"] == "poprawka"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "born",
    [date(1900, 1, 1), date(1999, 12, 31), date(2000, 1, 1), date(2000, 12, 31), date(2001, 1, 1)],
)
@pytest.mark.parametrize("sex", ["F", "M"])
def test_a_pesel_agrees_with_its_own_day_and_no_other(worker: User, born: date, sex: str) -> None:
    person = make_person("Jan", "Ćwik", born=born, sex=sex)
    assert person.pesel
    for other in ({"birth_date": born.replace(year=born.year + 100)}, {"sex": "FM"[sex == "F"]}):
        with pytest.raises(IntegrityError, match="PESEL"), writing(worker):
            Person.objects.filter(pk=person.pk).update(**other)
