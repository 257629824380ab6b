"""Family interview (rodzinny wywiad środowiskowy, art. 107 UPS, Dz.U. 2021 poz. 893)."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.states import InterviewStatus
from core.models import User
from core.triggers import Frozen, RequireActor, destroying


@pghistory.track()
class Interview(models.Model):
    """The interview of a case. `answers` is the draft as typed; once completed it is frozen.

    Shape of `answers`: see cases/forms/interview.py; amounts as strings in zł, dates ISO.
    """

    case = models.OneToOneField(Case, models.PROTECT, related_name="interview")
    worker = models.ForeignKey(User, models.PROTECT, related_name="interviews")
    status = models.CharField(
        max_length=10, choices=InterviewStatus.choices, default=InterviewStatus.ORDERED
    )
    ordered_on = models.DateField(_("ordered on"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["ordered_on"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="completed")
                | (Q(held_on__isnull=False) & Q(completed_at__isnull=False)),
                name="completed_interview_has_a_day",
            )
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="completed",
                when_sql="OLD.status = 'completed'",
                columns=["answers", "held_on", "worker_id", "completed_at", "status"],
                destroyed=destroying(case="OLD.case_id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.held_on or self.ordered_on}"
