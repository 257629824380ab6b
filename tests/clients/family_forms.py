"""A family, and the forms of clients about it as they are sent: address and fields."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from clients.models import Household, MemberRole, Person
from clients.services import absence_add, fact_record, relationship_add
from clients.services.rows import fingerprint
from core.models import User
from tests.factories.clients import make_household, make_person, make_pesel

TODAY = date(2026, 11, 24)
Data = dict[str, Any]


@dataclass(slots=True)
class World:
    """A couple with two children and an aunt in a household of her own."""

    actor: User
    home: Household
    aunt: Person
    aunts: Household
    names: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        """Somebody by first name."""
        return self.names[name]

    def membership(self, name: str) -> int:
        """The membership of somebody of the household."""
        return self.home.memberships.get(person=self.person(name)).pk


def make_world(worker: User) -> World:
    """The family, married parents, as the worker recorded it."""
    people = {
        "Łucja": make_person("Łucja", "Żak", born=date(1985, 3, 2)),
        "Jan": make_person("Jan", "Żak", born=date(1979, 1, 1), sex="M"),
        "Adam": make_person("Adam", "Żak", born=date(2002, 3, 1), sex="M"),
        "Zosia": make_person("Zosia", "Żak", born=date(2018, 3, 1)),
    }
    mother, father, *children = people.values()
    home = make_household(mother, (father, MemberRole.SPOUSE), *children)
    aunt = make_person("Ewa", "Lis", born=date(1986, 7, 1))
    aunts = make_household(aunt)
    relationship_add(actor=worker, today=TODAY, person=mother, other=father, kind="spouse")
    return World(worker, home, aunt, aunts, people | {"Ewa": aunt})


def url_of(name: str, *args: object) -> str:
    return reverse(f"clients:{name}", args=args)


def new_person_form(w: World, **more: Any) -> tuple[str, Data]:
    typed = {
        "pesel": make_pesel(date(1991, 3, 8)), "first_name": "Ola", "last_name": "Nowa",
        "citizenship": "PL", "place": "Brzezinka", "postal_code": "22-499", "house": "7a",
        "valid_from": "01.11.2026", "district": w.actor.district_id,
    }  # fmt: skip
    return url_of("new"), typed | more


def joining_form(w: World, **more: Any) -> tuple[str, Data]:
    url, typed = new_person_form(w, **more)
    del typed["district"]
    return f"{url}?household={w.home.pk}", typed


def edit_form(w: World, name: str, **more: Any) -> tuple[str, Data]:
    p = w.person(name)
    typed = {
        "version": p.version, "first_name": p.first_name, "last_name": p.last_name,
        "pesel": p.pesel, "birth_date": p.birth_date.strftime("%d.%m.%Y"), "sex": p.sex,
        "citizenship": "PL",
    }  # fmt: skip
    return url_of("person_edit", p.pk), typed | more


def member_form(w: World, person: Person, **more: Any) -> tuple[str, Data]:
    typed = {"role": "other", "valid_from": "01.06.2026"}
    return url_of("member_add", w.home.pk, person.pk), typed | more


def correct_form(w: World, name: str, **more: Any) -> tuple[str, Data]:
    membership = w.home.memberships.get(person=w.person(name))
    typed = {
        "role": membership.role, "valid_from": membership.valid_from.strftime("%d.%m.%Y"),
        "reason": "pomyłka", "seen": "",
    }  # fmt: skip
    return url_of("member_correct", membership.pk), typed | {"seen": fingerprint(membership)} | more


def related_form(w: World, name: str, other: Person, kind: str, **more: Any) -> tuple[str, Data]:
    typed = {"person": w.person(name).pk, "kind": kind, "other": other.pk}
    return url_of("relation_add", w.home.pk), typed | more


def split_form(w: World, **more: Any) -> tuple[str, Data]:
    typed = {"day": "01.11.2026", "district": w.home.district_id, "reason": "wyprowadzka"}
    return url_of("household_split", w.home.pk), typed | more


def fact_form(w: World, what: str, **more: Any) -> tuple[str, Data]:
    return url_of("fact_new", w.home.pk, what), {"person": w.person("Zosia").pk} | more


def twin_form(w: World, **more: Any) -> tuple[str, Data]:
    return new_person_form(w, first_name="Ewa", last_name="Lis", pesel=make_pesel(date(1986, 7, 1)))


def away_form(w: World, **more: Any) -> tuple[str, Data]:
    first = date(2026, 5, 1)
    membership = w.home.memberships.get(person=w.person("Jan"))
    if not membership.absences.exists():
        absence_add(
            actor=w.actor, today=TODAY, membership=membership, reason="prison", valid_from=first
        )
    return url_of("member_away", membership.pk), {"reason": "abroad", "valid_from": "01.09.2026"}


def second_status_form(w: World, **more: Any) -> tuple[str, Data]:
    fact_record(
        actor=w.actor, what="employment-office", owner=w.person("Jan"), status="unemployed",
        valid_from=date(2026, 1, 1),
    )  # fmt: skip
    typed = {"person": w.person("Jan").pk, "status": "seeking", "valid_from": "01.06.2026"}
    return url_of("fact_new", w.home.pk, "employment-office"), typed
