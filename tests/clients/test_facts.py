"""Dated facts of every kind: recorded, corrected, ended, withdrawn; two times; what is refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clients.kinds import BY_CODE, KINDS, kind_of
from clients.models import Certificate, Dwelling, EmploymentOffice, Household, Income, Person
from clients.presenters.history import Names, history_rows
from clients.queries import (
    Wanted,
    facts_alike,
    facts_ending,
    facts_of,
    household_history,
    known_on,
)
from clients.services import (
    InTheWay,
    fact_add,
    fact_end,
    fact_record,
    fact_replace,
    fact_withdraw,
    incomes_copy,
)
from clients.words import income_labels
from core.audit import writing
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district

MAY = date(2026, 5, 1)
SAID: dict[str, dict[str, Any]] = {
    "income": {"kind": "wage", "amount": Decimal("3210.55")},
    "one-off-income": {"kind": "inheritance", "amount": Decimal(6000), "valid_to": MAY},
    "farm": {"ha_przeliczeniowe": Decimal("1.2345"), "krus": Decimal("50.10")},
    "alimony-paid": {"amount": Decimal(700), "for_whom": "Jan Lis"},
    "alimony-title": {"amount": Decimal(800), "debtor_name": "Jan Lis", "judged_on": MAY},
    "certificate": {"degree": "severe", "number": "12/2026"},
    "education": {"level": "primary", "school": "SP 3"},
    "employment-office": {"status": "unemployed", "office": "PUP"},
    "health-insurance": {"title": "family", "payer": "mąż"},
    "residence-title": {"kind": "refugee", "number": "X1"},
    "dwelling": {"title": "rent", "usable_area": Decimal("45.50"), "has_gas": True},
    "dwelling-cost": {"kind": "rent", "amount": Decimal("612.40")},
}


@pytest.fixture
def person(office: object) -> Person:
    return make_person()


@pytest.fixture
def household(person: Person) -> Household:
    return make_household(person)


def _owner(code: str, household: Household) -> Person | Household:
    if BY_CODE[code].of == "household":
        return household
    return household.memberships.get(role="head").person


def _record(actor: User, household: Household, code: str, **more: Any) -> Any:
    fields = {"valid_from": MAY, **SAID[code], **more}
    return fact_record(actor=actor, what=code, owner=_owner(code, household), **fields)


def test_the_table_of_kinds_names_columns_that_are() -> None:
    assert set(SAID) == set(BY_CODE)
    for kind in KINDS:
        columns = {field.name for field in kind.model._meta.get_fields()}
        assert {*kind.columns, kind.of} <= columns
        assert {kind.says, *kind.more} <= set(kind.fields)


@pytest.mark.parametrize("code", SAID)
def test_each_kind_is_recorded_read_corrected_and_withdrawn(
    worker: User, household: Household, code: str
) -> None:
    first = _record(worker, household, code, source="zaświadczenie")
    right = fact_replace(actor=worker, fact=first, why="zły dokument", source="oświadczenie")
    first.refresh_from_db()

    assert (first.withdrawn_by, first.withdrawn_why) == (worker, "zły dokument")
    assert (right.replaces_id, right.source, right.recorded_by) == (
        first.pk,
        "oświadczenie",
        worker,
    )
    for name in BY_CODE[code].fields:
        assert getattr(right, name) == getattr(first, name)
    facts = facts_of([household.memberships.get().person], household)
    assert {(type(f), f.pk) for f in facts} == {(type(first), first.pk), (type(first), right.pk)}
    read = next(f for f in facts if f.pk == right.pk)
    for name in (*BY_CODE[code].columns, "recorded_at", "recorded_by"):
        assert getattr(read, name) == getattr(right, name), name
    gone = fact_withdraw(actor=worker, fact=right, why="dotyczy kogoś innego")
    assert gone.withdrawn_at is not None
    with pytest.raises(StaleState):
        fact_withdraw(actor=worker, fact=right, why="drugi raz")


@pytest.mark.parametrize("code", SAID)
def test_the_database_lets_nobody_rewrite_a_fact(
    worker: User, household: Household, code: str
) -> None:
    fact = _record(worker, household, code)
    table = fact._meta.db_table
    for change in ("valid_from = '2020-01-01'", "source = 'inne'", "recorded_by_id = NULL"):
        with (
            pytest.raises((DatabaseError, IntegrityError)),
            writing(worker),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"UPDATE {table} SET {change} WHERE id = {fact.pk}")
    with pytest.raises(DatabaseError), writing(worker), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE id = {fact.pk}")


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("income", {"amount": Decimal(-1)}),
        ("income", {"kind": "lottery"}),
        ("income", {"gross": Decimal(10), "tax": Decimal(11)}),
        ("income", {"valid_to": date(2026, 4, 30)}),
        ("one-off-income", {"amount": Decimal(0)}),
        ("one-off-income", {"valid_to": date(2026, 5, 2)}),
        ("farm", {"ha_przeliczeniowe": Decimal(0)}),
        ("alimony-paid", {"amount": Decimal(0)}),
        ("alimony-title", {"debtor_name": ""}),
        ("certificate", {"degree": "unknown"}),
        ("dwelling", {"usable_area": Decimal(0)}),
        ("dwelling", {"rooms_kitchen_area": Decimal(46)}),
        ("dwelling-cost", {"amount": Decimal(-1)}),
        ("education", {"school": "x" * 161}),
    ],
)
def test_what_a_kind_cannot_say_is_refused(
    worker: User, household: Household, code: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(DomainError):
        _record(worker, household, code, **wrong)
    assert not BY_CODE[code].model._default_manager.exists()


@pytest.mark.parametrize("code", ["employment-office", "dwelling"])
def test_one_at_a_time_names_the_entry_in_the_way(
    worker: User, household: Household, code: str
) -> None:
    first = _record(worker, household, code)
    with pytest.raises(InTheWay) as refused:
        _record(worker, household, code, valid_from=date(2026, 8, 1))
    assert refused.value.fact == first and "01.05.2026" in str(refused.value.message)
    fact_end(actor=worker, fact=first, last_day=date(2026, 7, 31))
    later = _record(worker, household, code, valid_from=date(2026, 8, 1))
    kind = kind_of(later)
    with pytest.raises(IntegrityError), writing(worker):  # the database knows it too
        kind.model._default_manager.create(
            **{name: getattr(later, name) for name in (*kind.columns, kind.of)},
            recorded_by=worker,
        )


def test_two_wages_may_be_true_and_are_found(worker: User, household: Household) -> None:
    one = _record(worker, household, "income", valid_to=date(2026, 5, 31))
    other = _record(worker, household, "income", amount=Decimal(5), valid_to=date(2026, 5, 31))
    apart = _record(worker, household, "income", kind="contract", valid_to=date(2026, 5, 31))

    assert facts_alike(other) == [one]
    assert facts_alike(apart) == []


def test_a_correction_sent_twice_is_one_and_changes_something(
    worker: User, household: Household
) -> None:
    wrong = _record(worker, household, "dwelling-cost")
    changes = {"actor": worker, "fact": wrong, "why": "pomyłka", "amount": Decimal(600)}
    assert fact_replace(**changes) == fact_replace(**changes)
    with pytest.raises(StaleState):
        fact_replace(**{**changes, "amount": Decimal(1)})
    other = _record(worker, household, "farm")
    with pytest.raises(DomainError):
        fact_replace(actor=worker, fact=other, why="nic")
    with pytest.raises(DomainError):
        fact_replace(actor=worker, fact=other, why=" ", krus=Decimal(1))
    assert other.__class__.objects.get().withdrawn_at is None


def test_a_fact_ends_once_and_not_before_it_began(worker: User, household: Household) -> None:
    fact = _record(worker, household, "education")
    with pytest.raises(DomainError):
        fact_end(actor=worker, fact=fact, last_day=date(2026, 4, 30))
    ended = fact_end(actor=worker, fact=fact, last_day=date(2026, 6, 30))
    assert (ended.valid_to, ended.replaces_id) == (date(2026, 6, 30), fact.pk)
    with pytest.raises(DomainError):
        fact_end(actor=worker, fact=ended, last_day=date(2026, 7, 1))


def test_the_same_entry_sent_twice_is_one(worker: User, household: Household) -> None:
    sent = {"valid_from": MAY, **SAID["dwelling-cost"]}
    for _twice in range(2):
        fact_add(actor=worker, what="dwelling-cost", owner=household, **sent)
    assert household.dwelling_costs.count() == 1


def test_nobody_writes_about_strangers(worker: User, auditor: User, household: Household) -> None:
    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    for code in ("certificate", "dwelling"):
        fact = _record(worker, household, code)
        with pytest.raises(PermissionDenied):
            _record(worker, foreign, code)
        with pytest.raises(PermissionDenied):
            fact_withdraw(actor=auditor, fact=fact, why="nie wolno")


def test_incomes_are_copied_once_with_what_changed(worker: User, household: Household) -> None:
    last = date(2026, 5, 31)
    gross = {"gross": Decimal(4000), "tax": Decimal("789.45")}
    wage = _record(worker, household, "income", valid_to=last, source="pasek", **gross)
    more = _record(worker, household, "income", kind="contract", valid_to=last)
    amounts = {wage.pk: wage.amount, more.pk: Decimal(10)}
    copied = {"actor": worker, "month": date(2026, 6, 1), "today": date(2026, 7, 1)}
    made = incomes_copy(amounts=amounts, **copied)

    assert [(i.kind, i.amount, i.gross) for i in made] == [
        ("wage", wage.amount, wage.gross),
        ("contract", Decimal(10), None),
    ]
    assert {(i.valid_from, i.valid_to) for i in made} == {(date(2026, 6, 1), date(2026, 6, 30))}
    assert incomes_copy(amounts=amounts, **copied) == []
    with pytest.raises(DomainError):
        incomes_copy(amounts=amounts, **{**copied, "month": date(2026, 8, 1)})


# Two times


def certificate_at(
    worker: User, moment: date, person: Person, withdrawn: date | None = None
) -> Certificate:
    """A certificate recorded (and withdrawn) at noon of a day: the clock is set for the test."""
    noon = datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC)
    gone = withdrawn and datetime(withdrawn.year, withdrawn.month, withdrawn.day, 12, tzinfo=UTC)
    with writing(worker), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gops.clock', 'test', true)")
        return Certificate.objects.create(
            person=person, degree="severe", valid_from=date(2025, 1, 1),
            valid_to=date(2025, 12, 31), recorded_at=noon, recorded_by=worker,
            withdrawn_at=gone, withdrawn_by=worker if gone else None,
        )  # fmt: skip


def test_what_was_known_on_a_day_about_a_day(worker: User, person: Person) -> None:
    true = date(2025, 3, 1)
    fact = certificate_at(worker, date(2025, 4, 10), person, withdrawn=date(2025, 6, 1))

    assert list(known_on(Certificate, true, date(2025, 4, 9))) == []
    assert list(known_on(Certificate, true, date(2025, 4, 10))) == [fact]
    assert list(known_on(Certificate, true, date(2025, 5, 31))) == [fact]
    assert list(known_on(Certificate, true, date(2025, 6, 1))) == []
    assert list(known_on(Certificate, date(2026, 1, 1), date(2025, 5, 1))) == []


def test_recording_and_withdrawing_later_does_not_change_the_past_picture(
    worker: User, household: Household, person: Person
) -> None:
    then, known = date(2025, 3, 1), date(2025, 4, 15)
    fact = certificate_at(worker, date(2025, 4, 10), person)

    def picture() -> list[int]:
        wanted = Wanted(since=then, until=then, known=known)
        return [f.pk for f in facts_of([person], household, wanted)]

    assert picture() == [fact.pk]
    _record(worker, household, "income", valid_from=date(2025, 1, 1))
    assert picture() == [fact.pk]
    fact_withdraw(actor=worker, fact=fact, why="pomyłka")
    assert picture() == [fact.pk]
    assert [f.pk for f in known_on(Certificate, then, known)] == [fact.pk]


DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
ROWS = st.lists(st.tuples(DAYS, st.integers(-5, 200)), max_size=6)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=ROWS, known=DAYS, later=DAYS)
def test_the_past_stays_as_it_was_known(
    worker: User, person: Person, rows: list[tuple[date, int]], known: date, later: date
) -> None:
    """Whatever is recorded and withdrawn when: a picture depends only on what came before it."""
    true = date(2025, 5, 1)
    with transaction.atomic():
        expected = set()
        for recorded, length in rows:
            gone = recorded + timedelta(days=length) if length >= 0 else None
            fact = certificate_at(worker, recorded, person, withdrawn=gone)
            if recorded <= known and (gone is None or gone > known):
                expected.add(fact.pk)
        found = set(
            known_on(Certificate, MAY.replace(year=2025), known).values_list("pk", flat=True)
        )
        assert found == expected
        if later > known:
            certificate_at(worker, later, person)
            assert {fact.pk for fact in known_on(Certificate, true, known)} == expected
        transaction.set_rollback(True)


# What ends


def test_what_ends_is_told_until_it_is_renewed(
    worker: User, household: Household, today: date
) -> None:
    def end_in(days: int, code: str) -> Any:
        return _record(worker, household, code, valid_to=today + timedelta(days=days))

    soon, home = end_in(10, "certificate"), end_in(60, "dwelling")
    end_in(61, "residence-title")
    end_in(-1, "education")
    end_in(5, "income")

    assert [(e.fact, e.household) for e in facts_ending(household, today)] == [
        (soon, household),
        (home, household),
    ]
    _record(worker, household, "certificate", valid_from=soon.valid_to + timedelta(days=1))
    assert [e.fact for e in facts_ending(household, today)] == [home]
    fact_withdraw(actor=worker, fact=home, why="pomyłka")
    assert facts_ending(household, today) == []


def test_reading_costs_the_same_for_one_and_for_many(
    worker: User, household: Household, person: Person, django_assert_max_num_queries: Any
) -> None:
    for code in SAID:
        _record(worker, household, code)
    for month in range(1, 13):
        _record(worker, household, "income", valid_from=date(2025, month, 1))
    with django_assert_max_num_queries(4):
        facts = facts_of([person], household)
        assert len(facts) == len(SAID) + 12
        assert all(str(f.recorded_by) and str(getattr(f, kind_of(f).of)) for f in facts)
    assert {type(f) for f in facts} >= {Income, Dwelling, EmploymentOffice}


def test_the_history_tells_every_kind_with_who_and_why(
    worker: User, household: Household, person: Person
) -> None:
    for code in SAID:
        _record(worker, household, code)
    flat = household.dwellings.get()
    fact_replace(actor=worker, fact=flat, why="zły metraż", usable_area=Decimal(50))
    changes = household_history(household, [person.pk])
    names = Names({person.pk: str(person)}, {}, income_labels(MAY))
    rows = history_rows(changes, names)

    models = [change.model for change in changes]
    assert {kind.model for kind in KINDS} <= set(models)
    assert models.count(Dwelling) == 3
    assert [row.who for row in rows if row.why == "zły metraż"] == [str(worker)]
    assert any("3\u00a0210,55" in row.text for row in rows)
