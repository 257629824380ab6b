"""Payment lists with their lines, and the bank files made of them."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models import PaymentWay
from core.models import CentreAccount, User
from core.triggers import AlwaysOn, AppendOnly, Frozen, NoWayBack, RequireActor, destroying
from payments.models.entitlement import Due
from payments.states import ListStatus

_APPROVED = "OLD.status IN ('approved', 'filed', 'paid')"


class _OnlyOnOpenLists(AlwaysOn):
    """No line joins or leaves a list that was approved."""

    def __init__(self) -> None:
        super().__init__(
            name="only_on_open_lists",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("active"),
            func="""
                IF EXISTS (
                    SELECT 1 FROM payments_paymentlist l
                     WHERE l.id = NEW.payment_list_id
                       AND l.status IN ('approved', 'filed', 'paid')
                ) THEN
                    RAISE EXCEPTION 'the list of line % was approved', NEW.number
                        USING ERRCODE = 'integrity_constraint_violation';
                END IF;
                RETURN NEW;
            """,
        )


@pghistory.track()
class PaymentList(models.Model):
    """Dues of one classification and one way of payment, paid on one day (lista wypłat)."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    month = models.DateField(_("month"))
    pay_day = models.DateField(_("payment day"))
    due_kind = models.CharField(max_length=10)
    dzial = models.CharField(max_length=3)
    rozdzial = models.CharField(max_length=5)
    paragraf = models.CharField(max_length=4)
    task_type = models.CharField(max_length=20)
    way = models.CharField(_("way of payment"), max_length=10, choices=PaymentWay.choices)
    account = models.ForeignKey(CentreAccount, models.PROTECT, null=True, blank=True)
    status = models.CharField(
        max_length=16, choices=ListStatus.choices, default=ListStatus.PREPARED
    )
    lines_count = models.PositiveIntegerField(default=0)
    total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    prepared_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(null=True)
    accounts_checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    accounts_checked_on = models.DateField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(null=True)
    cancelled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pay_day", "-id"]
        verbose_name = _("payment list")
        verbose_name_plural = _("payment lists")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("prepared_by")),
                name="list_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(accounts_checked_by__isnull=True)
                | ~Q(accounts_checked_by=F("checked_by")),
                name="list_accounts_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("accounts_checked_by")) & ~Q(approved_by=F("prepared_by"))),
                name="list_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "filed", "paid"])
                | Q(
                    checked_by__isnull=False,
                    accounts_checked_by__isnull=False,
                    approved_by__isnull=False,
                ),
                name="approved_list_was_checked",
            ),
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="approved_stays",
                when_sql=_APPROVED,
                columns=[
                    "number", "month", "pay_day", "due_kind", "dzial", "rozdzial", "paragraf",
                    "task_type", "way", "account_id", "lines_count", "total",
                    "prepared_by_id", "prepared_on", "checked_by_id", "checked_on",
                    "accounts_checked_by_id", "accounts_checked_on", "approved_by_id",
                    "approved_on",
                ],
            ),
            NoWayBack(among=["approved", "filed", "paid"]),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class PaymentLine(models.Model):
    """One payment of a list: the due item it pays and the payee as they were on that day."""

    payment_list = models.ForeignKey(PaymentList, models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    due = models.ForeignKey(Due, models.PROTECT, related_name="lines")
    active = models.BooleanField(default=True)  # false when its list was cancelled
    payee_name = models.CharField(max_length=140)
    payee_address = models.CharField(max_length=200, blank=True)
    nrb = models.CharField(max_length=26, blank=True)
    title = models.CharField(max_length=140)
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        ordering = ["payment_list_id", "number"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["payment_list", "number"], name="one_line_a_number"),
            models.UniqueConstraint(
                fields=["due"], condition=Q(active=True), name="a_due_item_is_paid_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="line_amount_positive"),
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="line_stays",
                when_sql="true",
                columns=[
                    "payment_list_id", "number", "due_id", "amount", "nrb", "payee_name",
                    "payee_address", "title",
                ],
                destroyed=destroying(
                    case="(SELECT e.case_id FROM payments_due d"
                    " JOIN payments_entitlement e ON e.id = d.entitlement_id"
                    " WHERE d.id = OLD.due_id)"
                ),
            ),
            _OnlyOnOpenLists(),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.payment_list} {self.number}"


class BankFile(models.Model):
    """The file sent to the bank for a list: its bytes, totals and SHA-256. Made once."""

    payment_list = models.OneToOneField(PaymentList, models.PROTECT, related_name="bank_file")
    profile = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    lines_count = models.PositiveIntegerField()
    total = models.DecimalField(max_digits=14, decimal_places=2)
    warnings = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("bank file")
        verbose_name_plural = _("bank files")
        triggers = [RequireActor(), AppendOnly()]

    def __str__(self) -> str:
        return self.name
