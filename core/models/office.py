"""The centre itself and its dictionaries."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


@pghistory.track()
class Centre(models.Model):
    """The one centre that this installation serves: names on paper, organ, appeal body."""

    name = models.CharField(_("name"), max_length=160)
    short_name = models.CharField(_("short name"), max_length=60)
    gmina = models.CharField(_("gmina"), max_length=80)
    organ = models.CharField(_("organ"), max_length=80, help_text=_("e.g. Wójt Gminy …"))
    organ_genitive = models.CharField(_("organ in the genitive"), max_length=80)
    place = models.CharField(_("place"), max_length=60)
    street = models.CharField(_("street and number"), max_length=80)
    postal_code = models.CharField(_("postal code"), max_length=6)
    phone = models.CharField(_("phone"), max_length=30)
    email = models.EmailField(_("e-mail"))
    ade = models.CharField(_("e-delivery address"), max_length=40, blank=True)
    symbol = models.CharField(_("symbol in case signs"), max_length=20, default="GOPS")
    sko_name = models.CharField(_("appeal body"), max_length=120)
    sko_address = models.CharField(_("its address"), max_length=160)
    payment_day_text = models.CharField(
        _("when monthly benefits are paid"),
        max_length=160,
        blank=True,
        default="najpóźniej w ostatnim dniu roboczym miesiąca",
        help_text=_("Polish words that stand in decisions after “co miesiąc,”."),
    )

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_centre")]

    def __str__(self) -> str:
        return self.short_name


@pghistory.track()
class CentreAccount(models.Model):
    """A bank account of the centre and the bank's import profile (payments/files/profiles.py)."""

    name = models.CharField(_("name"), max_length=80)
    nrb = models.CharField(_("account number"), max_length=26, unique=True)
    bank_profile = models.CharField(_("bank profile"), max_length=40, default="elixir_generic")
    is_default = models.BooleanField(_("default"), default=False)

    class Meta:
        verbose_name = _("account of the centre")
        verbose_name_plural = _("accounts of the centre")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="one_default_account"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TaskType(models.TextChoices):
    OWN = "wlasne", _("own task")
    OWN_OBLIGATORY = "wlasne_obowiazkowe", _("own obligatory task")
    DELEGATED = "zlecone", _("delegated task")


@pghistory.track()
class BenefitKind(models.Model):
    """A benefit of the centre: its code in `law`, JRWA class and budget classification.

    Classes and classification differ between centres and change in time: data, not code
    (rozporządzenie MF z 2.03.2010, Dz.U. 2022 poz. 513).
    """

    code = models.CharField(_("code in the law"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_accusative = models.CharField(_("name in the accusative"), max_length=120)
    name_genitive = models.CharField(_("name in the genitive"), max_length=120)
    act = models.CharField(_("act"), max_length=40)
    jrwa = models.CharField(_("JRWA class"), max_length=10)
    dzial = models.CharField(_("dział"), max_length=3, default="852")
    rozdzial = models.CharField(_("rozdział"), max_length=5)
    paragraf = models.CharField(_("paragraf"), max_length=4, default="3110")
    task_type = models.CharField(_("task type"), max_length=20, choices=TaskType.choices)
    periodic = models.BooleanField(_("paid monthly"), default=True)
    discretionary = models.BooleanField(_("discretionary"), default=False)
    active = models.BooleanField(_("taken in"), default=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self) -> str:
        return self.name

    @property
    def classification(self) -> str:
        """Budget classification as written on lists: 852/85216/3110."""
        return f"{self.dzial}/{self.rozdzial}/{self.paragraf}"


class NumberSeries(models.Model):
    """The last number given in a series of a year; numbers leave no gaps (core/numbers.py)."""

    key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.key}/{self.year}: {self.last}"
