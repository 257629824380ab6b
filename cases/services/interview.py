"""The family interview: its draft, and its completion (art. 107 UPS, Dz.U. 2021 poz. 893)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.answers import Answers, AnswersError, as_json, missing, read_answers
from cases.law_codes import code_problems
from cases.models import Interview, TermKind
from cases.perms import require_change
from cases.services.facts import facts_record
from cases.services.lifecycle import move
from cases.services.terms import terms_close
from cases.states import CaseStatus, InterviewStatus
from clients.queries import absences_on, members_on
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission
from core.polish import format_date

OPEN = (InterviewStatus.ORDERED, InterviewStatus.DRAFT)
DRAFT_MAX = 200_000  # characters of JSON; a full form has about 10 000


@audit.service
def interview_draft_save(
    *, actor: User, interview: Interview, answers: Mapping[str, Any], version: int
) -> Interview:
    """Keep what has been typed so far, as typed; the draft of `version` becomes the next one.

    Raises PermissionDenied for a stranger, DomainError for a completed interview or a draft
    beyond reason, StaleState when somebody saved in between.
    """
    require_change(actor, interview.case, timezone.localdate(), Permission.INTERVIEWS_EDIT)
    if len(json.dumps(answers)) > DRAFT_MAX:
        raise DomainError(_("This is too long for an interview; attach it as a document."))
    won = Interview.objects.filter(pk=interview.pk, version=version, status__in=OPEN).update(
        answers=dict(answers),
        status=InterviewStatus.DRAFT,
        saved_at=Now(),
        version=F("version") + 1,
    )
    if not won:
        raise _lost(interview)
    interview.refresh_from_db()
    return interview


@audit.service
def interview_complete(
    *,
    actor: User,
    interview: Interview,
    answers: Mapping[str, Any],
    held_on: date,
    today: date,
    version: int | None = None,
) -> Interview:
    """Complete the interview held on `held_on`: freeze its answers, record incomes and
    certificates in the file of the household, move the case to «interview held».

    `answers`: see cases/answers.py. Raises AnswersError naming each wrong or missing answer,
    PermissionDenied for a stranger, StaleState when somebody was first (with `version`: also
    when somebody saved another draft).
    """
    case = interview.case
    require_change(actor, case, today, Permission.INTERVIEWS_EDIT)
    _check_day(held_on, case.opened_on, today)
    read = checked_answers(interview, answers, today)
    waiting = Interview.objects.filter(pk=interview.pk, status__in=OPEN)
    if version is not None:
        waiting = waiting.filter(version=version)
    won = waiting.update(
        answers=as_json(read),
        status=InterviewStatus.COMPLETED,
        held_on=held_on,
        worker=actor,
        completed_at=Now(),
        completed_by=actor,
        version=F("version") + 1,
    )
    if not won:
        raise _lost(interview)
    facts_record(actor=actor, case=case, answers=read, today=today)
    terms_close(case=case, kinds=[TermKind.INTERVIEW], today=held_on)
    move(actor=actor, case=case, to=CaseStatus.INTERVIEWED, today=today)
    interview.refresh_from_db()
    return interview


def checked_answers(interview: Interview, answers: Mapping[str, Any], today: date) -> Answers:
    """The answers, read and complete; raises AnswersError with everything that is wrong."""
    read = read_answers(answers)
    household = interview.case.household
    members = {m.pk: m.person_id for m in members_on(household, today)}
    away = frozenset(members[pk] for pk in absences_on(household, today) if pk in members)
    problems = [
        *missing(read, set(members.values()), away),
        *code_problems(read, interview.case.opened_on),
    ]
    if problems:
        raise AnswersError(problems)
    return read


def _check_day(held_on: date, opened_on: date, today: date) -> None:
    if held_on > today:
        raise DomainError(
            _("The interview cannot be completed before it is held (%(day)s).")
            % {"day": format_date(held_on)}
        )
    if held_on < opened_on:
        raise DomainError(
            _("The interview is held after the application was received (%(day)s).")
            % {"day": format_date(opened_on)}
        )


def _lost(interview: Interview) -> DomainError:
    """Why the update found no row: completed by now, or saved by somebody else."""
    if Interview.objects.filter(pk=interview.pk, status=InterviewStatus.COMPLETED).exists():
        return DomainError(_("This interview is already completed; its answers are frozen."))
    return StaleState()
