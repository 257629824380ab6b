"""Around a household: absences, notes, splits and joins, restriction; merged records."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clients.models.about import in_order
from clients.models.living import MergeStays
from clients.models.person import DateRange, Household, Membership, Person, Same
from core.models import User
from core.triggers import Deleted, Frozen, Inserted, RequireActor, Updated, destroying


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
    """Something to remember about a household; never rewritten, only pinned or unpinned.

    It stays on the screen unless somebody lets it stand on the sheet that goes to the family's
    home, where whoever lives there may read it.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="remarks")
    text = models.CharField(_("note"), max_length=1000)
    pinned = models.BooleanField(_("important"), default=False)
    on_paper = models.BooleanField(_("printed on the field sheet"), default=False)
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
                destroyed=destroying(household="OLD.household_id"),
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


@pghistory.track(exclude=["marks", "written_in"])
class Merge(models.Model):
    """Two records of one human being made one: `dropped` lives on as an alias of `kept`.

    Undoing needs `moved` (steps of clients/services/merge_steps.py, in order), `changed` (fields
    of `kept` with their values before and after) and `marks` (the last id of each table then:
    what has a higher one was recorded since). `written_in` is the transaction that merged, or
    that separated: in no other may frozen rows change hands.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    dropped = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    reason = models.CharField(_("reason"), max_length=200)
    moved = models.JSONField(default=list, editable=False)
    changed = models.JSONField(default=dict, editable=False)
    marks = models.JSONField(default=dict, editable=False)
    written_in = models.CharField(max_length=60, editable=False, db_default="")
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
        triggers = [RequireActor(), MergeStays()]

    def __str__(self) -> str:
        return f"{self.dropped} → {self.kept}"


@pghistory.track()
class LikelyPair(models.Model):
    """Two records that may be of one person, as the search for duplicates found them.

    `first` has the lower id. `reasons` are codes of clients/duplicates.py, `score` is 0 to 100.
    With `another_at` somebody has said that they are two people, and how that is known.
    """

    first = models.ForeignKey(Person, models.CASCADE, related_name="likely_as_first")
    second = models.ForeignKey(Person, models.CASCADE, related_name="likely_as_second")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now_add=True)
    another_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    another_at = models.DateTimeField(_("said to be two people"), null=True)
    another_why = models.CharField(_("how that is known"), max_length=200, blank=True)

    class Meta:
        ordering = ["-score", "id"]
        verbose_name = _("suspected duplicate")
        verbose_name_plural = _("suspected duplicates")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likely_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likely_pair_in_order"),
            models.CheckConstraint(
                condition=Q(another_at__isnull=True, another_by__isnull=True, another_why="")
                | (Q(another_at__isnull=False, another_by__isnull=False) & ~Q(another_why="")),
                name="two_people_with_a_reason",
            ),
        ]
        triggers = [RequireActor()]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"
