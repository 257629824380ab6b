"""A death stops what the person is paid, to the grosz, and can be taken back."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from clients.models import Absence, Death, Membership, Person, Relationship, Representation
from clients.services import household_head_set, representation_add
from core.audit import writing
from core.errors import DomainError, StaleState
from core.models import BenefitKind, User
from payments.models import DeathStop, Due, Entitlement, LedgerEntry, StopWay
from payments.queries.reconcile import reconciliation
from payments.services import (
    death_record,
    death_stop_settle,
    death_undo,
    list_cancel,
)
from payments.states import EntitlementStatus, LedgerKind
from tests.factories.clients import make_household, make_person
from tests.factories.core import make_district
from tests.factories.payments import (
    NOVEMBER,
    make_approved_lists,
    make_entitlement,
    make_lists,
)

DIED = date(2026, 11, 20)
SOURCE = "odpis skrócony aktu zgonu"


def _die(actor: User, today: date, person: Person, died_on: date = DIED) -> Death:
    return death_record(actor=actor, today=today, person=person, died_on=died_on, source=SOURCE)


def _sum(entitlement: Entitlement, *kinds: LedgerKind) -> Decimal:
    lines = LedgerEntry.objects.filter(entitlement=entitlement, kind__in=kinds)
    return sum((line.amount for line in lines), Decimal("0.00"))


def _due(entitlement: Entitlement) -> list[tuple[date, Decimal]]:
    dues = Due.objects.filter(entitlement=entitlement, cancelled=False).order_by("month")
    return [(due.month, due.amount) for due in dues]


def test_a_monthly_benefit_ends_with_the_day_of_death(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")

    death = _die(clerk, today, entitlement.person)

    entitlement.refresh_from_db()
    assert (entitlement.status, entitlement.ended_on) == (EntitlementStatus.ENDED, DIED)
    assert _sum(entitlement, LedgerKind.GRANTED) == Decimal("333.33")  # 20 of 30 days
    assert [stop.way for stop in death.stops.all()] == [StopWay.ENDED]
    assert Person.objects.get(pk=entitlement.person_id).death_date == DIED


def test_what_was_paid_beyond_is_booked_as_overpaid(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")
    make_approved_lists()

    _die(clerk, today, entitlement.person)

    assert _sum(entitlement, LedgerKind.OVERPAID) == Decimal("166.67")
    assert _sum(entitlement, LedgerKind.DUE, LedgerKind.DUE_CORRECTION) == Decimal("333.33")


def test_taking_it_back_restores_money_and_files(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")
    make_approved_lists()
    person = entitlement.person
    before = Membership.objects.get(person=person)
    death = _die(clerk, today, person)
    assert Membership.objects.get(pk=before.pk).valid_to == DIED

    death_undo(actor=clerk, today=today, death=death, reason="pomylono osoby o tym nazwisku")

    entitlement.refresh_from_db()
    assert (entitlement.status, entitlement.ended_on) == (EntitlementStatus.ACTIVE, None)
    assert _sum(entitlement, LedgerKind.OVERPAID) == 0
    assert _sum(entitlement, LedgerKind.GRANTED) == Decimal("500.00") * 2  # to December
    assert _sum(entitlement, LedgerKind.DUE, LedgerKind.DUE_CORRECTION) == Decimal("500.00")
    assert Membership.objects.get(pk=before.pk).valid_to is None
    assert Person.objects.get(pk=person.pk).death_date is None
    assert DeathStop.objects.get().way == StopWay.UNDONE
    assert not any(row.unexplained for row in reconciliation(NOVEMBER))
    with pytest.raises(StaleState):
        death_undo(actor=clerk, today=today, death=death, reason="jeszcze raz")


def test_what_was_cancelled_is_due_again(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")
    for one in make_lists():
        list_cancel(actor=clerk, payment_list=one, today=today, why="do poprawy")
    death = _die(clerk, today, entitlement.person, date(2026, 10, 31))
    assert _due(entitlement) == []

    death_undo(actor=clerk, today=today, death=death, reason="pomyłka")

    assert _due(entitlement) == [(NOVEMBER, Decimal("500.00"))]


def test_a_payment_on_an_open_list_is_withheld_and_settled_later(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")
    (one,) = make_lists()

    death = _die(clerk, today, entitlement.person)

    entitlement.refresh_from_db()
    stop = death.stops.get()
    assert entitlement.status == EntitlementStatus.SUSPENDED
    assert stop.way == StopWay.WITHHELD and one.number in stop.why
    with pytest.raises(DomainError):
        death_stop_settle(actor=clerk, today=today, stop=stop)

    list_cancel(actor=clerk, payment_list=one, today=today, why="zgon")
    death_stop_settle(actor=clerk, today=today, stop=stop)

    entitlement.refresh_from_db()
    assert (entitlement.status, entitlement.ended_on) == (EntitlementStatus.ENDED, DIED)


def test_a_single_benefit_not_paid_yet_is_withheld(clerk: User, today: date) -> None:
    entitlement = make_entitlement("zasilek_celowy", amount="300.00")

    death = _die(clerk, today, entitlement.person)

    entitlement.refresh_from_db()
    assert entitlement.status == EntitlementStatus.SUSPENDED
    assert death.stops.get().way == StopWay.WITHHELD


def test_a_single_benefit_paid_before_stays(clerk: User, today: date) -> None:
    entitlement = make_entitlement("zasilek_celowy", amount="300.00")
    make_approved_lists()

    death = _die(clerk, today, entitlement.person)

    assert not death.stops.exists()
    assert _sum(entitlement, LedgerKind.OVERPAID) == 0


def test_another_act_is_withheld_because_the_law_is_not_sure(clerk: User, today: date) -> None:
    entitlement = make_entitlement(amount="500.00")
    BenefitKind.objects.filter(pk=entitlement.kind_id).update(act="swiadczenia_rodzinne")

    death = _die(clerk, today, entitlement.person)

    assert death.stops.get().way == StopWay.WITHHELD


def test_what_begins_after_the_death_is_not_due_at_all(clerk: User, today: date) -> None:
    entitlement = make_entitlement(valid_from=date(2026, 12, 1))

    _die(clerk, today, entitlement.person)

    entitlement.refresh_from_db()
    assert entitlement.ended_on == date(2026, 11, 30)
    assert _sum(entitlement, LedgerKind.GRANTED) == 0


def test_others_of_the_household_are_paid_on(clerk: User, today: date) -> None:
    father = make_person("Jan", "Nowak", sex="M")
    mother = make_person()
    household = make_household(mother, (father, "spouse"))
    entitlement = make_entitlement(person=mother, household=household)

    _die(clerk, today, father)

    entitlement.refresh_from_db()
    assert entitlement.status == EntitlementStatus.ACTIVE


def test_representation_ends_with_a_death(clerk: User, today: date) -> None:
    mother, child = make_person(), make_person("Ola", "Nowak", born=date(2018, 3, 1))
    make_household(mother, child)
    representation_add(
        actor=clerk, today=today, person=child, kind="parent", representative=mother,
        valid_from=date(2018, 3, 1),
    )  # fmt: skip

    _die(clerk, today, mother)

    assert Representation.objects.get().valid_to == DIED


def test_marriage_and_absence_end_with_a_death_and_come_back(clerk: User, today: date) -> None:
    father, mother = make_person("Jan", "Nowak", sex="M"), make_person()
    household = make_household(father, (mother, "spouse"))
    at = household.memberships.get(person=father)
    low, high = sorted((father, mother), key=lambda person: person.pk)
    with writing(clerk):
        away = Absence.objects.create(
            membership=at, reason="hospital", valid_from=date(2026, 11, 1)
        )
        married = Relationship.objects.create(person=low, other=high, kind="spouse")

    death = _die(clerk, today, father)

    for row in (away, married, at):
        row.refresh_from_db()
        assert row.valid_to == DIED
    household_head_set(
        actor=clerk, today=today, household=household,
        membership=household.memberships.get(person=mother),
    )  # fmt: skip

    household.refresh_from_db()
    assert household.name == "Nowak Anna"  # the file follows its head

    death_undo(actor=clerk, today=today, death=death, reason="pomyłka")

    for row in (away, married, at):
        row.refresh_from_db()
        assert row.valid_to is None
    assert at.role == "other"  # the mother is the head now


def test_the_same_death_twice_is_once(clerk: User, today: date) -> None:
    entitlement = make_entitlement()

    first, second = (_die(clerk, today, entitlement.person) for _ in range(2))

    assert first == second
    assert (Death.objects.count(), DeathStop.objects.count()) == (1, 1)
    with pytest.raises(DomainError):
        _die(clerk, today, entitlement.person, date(2026, 11, 21))


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(1980, 5, 11), date(2023, 12, 31)])
def test_impossible_days_are_refused(clerk: User, today: date, day: date) -> None:
    person = make_person()  # born 1980-05-12, in the household since 2024-01-01
    make_household(person)

    with pytest.raises(DomainError) as error:
        _die(clerk, today, person, day)

    assert error.value.field == "died_on"
    assert not Death.objects.exists()


def test_who_may_record_and_take_back(
    worker: User, clerk: User, accountant: User, manager: User, today: date
) -> None:
    entitlement = make_entitlement()
    stranger = make_person("Jan", "Obcy", sex="M")
    make_household(stranger, district=make_district("Rejon 9"))
    for actor, person in ((accountant, entitlement.person), (worker, stranger)):
        with pytest.raises(PermissionDenied):
            _die(actor, today, person)

    death = _die(worker, today, entitlement.person)  # it only stops money

    with pytest.raises(PermissionDenied):
        death_undo(actor=worker, today=today, death=death, reason="pomyłka")
    death_undo(actor=clerk, today=today, death=death, reason="pomyłka")
