"""Around a household: absences, notes, splits and joins, restriction, merged records."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.about import in_order
from clients.models.person import DateRange, Household, Membership, Person, Same
from core.models import User
from core.triggers import Deleted, Frozen, Inserted, RequireActor, Updated


class AbsenceReason(models.TextChoices):
    PRISON = "prison", _("prison or custody")
    HOSPITAL = "hospital", _("hospital")
    BOARDING_SCHOOL = "boarding_school", _("boarding school")
    CARE_HOME = "care_home", _("care home")
    FOSTER_CARE = "foster_care", _("foster care")
    ABROAD = "abroad", _("abroad")
    OTHER = "other", _("other reason")


@pghistory.track(Inserted(), Updated(), Deleted())
class Absence(models.Model):
    """A member of a household is away for a period and still belongs to it, or not, as law says."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="absences")
    reason = models.CharField(_("reason"), max_length=16, choices=AbsenceReason.choices)
    note = models.CharField(_("note"), max_length=160, blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["membership_id", "-valid_from"]
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            in_order("absence_period_in_order"),
            ExclusionConstraint(
                name="one_absence_a_day",
                expressions=[
                    (Same("membership_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.membership} {self.reason}"


@pghistory.track()
class HouseholdNote(models.Model):
    """Something to remember about a household; never rewritten, only pinned or unpinned."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="remarks")
    text = models.CharField(_("note"), max_length=1000)
    pinned = models.BooleanField(_("important"), default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pinned", "-written_at", "-id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="note_says_something")]
        triggers = [
            RequireActor(),
            Frozen(
                name="written_stays",
                when_sql="true",
                columns=["id", "household_id", "text", "author_id", "written_at"],
            ),
        ]

    def __str__(self) -> str:
        return self.text


class MoveKind(models.TextChoices):
    SPLIT = "split", _("split")
    JOIN = "join", _("join")


@pghistory.track()
class HouseholdMove(models.Model):
    """People who left `source` for `target` together, from `day` on.

    A split opens `target`; a join that leaves `source` empty closes it (`closes`), with what lies
    in it left where it is. `made`, `ended` and `standing` (counts of what lay in the files) are
    what undoing needs.
    """

    kind = models.CharField(_("kind"), max_length=5, choices=MoveKind.choices)
    source = models.ForeignKey(Household, models.PROTECT, related_name="moves_out")
    target = models.ForeignKey(Household, models.PROTECT, related_name="moves_in")
    day = models.DateField(_("first day together"))
    reason = models.CharField(_("reason"), max_length=200)
    closes = models.BooleanField(_("closes the file"), default=False)
    made = models.JSONField(default=list, editable=False)
    ended = models.JSONField(default=list, editable=False)
    standing = models.JSONField(default=dict, editable=False)
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-done_at", "-id"]
        verbose_name = _("split or join of households")
        verbose_name_plural = _("splits and joins of households")
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="move_between_two"),
            models.CheckConstraint(
                condition=Q(undone_by__isnull=True, undone_at__isnull=True)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="move_undone_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(closes=True, undone_at__isnull=True),
                name="a_file_is_closed_once",
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class RestrictionReason(models.TextChoices):
    STAFF = "staff", _("family of a member of staff")
    VIOLENCE = "violence", _("victim of violence")
    OTHER = "other", _("other reason")


@pghistory.track()
class Restriction(models.Model):
    """A household whose file only named people may see; others do not learn that it exists."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="restrictions")
    reason = models.CharField(_("reason"), max_length=10, choices=RestrictionReason.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    readers = models.ManyToManyField(User, related_name="+", through="RestrictionReader")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["household_id", "-valid_from"]
        verbose_name = _("restricted file")
        verbose_name_plural = _("restricted files")
        constraints = [
            in_order("restriction_period_in_order"),
            ExclusionConstraint(
                name="one_restriction_a_day",
                expressions=[
                    (Same("household_id"), "&&"),
                    (DateRange("valid_from", "valid_to"), "&&"),
                ],
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.household} {self.reason}"


@pghistory.track()
class RestrictionReader(models.Model):
    """One of the people who may see a restricted file."""

    restriction = models.ForeignKey(Restriction, models.CASCADE)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("reader of a restricted file")
        verbose_name_plural = _("readers of restricted files")
        constraints = [
            models.UniqueConstraint(
                fields=["restriction", "user"], name="reader_of_a_restriction_once"
            )
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return str(self.user)


@pghistory.track()
class Merge(models.Model):
    """Two records of one human being made one: `dropped` lives on as an alias of `kept`.

    `moved` lists what changed hands, `changed` the fields of `kept` with their values before;
    both are what undoing needs.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    reason = models.CharField(_("reason"), max_length=200)
    moved = models.JSONField(default=list, editable=False)
    changed = models.JSONField(default=dict, editable=False)
    merged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-merged_at"]
        verbose_name = _("merge of two records")
        verbose_name_plural = _("merges of records")
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("dropped")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["dropped"],
                condition=Q(undone_at__isnull=True),
                name="merged_away_once",
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"
