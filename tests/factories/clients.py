"""People and households for tests, with valid random PESEL and NRB."""

from datetime import date
from itertools import count
from random import Random
from typing import Any

from clients.models import Address, BankAccount, Household, MemberRole, Membership, Person
from core.audit import writing
from core.dictionaries import system_user
from core.identifiers import pesel_birth_date, pesel_sex
from core.models import District
from core.polish import sort_key
from gops.demo.people import invent_nrb, invent_pesel
from tests.factories.core import make_district

RNG = Random(20261124)
SINCE = date(2024, 1, 1)
_number = count(1)


def make_pesel(born: date = date(1980, 5, 12), sex: str = "F") -> str:
    """A PESEL that no other person of this run has."""
    while Person.objects.filter(pesel=(pesel := invent_pesel(RNG, born, sex))).exists():
        pass
    return pesel


def make_nrb() -> str:
    """A valid account number of a real bank."""
    return invent_nrb(RNG)


def make_person(
    first_name: str = "Anna",
    last_name: str = "Nowak",
    born: date | None = None,
    sex: str = "F",
    **fields: Any,
) -> Person:
    """A person; `born` and `sex` make the PESEL unless `pesel` or `pesel_absence` is given."""
    birth_date = born or fields.pop("birth_date", None) or date(1980, 5, 12)
    if not fields.get("pesel_absence"):
        fields.setdefault("pesel", make_pesel(birth_date, sex))
        birth_date, sex = pesel_birth_date(fields["pesel"]), pesel_sex(fields["pesel"])
    person = Person(
        first_name=first_name, last_name=last_name, birth_date=birth_date, sex=sex, **fields
    )
    person.fill_search()
    with writing(system_user()):
        person.save()
    return person


def make_household(
    *members: Person | tuple[Person, MemberRole | str],
    district: District | None = None,
    since: date = SINCE,
    nrb: str | None = None,
    **fields: Any,
) -> Household:
    """A household in Rejon 1 with its address; the first member is its head, others children.

    `nrb` is the head's account: a random one by default, "" for none.
    """
    pairs = [m if isinstance(m, tuple) else (m, "") for m in members or (make_person(),)]
    head = pairs[0][0]
    name = fields.pop("name", str(head))
    with writing(system_user()):
        household = Household.objects.create(
            name=name,
            district=district or make_district(),
            sort_key=sort_key(name),
            created_on=since,
            **fields,
        )
        for place, (person, role) in enumerate(pairs):
            Membership.objects.create(
                household=household,
                person=person,
                role=role or (MemberRole.CHILD if place else MemberRole.HEAD),
                valid_from=max(since, person.birth_date),
            )
        _address(head, since)
        if nrb != "":
            BankAccount.objects.create(person=head, nrb=nrb or make_nrb(), valid_from=since)
    return household


def _address(person: Person, since: date) -> Address:
    return Address.objects.create(
        person=person,
        house=str(next(_number)),
        postal_code="22-499",
        place="Lipowa Dolina",
        valid_from=since,
    )
