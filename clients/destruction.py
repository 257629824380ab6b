"""What of clients goes with the file of a household and its people (docs/adr/0016).

The household and the people stay as numbers, so that accounts and the register of cases still
point to somebody of whom nothing is known.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import DateField, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import TruncYear

from clients.models import (
    Absence,
    Address,
    AlimonyPaid,
    AlimonyTitle,
    BankAccount,
    Certificate,
    Consent,
    Contact,
    Death,
    Document,
    Dwelling,
    DwellingCost,
    Education,
    EmploymentOffice,
    Farm,
    FormerName,
    HealthInsurance,
    Household,
    HouseholdGrant,
    HouseholdMove,
    HouseholdNote,
    Income,
    LikelyPair,
    Membership,
    Merge,
    OneOffIncome,
    Person,
    PersonWords,
    PeselAbsence,
    Relationship,
    Representation,
    ResidenceTitle,
    Restriction,
    RestrictionReader,
)
from clients.models.living import NOBODY
from core.destruction import Goes, RoomDestruction, Scope


def _rows(model: type[Model], condition: Callable[[Scope], Q]) -> Callable[[Scope], QuerySet[Any]]:
    return lambda scope: model._default_manager.filter(condition(scope))


def _of_people(*models: type[Model]) -> tuple[Goes, ...]:
    return tuple(
        Goes(model=model, rows=_rows(model, lambda s: Q(person__in=s.people))) for model in models
    )


def _of_household(*models: type[Model]) -> tuple[Goes, ...]:
    return tuple(
        Goes(model=model, rows=_rows(model, lambda s: Q(household__in=s.households)))
        for model in models
    )


def _nobody(scope: Scope) -> dict[str, Any]:
    """A person of whom the year of birth and the sex are left."""
    return {
        **NOBODY,
        **dict.fromkeys(("pesel_differs_why", "marital_status", "sort_key"), ""),
        "pesel": None,
        "pesel_absence": PeselAbsence.UNKNOWN,
        "birth_date": TruncYear("birth_date", output_field=DateField()),
        "death_date": None,
        "citizenship": "",
        "destroyed_on": scope.day,
    }


def proved_by_papers() -> list[Any]:
    """Models of which a row may name a paper: facts, consents, cases and the like."""
    links = Document._meta.related_objects
    return [link.related_model for link in links if link.field.name == "document"]


def _papers(scope: Scope) -> QuerySet[Document]:
    """Papers of the household and its people, less those that prove something of who stays."""
    papers = Document.objects.filter(
        Q(household__in=scope.households) | Q(person__in=scope.people) | Q(pk__in=scope.papers)
    )
    for proved in proved_by_papers():
        if hasattr(proved, "person"):
            staying = proved.objects.filter(document=OuterRef("pk")).exclude(
                person__in=scope.people
            )
            papers = papers.exclude(Exists(staying))
    return papers


DESTRUCTION = RoomDestruction(
    goes=(
        *_of_people(
            Income, OneOffIncome, Farm, AlimonyPaid, AlimonyTitle, Certificate, Education,
            EmploymentOffice, HealthInsurance, ResidenceTitle, Death, Consent, Contact, FormerName,
            BankAccount, Address,
            Representation,
        ),
        Goes(
            model=Relationship,
            rows=_rows(Relationship, lambda s: Q(person__in=s.people) | Q(other__in=s.people)),
        ),
        Goes(
            model=LikelyPair,
            rows=_rows(LikelyPair, lambda s: Q(first__in=s.people) | Q(second__in=s.people)),
        ),
        Goes(
            model=Merge,
            rows=_rows(Merge, lambda s: Q(kept__in=s.people) | Q(dropped__in=s.people)),
        ),
        *_of_household(Dwelling, DwellingCost, HouseholdNote, HouseholdGrant),
        Goes(
            model=Absence,
            rows=_rows(
                Absence,
                lambda s: Q(membership__household__in=s.households)
                | Q(membership__person__in=s.people),
            ),
        ),
        Goes(
            model=Membership,
            rows=_rows(
                Membership, lambda s: Q(household__in=s.households) | Q(person__in=s.people)
            ),
        ),
        Goes(
            model=Document,
            rows=_papers,
            files=("file",),
        ),
        Goes(
            model=HouseholdMove,
            rows=_rows(
                HouseholdMove, lambda s: Q(source__in=s.households) | Q(target__in=s.households)
            ),
        ),
        Goes(
            model=RestrictionReader,
            rows=_rows(RestrictionReader, lambda s: Q(restriction__household__in=s.households)),
        ),
        *_of_household(Restriction),
        Goes(
            model=Household,
            rows=_rows(Household, lambda s: Q(pk__in=s.households)),
            blank=lambda scope: {
                "name": "", "notes": "", "sort_key": "", "destroyed_on": scope.day
            },
        ),
        Goes(model=Person, rows=_rows(Person, lambda s: Q(pk__in=s.people)), blank=_nobody),
        Goes(model=PersonWords, rows=_rows(PersonWords, lambda s: Q(pk__in=s.people))),
    ),
    stays={
        "clients.Place": "the register of places of GUS: no personal data",
        "clients.PlaceLoad": "the register of places of GUS: no personal data",
    },
)  # fmt: skip
