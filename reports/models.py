"""Monthly statistics as they were computed, kept with their day and hash; copies of data."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.triggers import RequireActor
from reports.privacy.models import PersonCopy
from reports.retention.models import ArchivalCategory

__all__ = ["ArchivalCategory", "PersonCopy", "ReportRun"]


class ReportRun(models.Model):
    """The statistics of one month: rows as data, totals, and a hash of both.

    `rows`: list of {benefit, task_type, rozdzial, paragraf, persons, families,
    persons_in_families, benefits, amount (zł as a string)}.
    """

    month = models.DateField(_("month"))
    rows = models.JSONField(default=list)
    totals = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-month", "-made_at"]
        verbose_name = _("monthly statistics")
        verbose_name_plural = _("monthly statistics")
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="report_month_is_its_first_day"),
            models.UniqueConstraint(fields=["month", "sha256"], name="one_run_a_content"),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
