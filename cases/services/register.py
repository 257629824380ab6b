"""Registering an application: the case, its sign, its terms, its interview."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from cases.applications import needs_purpose
from cases.models import Application, Case, Channel, Interview, PaymentWay, TermKind
from cases.perms import require_household
from cases.queries import district_worker
from cases.services.lifecycle import status_row_add
from cases.services.terms import term_store
from cases.states import CaseStatus
from clients.models import GrantSource, Household, Person
from clients.queries import members_on
from clients.services import household_grant
from core import audit
from core.errors import DomainError
from core.models import BenefitKind, Centre, User
from core.numbers import next_number
from core.permissions import Role
from core.polish import format_date
from core.terms import Statutory, statutory_term
from core.terms import Term as CountedTerm


@dataclass(frozen=True, slots=True)
class StartTerms:
    """The terms that the receipt of an application starts."""

    decision: CountedTerm
    interview: CountedTerm


def start_terms(received_on: date, *, urgent: bool = False) -> StartTerms:
    """One month for the decision (art. 35 § 3 KPA), 14 working days for the interview, or 2."""
    interview = Statutory.INTERVIEW_URGENT if urgent else Statutory.INTERVIEW
    return StartTerms(
        statutory_term(Statutory.HANDLING, received_on), statutory_term(interview, received_on)
    )


@audit.service
def case_register(
    *,
    actor: User,
    household: Household,
    applicant: Person,
    kind: BenefitKind,
    received_on: date,
    channel: Channel | str,
    submission_key: UUID,
    today: date,
    posted_on: date | None = None,
    requested_amount: Decimal | None = None,
    purpose: str = "",
    justification: str = "",
    payment_way: PaymentWay | str = PaymentWay.TRANSFER,
    attachments_count: int = 0,
    urgent: bool = False,
) -> Case:
    """Register an application and return its case; the same `submission_key` gives the same case.

    Number and case are one transaction: no gap, no number twice. `requested_amount` in zł.
    The handler is the actor if the district is theirs, else the district's social worker,
    else the actor. Raises PermissionDenied for a household of others, DomainError for a benefit
    not taken in, a person outside the household, days in the wrong order, a missing purpose.
    """
    with connection.cursor() as cursor:  # a double click waits for the first click to commit
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [submission_key.int % 2**63])
    known = Case.objects.filter(application__submission_key=submission_key).first()
    require_household(actor, known.household if known else household, today)
    if known:
        return known
    _check_days(received_on, posted_on, today)
    _check_request(household, applicant, kind, requested_amount, purpose, today)
    terms = start_terms(received_on, urgent=urgent)
    handler = _handler(actor, household)
    case = _case_create(household, applicant, kind, handler, received_on, terms, today)
    Application.objects.create(
        case=case,
        received_on=received_on,
        posted_on=posted_on,
        channel=channel,
        requested_amount=requested_amount,
        purpose=purpose,
        justification=justification,
        payment_way=payment_way,
        attachments_count=attachments_count,
        submission_key=submission_key,
    )
    status_row_add(actor=actor, case=case, status=CaseStatus.REGISTERED, today=today, why="")
    term_store(case=case, kind=TermKind.DECISION, counted=terms.decision)
    term_store(case=case, kind=TermKind.INTERVIEW, counted=terms.interview)
    Interview.objects.create(case=case, worker=handler, ordered_on=today)
    household_grant(
        actor=actor,
        user=handler,
        household=household,
        source=GrantSource.CASE,
        reason=case.znak,
        valid_from=today,
        valid_to=None,
    )
    return case


def _check_days(received_on: date, posted_on: date | None, today: date) -> None:
    if received_on > today:
        raise DomainError(
            _("The application cannot have been received on %(day)s: that day is still to come.")
            % {"day": format_date(received_on)}
        )
    if posted_on and posted_on > received_on:
        raise DomainError(_("The application cannot be posted after it was received."))


def _check_request(
    household: Household,
    applicant: Person,
    kind: BenefitKind,
    requested_amount: Decimal | None,
    purpose: str,
    today: date,
) -> None:
    if not kind.active:
        raise DomainError(
            _("Applications for %(kind)s are not taken in.") % {"kind": kind.name_accusative}
        )
    members = {membership.person_id for membership in members_on(household, today)}
    if applicant.pk not in members:
        raise DomainError(
            _("%(person)s is not a member of this household on %(day)s.")
            % {"person": applicant, "day": format_date(today)}
        )
    if needs_purpose(kind.code) and not (purpose.strip() and requested_amount):
        raise DomainError(
            _("An application for %(kind)s says what the money is for and how much is needed.")
            % {"kind": kind.name_accusative}
        )


def _handler(actor: User, household: Household) -> User:
    if actor.role == Role.SOCIAL_WORKER and actor.district_id == household.district_id:
        return actor
    return district_worker(household.district_id) or actor


def _case_create(
    household: Household,
    applicant: Person,
    kind: BenefitKind,
    handler: User,
    received_on: date,
    terms: StartTerms,
    today: date,
) -> Case:
    """The case under the next number of its class; the series stays locked until the commit."""
    symbol = Centre.objects.values_list("symbol", flat=True).get()
    number = next_number(f"jrwa:{kind.jrwa}", today.year)
    return Case.objects.create(
        znak=f"{symbol}.{kind.jrwa}.{number}.{today.year}",
        jrwa=kind.jrwa,
        number=number,
        year=today.year,
        kind=kind,
        household=household,
        applicant=applicant,
        district_id=household.district_id,
        handler=handler,
        opened_on=received_on,
        due_on=terms.decision.end,
    )
