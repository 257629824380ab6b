"""Money that came back: the account was closed, the cash was not collected."""

from datetime import date

from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import User
from core.polish import format_date
from payments.models import Due, Entitlement, LedgerEntry, PaymentLine
from payments.perms import CORRECT, require_any
from payments.queries.schedule import amount_for_month
from payments.services.booking import lock_money
from payments.services.corrections import pay_again, settle
from payments.states import FINAL, EntitlementStatus, LedgerKind


@audit.service
def line_return(*, actor: User, line: PaymentLine, day: date, why: str, today: date) -> LedgerEntry:
    """Book that the whole payment `line` came back on `day`; its due waits to be paid again.

    Raises DomainError without a reason, for a list not approved, a day before the payment or
    still to come, or a payment that already came back.
    """
    require_any(actor, *CORRECT)
    if not why.strip():
        raise DomainError(_("Say why the money came back."))
    lock_money()
    line = PaymentLine.objects.select_related("payment_list", "due").get(pk=line.pk)
    pay_day = line.payment_list.pay_day
    if line.payment_list.status not in FINAL:
        raise DomainError(_("Only a payment of an approved list can come back."))
    if today < pay_day:
        raise DomainError(
            _("The list is paid on %(day)s; nothing comes back before that day.")
            % {"day": format_date(pay_day)}
        )
    if not pay_day <= day <= today:
        raise DomainError(
            _("The day of the return lies between %(first)s and %(last)s.")
            % {"first": format_date(pay_day), "last": format_date(today)}
        )
    if LedgerEntry.objects.filter(line=line, kind=LedgerKind.RETURNED).exists():
        raise DomainError(_("This payment has already been booked as returned."))
    paid = LedgerEntry.objects.select_related("entitlement").get(line=line, kind=LedgerKind.PAID)
    entry = LedgerEntry.objects.create(
        entitlement_id=paid.entitlement_id,
        due_id=paid.due_id,
        line=line,
        kind=LedgerKind.RETURNED,
        amount=-paid.amount,
        day=day,
        month=paid.month,
        dzial=paid.dzial,
        rozdzial=paid.rozdzial,
        paragraf=paid.paragraf,
        origin=paid,
        note=why.strip()[:200],
        written_by=actor,
    )
    if line.due.ledger.filter(kind=LedgerKind.OVERPAID).exists():
        # what was overpaid is back: only the part that is still owed stays due
        settle(
            actor=actor, entitlement=paid.entitlement, since=line.due.month, today=today,
            note=why.strip(),
        )  # fmt: skip
    return entry


@audit.service
def due_pay_again(*, actor: User, due: Due, today: date, why: str = "") -> Due:
    """Make a returned payment due once more (its next part); it goes onto the next list.

    Where it is paid to is what the entitlement says by then. Raises DomainError when the money
    did not come back, was made due again already, or the person may not be paid.
    """
    require_any(actor, *CORRECT)
    lock_money()
    due = Due.objects.select_related("entitlement__person").get(pk=due.pk)
    _check_again(due)
    return pay_again(actor=actor, due=due, today=today, note=why.strip() or _("paid again"))


def _check_again(due: Due) -> None:
    entitlement: Entitlement = due.entitlement
    if not LedgerEntry.objects.filter(due=due, kind=LedgerKind.RETURNED).exists():
        raise DomainError(_("This payment has not come back."))
    if due.cancelled:
        raise DomainError(_("This has already been made due again, or is not owed any more."))
    if entitlement.person.death_date:
        raise DomainError(_("The person has died. End the entitlement instead."))
    if entitlement.status == EntitlementStatus.SUSPENDED:
        raise DomainError(_("The payments are withheld. Resume them first."))
    if not amount_for_month(entitlement, due.month):
        raise DomainError(_("Nothing is owed for this month any more."))
