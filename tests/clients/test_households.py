"""Membership, addresses, accounts and facts through their services."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from clients.models import AddressKind, Household, MemberRole
from clients.queries import (
    address_on,
    bank_account_on,
    certificates_on,
    household_history,
    incomes_on,
    members_on,
)
from clients.services import (
    address_set,
    bank_account_set,
    certificate_record,
    certificate_withdraw,
    household_create,
    household_head_set,
    income_record,
    income_withdraw,
    membership_add,
    membership_end,
)
from core.errors import DomainError, StaleState
from core.models import User
from tests.factories.clients import make_household, make_nrb, make_person
from tests.factories.core import make_district

PLACE = {"house": "7", "postal_code": "22499", "place": "Brzezinka"}


@pytest.fixture
def family(office: object) -> Household:
    return make_household(
        make_person("Łucja", "Żak"),
        make_person("Zosia", "Żak", born=date(2018, 3, 1)),
        (make_person("Jan", "Żak", born=date(1979, 1, 1), sex="M"), MemberRole.SPOUSE),
        make_person("Adaś", "Żak", born=date(2012, 3, 1), sex="M"),
    )


def test_members_stand_in_order(family: Household, today: date) -> None:
    names = [membership.person.first_name for membership in members_on(family, today)]

    assert names == ["Łucja", "Jan", "Adaś", "Zosia"]


def test_both_ends_of_a_membership_belong_to_it(
    worker: User, family: Household, today: date
) -> None:
    leaving = family.memberships.get(person__first_name="Jan")
    membership_end(actor=worker, today=today, membership=leaving, last_day=date(2026, 11, 10))

    assert leaving in members_on(family, date(2026, 11, 10))
    assert leaving not in members_on(family, date(2026, 11, 11))


def test_ending_twice_is_told(worker: User, family: Household, today: date) -> None:
    leaving = family.memberships.get(person__first_name="Jan")
    membership_end(actor=worker, today=today, membership=leaving, last_day=today)
    with pytest.raises(StaleState):
        membership_end(actor=worker, today=today, membership=leaving, last_day=today)


@pytest.mark.parametrize(
    ("role", "start", "end"),
    [
        ("head", date(2026, 11, 1), None),
        ("other", date(2026, 11, 1), date(2026, 10, 1)),
        ("other", date(1970, 1, 1), None),
    ],
)
def test_a_membership_that_cannot_be_is_refused(
    worker: User, family: Household, today: date, role: str, start: date, end: date | None
) -> None:
    with pytest.raises(DomainError):
        membership_add(
            actor=worker,
            today=today,
            household=family,
            person=make_person("Ewa", "Nowa"),
            role=role,
            valid_from=start,
            valid_to=end,
        )


def test_who_belongs_elsewhere_is_named_with_the_place(
    worker: User, family: Household, today: date
) -> None:
    other = make_household(make_person("Ewa", "Nowa"))
    with pytest.raises(DomainError) as error:
        membership_add(
            actor=worker,
            today=today,
            household=family,
            person=other.memberships.get().person,
            role="other",
            valid_from=today,
        )

    assert "Nowa Ewa" in str(error.value.message) and "01.01.2024" in str(error.value.message)


def test_a_head_opens_one_household(worker: User, family: Household, today: date) -> None:
    with pytest.raises(DomainError):
        household_create(
            actor=worker,
            today=today,
            head=family.memberships.get(role="head").person,
            district=make_district(),
            valid_from=today,
        )
    assert Household.objects.count() == 1


def test_a_new_head_renames_the_file(worker: User, family: Household, today: date) -> None:
    husband = family.memberships.get(person__first_name="Jan")
    household = household_head_set(actor=worker, today=today, household=family, membership=husband)

    assert household.name == "Żak Jan"
    roles = {m.person.first_name: m.role for m in members_on(household, today)}
    before = {m.person.first_name: m.role for m in members_on(household, date(2026, 11, 23))}
    assert (roles["Jan"], roles["Łucja"]) == ("head", "spouse")
    assert (before["Jan"], before["Łucja"]) == ("spouse", "head")
    with pytest.raises(StaleState):
        household_head_set(actor=worker, today=today, household=family, membership=husband)


def test_a_new_address_ends_the_one_before(worker: User, family: Household, today: date) -> None:
    person = family.memberships.get(role="head").person
    before = address_on(person, today)
    address_set(
        actor=worker,
        today=today,
        person=person,
        kind=AddressKind.RESIDENCE,
        valid_from=date(2026, 11, 10),
        **PLACE,
    )

    assert address_on(person, date(2026, 11, 9)) == before
    now = address_on(person, date(2026, 11, 10))
    assert now is not None and str(now) == "Brzezinka 7, 22-499 Brzezinka"


def test_an_address_in_the_past_ends_before_the_next(
    worker: User, family: Household, today: date
) -> None:
    person = family.memberships.get(role="head").person
    for start, house in (
        (date(2026, 11, 10), "2"),
        (date(2026, 5, 1), "1"),
        (date(2026, 5, 1), "3"),
    ):
        address_set(
            actor=worker,
            today=today,
            person=person,
            kind="residence",
            valid_from=start,
            **{**PLACE, "house": house},
        )
    houses = [address_on(person, day) for day in (date(2026, 6, 1), date(2026, 12, 1))]

    assert [address.house for address in houses if address] == ["3", "2"]
    assert person.addresses.count() == 3


def test_letters_fall_back_to_the_residence(worker: User, family: Household, today: date) -> None:
    person = family.memberships.get(role="head").person
    assert address_on(person, today, AddressKind.CORRESPONDENCE) == address_on(person, today)
    letters = address_set(
        actor=worker, today=today, person=person, kind="correspondence", valid_from=today, **PLACE
    )

    assert address_on(person, today, AddressKind.CORRESPONDENCE) == letters
    assert address_on(person, today) != letters


def test_who_has_no_address_lives_with_the_head(family: Household, today: date) -> None:
    child = family.memberships.get(person__first_name="Zosia").person
    head = family.memberships.get(role="head").person

    assert address_on(child, today) == address_on(head, today) is not None
    assert address_on(child, date(2023, 1, 1)) is None


@pytest.mark.parametrize(
    "wrong", [{"postal_code": "2249"}, {"house": ""}, {"place": " "}, {"kind": "moon"}]
)
def test_an_address_with_a_hole_is_refused(
    worker: User, family: Household, today: date, wrong: dict
) -> None:
    person = family.memberships.get(role="head").person
    with pytest.raises(DomainError):
        address_set(
            actor=worker,
            today=today,
            person=person,
            valid_from=today,
            **{"kind": "residence", **PLACE, **wrong},
        )


def test_an_account_is_replaced_and_taken_away(
    worker: User, family: Household, today: date
) -> None:
    person = family.memberships.get(role="head").person
    nrb = make_nrb()
    account = bank_account_set(
        actor=worker, today=today, person=person, nrb=f"PL{nrb}", valid_from=date(2026, 11, 10)
    )
    assert account is not None and account.nrb == nrb and account.bank_name
    with pytest.raises(DomainError):  # it starts on that day: nothing to end
        bank_account_set(
            actor=worker, today=today, person=person, nrb="", valid_from=date(2026, 11, 10)
        )
    bank_account_set(actor=worker, today=today, person=person, nrb="", valid_from=today)

    assert bank_account_on(person, date(2026, 11, 23)) == account
    assert bank_account_on(person, today) is None


def test_a_wrong_account_is_refused(worker: User, family: Household, today: date) -> None:
    person = family.memberships.get(role="head").person
    nrb = make_nrb()
    swapped = nrb[:10] + str((int(nrb[10]) + 1) % 10) + nrb[11:]
    with pytest.raises(DomainError):
        bank_account_set(actor=worker, today=today, person=person, nrb=swapped, valid_from=today)


def test_incomes_of_a_month_without_withdrawn_ones(worker: User, family: Household) -> None:
    person = family.memberships.get(role="head").person

    def record(amount: str, first: date, last: date | None) -> int:
        income = income_record(
            actor=worker,
            person=person,
            kind="wage",
            amount=Decimal(amount),
            valid_from=first,
            valid_to=last,
        )
        return income.pk

    september = record("1.00", date(2026, 9, 1), date(2026, 9, 30))
    october = record("2.00", date(2026, 10, 1), date(2026, 10, 31))
    lasting = record("3.00", date(2026, 9, 15), None)
    wrong = record("4.00", date(2026, 10, 1), date(2026, 10, 31))
    [income] = [i for i in incomes_on([person.pk], date(2026, 10, 9)) if i.pk == wrong]
    income_withdraw(actor=worker, income=income, why="inna osoba")

    def found(month: date) -> list[int]:
        return sorted(income.pk for income in incomes_on([person.pk], month))

    assert found(date(2026, 9, 30)) == [september, lasting]
    assert found(date(2026, 10, 9)) == [october, lasting]
    assert found(date(2026, 8, 1)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "lottery"},
        {"amount": Decimal("-0.01")},
        {"amount": Decimal("1.005")},
        {"valid_to": date(2026, 9, 1)},
        {"gross": Decimal(100), "tax": Decimal(101)},
        {"lost_on": date(2026, 9, 30)},
    ],
)
def test_an_income_that_cannot_be_is_refused(worker: User, family: Household, wrong: dict) -> None:
    fields = {"kind": "wage", "amount": Decimal(100), "valid_from": date(2026, 10, 1), **wrong}
    with pytest.raises(DomainError):
        income_record(actor=worker, person=family.memberships.get(role="head").person, **fields)


def test_certificates_of_a_day(worker: User, family: Household, today: date) -> None:
    person = family.memberships.get(role="head").person
    certificate = certificate_record(
        actor=worker,
        person=person,
        degree="moderate",
        valid_from=date(2025, 5, 1),
        valid_to=today,
    )
    assert certificates_on([person.pk], today) == [certificate]
    certificate_withdraw(actor=worker, certificate=certificate, why="dotyczy męża")
    assert certificates_on([person.pk], today) == []
    with pytest.raises(DomainError):
        certificate_record(
            actor=worker,
            person=person,
            degree="moderate",
            valid_from=today,
            valid_to=date(2026, 1, 1),
        )


def test_strangers_change_nothing(worker: User, accountant: User, today: date) -> None:
    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    membership = foreign.memberships.get()
    for actor in (worker, accountant):
        with pytest.raises(PermissionDenied):
            membership_end(actor=actor, today=today, membership=membership, last_day=today)
        with pytest.raises(PermissionDenied):
            income_record(
                actor=actor,
                person=membership.person,
                kind="wage",
                amount=Decimal(1),
                valid_from=today,
            )
        with pytest.raises(PermissionDenied):
            bank_account_set(
                actor=actor,
                today=today,
                person=membership.person,
                nrb=make_nrb(),
                valid_from=today,
            )


def test_the_history_says_what_became_what(worker: User, family: Household, today: date) -> None:
    leaving = family.memberships.get(person__first_name="Jan")
    membership_end(actor=worker, today=today, membership=leaving, last_day=date(2026, 11, 10))
    change = household_history(family, [leaving.person_id])[0]

    assert (change.who, change.before["valid_to"], change.after["valid_to"]) == (
        str(worker),
        None,
        date(2026, 11, 10),
    )


def test_members_move_through_pages(
    page: Client, worker: User, family: Household, clock: None
) -> None:
    page.force_login(worker)
    loose = make_person("Ewa", "Luźna")
    add = reverse("clients:member_add", args=[family.pk, loose.pk])
    assert page.get(add).status_code == 200
    assert page.post(add, {"role": "other", "valid_from": "1.11.2026"}).status_code == 302
    membership = family.memberships.get(person=loose)
    head = reverse("clients:member_head", args=[membership.pk])
    assert page.post(head, {"from_day": ""}).status_code == 422
    assert page.post(head, {"from_day": "1.11.2026"}).status_code == 302
    end = reverse("clients:member_end", args=[membership.pk])
    assert page.post(end, {"last_day": "1.10.2026"}).status_code == 422
    assert page.post(end, {"last_day": "20.11.2026"}).status_code == 302
    membership.refresh_from_db()

    assert (membership.role, membership.valid_to) == ("head", date(2026, 11, 20))


def test_entries_are_withdrawn_through_pages_by_those_who_see_them(
    page: Client, worker: User, clerk: User, family: Household, clock: None
) -> None:
    foreign = make_household(make_person("Jan", "Obcy"), district=make_district("Rejon 2"))
    facts = []
    for household in (family, foreign):
        facts.append(
            income_record(
                actor=clerk,
                person=household.memberships.get(role="head").person,
                kind="wage",
                amount=Decimal(1),
                valid_from=date(2026, 10, 1),
            )
        )
    own, other = (reverse("clients:fact_withdraw", args=["income", fact.pk]) for fact in facts)
    page.force_login(worker)

    assert page.get(other).status_code == page.post(other, {"why": "x"}).status_code == 404
    assert page.post(own, {"why": ""}).status_code == 422
    assert page.post(own, {"why": "pomyłka"}).status_code == 302
    assert page.post(own, {"why": "drugi raz"}).status_code == 422
    facts[0].refresh_from_db()
    assert facts[0].withdrawn_why == "pomyłka"
