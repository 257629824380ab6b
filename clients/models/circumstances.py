"""Dated facts of a person's circumstances, other than income and certificates."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models.about import in_order
from clients.models.facts import DbClock, Fact, ends_soon, written_once
from clients.models.living import OfTheLiving
from clients.models.person import DateRange, Person, Same
from core.triggers import RequireActor


def _one_at_a_time(name: str, of: str) -> ExclusionConstraint:
    """What holds for one at a time does not overlap, unless withdrawn.

    Deferrable, since two persons that are merged may exchange facts.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[(Same(of), "&&"), (DateRange("valid_from", "valid_to"), "&&")],
        condition=Q(withdrawn_at__isnull=True),
        deferrable=models.Deferrable.IMMEDIATE,
    )


@pghistory.track()
class OneOffIncome(Fact):
    """Income paid once (net, zł); `valid_from` = `valid_to` is the day it was paid."""

    kind = models.CharField(_("kind"), max_length=40)
    amount = models.DecimalField(_("amount (net)"), max_digits=12, decimal_places=2)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("one-off income")
        verbose_name_plural = _("one-off incomes")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="one_off_income_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=models.F("valid_from")), name="one_off_income_on_one_day"
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("kind", "amount", "note"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.amount}"


@pghistory.track()
class Farm(Fact):
    """A farm: hektary przeliczeniowe (to 4 places) and the KRUS contribution a month (zł)."""

    ha_przeliczeniowe = models.DecimalField(
        _("hektary przeliczeniowe"), max_digits=10, decimal_places=4
    )
    krus = models.DecimalField(
        _("KRUS contribution a month"), max_digits=12, decimal_places=2, default=0
    )
    place = models.CharField(_("where it lies"), max_length=120, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("farm")
        verbose_name_plural = _("farms")
        constraints = [
            in_order("farm_period_in_order"),
            models.CheckConstraint(
                condition=Q(ha_przeliczeniowe__gt=0) & Q(krus__gte=0), name="farm_figures"
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("ha_przeliczeniowe", "krus", "place"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.ha_przeliczeniowe} ha"


@pghistory.track()
class AlimonyPaid(Fact):
    """Alimony that the person pays to somebody outside the household (zł a month)."""

    amount = models.DecimalField(_("amount a month"), max_digits=12, decimal_places=2)
    for_whom = models.CharField(_("for whom"), max_length=160)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("alimony paid")
        verbose_name_plural = _("alimony paid")
        constraints = [
            in_order("alimony_paid_period_in_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="alimony_paid_positive"),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("amount", "for_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.amount}"


@pghistory.track()
class AlimonyTitle(Fact):
    """A title by which the person is to be paid alimony: court, amount, debtor and bailiff."""

    amount = models.DecimalField(_("amount a month"), max_digits=12, decimal_places=2)
    debtor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="alimony_debts"
    )
    debtor_name = models.CharField(_("debtor"), max_length=160, blank=True)
    court = models.CharField(_("court"), max_length=160, blank=True)
    court_sign = models.CharField(_("sign of the judgment"), max_length=60, blank=True)
    judged_on = models.DateField(_("day of the judgment"), null=True, blank=True)
    bailiff = models.CharField(_("bailiff"), max_length=160, blank=True)
    bailiff_sign = models.CharField(_("bailiff's sign"), max_length=60, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("alimony title")
        verbose_name_plural = _("alimony titles")
        indexes = [ends_soon("alimony_title_ends")]
        constraints = [
            in_order("alimony_title_period_in_order"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="alimony_title_positive"),
            models.CheckConstraint(
                condition=Q(debtor__isnull=False) | ~Q(debtor_name=""),
                name="alimony_debtor_is_named",
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person", "debtor"),
            DbClock(),
            written_once(
                "amount", "debtor_id", "debtor_name", "court", "court_sign", "judged_on",
                "bailiff", "bailiff_sign",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.amount}"


class EducationLevel(models.TextChoices):
    PRESCHOOL = "preschool", _("preschool")
    PRIMARY = "primary", _("primary school")
    SECONDARY = "secondary", _("secondary school")
    HIGHER = "higher", _("higher education")
    SPECIAL = "special", _("special school or centre")


@pghistory.track()
class Education(Fact):
    """Where a person learns, from when to when."""

    level = models.CharField(_("level"), max_length=10, choices=EducationLevel.choices)
    school = models.CharField(_("school"), max_length=160, blank=True)
    year_of_study = models.CharField(_("class or year"), max_length=20, blank=True)
    away_from_home = models.BooleanField(_("lives away from home to learn"), default=False)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("education")
        verbose_name_plural = _("education")
        indexes = [ends_soon("education_ends")]
        constraints = [in_order("education_period_in_order")]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("level", "school", "year_of_study", "away_from_home"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.level}"


class EmploymentOfficeStatus(models.TextChoices):
    UNEMPLOYED = "unemployed", _("unemployed, without benefit")
    UNEMPLOYED_PAID = "unemployed_paid", _("unemployed, with benefit")
    SEEKING = "seeking", _("looking for work")
    STRUCK_OFF = "struck_off", _("struck off the register")


@pghistory.track()
class EmploymentOffice(Fact):
    """Standing at the employment office (PUP), one at a time."""

    status = models.CharField(_("status"), max_length=16, choices=EmploymentOfficeStatus.choices)
    office = models.CharField(_("office"), max_length=120, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("status at the employment office")
        verbose_name_plural = _("statuses at the employment office")
        constraints = [
            in_order("employment_office_period_in_order"),
            _one_at_a_time("one_employment_status_a_day", "person_id"),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("status", "office"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.status}"


class InsuranceTitle(models.TextChoices):
    EMPLOYMENT = "employment", _("employment or contract")
    BUSINESS = "business", _("own business")
    FARMER = "farmer", _("farmer (KRUS)")
    PENSION = "pension", _("pension")
    UNEMPLOYED = "unemployed", _("registered unemployed")
    FAMILY = "family", _("family member of an insured person")
    CENTRE = "centre", _("through the centre")
    VOLUNTARY = "voluntary", _("voluntary")
    NONE = "none", _("not insured")


@pghistory.track()
class HealthInsurance(Fact):
    """By what title a person is insured for health care."""

    title = models.CharField(_("title"), max_length=12, choices=InsuranceTitle.choices)
    payer = models.CharField(_("who pays the contribution"), max_length=160, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("health insurance")
        verbose_name_plural = _("health insurances")
        indexes = [ends_soon("health_insurance_ends")]
        constraints = [in_order("health_insurance_period_in_order")]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("title", "payer"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.title}"


class ResidenceKind(models.TextChoices):
    EU_CITIZEN = "eu_citizen", _("right of residence of an EU citizen")
    PERMANENT = "permanent", _("permanent residence")
    LONG_TERM = "long_term", _("long-term EU resident")
    TEMPORARY = "temporary", _("temporary residence")
    REFUGEE = "refugee", _("refugee status")
    SUBSIDIARY = "subsidiary", _("subsidiary protection")
    HUMANITARIAN = "humanitarian", _("stay for humanitarian reasons or tolerated stay")
    TEMPORARY_PROTECTION = "temporary_protection", _("temporary protection")


@pghistory.track()
class ResidenceTitle(Fact):
    """By what title a foreigner stays in Poland, until when (art. 5 UPS)."""

    kind = models.CharField(_("title of stay"), max_length=22, choices=ResidenceKind.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("title of stay")
        verbose_name_plural = _("titles of stay")
        indexes = [ends_soon("residence_title_ends")]
        constraints = [in_order("residence_title_period_in_order")]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("kind", "number"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind}"
