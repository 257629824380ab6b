"""Dated facts: true for a period, known from one moment until withdrawn (design invariant 6)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from clients.models.documents import Document
from clients.models.living import OfTheLiving, follows_merge
from clients.models.person import Person
from core.models import User
from core.triggers import AlwaysOn, Frozen, RequireActor, destroying


class Recorded(models.Model):
    """What every dated fact has: period, source, who recorded it and when, and its withdrawal.

    `replaces` is the withdrawn row that this one corrects.
    """

    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, verbose_name=_("document")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=200, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", editable=False
    )

    class Meta:
        abstract = True


def ends_soon(name: str) -> models.Index:
    """For the desk: what ends in the next weeks, of what is not withdrawn."""
    return models.Index(fields=["valid_to"], condition=Q(withdrawn_at__isnull=True), name=name)


class Fact(Recorded):
    """A dated fact about one person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="%(class)ss")

    class Meta:
        abstract = True


def written_once(*own: str, of: str = "person_id") -> Frozen:
    """Facts are never edited: only the withdrawal may be filled, once.

    Their persons may change with a merge of two records, and nothing else then.
    """
    common = [of, "replaces_id", "valid_from", "valid_to", "source", "document_id"]
    return Frozen(
        name="written_once",
        when_sql="true",
        columns=[*common, "recorded_at", "recorded_by_id", *own],
        fill_once=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"],
        unless={c: follows_merge(c) for c in (of, *own) if c in ("person_id", "debtor_id")},
        destroyed=destroying("OLD.person_id")
        if of == "person_id"
        else destroying(household="OLD.household_id"),
    )


class DbClock(AlwaysOn):
    """`recorded_at` and `withdrawn_at` are what the database's clock says, not the caller."""

    def __init__(self) -> None:
        super().__init__(
            name="db_clock",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func="""
                IF TG_OP = 'INSERT' AND coalesce(current_setting('gops.clock', true), '') = '' THEN
                    NEW.recorded_at := clock_timestamp();
                END IF;
                IF NEW.withdrawn_at IS NOT NULL
                   AND (TG_OP = 'INSERT' OR OLD.withdrawn_at IS NULL)
                   AND coalesce(current_setting('gops.clock', true), '') = '' THEN
                    NEW.withdrawn_at := clock_timestamp();
                END IF;
                RETURN NEW;
            """,
        )


@pghistory.track()
class Income(Fact):
    """Income of one kind received in a month (net, zł), or gross with what is deducted from it.

    `kind` is a code of the income dictionary in `law`; `valid_from`..`valid_to` is the month.
    """

    kind = models.CharField(_("kind"), max_length=40)
    amount = models.DecimalField(_("amount (net)"), max_digits=12, decimal_places=2)
    gross = models.DecimalField(_("gross"), max_digits=12, decimal_places=2, null=True, blank=True)
    tax = models.DecimalField(_("tax"), max_digits=12, decimal_places=2, null=True, blank=True)
    social = models.DecimalField(
        _("social contributions"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    health = models.DecimalField(
        _("health contribution"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    lost_on = models.DateField(_("lost on"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from", "kind"]
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="income_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="income_period_in_order",
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("kind", "amount", "gross", "tax", "social", "health", "lost_on", "note"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {self.amount}"


class CertificateDegree(models.TextChoices):
    TOTAL_INCAPACITY = "total_incapacity", _("total incapacity for work (ZUS)")
    SEVERE = "severe", _("severe degree of disability")
    MODERATE = "moderate", _("moderate degree of disability")
    LIGHT = "light", _("light degree of disability")
    CHILD = "child", _("disability of a child under 16")


@pghistory.track()
class Certificate(Fact):
    """Certificate of disability or of incapacity for work, with its validity."""

    degree = models.CharField(_("degree"), max_length=20, choices=CertificateDegree.choices)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issued_by = models.CharField(_("issued by"), max_length=120, blank=True)

    class Meta:
        ordering = ["person_id", "-valid_from"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        indexes = [ends_soon("certificate_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="certificate_period_in_order",
            )
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            DbClock(),
            written_once("degree", "number", "issued_by"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.degree}"
