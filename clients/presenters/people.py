"""A person and an age in words, and how much of a number is shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import ngettext

from clients.models import Absence, Membership, Person
from core.models import User
from core.permissions import Permission, allowed


@dataclass(frozen=True, slots=True)
class Member:
    """A row of the table of members."""

    membership: Membership
    age: str
    away: Absence | None = None

    @property
    def person(self) -> Person:
        """Whose row it is."""
        return self.membership.person


def members_shown(
    memberships: list[Membership], today: date, away: Mapping[int, Absence] | None = None
) -> list[Member]:
    """Members with their ages in words; `away` is who is absent, by id of the membership."""
    absent = away or {}
    return [Member(m, age_words(m.person, today), absent.get(m.pk)) for m in memberships]


def age_on(person: Person, day: date) -> int:
    """Completed years on `day`, or at death."""
    day = min(day, person.death_date or day)
    born = person.birth_date
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_words(person: Person, day: date) -> str:
    """«34 lata»; months under one year are «0 lat»."""
    years = age_on(person, day)
    return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}


def sees_numbers(user: User) -> bool:
    """Whoever works on a case needs PESEL and account whole; others see the last digits."""
    return allowed(user, Permission.CLIENTS_EDIT) or allowed(user, Permission.CASES_EDIT)
