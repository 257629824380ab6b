"""What is kept about a person besides the record: rows of the person page, and single ones."""

from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, Q, QuerySet

from clients.models import (
    Certificate,
    Consent,
    Contact,
    Death,
    FormerName,
    Membership,
    Person,
    Place,
    Representation,
    ResidenceTitle,
    SearchWords,
)
from clients.queries.access import persons_visible_to, valid_on
from clients.queries.search import search_condition
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


def consents_of(person: Person) -> list[Consent]:
    """Clauses and consents, newest first."""
    return list(person.consents.order_by("-given_on", "-id"))


def representations_of(person: Person) -> list[Representation]:
    """Who acts for the person and for whom the person acts, newest first (one query)."""
    return list(
        Representation.objects.filter(Q(person=person) | Q(representative=person))
        .select_related("person", "representative")
        .order_by("-valid_from", "-id")
    )


def residence_titles_on(person: Person, day: date) -> list[ResidenceTitle]:
    """Titles of a foreigner to stay that hold on `day`."""
    titles = ResidenceTitle.objects.filter(valid_on(day), person=person, withdrawn_at__isnull=True)
    return list(titles.order_by("-valid_from"))


def certificates_ending(person: Person, today: date, until: date) -> list[Certificate]:
    """Certificates that hold today and end by `until`, and are not followed by another."""
    later = Certificate.objects.filter(
        person=person, withdrawn_at__isnull=True, valid_from__gt=today
    )
    holds = Certificate.objects.filter(valid_on(today), person=person, withdrawn_at__isnull=True)
    return list(holds.filter(~Exists(later), valid_to__lte=until).order_by("valid_to"))


def death_of(person: Person) -> Death | None:
    """The record of the death that stands."""
    deaths = Death.objects.filter(person=person, withdrawn_at__isnull=True)
    return deaths.select_related("recorded_by").first()


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
    condition = search_condition(text) if text else None
    if condition is not None:
        words = Person.objects.annotate(words=SearchWords("search_text")).filter(condition)
        found = words.filter(pk__in=persons_visible_to(user, today), merged_into__isnull=True)
        fits |= Q(pk__in=list(found.values_list("pk", flat=True)[:CANDIDATES]))
    return (
        persons_visible_to(user, today)
        .filter(fits, death_date__isnull=True, merged_into__isnull=True)
        .exclude(pk=person.pk)
    )


def places_like(text: str) -> list[Place]:
    """Places of TERYT whose name begins with `text`."""
    return list(Place.objects.filter(name__istartswith=text)[:PLACES]) if text else []


def _eighteen(today: date) -> date:
    """The last day of birth of who is of age today."""
    year = today.year - 18
    return (
        today.replace(year=year, day=28)
        if (today.month, today.day) == (2, 29)
        else (today.replace(year=year))
    )
