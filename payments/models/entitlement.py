"""What is payable: entitlements and their monthly dues. Knows no decision, only its number."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from cases.models import Case, PaymentWay
from clients.models import Household, Person, Same
from clients.models.living import OfTheLiving, follows_merge
from core.models import BenefitKind, TaskType
from core.polish import format_date
from core.triggers import Frozen, RequireActor
from payments.states import EntitlementStatus


def _payable_days() -> Func:
    """daterange of the days really paid for: an early end frees the days after it."""
    return Func(F("valid_from"), Least("valid_to", "ended_on"), Value("[]"), function="daterange")


@pghistory.track()
class Entitlement(models.Model):
    """A payable schedule: who, what, how much a month (or once), from when to when, how paid.

    `valid_to` empty = until further notice. `ended_on` cuts it short (its last day).
    `amount` in zł per full month (periodic) or once; `first_amount` where the first month is part.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="entitlements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="entitlements")
    household = models.ForeignKey(Household, models.PROTECT, related_name="entitlements")
    kind = models.ForeignKey(BenefitKind, models.PROTECT)
    dzial = models.CharField(max_length=3)
    rozdzial = models.CharField(max_length=5)
    paragraf = models.CharField(max_length=4)
    task_type = models.CharField(max_length=20, choices=TaskType.choices)
    periodic = models.BooleanField()
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    first_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    last_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    way = models.CharField(_("way of payment"), max_length=10, choices=PaymentWay.choices)
    payee_name = models.CharField(max_length=140)
    payee_address = models.CharField(max_length=200, blank=True)
    nrb = models.CharField(max_length=26, blank=True)
    pays_health_contribution = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=EntitlementStatus.choices, default=EntitlementStatus.ACTIVE
    )
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    origin_number = models.CharField(_("decision"), max_length=80)
    origin_day = models.DateField(_("of"))
    origin_basis = models.TextField()
    household_size = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["valid_from", "id"]
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="entitlement_amount_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="entitlement_period_in_order",
            ),
            models.CheckConstraint(
                # without a payee: the file of the case is destroyed
                condition=~Q(way="transfer") | Q(nrb__regex=r"^\d{26}$") | Q(payee_name="", nrb=""),
                name="transfer_has_an_account",
            ),
            models.CheckConstraint(
                condition=(Q(status="ended") & Q(ended_on__isnull=False))
                | (~Q(status="ended") & Q(ended_on__isnull=True)),
                name="ended_entitlement_has_a_day",
            ),
            ExclusionConstraint(
                name="never_twice_the_same_benefit",
                expressions=[
                    (Same("person_id"), "&&"),
                    (Same("kind_id"), "&&"),
                    (_payable_days(), "&&"),
                ],
                condition=Q(periodic=True)
                & (Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from"))),
            ),
            # one ended before its first day, as an import taken back leaves it, never pays
            models.UniqueConstraint(
                fields=["origin_number", "kind", "person", "valid_from"],
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("valid_from")),
                name="one_entitlement_a_decision_item",
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            Frozen(
                name="granted_stays",
                when_sql="true",
                columns=[
                    "case_id", "person_id", "household_id", "kind_id", "amount", "valid_from",
                    "valid_to", "first_amount", "last_amount", "origin_number", "origin_day",
                    "periodic", "dzial", "rozdzial", "paragraf",
                ],
                unless={"person_id": follows_merge("person_id")},
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.kind} {format_date(self.valid_from)}"


class DueKind(models.TextChoices):
    BENEFIT = "benefit", _("benefit")
    HEALTH_CONTRIBUTION = "health", _("health contribution")


class Due(models.Model):
    """What is due for one month of an entitlement (or once); the same month never twice."""

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="dues")
    kind = models.CharField(max_length=10, choices=DueKind.choices, default=DueKind.BENEFIT)
    month = models.DateField(help_text=_("First day of the month."))
    part = models.PositiveSmallIntegerField(
        default=0, help_text=_("0 is the month itself; a further payment after a return is 1, 2 …")
    )
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    dzial = models.CharField(max_length=3)
    rozdzial = models.CharField(max_length=5)
    paragraf = models.CharField(max_length=4)
    cancelled = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["month", "id"]
        verbose_name = _("due item")
        verbose_name_plural = _("due items")
        constraints = [
            models.UniqueConstraint(
                fields=["entitlement", "kind", "month", "part"], name="one_due_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="due_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="due_amount_positive"),
        ]
        indexes = [models.Index(fields=["month", "rozdzial"])]
        triggers = [
            RequireActor(),
            Frozen(
                name="due_stays",
                when_sql="true",
                columns=[
                    "entitlement_id", "kind", "month", "part", "amount", "dzial", "rozdzial",
                    "paragraf",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.entitlement_id} {self.month:%Y-%m} {self.amount}"
