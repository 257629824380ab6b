"""Households of the plan as records: people, membership, address, account."""

from dataclasses import dataclass
from datetime import date

from clients import services
from clients.models import AddressKind, Household, Person
from clients.services.ages import age_on
from core.models import User
from gops.demo.office import Office
from gops.demo.people import POSTAL_CODE, Family, Someone

ADULT = 18
ROLES = {"spouse": "spouse", "child": "child", "parent": "parent", "other": "other"}


@dataclass(frozen=True, slots=True)
class Home:
    """A household and its people in the order of the plan (head first)."""

    household: Household
    people: list[Person]

    @property
    def head(self) -> Person:
        """Who applies."""
        return self.people[0]


def record_family(*, family: Family, office: Office) -> Home:
    """Record the family as a clerk did on the day its file was opened."""
    day = family.opened_on
    clerk, district = office.clerks[0], office.workers[family.district].district
    assert district is not None
    people = [_person(someone, clerk, day) for someone in family.members]
    head = people[0]
    services.address_set(
        actor=clerk,
        today=day,
        person=head,
        kind=AddressKind.RESIDENCE,
        valid_from=day,
        house=family.house,
        postal_code=POSTAL_CODE,
        place=family.village,
        post_office="Lipowa Dolina",
    )
    if family.nrb:
        services.bank_account_set(
            actor=clerk, today=day, person=head, nrb=family.nrb, valid_from=day
        )
    household = services.household_create(
        actor=clerk, today=day, head=head, district=district, valid_from=day
    )
    for someone, person in zip(family.members[1:], people[1:], strict=True):
        services.membership_add(
            actor=clerk,
            today=day,
            household=household,
            person=person,
            role=ROLES[someone.role],
            valid_from=max(day, someone.born),
        )
    return Home(household, people)


def _person(someone: Someone, clerk: User, day: date) -> Person:
    today = max(day, someone.born)  # a child born later was recorded when it was born
    return services.person_create(
        actor=clerk,
        today=today,
        first_name=someone.first_name,
        last_name=someone.last_name,
        pesel=someone.pesel,
        phone=_phone(someone, today),
    )


def _phone(someone: Someone, today: date) -> str:
    """Two of three adults gave one; the numbers are of the range of the demo's contacts."""
    number = int(someone.pesel[:10])
    if age_on(someone.born, today) < ADULT or number % 3 == 0:
        return ""
    return f"600 {number % 90 + 100} {number % 900 + 100}"
