"""The register of places of GUS (TERYT) as the office took it in, and each taking in."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Job, User
from core.triggers import RequireActor


class Place(models.Model):
    """A place of the TERYT register (SIMC of GUS), as the office imported it.

    `ended_on` is the day of the first register that has it no more: addresses that lead to it
    stay, new ones are not written with it.
    """

    simc = models.CharField("SIMC", max_length=7, unique=True)
    name = models.CharField(_("place"), max_length=80)
    terc = models.CharField("TERC", max_length=7)
    gmina = models.CharField(_("gmina"), max_length=80)
    ended_on = models.DateField(_("not in the register of"), null=True, blank=True)

    class Meta:
        ordering = ["name", "simc"]
        verbose_name = _("place of TERYT")
        verbose_name_plural = _("places of TERYT")
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.name} ({self.gmina})"


class PlaceLoadStatus(models.TextChoices):
    UPLOADED = "uploaded", _("waiting to be confirmed")
    LOADING = "loading", _("register being loaded")
    DONE = "done", _("register loaded")


class PlaceLoad(models.Model):
    """One register being taken in: sent, compared, confirmed; `content` goes when it is in.

    `within` is the beginning of the TERC numbers that were taken ("" all of Poland); the counts
    are those that were confirmed.
    """

    file_name = models.CharField(_("file"), max_length=160)
    within = models.CharField(_("part of the register"), max_length=7, blank=True)
    as_of = models.DateField(_("state of the register"))
    content = models.BinaryField()
    read = models.PositiveIntegerField(_("places in the file"))
    added = models.PositiveIntegerField(_("new places"), default=0)
    changed = models.PositiveIntegerField(_("changed places"), default=0)
    ended = models.PositiveIntegerField(_("ended places"), default=0)
    status = models.CharField(
        max_length=8, choices=PlaceLoadStatus.choices, default=PlaceLoadStatus.UPLOADED
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_on = models.DateField(_("sent"))
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(_("confirmed"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("places taken in")
        verbose_name_plural = _("places taken in")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="uploaded")
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="places_loaded_when_confirmed",
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return self.file_name
