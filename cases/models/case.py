"""Cases under the administrative code: sign, status rows, application, terms."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.states import OPEN, CaseStatus
from clients.models import Document, Household, Person
from clients.models.living import OfTheLiving, OfTheStanding, follows_merge
from core.models import BenefitKind, District, User
from core.triggers import AppendOnly, Frozen, RequireActor, destroying


@pghistory.track()
class Case(models.Model):
    """One administrative case, known by its sign (znak sprawy) `GOPS.5020.17.2026`."""

    znak = models.CharField(_("case sign"), max_length=60, unique=True)
    jrwa = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    kind = models.ForeignKey(BenefitKind, models.PROTECT, verbose_name=_("benefit"))
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    district = models.ForeignKey(District, models.PROTECT)
    handler = models.ForeignKey(
        User, models.PROTECT, related_name="handled_cases", verbose_name=_("handler")
    )
    status = models.CharField(
        _("status"), max_length=12, choices=CaseStatus.choices, default=CaseStatus.REGISTERED
    )
    opened_on = models.DateField(_("opened"))
    due_on = models.DateField(_("to be settled by"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    destroyed_on = models.DateField(_("destroyed"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_on", "id"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            models.UniqueConstraint(fields=["jrwa", "year", "number"], name="one_number_a_class"),
            models.CheckConstraint(
                condition=Q(status__in=["closed", "withdrawn"], closed_on__isnull=False)
                | (~Q(status__in=["closed", "withdrawn"]) & Q(closed_on__isnull=True)),
                name="case_closed_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["handler", "status", "due_on"]),
            models.Index(fields=["district", "status", "due_on"]),
            # one for each order of the work list, so that a page costs the same at any size
            models.Index(fields=["due_on", "id"], name="cases_by_term"),
            models.Index(fields=["opened_on", "id"], name="cases_by_day"),
            models.Index(fields=["status", "due_on", "id"], name="cases_by_status"),
            models.Index(fields=["kind", "due_on", "id"], name="cases_by_kind"),
            models.Index(fields=["number", "year"], name="cases_by_number"),
            models.Index(
                fields=["due_on", "id"],
                name="open_cases_by_term",
                condition=Q(status__in=list(OPEN)),
            ),
        ]
        triggers = [
            RequireActor(),
            OfTheLiving("applicant"),
            OfTheStanding(),
            Frozen(
                name="sign_stays",
                when_sql="true",
                columns=["znak", "jrwa", "number", "year", "applicant_id", "household_id"],
                unless={"applicant_id": follows_merge("applicant_id")},
            ),
        ]

    def __str__(self) -> str:
        return self.znak

    @property
    def is_open(self) -> bool:
        """Not yet decided."""
        return self.status in OPEN


class StatusRow(models.Model):
    """One step in the life of a case: what, who, when, why. Never updated."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="status_rows")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=CaseStatus.choices)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case_id", "number"]
        verbose_name = _("step of a case")
        verbose_name_plural = _("steps of a case")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_status_row_a_number")
        ]
        triggers = [
            RequireActor(),
            AppendOnly(destroyed=destroying(case="OLD.case_id")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}: {self.status}"


class Channel(models.TextChoices):
    IN_PERSON = "in_person", _("in person")
    POST = "post", _("by post")
    E_DELIVERY = "e_delivery", _("e-Doręczenia")
    EPUAP = "epuap", _("ePUAP")
    ORAL = "oral", _("orally, to protocol")
    EX_OFFICIO = "ex_officio", _("ex officio")


class PaymentWay(models.TextChoices):
    TRANSFER = "transfer", _("bank transfer")
    CASH = "cash", _("cash desk")


@pghistory.track()
class Application(models.Model):
    """What a person asked for, when it reached the office and by which way (art. 61, 63 KPA)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="application")
    received_on = models.DateField(_("received on"))
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    channel = models.CharField(_("way"), max_length=12, choices=Channel.choices)
    requested_amount = models.DecimalField(
        _("requested amount"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    justification = models.TextField(_("justification given by the applicant"), blank=True)
    payment_way = models.CharField(
        _("way of payment"), max_length=10, choices=PaymentWay.choices, default=PaymentWay.TRANSFER
    )
    attachments_count = models.PositiveSmallIntegerField(_("number of attachments"), default=0)
    submission_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = [
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True) | Q(posted_on__lte=F("received_on")),
                name="application_posted_before_received",
            ),
            models.CheckConstraint(
                condition=Q(requested_amount__isnull=True) | Q(requested_amount__gt=0),
                name="application_amount_positive",
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.case} {self.received_on}"


class TermKind(models.TextChoices):
    DECISION = "decision", _("settle the case")
    INTERVIEW = "interview", _("hold the interview")
    APPEAL = "appeal", _("appeal")
    UPDATE = "update", _("update the interview")


@pghistory.track()
class Term(models.Model):
    """A term of the procedure: basis, start, computed end with the rule that gave it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=10, choices=TermKind.choices)
    legal_basis = models.CharField(max_length=120)
    start_on = models.DateField()
    length = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    end_on = models.DateField()
    rule = models.TextField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["end_on", "id"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(done_on__isnull=True),
                name="one_open_term_of_a_kind",
            )
        ]
        indexes = [
            models.Index(
                fields=["end_on"], name="open_terms_by_end", condition=Q(done_on__isnull=True)
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.case} {self.kind} {self.end_on}"


class CaseDocument(models.Model):
    """A paper of the household that belongs to the file of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="case_documents")
    document = models.ForeignKey(Document, models.PROTECT, related_name="case_documents")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("paper in a case")
        verbose_name_plural = _("papers in a case")
        constraints = [
            models.UniqueConstraint(fields=["case", "document"], name="paper_once_in_a_case")
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.case}: {self.document}"


class Note(models.Model):
    """A note in the file of a case; what was written stays."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        triggers = [
            RequireActor(),
            AppendOnly(destroyed=destroying(case="OLD.case_id")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.at}"
