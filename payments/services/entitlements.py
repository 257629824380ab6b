"""Ending, withholding and redirecting of what is payable."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.models import PaymentWay
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.months import month_of
from core.polish import format_date
from payments.models import Entitlement
from payments.perms import CORRECT, require_any
from payments.services.booking import lock_money
from payments.services.corrections import settle
from payments.services.opening import check_payee
from payments.states import EntitlementStatus

_TWICE = ("never_twice_the_same_benefit", "one_entitlement_a_decision_item")


@audit.service
def entitlement_end(
    *, actor: User, today: date, entitlement: Entitlement, last_day: date, why: str
) -> Entitlement:
    """End the entitlement after `last_day`; correct in the ledger what was due or paid beyond.

    Unpaid dues beyond are cancelled or cut; what was already paid is booked as overpaid with
    its origin. The day before the first day means that nothing is due at all. The same end
    twice is once. Raises DomainError without a reason, for a day outside the period, or while
    a payment that changes stands on a list not approved yet.
    """
    require_any(actor, *CORRECT)
    return end(actor=actor, today=today, entitlement=entitlement, last_day=last_day, why=why)


def end(
    *, actor: User, today: date, entitlement: Entitlement, last_day: date, why: str
) -> Entitlement:
    """The end itself; call inside a service that has checked access."""
    if not why.strip():
        raise DomainError(_("Say why the payments end."))
    lock_money()
    row = Entitlement.objects.select_for_update(of=["self"]).get(pk=entitlement.pk)
    if row.ended_on == last_day:
        return _refreshed(entitlement)
    _check_end(row, last_day)
    Entitlement.objects.filter(pk=row.pk).update(
        status=EntitlementStatus.ENDED, ended_on=last_day, ended_why=why.strip()[:200]
    )
    row.refresh_from_db()
    settle(actor=actor, entitlement=row, since=month_of(last_day), today=today, note=why.strip())
    return _refreshed(entitlement)


def _check_end(entitlement: Entitlement, last_day: date) -> None:
    if last_day < entitlement.valid_from - timedelta(days=1):
        raise DomainError(
            _("It began on %(day)s: its last day cannot be earlier than the day before.")
            % {"day": format_date(entitlement.valid_from)}
        )
    end = entitlement.ended_on or entitlement.valid_to
    if end is not None and last_day >= end:
        raise DomainError(
            _("It already ends on %(day)s. Choose an earlier last day.") % {"day": format_date(end)}
        )
    if not entitlement.periodic and last_day >= entitlement.valid_from:
        raise DomainError(
            _("A single payment can only be taken back as a whole: choose %(day)s.")
            % {"day": format_date(entitlement.valid_from - timedelta(days=1))}
        )


@audit.service
def entitlement_suspend(
    *, actor: User, today: date, entitlement: Entitlement, why: str
) -> Entitlement:
    """Withhold payments: no new dues, and dues not on a list yet are held back.

    Raises DomainError without a reason, StaleState when it is not active any more.
    """
    require_any(actor, *CORRECT)
    return suspend(entitlement=entitlement, why=why)


def suspend(*, entitlement: Entitlement, why: str) -> Entitlement:
    """The withholding itself; call inside a service that has checked access."""
    if not why.strip():
        raise DomainError(_("Say why the payments are withheld."))
    lock_money()
    return _turn(entitlement, EntitlementStatus.ACTIVE, EntitlementStatus.SUSPENDED, why)


@audit.service
def entitlement_resume(
    *, actor: User, today: date, entitlement: Entitlement, why: str = ""
) -> Entitlement:
    """Pay again: the next monthly run makes the months due that were skipped.

    Raises StaleState when it is not withheld any more.
    """
    require_any(actor, *CORRECT)
    lock_money()
    return _turn(entitlement, EntitlementStatus.SUSPENDED, EntitlementStatus.ACTIVE, why)


@audit.service
def entitlement_reopen(
    *, actor: User, today: date, entitlement: Entitlement, status: EntitlementStatus, why: str
) -> Entitlement:
    """Take back an early end made by mistake; it goes on as `status` (active or suspended).

    The ledger is corrected by new lines: what was cancelled is due again, what was booked as
    overpaid is no longer. Raises DomainError without a reason or when the person has this
    benefit otherwise since, StaleState when it is not ended.
    """
    require_any(actor, *CORRECT)
    if not why.strip():
        raise DomainError(_("Say why it goes on."))
    lock_money()
    row = Entitlement.objects.select_for_update(of=["self"]).get(pk=entitlement.pk)
    if row.ended_on is None:
        raise StaleState
    since = month_of(max(row.ended_on, row.valid_from))
    row.status, row.ended_on, row.ended_why = status, None, why.strip()[:200]
    _update_unless_twice(row)
    settle(actor=actor, entitlement=row, since=since, today=today, note=why.strip(), anew=True)
    return _refreshed(entitlement)


def _update_unless_twice(row: Entitlement) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=["status", "ended_on", "ended_why"])
    except IntegrityError as error:
        if not any(name in str(error) for name in _TWICE):
            raise
        raise DomainError(
            _("%(person)s has this benefit by another decision since.") % {"person": row.person}
        ) from error


def _turn(
    entitlement: Entitlement, before: EntitlementStatus, after: EntitlementStatus, why: str
) -> Entitlement:
    won = Entitlement.objects.filter(pk=entitlement.pk, status=before).update(
        status=after, ended_why=why.strip()[:200]
    )
    if not won:
        raise StaleState
    return _refreshed(entitlement)


@audit.service
def entitlement_payee(
    *,
    actor: User,
    today: date,
    entitlement: Entitlement,
    way: PaymentWay | str,
    payee_name: str,
    payee_address: str = "",
    nrb: str = "",
) -> Entitlement:
    """Change how future payments are made; lines that stand on a list stay as they are.

    Raises DomainError for a missing payee or a wrong account.
    """
    require_any(actor, *CORRECT)
    check_payee(way, nrb, payee_name)
    lock_money()
    Entitlement.objects.filter(pk=entitlement.pk).update(
        way=way, payee_name=payee_name.strip(), payee_address=payee_address.strip(), nrb=nrb
    )
    return _refreshed(entitlement)


def _refreshed(entitlement: Entitlement) -> Entitlement:
    entitlement.refresh_from_db()
    return entitlement
