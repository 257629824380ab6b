"""Appeals: in, on to the appeal body within seven days, its ruling (art. 127–138 KPA)."""

from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from benefits.models import Appeal, Decision
from benefits.services.delivery import finish
from benefits.states import FALLS, STANDS, AppealChannel, AppealRuling, DecisionStatus
from cases.models import Case, TermKind
from cases.perms import require_change
from cases.services import case_move, term_done, term_open
from cases.states import CaseStatus
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.permissions import Permission
from core.polish import format_date
from core.terms import Statutory, appeal_term, statutory_term

APPEALABLE = (DecisionStatus.DELIVERED, DecisionStatus.FINAL)


@audit.service
def appeal_record(
    *,
    actor: User,
    decision: Decision,
    today: date,
    channel: AppealChannel | str,
    received_on: date,
    summary: str,
    posted_on: date | None = None,
) -> Appeal:
    """Record the appeal against a delivered decision; from now on it does not become final.

    A letter posted in time is in time whenever it comes (art. 57 § 5 pkt 2 KPA), so one that has
    already become final is open again. Opens the term of seven days to forward it (art. 133).
    Raises PermissionDenied, DomainError for days that do not fit, a decision that nobody can
    appeal against, or a second appeal.
    """
    require_change(actor, decision.case, today, Permission.DECISIONS_DELIVER)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if Appeal.objects.filter(decision=decision).exists():
        raise DomainError(_("An appeal against this decision is already recorded."))
    if decision.status not in APPEALABLE or decision.delivered_on is None:
        raise DomainError(_("Only a decision that was delivered can be appealed against."))
    if not summary.strip():
        raise DomainError(_("Write in a sentence what the appeal says."))
    channel = AppealChannel(channel)
    posted_on = posted_on if channel == AppealChannel.POST else None
    _check_day(posted_on or received_on, decision.delivered_on, today)
    _check_day(received_on, posted_on or decision.delivered_on, today)
    in_time, rule = _judged(decision.delivered_on, received_on, posted_on)
    appeal = Appeal.objects.create(
        decision=decision,
        channel=channel,
        received_on=received_on,
        posted_on=posted_on,
        summary=summary.strip()[:500],
        in_time=in_time,
        rule=rule,
        forward_until=statutory_term(Statutory.SELF_REVIEW, received_on).end,
        recorded_by=actor,
    )
    if in_time and decision.status == DecisionStatus.FINAL:
        Decision.objects.filter(pk=decision.pk).update(
            status=DecisionStatus.DELIVERED, final_on=None, version=F("version") + 1
        )
    term_done(actor=actor, case=decision.case, kind=TermKind.APPEAL, today=received_on)
    term_open(
        actor=actor,
        case=decision.case,
        kind=TermKind.APPEAL,
        start_on=received_on,
        statutory=Statutory.SELF_REVIEW,
    )
    return appeal


def _judged(delivered_on: date, received_on: date, posted_on: date | None) -> tuple[bool, str]:
    """Was the appeal in time; and how that was counted, in Polish."""
    term = appeal_term(delivered_on)
    if posted_on is not None:
        counted = f"Nadano pocztą {format_date(posted_on)} (art. 57 § 5 pkt 2 KPA)."
    else:
        counted = f"Wpłynęło {format_date(received_on)}."
    in_time = (posted_on or received_on) <= term.end
    verdict = "Wniesiono w terminie." if in_time else "Wniesiono po terminie."
    return in_time, f"{counted} Termin: {term.trace} {verdict}"


def _check_day(day: date, earliest: date, today: date) -> None:
    if day < earliest:
        raise DomainError(
            _("%(day)s is too early; it cannot have been before %(earliest)s.")
            % {"day": format_date(day), "earliest": format_date(earliest)}
        )
    if day > today:
        raise DomainError(
            _("%(day)s is still to come; enter it when it has happened.")
            % {"day": format_date(day)}
        )


@audit.service
def appeal_forward(*, actor: User, appeal: Appeal, today: date, forwarded_on: date) -> Appeal:
    """The appeal and the file went to the appeal body on `forwarded_on` (art. 133 KPA).

    Raises PermissionDenied, DomainError for a day that does not fit, StaleState once forwarded.
    """
    case = appeal.decision.case
    require_change(actor, case, today, Permission.DECISIONS_DELIVER)
    _check_day(forwarded_on, appeal.received_on, today)
    won = Appeal.objects.filter(pk=appeal.pk, forwarded_on=None, ruling="").update(
        forwarded_on=forwarded_on
    )
    if not won:
        raise StaleState
    term_done(actor=actor, case=case, kind=TermKind.APPEAL, today=forwarded_on)
    appeal.refresh_from_db()
    return appeal


@audit.service
def appeal_rule(
    *,
    actor: User,
    appeal: Appeal,
    today: date,
    ruling: AppealRuling | str,
    ruled_on: date,
    number: str,
) -> Appeal:
    """Record how the appeal ended: the ruling of the appeal body, or the centre's own (art. 132).

    Upheld or dropped: the decision is final from `ruled_on`. Not heard: final after the term to
    appeal, as if nobody had appealed. Repealed: it is no longer there; no money moves by itself.
    Raises PermissionDenied, DomainError, StaleState once ruled or not forwarded yet.
    """
    require_change(actor, appeal.decision.case, today, Permission.DECISIONS_DELIVER)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=appeal.decision_id)
    appeal = Appeal.objects.get(pk=appeal.pk)
    ruling = AppealRuling(ruling)
    _check_ruling(appeal, ruling, number)
    _check_day(ruled_on, appeal.forwarded_on or appeal.received_on, today)
    won = Appeal.objects.filter(pk=appeal.pk, ruling="", forwarded_on=appeal.forwarded_on).update(
        ruling=ruling, ruled_on=ruled_on, ruling_number=number.strip()[:80]
    )
    if not won:
        raise StaleState
    if ruling == AppealRuling.SELF_REVIEW:
        term_done(actor=actor, case=decision.case, kind=TermKind.APPEAL, today=ruled_on)
    _follow(actor, decision, ruling, ruled_on=ruled_on, today=today)
    appeal.refresh_from_db()
    return appeal


def _check_ruling(appeal: Appeal, ruling: AppealRuling, number: str) -> None:
    if not number.strip():
        raise DomainError(_("Enter the number of the ruling."))
    own = ruling == AppealRuling.SELF_REVIEW
    if own and appeal.forwarded_on is not None:
        raise DomainError(_("The appeal has gone to the appeal body; now it rules."))
    if not own and appeal.forwarded_on is None:
        raise DomainError(_("Record first on what day the appeal was forwarded."))


def _follow(
    actor: User, decision: Decision, ruling: AppealRuling, *, ruled_on: date, today: date
) -> None:
    """What the ruling makes of the decision and its case."""
    if ruling in FALLS:
        _repeal(actor, decision, ruling, today=today)
        return
    if decision.status != DecisionStatus.DELIVERED or decision.appeal_until is None:
        return  # it has been final all along: the appeal was late
    if ruling in STANDS:
        finish(actor, decision, DecisionStatus.FINAL, final_on=ruled_on, today=today)
    elif decision.appeal_until < today:
        final_on = decision.appeal_until + timedelta(days=1)
        finish(actor, decision, DecisionStatus.FINAL, final_on=final_on, today=today)


def _repeal(actor: User, decision: Decision, ruling: AppealRuling, *, today: date) -> None:
    won = Decision.objects.filter(pk=decision.pk, status__in=APPEALABLE).update(
        status=DecisionStatus.REPEALED, final_on=None, version=F("version") + 1
    )
    if not won:
        raise StaleState
    case = Case.objects.get(pk=decision.case_id)
    if case.status == CaseStatus.DECIDED:
        why = f"{decision.number}: {ruling.label}"
        case_move(actor=actor, case=case, to=CaseStatus.CLOSED, today=today, why=why)
