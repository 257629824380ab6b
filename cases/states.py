"""The life of a case: which status may follow which. Pure data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseStatus(models.TextChoices):
    REGISTERED = "registered", _("registered")
    INTERVIEWED = "interviewed", _("interview held")
    CALCULATED = "calculated", _("calculated")
    DRAFTED = "drafted", _("decision being prepared")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("closed")
    WITHDRAWN = "withdrawn", _("application withdrawn")


S = CaseStatus
TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    S.REGISTERED: frozenset({S.INTERVIEWED, S.WITHDRAWN}),
    S.INTERVIEWED: frozenset({S.CALCULATED, S.WITHDRAWN}),
    # a new calculation replaces the last one until a decision is signed
    S.CALCULATED: frozenset({S.CALCULATED, S.DRAFTED, S.WITHDRAWN}),
    S.DRAFTED: frozenset({S.CALCULATED, S.DECIDED, S.WITHDRAWN}),
    S.DECIDED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
OPEN = (S.REGISTERED, S.INTERVIEWED, S.CALCULATED, S.DRAFTED)


def may_follow(before: CaseStatus, after: CaseStatus) -> bool:
    """May a case go from `before` to `after`?"""
    return after in TRANSITIONS[before]


class InterviewStatus(models.TextChoices):
    ORDERED = "ordered", _("to be held")
    DRAFT = "draft", _("being written")
    COMPLETED = "completed", _("completed")
