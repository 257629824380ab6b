"""Destruction of files whose time is over: what was proposed, reviewed, approved and done.

A row names a file and says nothing of the people in it: it stays when they are gone. See
docs/adr/0016.
"""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.models.jobs import Job
from core.models.people import User
from core.triggers import HERE, AlwaysOn, Frozen, RequireActor

_CODE = "USING ERRCODE = 'integrity_constraint_violation'"


class FileKind(models.TextChoices):
    CASE = "case", _("case")
    HOUSEHOLD = "household", _("file of a household and its people")


class DestructionState(models.TextChoices):
    PROPOSED = "proposed", _("to be reviewed")
    HELD = "held", _("kept longer")
    CONFIRMED = "confirmed", _("to be destroyed")
    DESTROYED = "destroyed", _("destroyed")
    DROPPED = "dropped", _("to stay after all")


@pghistory.track()
class DestructionList(models.Model):
    """Files that are to be destroyed together (spis dokumentacji niearchiwalnej).

    The Archiwum Państwowe consents to the list, then somebody approves it who neither made it nor
    reviewed a file on it; then it is carried out and a protocol is written.
    """

    number = models.CharField(_("number"), max_length=60, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_on = models.DateField(_("made"))
    consent_number = models.CharField(
        _("sign of the consent of the Archiwum Państwowe"), max_length=80, blank=True
    )
    consent_on = models.DateField(_("day of the consent"), null=True, blank=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_on = models.DateField(_("approved"), null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    finished_on = models.DateField(_("carried out"), null=True)
    protocol = models.CharField(max_length=100, blank=True)
    protocol_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("list of files to be destroyed")
        verbose_name_plural = _("lists of files to be destroyed")
        constraints = [
            models.CheckConstraint(
                condition=(Q(consent_number="") & Q(consent_on__isnull=True))
                | (~Q(consent_number="") & Q(consent_on__isnull=False)),
                name="consent_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | (
                    Q(approved_by__isnull=False, approved_on__isnull=False)
                    & ~Q(consent_number="")
                    & ~Q(approved_by=F("made_by"))
                ),
                name="destruction_approved_by_another_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(finished_on__isnull=True) | Q(approved_on__isnull=False),
                name="destruction_finished_when_approved",
            ),
        ]
        triggers = [
            RequireActor(),
            Frozen(
                name="approved_list_stays",
                when_sql="OLD.approved_by_id IS NOT NULL",
                columns=[
                    "number", "made_by_id", "made_on", "consent_number", "consent_on",
                    "approved_by_id", "approved_on",
                ],
                fill_once=["finished_on", "protocol", "protocol_sha256"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class _DestroyedWhenApproved(AlwaysOn):
    """A file is destroyed only when confirmed by one and approved on a list by another.

    The transaction that does it is stamped on the row; guards of other tables let go what belongs
    to it (`core.triggers.destroying`). What stands on an approved list is not reviewed any more.
    """

    def __init__(self) -> None:
        super().__init__(
            name="destroyed_when_approved",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("approved", "boolean"), ("after", "text[]")],
            func=f"""
                IF TG_OP = 'DELETE' THEN
                    RAISE EXCEPTION '% % stays', TG_TABLE_NAME, OLD.id {_CODE};
                END IF;
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'proposed' THEN
                        RAISE EXCEPTION 'a destruction begins as a proposal' {_CODE};
                    END IF;
                    NEW.destroyed_in := '';
                    RETURN NEW;
                END IF;
                IF (NEW.kind, NEW.object_id) <> (OLD.kind, OLD.object_id) THEN
                    RAISE EXCEPTION '% % is of one file', TG_TABLE_NAME, OLD.id {_CODE};
                END IF;
                IF OLD.state IN ('destroyed', 'dropped') THEN
                    after := ARRAY['files_left'];
                    IF OLD.destroyed_in = {HERE} THEN
                        after := after || ARRAY['rows_count', 'history_count', 'files_count'];
                    END IF;
                    IF to_jsonb(NEW) - after <> to_jsonb(OLD) - after THEN
                        RAISE EXCEPTION '% % is frozen', TG_TABLE_NAME, OLD.id {_CODE};
                    END IF;
                    RETURN NEW;
                END IF;
                SELECT l.approved_by_id IS NOT NULL AND l.approved_by_id <> OLD.reviewed_by_id
                  INTO approved FROM core_destructionlist l WHERE l.id = OLD.on_list_id FOR SHARE;
                IF NEW.state = 'destroyed' THEN
                    IF OLD.state <> 'confirmed' OR approved IS NOT TRUE
                            OR NEW.due_on > current_date
                            OR (NEW.on_list_id, NEW.reviewed_by_id, NEW.due_on) IS DISTINCT FROM
                               (OLD.on_list_id, OLD.reviewed_by_id, OLD.due_on) THEN
                        RAISE EXCEPTION '% % is not approved for destruction',
                            TG_TABLE_NAME, OLD.id {_CODE};
                    END IF;
                    NEW.destroyed_in := {HERE};
                    RETURN NEW;
                END IF;
                NEW.destroyed_in := '';
                IF EXISTS (SELECT FROM core_destructionlist l
                            WHERE l.id = OLD.on_list_id AND l.approved_by_id IS NOT NULL)
                        AND NEW.state <> 'dropped'
                    OR NEW.on_list_id IS DISTINCT FROM OLD.on_list_id
                        AND EXISTS (SELECT FROM core_destructionlist l
                            WHERE l.id = NEW.on_list_id AND l.approved_by_id IS NOT NULL) THEN
                    RAISE EXCEPTION '% % stands on an approved list',
                        TG_TABLE_NAME, OLD.id {_CODE};
                END IF;
                RETURN NEW;
            """,
        )


@pghistory.track()
class Destruction(models.Model):
    """One file whose time is over: proposed, reviewed, put on a list, destroyed.

    `sign` is the sign of the case or the number of the file, never a name. Its years run from
    `counted_from` (the first day of the year after the file ended, or the day the statute names);
    from `due_on` on it may be destroyed. `files_left` are files of the store to be removed still.
    """

    kind = models.CharField(_("kind of file"), max_length=10, choices=FileKind.choices)
    object_id = models.BigIntegerField()
    sign = models.CharField(_("sign"), max_length=60)
    title = models.CharField(_("what it is about"), max_length=160)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    category = models.CharField(_("archival category"), max_length=10)
    due_on = models.DateField(_("may be destroyed from"))
    rule = models.TextField(_("how the day was found"))
    certainty = models.CharField(max_length=10)
    proposed_on = models.DateField(_("proposed"))
    state = models.CharField(
        max_length=10, choices=DestructionState.choices, default=DestructionState.PROPOSED
    )
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    hold_until = models.DateField(_("kept until"), null=True, blank=True)
    on_list = models.ForeignKey(DestructionList, models.PROTECT, null=True, related_name="files")
    people = ArrayField(models.BigIntegerField(), default=list, editable=False)
    papers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    destroyed_on = models.DateField(_("destroyed"), null=True)
    destroyed_in = models.CharField(max_length=60, blank=True, editable=False)
    rows_count = models.PositiveIntegerField(default=0)
    history_count = models.PositiveIntegerField(default=0)
    files_count = models.PositiveIntegerField(default=0)
    files_left = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["due_on", "kind", "object_id"]
        verbose_name = _("destruction of a file")
        verbose_name_plural = _("destructions of files")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                condition=~Q(state="dropped"),
                name="a_file_is_proposed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | (~Q(why="") & Q(hold_until__isnull=False)),
                name="held_file_has_reason_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["held", "confirmed", "destroyed"])
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False),
                name="reviewed_file_has_a_reviewer",
            ),
            models.CheckConstraint(
                condition=Q(on_list__isnull=True)
                | Q(state__in=["confirmed", "destroyed", "dropped"]),
                name="listed_file_is_confirmed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="destroyed") & Q(destroyed_on__isnull=False, on_list__isnull=False)
                )
                | (~Q(state="destroyed") & Q(destroyed_on__isnull=True)),
                name="destroyed_file_has_a_day_and_a_list",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="destructions_by_state"),
            models.Index(
                fields=["destroyed_in"],
                name="destructions_under_way",
                condition=~Q(destroyed_in=""),
            ),
        ]
        triggers = [RequireActor(), _DestroyedWhenApproved()]

    def __str__(self) -> str:
        return self.sign
