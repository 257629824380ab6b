"""Archival categories of the centre's own file plan (JRWA), dated."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import User
from core.triggers import Deleted, Inserted, RequireActor, Updated

CATEGORY = r"^(A|BE?[1-9][0-9]?)$"
"""A: kept for ever. B10: ten full years. BE10: ten years, then the archive looks at the files."""


class Certainty(models.TextChoices):
    KNOWN = "known", _("from the file plan of the centre")
    UNSURE = "unsure", _("to be checked")


@pghistory.track(Inserted(), Updated(), Deleted())
class ArchivalCategory(models.Model):
    """How long files of a class are kept, from a day on.

    `jrwa` is a class or its beginning: 50 holds for 5020 and 5021, unless they have one of their
    own; empty holds for every class and for files of households. A case keeps the category that
    was in force when it was opened.
    """

    jrwa = models.CharField(_("JRWA class or its beginning"), max_length=10, blank=True)
    category = models.CharField(_("archival category"), max_length=5)
    valid_from = models.DateField(_("from"))
    source = models.CharField(_("source"), max_length=200)
    certainty = models.CharField(
        _("how sure it is"), max_length=10, choices=Certainty.choices, default=Certainty.KNOWN
    )
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["jrwa", "-valid_from"]
        verbose_name = _("archival category")
        verbose_name_plural = _("archival categories")
        constraints = [
            models.UniqueConstraint(fields=["jrwa", "valid_from"], name="one_category_a_class_day"),
            models.CheckConstraint(
                condition=models.Q(category__regex=CATEGORY), name="archival_category_form"
            ),
            models.CheckConstraint(
                condition=models.Q(jrwa__regex=r"^[0-9]*$"), name="archival_category_class"
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.jrwa or '*'} {self.category}"
