"""Dated facts of a household's dwelling: what it is like and what it costs."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.about import in_order
from clients.models.facts import DbClock, Recorded, ends_soon, written_once
from clients.models.person import DateRange, Household, Same
from core.triggers import RequireActor


class DwellingTitle(models.TextChoices):
    RENT_MUNICIPAL = "rent_municipal", _("rented from the gmina")
    RENT = "rent", _("rented")
    SOCIAL_RENT = "social_rent", _("rented socially (najem socjalny)")
    COOPERATIVE = "cooperative", _("cooperative right")
    OWNED_FLAT = "owned_flat", _("owned flat")
    OWNED_HOUSE = "owned_house", _("owned house")
    NO_TITLE = "no_title", _("without a title, waiting for a dwelling")
    OTHER = "other", _("other title")


@pghistory.track()
class Dwelling(Recorded):
    """The dwelling of a household; areas in m². One at a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="dwellings")
    title = models.CharField(_("title"), max_length=16, choices=DwellingTitle.choices)
    usable_area = models.DecimalField(_("usable area, m²"), max_digits=7, decimal_places=2)
    rooms_kitchen_area = models.DecimalField(
        _("area of rooms and kitchen, m²"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    has_central_heating = models.BooleanField(_("central heating"), default=False)
    has_hot_water = models.BooleanField(_("hot water from the network"), default=False)
    has_gas = models.BooleanField(_("gas from the network"), default=False)
    heating = models.CharField(_("how it is heated"), max_length=80, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["household_id", "-valid_from"]
        verbose_name = _("dwelling")
        verbose_name_plural = _("dwellings")
        indexes = [ends_soon("dwelling_ends")]
        constraints = [
            in_order("dwelling_period_in_order"),
            models.CheckConstraint(
                condition=Q(usable_area__gt=0)
                & (
                    Q(rooms_kitchen_area__isnull=True) | Q(rooms_kitchen_area__lte=F("usable_area"))
                ),
                name="dwelling_areas",
            ),
            ExclusionConstraint(
                name="one_dwelling_a_day",
                expressions=[
                    (Same("household_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
                condition=Q(withdrawn_at__isnull=True),
            ),
        ]
        triggers = [
            RequireActor(),
            DbClock(),
            written_once(
                "title", "usable_area", "rooms_kitchen_area", "rooms", "has_central_heating",
                "has_hot_water", "has_gas", "heating", "note", of="household_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.household} {self.usable_area} m²"


class CostKind(models.TextChoices):
    RENT = "rent", _("rent")
    OPERATING = "operating", _("running costs of the building")
    HEATING = "heating", _("heating")
    WATER = "water", _("cold water and sewage")
    HOT_WATER = "hot_water", _("hot water")
    WASTE = "waste", _("waste collection")
    GAS = "gas", _("gas")
    ELECTRICITY = "electricity", _("electricity")
    FUEL = "fuel", _("fuel for heating")
    OTHER = "other", _("other cost")


@pghistory.track()
class DwellingCost(Recorded):
    """A cost of the dwelling, zł a month."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="dwelling_costs")
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind.choices)
    amount = models.DecimalField(_("amount a month"), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["household_id", "kind", "-valid_from"]
        verbose_name = _("cost of the dwelling")
        verbose_name_plural = _("costs of the dwelling")
        constraints = [
            in_order("dwelling_cost_period_in_order"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="dwelling_cost_not_negative"),
        ]
        triggers = [
            RequireActor(),
            DbClock(),
            written_once("kind", "amount", "note", of="household_id"),
        ]

    def __str__(self) -> str:
        return f"{self.household} {self.kind} {self.amount}"
