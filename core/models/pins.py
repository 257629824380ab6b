"""What people keep at hand."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.people import User
from core.triggers import RequireActor


class Pin(models.Model):
    """Something that one person keeps at hand: its kind as in AccessLog.what, and its id."""

    user = models.ForeignKey(User, models.CASCADE, related_name="pins")
    what = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    pinned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("pin")
        verbose_name_plural = _("pins")
        constraints = [
            models.UniqueConstraint(fields=["user", "what", "object_id"], name="pin_once")
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.user} {self.what} {self.object_id}"
