"""What an import is about, where it stands, and what becomes of its rows. Pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportKind(models.TextChoices):
    PERSONS = "persons", _("persons")
    HOUSEHOLDS = "households", _("households with members and addresses")
    INCOMES = "incomes", _("incomes")
    ENTITLEMENTS = "entitlements", _("running entitlements")


class RunStatus(models.TextChoices):
    UPLOADED = "uploaded", _("columns to be chosen")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("to be confirmed")
    WRITING = "writing", _("being taken in")
    DONE = "done", _("import finished")
    CANCELLED = "cancelled", _("given up")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")


OPEN = (RunStatus.UPLOADED, RunStatus.CHECKING, RunStatus.CHECKED)
"""Before it is confirmed: columns and words may still change."""

WRITTEN = (RunStatus.WRITING, RunStatus.DONE, RunStatus.UNDOING, RunStatus.UNDONE)
"""Since it was confirmed: rows have outcomes."""
FINISHED = (RunStatus.DONE, RunStatus.UNDONE)
"""Taken in, and nothing is at work: what it made may be taken back."""


class Verdict(models.TextChoices):
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("nothing changes")
    DECIDE = "decide", _("to be decided")
    HELD = "held", _("held back with its household")
    ERROR = "error", _("error")


class Decision(models.TextChoices):
    SAME = "same", _("the same person")
    NEW = "new", _("a new person")
    LEAVE = "leave", _("left out")


class Outcome(models.TextChoices):
    WAITING = "", _("not taken in")
    MADE = "made", _("made")
    CHANGED = "changed", _("changed")
    SAME = "same", _("nothing to change")
    LEFT = "left", _("left out")
    FAILED = "failed", _("could not be taken in")
    UNDONE = "undone", _("taken back")
    KEPT = "kept", _("stays")


GOOD = (Verdict.NEW, Verdict.CHANGED, Verdict.SAME)
"""Verdicts of rows that go in."""
