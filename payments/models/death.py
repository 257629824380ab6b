"""What the death of a person stopped."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models import Death
from core.triggers import RequireActor
from payments.models.entitlement import Entitlement
from payments.states import EntitlementStatus


class StopWay(models.TextChoices):
    ENDED = "ended", _("ended with the day of death")
    WITHHELD = "withheld", _("withheld, to be settled by hand")
    UNDONE = "undone", _("runs again")


@pghistory.track()
class DeathStop(models.Model):
    """An entitlement that a death ended or withheld; `before` is its status until then."""

    death = models.ForeignKey(Death, models.PROTECT, related_name="stops")
    entitlement = models.ForeignKey(Entitlement, models.PROTECT, related_name="death_stops")
    way = models.CharField(_("what happened"), max_length=8, choices=StopWay.choices)
    before = models.CharField(max_length=10, choices=EntitlementStatus.choices)
    why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        ordering = ["death_id", "id"]
        verbose_name = _("benefit stopped by a death")
        verbose_name_plural = _("benefits stopped by a death")
        constraints = [
            models.UniqueConstraint(fields=["death", "entitlement"], name="stopped_by_death_once")
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.entitlement} {self.way}"
