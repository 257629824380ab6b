"""Recording a person together with address, account and household: all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from clients.models import AddressKind, Household, HouseholdNote, MemberRole, Person
from clients.queries.access import persons_not_shut
from clients.services.household import household_create
from clients.services.locks import lock_homes
from clients.services.membership import membership_add
from clients.services.person import person_create
from clients.services.residence import address_set, bank_account_set
from core import audit
from core.errors import DomainError
from core.models import District, User
from core.polish import fold, format_date


@dataclass(frozen=True, slots=True)
class Belonging:
    """Where a new person belongs: to `household` in `role`, or (None) to a new one as its head."""

    valid_from: date
    household: Household | None = None
    district: District | None = None
    role: MemberRole | str = MemberRole.HEAD
    shared_custody: bool = False
    court_order: str = ""
    role_reason: str = ""
    """Why the role fits despite the ages."""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is written down about a new person; `address` and `nrb` may be left out."""

    fields: Mapping[str, Any]
    belonging: Belonging
    address: Mapping[str, Any] = field(default_factory=dict)
    nrb: str = ""
    is_another: bool = False
    """True when somebody said that a person with the same name and birth date is another one."""
    another_why: str = ""
    """How that is known; kept as a note of the household."""


@audit.service
def person_register(*, actor: User, today: date, new: NewPerson) -> tuple[Person, Household]:
    """Record a person, their address and account, and their place in a household.

    Raises DomainError as the services it calls, and for a person with the same name and day
    of birth unless `is_another`: so a form sent twice records one person.
    """
    belonging = new.belonging
    if belonging.household:
        lock_homes(belonging.household.pk)
    person = _person(actor, today, new)
    if new.address:
        address_set(
            actor=actor,
            today=today,
            person=person,
            kind=AddressKind.RESIDENCE,
            valid_from=belonging.valid_from,
            **new.address,
        )
    if new.nrb:
        bank_account_set(
            actor=actor, today=today, person=person, nrb=new.nrb, valid_from=belonging.valid_from
        )
    household = _household(actor, today, person, belonging)
    if new.is_another and new.another_why:
        _note_another(actor, household, person, new.another_why)
    return person, household


def _person(actor: User, today: date, new: NewPerson) -> Person:
    name = fold(f"{new.fields['last_name']} {new.fields['first_name']}")
    with connection.cursor() as cursor:  # the second click waits for the first to commit
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [name])
    person = person_create(actor=actor, today=today, **new.fields)
    # whoever may not know that a restricted file exists does not learn it here
    twins = (
        persons_not_shut(actor, today)
        .filter(
            merged_into__isnull=True,
            sort_key=person.sort_key,
            birth_date=person.birth_date,
            sex=person.sex,
        )
        .exclude(pk=person.pk)
    )
    if twins.exists() and not new.is_another:
        raise DomainError(
            _(
                "%(person)s, born on %(day)s, is recorded already. "
                "Open their file, or confirm that this is another person."
            )
            % {"person": person, "day": format_date(person.birth_date)},
            "is_another",
        )
    return person


def _note_another(actor: User, household: Household, person: Person, why: str) -> None:
    """Keep who said that this is another person than those alike, and how they know."""
    text = _("%(person)s is another person than those alike in the system: %(why)s")
    HouseholdNote.objects.create(
        household=household, text=text % {"person": person, "why": why}, author=actor
    )


def _household(actor: User, today: date, person: Person, belonging: Belonging) -> Household:
    if belonging.household:
        membership_add(
            actor=actor,
            today=today,
            household=belonging.household,
            person=person,
            role=belonging.role,
            valid_from=belonging.valid_from,
            shared_custody=belonging.shared_custody,
            court_order=belonging.court_order,
            reason=belonging.role_reason,
        )
        return belonging.household
    if belonging.district is None:
        raise DomainError(_("Choose the district of the new household."), "district")
    return household_create(
        actor=actor,
        today=today,
        head=person,
        district=belonging.district,
        valid_from=belonging.valid_from,
    )
