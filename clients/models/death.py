"""The death of a person as the office learned of it, and what ended with it."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models.living import OfTheLiving
from clients.models.person import Person
from core.models import User
from core.triggers import RequireActor


@pghistory.track()
class Death(models.Model):
    """A death recorded with its source; `withdrawn_*` when it was recorded by mistake.

    `Person.death_date` is its day while it stands. `ended` lists what ended on that day, with
    the last day before: `{"membership": [[id, "2026-12-31" | null], …], "representation": …}`.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="deaths")
    died_on = models.DateField(_("date of death"))
    source = models.CharField(_("source"), max_length=200)
    ended = models.JSONField(default=dict, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["person_id", "-id"]
        verbose_name = _("death")
        verbose_name_plural = _("deaths")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_dies_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
                name="death_withdrawn_with_a_reason",
            ),
        ]
        triggers = [RequireActor(), OfTheLiving("person")]

    def __str__(self) -> str:
        return f"{self.person} {self.died_on}"
