"""Papers of a household: stored outside the web root, known by their hash."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from clients.models.living import OfTheLiving
from clients.models.person import Household, Person
from core.models import User
from core.triggers import Frozen, RequireActor, destroying


class DocumentKind(models.TextChoices):
    IDENTITY = "identity", _("identity")
    INCOME = "income", _("income")
    HEALTH = "health", _("health or disability")
    COURT = "court", _("court or bailiff")
    DWELLING = "dwelling", _("dwelling and its costs")
    SCHOOL = "school", _("school")
    OTHER = "other", _("other")


@pghistory.track()
class Document(models.Model):
    """One uploaded file, at most 20 MB; type judged by its content.

    `sha256` and `size` are those of the file as it was sent; on the disk it is sealed
    (core/files.py).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="documents")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="documents"
    )
    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(
        _("kind"), max_length=10, choices=DocumentKind.choices, default=DocumentKind.OTHER
    )
    file = models.FileField(_("file"), upload_to="documents/%Y/%m/")
    content_type = models.CharField(max_length=20, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-uploaded_at"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        triggers = [
            RequireActor(),
            OfTheLiving("person"),
            Frozen(
                name="stored_file",
                when_sql="true",
                columns=["file", "content_type", "size", "sha256", "household_id"],
                destroyed=destroying("OLD.person_id", household="OLD.household_id", paper="OLD.id"),
            ),
        ]

    def __str__(self) -> str:
        return self.title
