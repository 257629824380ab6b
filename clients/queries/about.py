"""What is kept about a person besides the record: rows of the person page, and single ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet

from clients.models import (
    Address,
    AddressKind,
    Consent,
    Contact,
    FormerName,
    MemberRole,
    Membership,
    Person,
    Place,
    Representation,
)
from clients.queries.access import persons_visible_to, valid_on
from clients.queries.places import places_there
from clients.queries.search import people_found
from core.models import User

Row = TypeVar("Row", bound=Model)
CANDIDATES = 12
PLACES = 12


def former_names_of(person: Person) -> list[FormerName]:
    """Names borne before, the last one first."""
    return list(person.former_names.order_by("-until", "-id"))


def contacts_of(person: Person) -> list[Contact]:
    """Further ways to reach the person, newest first within a kind."""
    return list(person.contacts.order_by("kind", "-valid_from", "-id"))


def contacts_on(people: Iterable[Person], day: date) -> list[Contact]:
    """Further ways to reach these people on `day`, the newest first within a kind (one query)."""
    rows = Contact.objects.filter(valid_on(day), person__in=list(people))
    return list(rows.order_by("kind", "-valid_from", "-id"))


def consents_of(person: Person) -> list[Consent]:
    """Clauses and consents, newest first."""
    return list(person.consents.order_by("-given_on", "-id"))


@dataclass(frozen=True, slots=True)
class Acting:
    """A representation; `opens`: the other one's page may be opened by who asks."""

    row: Representation
    opens: bool


def representations_of(user: User, person: Person, today: date) -> list[Acting]:
    """Who acts for the person and for whom of the visible the person acts, newest first.

    One query, and two more when somebody of the files is among them.
    """
    rows = list(
        Representation.objects.filter(Q(person=person) | Q(representative=person))
        .select_related("person", "representative")
        .order_by("-valid_from", "-id")
    )
    ends = [(row.person_id, row.representative_id) for row in rows]
    others = {pk for pair in ends for pk in pair if pk not in (None, person.pk)}
    seen = {person.pk}
    if others:
        visible = persons_visible_to(user, today).filter(pk__in=[pk for pk in others if pk])
        seen |= set(visible.values_list("pk", flat=True))
    return [
        Acting(row, row.person_id != person.pk or row.representative_id in seen)
        for row in rows
        if row.person_id in seen
    ]


def address_of_home(home: Membership, day: date) -> Address | None:
    """Where the head of the household lives on `day`: its members live there, too.

    After the death of the head it is still where they lived, until another head is chosen.
    """
    heads = Membership.objects.filter(
        valid_on(day) | Q(person__death_date__lte=day),
        household=home.household_id,
        role=MemberRole.HEAD,
    )
    addresses = Address.objects.filter(
        valid_on(day), person__in=heads.values("person"), kind=AddressKind.RESIDENCE
    )
    return addresses.order_by(F("person__death_date").desc(nulls_first=True)).first()


def row_for(user: User, model: type[Row], pk: int, today: date) -> Row | None:
    """A row about a visible person, with that person."""
    rows = model._default_manager.select_related("person")
    return rows.filter(pk=pk, person__in=persons_visible_to(user, today)).first()


def candidates_for(
    user: User, person: Person, today: date, text: str = "", chosen: int | None = None
) -> QuerySet[Person]:
    """Who may represent `person`: visible living grown-ups of their households, and those found.

    `text` adds people whose name, PESEL or former name fits; `chosen` keeps that person.
    """
    near = Membership.objects.filter(
        valid_on(today),
        household__in=person.memberships.filter(valid_on(today)).values("household"),
    )
    fits = Q(pk__in=near.values("person"), birth_date__lte=_eighteen(today)) | Q(pk=chosen)
    if text:
        found = people_found(user, text, today, CANDIDATES)
        fits |= Q(pk__in=[one.person.pk for one in found])
    return (
        persons_visible_to(user, today)
        .filter(fits, death_date__isnull=True, merged_into__isnull=True)
        .exclude(pk=person.pk)
    )


def places_like(text: str) -> list[Place]:
    """Places of TERYT whose name begins with `text`, without those that ended."""
    return list(places_there().filter(name__istartswith=text)[:PLACES]) if text else []


def _eighteen(today: date) -> date:
    """The last day of birth of who is of age today."""
    year = today.year - 18
    return (
        today.replace(year=year, day=28)
        if (today.month, today.day) == (2, 29)
        else (today.replace(year=year))
    )
