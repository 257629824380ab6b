"""A record with one row of every kind that points to a person: for merges."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from clients.kinds import KINDS
from clients.models import (
    AlimonyTitle,
    Consent,
    Contact,
    Death,
    Document,
    FormerName,
    Household,
    Person,
    Relationship,
    Representation,
)
from core.audit import writing
from core.dictionaries import system_user
from core.models import User
from tests.factories.benefits import make_issued
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.payments import make_lists

SINCE = date(2026, 1, 1)
FACTS: dict[str, dict[str, Any]] = {
    "income": {"kind": "wage", "amount": Decimal("3210.55"), "valid_to": date(2026, 1, 31)},
    "one-off-income": {"kind": "inheritance", "amount": Decimal(6000), "valid_to": SINCE},
    "farm": {"ha_przeliczeniowe": Decimal("1.2345"), "krus": Decimal("50.10")},
    "alimony-paid": {"amount": Decimal(700), "for_whom": "Jan Lis"},
    "alimony-title": {"amount": Decimal(800), "debtor_name": "Jan Lis"},
    "certificate": {"degree": "severe", "number": "12/2026"},
    "education": {"level": "primary", "school": "SP 3"},
    "employment-office": {"status": "unemployed", "office": "PUP"},
    "health-insurance": {"title": "family", "payer": "mąż"},
    "residence-title": {"kind": "permanent", "number": "X1"},
}


def make_full_record(
    benefit: str = "zasilek_okresowy", *, needed: bool = True, **fields: Any
) -> Person:
    """A person with a household, a granted benefit on a list, and every other kind of row.

    When not `needed`, nobody else's record points to this one.
    """
    person = make_person(**fields)
    household = make_household(person, since=SINCE)
    make_issued(benefit, household=household)
    make_lists()
    by = system_user()
    with writing(by):
        for kind in KINDS:
            if kind.of == "person":
                kind.model._default_manager.create(
                    person=person, valid_from=SINCE, recorded_by=by, **FACTS[kind.code]
                )
        for build in _OTHERS + (_NEEDED if needed else ()):
            build(person, household, by)
    return person


def _names(person: Person, _household: Household, _by: User) -> None:
    FormerName.objects.create(person=person, first_name="Ewa", last_name="Dawna")


def _contacts(person: Person, _household: Household, _by: User) -> None:
    Contact.objects.create(person=person, kind="phone", value="600 100 200", valid_from=SINCE)


def _consents(person: Person, _household: Household, by: User) -> None:
    Consent.objects.create(person=person, kind="image", given_on=SINCE, recorded_by=by)


def _papers(person: Person, household: Household, by: User) -> None:
    Document.objects.create(
        household=household, person=person, title="Dowód", file="x.pdf", size=1, uploaded_by=by
    )


def _represented(person: Person, _household: Household, _by: User) -> None:
    Representation.objects.create(person=person, name="Adwokat", kind="proxy", valid_from=SINCE)


def _represents(person: Person, _household: Household, _by: User) -> None:
    Representation.objects.create(
        person=make_person(), representative=person, kind="proxy", valid_from=SINCE
    )


def _relatives(person: Person, _household: Household, _by: User) -> None:
    for child in (make_person(born=date(2015, 5, 5)), make_person(born=date(2016, 5, 5))):
        Relationship.objects.create(person=person, other=child, kind="parent")
    parent = make_person(born=date(1950, 5, 5))
    Relationship.objects.create(person=parent, other=person, kind="parent")
    sibling = make_person()
    Relationship.objects.create(person=person, other=sibling, kind="sibling")


def _debts(person: Person, _household: Household, by: User) -> None:
    AlimonyTitle.objects.create(
        person=make_person(), debtor=person, amount=1, valid_from=SINCE, recorded_by=by
    )


def _deaths(person: Person, _household: Household, by: User) -> None:
    Death.objects.create(
        person=person,
        died_on=TODAY,
        source="pomyłka",
        recorded_by=by,
        withdrawn_by=by,
        withdrawn_at="2026-11-24T12:00:00+01:00",
        withdrawn_why="inna osoba",
    )


_OTHERS: tuple[Callable[[Person, Household, User], None], ...] = (
    _names, _contacts, _consents, _papers, _represented, _relatives, _deaths,
)  # fmt: skip
_NEEDED = (_represents, _debts)
