"""Copies of all data of a person: who asked, why, until when they may be fetched."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import Person
from core.models import Job, User
from core.triggers import Frozen, RequireActor, destroying


class CopyBasis(models.TextChoices):
    ACCESS = "access", _("access to one's data (art. 15 RODO)")
    PORTABILITY = "portability", _("taking one's data elsewhere (art. 20 RODO)")


@pghistory.track()
class PersonCopy(models.Model):
    """A copy of all data of a person: PDF, JSON and, when wanted, an archive with the papers.

    The files lie sealed in the store until `expires_on`; the row stays and tells that there was
    a copy.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="copies")
    basis = models.CharField(_("right"), max_length=12, choices=CopyBasis.choices)
    received_on = models.DateField(_("day on which the request came"))
    answer_by = models.DateField(_("to be answered by"))
    purpose = models.CharField(_("who asks, and how the request came"), max_length=200)
    with_files = models.BooleanField(_("with papers and decisions as files"), default=False)
    names_staff = models.BooleanField(_("with the names of those who looked"), default=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("ordered"), auto_now_add=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made"), null=True)
    pdf = models.CharField(max_length=100, blank=True)
    data = models.CharField(max_length=100, blank=True)
    archive = models.CharField(max_length=100, blank=True)
    data_sha256 = models.CharField(_("SHA-256 of the data"), max_length=64, blank=True)
    expires_on = models.DateField(_("may be fetched until"), null=True)
    removed_at = models.DateTimeField(_("files removed"), null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        verbose_name = _("copy of a person's data")
        verbose_name_plural = _("copies of people's data")
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="person_copy_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True) | Q(expires_on__isnull=False),
                name="person_copy_expires",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_on"],
                name="person_copies_to_remove",
                condition=Q(removed_at__isnull=True, made_at__isnull=False),
            )
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="asked_stays",
                when_sql="true",
                columns=[
                    "person_id", "basis", "received_on", "answer_by", "purpose", "with_files",
                    "names_staff", "asked_by_id", "asked_at",
                ],
                destroyed=destroying("OLD.person_id"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.asked_at:%Y-%m-%d}"

    @property
    def why(self) -> str:
        """The right and who asks, for the log of looks."""
        return f"{self.get_basis_display()}: {self.purpose}"[:200]
