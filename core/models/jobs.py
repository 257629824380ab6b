"""Background work as rows, and the log of looks at clients' data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.people import User
from core.triggers import AppendOnly, destroying


class JobState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("in progress")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """One piece of background work: queued on commit, claimed once, safe to run again."""

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=120, unique=True)
    args = models.JSONField(default=dict)
    queue = models.CharField(max_length=20, default="default")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=200, blank=True)
    requested_by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes = [models.Index(fields=["state", "claimed_at"])]

    def __str__(self) -> str:
        return self.title


class AccessLog(models.Model):
    """One look at a client's data: who, whose, what, when, how, why. Rows are only added.

    `what`, `kind` and `purpose` are those of core/looks.py; `count` is how many clients a list
    held. Rows of before purposes were kept have none.
    """

    user = models.ForeignKey(User, models.PROTECT)
    what = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    household_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    kind = models.CharField(max_length=10, default="view")
    purpose = models.CharField(max_length=10, default="")
    count = models.PositiveIntegerField(null=True)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        indexes = [models.Index(fields=["user", "-id"], name="accesslog_newest_of_user")]
        triggers = [AppendOnly(destroyed=destroying("OLD.person_id", household="OLD.household_id"))]

    def __str__(self) -> str:
        return f"{self.user} {self.what} {self.object_id}"
