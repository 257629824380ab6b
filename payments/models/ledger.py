"""The ledger: every zł granted, due, paid, returned or corrected is a line; lines only add."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.triggers import AppendOnly, RequireActor, destroying
from payments.models.entitlement import Due, Entitlement
from payments.models.lists import PaymentLine
from payments.states import LedgerKind


class LedgerEntry(models.Model):
    """One movement of money (zł, signed) with its origin.

    `day` is the day it counts on (payment day, day of the decision), `month` the month it is for.
    """

    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="ledger")
    due = models.ForeignKey(Due, models.PROTECT, null=True, related_name="ledger")
    line = models.ForeignKey(PaymentLine, models.PROTECT, null=True, related_name="ledger")
    kind = models.CharField(max_length=16, choices=LedgerKind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    day = models.DateField(db_index=True)
    month = models.DateField(null=True)
    dzial = models.CharField(max_length=3)
    rozdzial = models.CharField(max_length=5)
    paragraf = models.CharField(max_length=4)
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    note = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["day", "id"]
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="ledger_amount_not_zero"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(kind="paid"), name="a_line_is_paid_once"
            ),
            models.UniqueConstraint(
                fields=["line"], condition=Q(kind="returned"), name="a_line_is_returned_once"
            ),
            models.UniqueConstraint(
                fields=["due"], condition=Q(kind="due"), name="a_due_is_booked_once"
            ),
            models.UniqueConstraint(
                fields=["entitlement", "month"],
                condition=Q(kind="granted", origin__isnull=True),
                name="a_month_is_granted_once",
            ),
        ]
        indexes = [
            models.Index(fields=["kind", "day"]),
            models.Index(fields=["month", "kind"]),
        ]
        triggers = [
            RequireActor(),
            AppendOnly(
                destroyed=destroying(
                    case="(SELECT case_id FROM payments_entitlement WHERE id = OLD.entitlement_id)"
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.amount}"
