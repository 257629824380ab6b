"""Correcting an application before a decision is prepared."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.db.models import F
from django.utils.translation import gettext as _

from cases.applications import needs_purpose
from cases.models import Application, Case, Term, TermKind
from cases.perms import require_change
from cases.services.terms import term_store
from cases.states import CaseStatus
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.terms import Unit, count_term

EDITABLE = (CaseStatus.REGISTERED, CaseStatus.INTERVIEWED, CaseStatus.CALCULATED)


class ApplicationFields(TypedDict, total=False):
    """What may be corrected; amounts in zł."""

    received_on: date
    posted_on: date | None
    channel: str
    requested_amount: Decimal | None
    purpose: str
    justification: str
    payment_way: str
    attachments_count: int


@audit.service
def application_update(
    *,
    actor: User,
    case: Case,
    version: int,
    today: date,
    **fields: Unpack[ApplicationFields],
) -> Application:
    """Correct the application as of `version` of its case; terms follow another day of receipt.

    Raises PermissionDenied for a stranger, StaleState when somebody saved in between,
    DomainError once a decision is being prepared or when days or needs do not fit.
    """
    require_change(actor, case, today)
    won = Case.objects.filter(pk=case.pk, version=version, status__in=EDITABLE).update(
        version=F("version") + 1
    )
    if not won:
        if Case.objects.filter(pk=case.pk, version=version).exists():
            raise DomainError(
                _("The application can no longer be changed: a decision is already prepared.")
            )
        raise StaleState
    application = Application.objects.get(case=case)
    for name, value in fields.items():
        setattr(application, name, value)
    _check(case, application, today)
    application.save()
    if application.received_on != case.opened_on:
        _count_anew(case, application.received_on)
    case.refresh_from_db(fields=["version", "opened_on", "due_on"])
    return application


def _check(case: Case, application: Application, today: date) -> None:
    if application.received_on > today:
        raise DomainError(_("The day of receipt is still to come."))
    if application.posted_on and application.posted_on > application.received_on:
        raise DomainError(_("The application cannot be posted after it was received."))
    complete = application.purpose.strip() and application.requested_amount
    if needs_purpose(case.kind.code) and not complete:
        raise DomainError(
            _("An application for %(kind)s says what the money is for and how much is needed.")
            % {"kind": case.kind.name_accusative}
        )


def _count_anew(case: Case, received_on: date) -> None:
    """Another day of receipt starts the running terms anew, each by its own rule."""
    kinds = (TermKind.DECISION, TermKind.INTERVIEW)
    due_on = case.due_on
    for term in Term.objects.filter(case=case, kind__in=kinds, done_on=None):
        counted = count_term(received_on, term.length, Unit(term.unit), basis=term.legal_basis)
        term_store(case=case, kind=TermKind(term.kind), counted=counted)
        if term.kind == TermKind.DECISION:
            due_on = counted.end
    Case.objects.filter(pk=case.pk).update(opened_on=received_on, due_on=due_on)
