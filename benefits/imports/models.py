"""Imports: the file, its rows with what is to become of them, and what came from which source."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from benefits.imports.states import Decision, ImportKind, Outcome, RunStatus, Verdict
from core.models import District, Job, User
from core.triggers import RequireActor


@pghistory.track()
class ImportProfile(models.Model):
    """How files of one older system are read: headings by field, words by code of a field."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("what it holds"), max_length=12, choices=ImportKind.choices)
    system = models.CharField(_("older system"), max_length=40)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    headings = models.JSONField(default=list)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("import profile")
        verbose_name_plural = _("import profiles")
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="one_import_profile_a_name")
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class ImportRun(models.Model):
    """One file being taken in. `columns` and `words` are copies: a profile may change later.

    `version` counts checks: rows of an older check are never taken in.
    """

    kind = models.CharField(_("what it holds"), max_length=12, choices=ImportKind.choices)
    system = models.CharField(_("older system"), max_length=40)
    profile = models.ForeignKey(ImportProfile, models.SET_NULL, null=True, related_name="runs")
    file = models.FileField(upload_to="imports/%Y/")
    file_name = models.CharField(_("file"), max_length=160)
    sha256 = models.CharField(max_length=64)
    headings = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    rows_count = models.PositiveIntegerField(_("rows"))
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    district = models.ForeignKey(
        District, models.PROTECT, null=True, verbose_name=_("district of new households")
    )
    cutover = models.DateField(_("first month paid here"), null=True)
    status = models.CharField(max_length=10, choices=RunStatus.choices, default=RunStatus.UPLOADED)
    version = models.PositiveIntegerField(default=0)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_on = models.DateField(_("started"))
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_on = models.DateField(_("confirmed"), null=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_on = models.DateField(_("taken back"), null=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["writing", "done"])
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False),
                name="import_written_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(cutover__isnull=True) | Q(cutover__day=1),
                name="import_cutover_is_a_month",
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """A row of the file: what it says, what was found, what was decided, what became of it.

    `data` holds texts by field. `problems` are [level, field, message], `changes` [field, old,
    new], `likely` [person id, score].
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    source_id = models.CharField(_("number in the older system"), max_length=120, blank=True)
    group = models.CharField(max_length=120)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    likely = models.JSONField(default=list)
    decision = models.CharField(max_length=5, choices=Decision.choices, blank=True)
    person_id = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    made = models.JSONField(default=list)

    class Meta:
        ordering = ["run_id", "number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_import_row_a_number")
        ]
        indexes = [
            models.Index(fields=["run", "verdict", "number"], name="import_rows_by_verdict"),
            models.Index(fields=["run", "group", "number"], name="import_rows_by_group"),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.run} {self.number}"


class SourceId(models.Model):
    """Which row of ours came from which row of an older system; `digest` of what it said last."""

    system = models.CharField(max_length=40)
    kind = models.CharField(max_length=12)
    source_id = models.CharField(max_length=120)
    object_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    said = models.JSONField(default=dict)
    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("number in an older system")
        verbose_name_plural = _("numbers in older systems")
        constraints = [
            models.UniqueConstraint(fields=["system", "kind", "source_id"], name="one_source_id")
        ]
        indexes = [models.Index(fields=["kind", "object_id"], name="source_ids_by_object")]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.system} {self.kind} {self.source_id}"
