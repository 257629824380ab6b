"""Calculations and decisions. An issued decision carries its facts, trace and letter for ever."""

import pghistory
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from benefits.imports.models import ImportProfile, ImportRow, ImportRun, SourceId
from benefits.states import (
    AppealChannel,
    AppealRuling,
    DecisionResult,
    DecisionStatus,
    DeliveryWay,
)
from cases.models import Case, PaymentWay
from clients.models import Person
from clients.models.living import OfTheLiving, follows_merge
from core.models import Authorization, BenefitKind, User
from core.triggers import (
    AppendOnly,
    Deleted,
    Frozen,
    FrozenWithParent,
    Inserted,
    NoWayBack,
    RequireActor,
    Updated,
    destroying,
)

__all__ = [
    "Appeal",
    "Calculation",
    "Decision",
    "DecisionItem",
    "Delivery",
    "ImportProfile",
    "ImportRow",
    "ImportRun",
    "KeptAnswer",
    "LocalResolution",
    "SourceId",
]

_ISSUED = "status IN ('issued', 'delivered', 'final', 'binding', 'repealed')"
_CASE_OF_DECISION = "(SELECT case_id FROM benefits_decision WHERE id = OLD.decision_id)"


class Calculation(models.Model):
    """One answer of `law` to the facts of a case on a day; kept as it was given.

    `facts` and `answer` have the shapes of the law engine's interface (question and answer).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="calculations")
    kind = models.ForeignKey(BenefitKind, models.PROTECT)
    on = models.DateField(_("law of"))
    facts = models.JSONField()
    answer = models.JSONField()
    entitled = models.BooleanField(null=True)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    income = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    law_version = models.CharField(max_length=40)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        verbose_name = _("calculation")
        verbose_name_plural = _("calculations")
        triggers = [
            RequireActor(),
            AppendOnly(destroyed=destroying(case="OLD.case_id")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.on}"


class KeptAnswer(models.Model):
    """An answer of `law` kept on a case because somebody asked to, with the facts they gave.

    Those are no findings of an interview. No decision can stand on it: a decision has a
    Calculation, which is made from the file of the case.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="kept_answers")
    on = models.DateField(_("law of"))
    facts = models.JSONField(encoder=DjangoJSONEncoder)
    answer = models.JSONField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("kept answer of the law")
        verbose_name_plural = _("kept answers of the law")
        triggers = [
            RequireActor(),
            AppendOnly(destroyed=destroying(case="OLD.case_id")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.on}"


@pghistory.track()
class Decision(models.Model):
    """An administrative decision (art. 104, 107 KPA). Frozen by a trigger once issued."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    calculation = models.ForeignKey(Calculation, models.PROTECT, related_name="decisions")
    result = models.CharField(max_length=8, choices=DecisionResult.choices)
    status = models.CharField(
        max_length=10, choices=DecisionStatus.choices, default=DecisionStatus.DRAFT
    )
    # what the officer adds
    discretion_reason = models.TextField(_("assessment by the officer"), blank=True)
    findings = models.TextField(_("findings of the interview"), blank=True)
    immediate = models.BooleanField(_("immediately enforceable (art. 108 KPA)"), default=False)
    immediate_reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="prepared_decisions")
    prepared_on = models.DateField()
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    checked_on = models.DateField(null=True)
    returned_why = models.CharField(max_length=300, blank=True)
    # given in the signing transaction, then frozen
    number = models.CharField(_("number"), max_length=60, null=True, unique=True)
    issued_on = models.DateField(_("issued"), null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="signed_decisions")
    authorization = models.ForeignKey(Authorization, models.PROTECT, null=True)
    facts = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    letter_html = models.TextField(blank=True)
    letter_template = models.CharField(max_length=80, blank=True)
    check_code = models.CharField(max_length=20, null=True, unique=True)
    # filled once, after the letter has been drawn
    pdf = models.FileField(upload_to="decisions/%Y/", blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    # life after issue
    delivered_on = models.DateField(null=True)
    appeal_until = models.DateField(null=True)
    final_on = models.DateField(null=True)

    class Meta:
        ordering = ["-issued_on", "-id"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=["draft", "submitted", "checked"]),
                name="one_draft_a_case",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("prepared_by")),
                name="decision_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=F("prepared_by")),
                name="decision_signed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["issued", "delivered", "final", "binding", "repealed"])
                | (
                    Q(
                        number__isnull=False,
                        issued_on__isnull=False,
                        signed_by__isnull=False,
                        checked_by__isnull=False,
                        authorization__isnull=False,
                        facts__isnull=False,
                        answer__isnull=False,
                        check_code__isnull=False,
                    )
                    & ~Q(letter_html="")
                ),
                name="issued_decision_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["status", "issued_on"])]
        triggers = [
            RequireActor(),
            NoWayBack(among=["issued", "delivered", "final", "binding", "repealed"]),
            Frozen(
                name="issued",
                when_sql=f"OLD.{_ISSUED}",
                columns=[
                    "case_id", "calculation_id", "result", "discretion_reason", "findings",
                    "immediate", "prepared_by_id", "checked_by_id", "number", "issued_on",
                    "signed_by_id", "authorization_id", "facts", "answer", "letter_html",
                    "letter_template", "check_code",
                ],
                fill_once=["pdf", "pdf_sha256"],
                destroyed=destroying(case="OLD.case_id"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number or f"{self.case}"


class DecisionItem(models.Model):
    """One operative item: to whom, what, how much, from when to when, how paid."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="items")
    kind = models.ForeignKey(BenefitKind, models.PROTECT)
    person = models.ForeignKey(Person, models.PROTECT)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    first_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    last_amount = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    guaranteed = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    way = models.CharField(_("way of payment"), max_length=10, choices=PaymentWay.choices)
    nrb = models.CharField(max_length=26, blank=True)
    payee_name = models.CharField(max_length=140)
    payee_address = models.CharField(max_length=200, blank=True)
    entitlement = models.OneToOneField(
        "payments.Entitlement", models.PROTECT, null=True, related_name="decision_item"
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("item of a decision")
        verbose_name_plural = _("items of a decision")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="item_amount_positive"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="item_period_in_order",
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            FrozenWithParent(
                name="item_issued",
                parent="benefits_decision",
                key="decision_id",
                when_sql=_ISSUED,
                fill_once="entitlement_id",
                unless={"person_id": follows_merge("person_id")},
                destroyed=destroying(case=_CASE_OF_DECISION),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.amount}"


@pghistory.track()
class Delivery(models.Model):
    """How an issued decision reached the party (art. 39–47 KPA), with its proof."""

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="delivery")
    way = models.CharField(_("way"), max_length=10, choices=DeliveryWay.choices)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    received_by = models.CharField(_("received by"), max_length=120, blank=True)
    first_notice_on = models.DateField(_("first notice"), null=True, blank=True)
    second_notice_on = models.DateField(_("second notice"), null=True, blank=True)
    fiction = models.BooleanField(_("deemed delivered (art. 44 KPA)"), default=False)
    rule = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_notice_on__isnull=True)
                | Q(second_notice_on__isnull=True)
                | Q(second_notice_on__gt=F("first_notice_on")),
                name="notices_in_order",
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.decision} {self.way}"


@pghistory.track()
class Appeal(models.Model):
    """An appeal (odwołanie) against a decision: in, on to the appeal body, its ruling.

    Art. 127–138 KPA. `in_time` and `rule` (Polish) say what the term to appeal gives; whether a
    late appeal is heard is for the appeal body (art. 134). The decision itself stays as issued.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="appeal")
    channel = models.CharField(_("channel"), max_length=10, choices=AppealChannel.choices)
    received_on = models.DateField(_("received on"))
    posted_on = models.DateField(_("postmark"), null=True)
    summary = models.CharField(_("what it says"), max_length=500)
    in_time = models.BooleanField()
    rule = models.TextField()
    forward_until = models.DateField(_("to be forwarded by"))
    forwarded_on = models.DateField(_("forwarded to the appeal body on"), null=True)
    ruling = models.CharField(max_length=16, choices=AppealRuling.choices, blank=True)
    ruled_on = models.DateField(null=True)
    ruling_number = models.CharField(max_length=80, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True) | Q(posted_on__lte=F("received_on")),
                name="appeal_posted_before_received",
            ),
            models.CheckConstraint(
                condition=Q(forwarded_on__isnull=True) | Q(forwarded_on__gte=F("received_on")),
                name="appeal_forwarded_after_received",
            ),
            models.CheckConstraint(
                condition=Q(ruling="", ruled_on__isnull=True, ruling_number="")
                | (~Q(ruling="") & Q(ruled_on__isnull=False) & ~Q(ruling_number="")),
                name="appeal_ruling_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(ruling="")
                | Q(ruling="self_review", ruled_on__gte=F("received_on"))
                | Q(ruled_on__gte=F("forwarded_on"), forwarded_on__isnull=False),
                name="appeal_ruled_after_forwarded",
            ),
        ]
        indexes = [
            models.Index(
                fields=["forward_until"],
                name="appeals_to_forward",
                condition=Q(forwarded_on__isnull=True, ruling=""),
            )
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="ruled",
                when_sql="OLD.ruling <> ''",
                columns=["decision_id", "channel", "received_on", "posted_on", "in_time",
                         "forwarded_on", "ruling", "ruled_on", "ruling_number"],
                destroyed=destroying(case=_CASE_OF_DECISION),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.decision} {self.received_on}"


@pghistory.track(Inserted(), Updated(), Deleted())
class LocalResolution(models.Model):
    """What the rada gminy or the centre set: a rule of `law.local_rules`, from a day on.

    `value` has the shape that the rule's key of the facts has.
    """

    parameter = models.CharField(_("parameter"), max_length=80)
    value = models.JSONField(_("value"))
    number = models.CharField(_("resolution number"), max_length=80)
    valid_from = models.DateField(_("from"))

    class Meta:
        ordering = ["parameter", "-valid_from"]
        verbose_name = _("local resolution")
        verbose_name_plural = _("local resolutions")
        constraints = [
            models.UniqueConstraint(fields=["parameter", "valid_from"], name="one_resolution_a_day")
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.parameter} {self.valid_from}"
