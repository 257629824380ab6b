"""Staff: accounts, districts and authorisations to sign."""

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.permissions import Role
from core.triggers import Deleted, Inserted, RequireActor, Updated


@pghistory.track()
class District(models.Model):
    """A social worker's field district (rejon)."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    places = models.TextField(_("places"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractUser):
    """A member of staff. One role each; what it may do stands in core/permissions.py."""

    role = models.CharField(_("role"), max_length=20, choices=Role.choices, blank=True)
    position = models.CharField(_("position"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, blank=True, verbose_name=_("district")
    )
    language = models.CharField(_("language"), max_length=2, default="pl")

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]
        verbose_name_plural = _("users")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


@pghistory.track()
class Authorization(models.Model):
    """Authorisation of the organ to sign decisions (art. 110 ust. 7–8 UPS), for a period."""

    user = models.ForeignKey(User, models.PROTECT, related_name="authorizations")
    number = models.CharField(_("number"), max_length=60)
    granted_on = models.DateField(_("granted on"))
    act = models.CharField(_("act"), max_length=40, help_text=_("Code of the act in the law."))
    benefits = models.ManyToManyField(
        "core.BenefitKind", blank=True, verbose_name=_("benefits (none means all of the act)")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("authorisation")
        verbose_name_plural = _("authorisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="authorization_period_in_order",
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.number} ({self.user})"


@pghistory.track(Inserted(), Updated(), Deleted())
class StandIn(models.Model):
    """Who stands in for whom, and when (zastępstwo)."""

    absent = models.ForeignKey(User, models.PROTECT, related_name="stood_in_by")
    stand_in = models.ForeignKey(User, models.PROTECT, related_name="stands_in_for")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"))

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("stand-in")
        verbose_name_plural = _("stand-ins")
        constraints = [
            models.CheckConstraint(
                condition=~Q(absent=F("stand_in")), name="stand_in_is_another_person"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="stand_in_period_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in} → {self.absent}"
