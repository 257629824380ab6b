"""From one status to the next: the table says what may follow, the database who was first."""

from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from cases.models import Case, StatusRow, TermKind
from cases.perms import require_change
from cases.services.terms import terms_close
from cases.states import CaseStatus, may_follow
from core import audit
from core.errors import DomainError, StaleState
from core.models import User

_ENDED = (CaseStatus.CLOSED, CaseStatus.WITHDRAWN)
# The term to update the interview (art. 107 ust. 4 UPS) outlives the case that opened it.
_DONE_BY: dict[CaseStatus, list[TermKind]] = {
    CaseStatus.INTERVIEWED: [TermKind.INTERVIEW],
    CaseStatus.DECIDED: [TermKind.DECISION, TermKind.INTERVIEW],
    CaseStatus.CLOSED: [TermKind.DECISION, TermKind.INTERVIEW, TermKind.APPEAL],
    CaseStatus.WITHDRAWN: list(TermKind),
}


@audit.service
def case_move(*, actor: User, case: Case, to: CaseStatus, today: date, why: str = "") -> Case:
    """Move the case to status `to`, add its status row, close the terms that this meets.

    `case` is brought up to date and returned. Raises PermissionDenied for a stranger,
    DomainError when `to` may not follow, StaleState when somebody else moved the case first.
    """
    require_change(actor, case, today)
    return move(actor=actor, case=case, to=CaseStatus(to), today=today, why=why)


@audit.service
def case_withdraw(*, actor: User, case: Case, today: date, why: str) -> Case:
    """The applicant takes the application back; nothing more is done in the case.

    Raises DomainError without a reason or when the case is already decided, StaleState when
    somebody else moved it first.
    """
    require_change(actor, case, today)
    if not why.strip():
        raise DomainError(_("Say how and why the application was withdrawn."))
    return move(actor=actor, case=case, to=CaseStatus.WITHDRAWN, today=today, why=why.strip())


def move(*, actor: User, case: Case, to: CaseStatus, today: date, why: str = "") -> Case:
    """The move itself; call inside a service that has checked access."""
    before = CaseStatus(case.status)
    if not may_follow(before, to):
        raise DomainError(
            _("A case that is “%(before)s” cannot become “%(after)s”.")
            % {"before": before.label, "after": to.label}
        )
    closed_on = today if to in _ENDED else None
    won = Case.objects.filter(pk=case.pk, status=before).update(
        status=to, closed_on=closed_on, version=F("version") + 1
    )
    if not won:
        raise StaleState
    status_row_add(actor=actor, case=case, status=to, today=today, why=why)
    if kinds := _DONE_BY.get(to):
        terms_close(case=case, kinds=kinds, today=today)
    case.refresh_from_db(fields=["status", "closed_on", "version"])
    return case


def status_row_add(
    *, actor: User, case: Case, status: CaseStatus, today: date, why: str
) -> StatusRow:
    """The next status row; the case's own row is locked by the update before it."""
    last = (
        StatusRow.objects.filter(case=case)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return StatusRow.objects.create(
        case=case, number=(last or 0) + 1, status=status, author=actor, day=today, why=why[:300]
    )
