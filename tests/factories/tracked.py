"""A row of every table that has a history."""

from typing import Any

from django.db.models import Model

from benefits.imports.models import ImportProfile
from benefits.models import Appeal, Decision, Delivery, LocalResolution
from clients.models import Death
from core.audit import writing
from core.history import event_models
from core.models import Destruction, DestructionList, StandIn, User
from payments.models import DeathStop, Entitlement
from reports.retention.models import ArchivalCategory
from tests.factories.clients import make_household, make_person
from tests.factories.core import TODAY
from tests.factories.crowd import crowd
from tests.factories.family import Family, make_family

Rows = dict[type[Model], Any]


def make_tracked(worker: User, manager: User) -> Rows:
    """The newest row of every tracked table, made by services as far as those of a family go."""
    family = make_family(worker, manager)
    crowd(family, worker, manager, 1)
    with writing(manager):
        _office(worker, manager)
        _around(family, manager)
    tracked = [event.pgh_tracked_model for event in event_models()]
    return {model: model._default_manager.order_by("pk").last() for model in tracked}


def _office(worker: User, manager: User) -> None:
    days: dict[str, Any] = {"valid_from": TODAY, "valid_to": TODAY}
    StandIn.objects.create(absent=worker, stand_in=manager, **days)
    made = DestructionList.objects.create(number="1/2050", made_by=manager, made_on=TODAY)
    Destruction.objects.create(
        kind="case", object_id=1, sign="GOPS.1", title="sprawa", first_day=TODAY, last_day=TODAY,
        category="B5", due_on=TODAY, rule="5 lat", certainty="known", proposed_on=TODAY,
    )  # fmt: skip
    assert made.pk
    ArchivalCategory.objects.create(
        jrwa="9999", category="B5", valid_from=TODAY, source="wykaz akt", entered_by=manager
    )
    LocalResolution.objects.create(
        parameter="gmina.test", value={"zl": "10"}, number="I/1/2026", valid_from=TODAY
    )
    ImportProfile.objects.create(name="stary", kind="persons", system="stary")


def _around(family: Family, manager: User) -> None:
    decision = Decision.objects.get(pk=family.decision.pk)
    Delivery.objects.create(decision=decision, way="in_person", received_on=TODAY)
    Appeal.objects.create(
        decision=decision, channel="office", received_on=TODAY, summary="za mało", in_time=True,
        rule="w terminie", forward_until=TODAY, recorded_by=manager,
    )  # fmt: skip
    dead = make_person("Zmarła", "Osoba")
    make_household(dead)
    death = Death.objects.create(
        person=dead, died_on=TODAY, source="akt zgonu", recorded_by=manager
    )
    entitlement = Entitlement.objects.earliest("pk")
    DeathStop.objects.create(death=death, entitlement=entitlement, way="ended", before="running")
