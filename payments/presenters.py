"""Words and rows for pages and paper of payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from core.models import TaskType, User
from core.permissions import allowed
from payments.files.profiles import PROFILES
from payments.models import BankFile, DueKind, PaymentList
from payments.perms import NEXT_STEP, had_a_hand
from payments.queries.reconcile import Row
from payments.services import needs_bank_file
from payments.states import ListStatus

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a list: who took it and when, or nobody yet."""

    label: str
    who: User | None
    day: date | None


def steps(payment_list: PaymentList) -> list[Step]:
    """Four signatures of a list, in order."""
    one = payment_list
    return [
        Step(_("Prepared"), one.prepared_by, one.prepared_on),
        Step(_("Checked on substance"), one.checked_by, one.checked_on),
        Step(_("Checked on accounts"), one.accounts_checked_by, one.accounts_checked_on),
        Step(_("Approved for payment"), one.approved_by, one.approved_on),
    ]


@dataclass(frozen=True, slots=True)
class Action:
    """The next step of a list: a sentence; label and address when this person may take it."""

    sentence: str
    label: str = ""
    url_name: str = ""


def next_action(user: User, payment_list: PaymentList) -> Action | None:
    """What comes next for this list, and whether `user` does it; None when it is finished."""
    if payment_list.status not in NEXT_STEP:
        return None
    action = _action(payment_list)
    permission, _before = NEXT_STEP[ListStatus(payment_list.status)]
    if not allowed(user, permission):
        return Action(_waiting(payment_list))
    if had_a_hand(user, payment_list):
        return Action(_("You had a hand in this list, so another person takes the next step."))
    return action


def _action(payment_list: PaymentList) -> Action:
    if payment_list.status == ListStatus.APPROVED and not needs_bank_file(payment_list):
        return _hand_over(payment_list)
    return {
        ListStatus.PREPARED: Action(
            _("Check on substance: the people, the amounts and where the money goes."),
            _("Confirm the check on substance"),
            "payments:check",
        ),
        ListStatus.CHECKED: Action(
            _("Check on accounts: classification, amounts and the total."),
            _("Confirm the check on accounts"),
            "payments:check_accounts",
        ),
        ListStatus.ACCOUNTS_CHECKED: Action(
            _("Both checks are done. Approval freezes the list and books it as paid."),
            _("Approve for payment"),
            "payments:approve",
        ),
        ListStatus.APPROVED: Action(
            _("The list is approved. Make the file of transfers for the bank."),
            _("Make the bank file"),
            "payments:file",
        ),
        ListStatus.FILED: Action(
            _("When the bank has carried out the transfers, mark the list as paid."),
            _("Mark as paid"),
            "payments:mark_paid",
        ),
    }[ListStatus(payment_list.status)]


def _hand_over(payment_list: PaymentList) -> Action:
    if payment_list.due_kind == DueKind.HEALTH_CONTRIBUTION:
        sentence = _("Transfer the total to ZUS with the declaration, then mark the list as paid.")
    else:
        sentence = _("Print the cash list. When everybody was paid, mark the list as paid.")
    return Action(sentence, _("Mark as paid"), "payments:mark_paid")


def _waiting(payment_list: PaymentList) -> str:
    return {
        ListStatus.PREPARED: _("Waits for the check on substance (social worker or manager)."),
        ListStatus.CHECKED: _("Waits for the check on accounts (accountant)."),
        ListStatus.ACCOUNTS_CHECKED: _("Waits for approval (manager)."),
        ListStatus.APPROVED: _("Approved; waits for payment (benefits clerk or accountant)."),
        ListStatus.FILED: _("The file is made; waits for the bank to carry it out."),
    }[ListStatus(payment_list.status)]


def task_type_label(code: str) -> str:
    """The task type in words."""
    return str(TaskType(code).label)


def what_for(payment_list: PaymentList) -> str:
    """What the list pays, in words."""
    if payment_list.due_kind == DueKind.HEALTH_CONTRIBUTION:
        return _("health contributions")
    return _("benefits")


def profile_name(bank_file: BankFile) -> str:
    """The format of a bank file in words; a format no longer known keeps its code."""
    profile = PROFILES.get(bank_file.profile)
    return profile.name if profile else bank_file.profile


def file_stem(payment_list: PaymentList) -> str:
    """Number of the list as part of a file name."""
    return payment_list.number.replace("/", "-")


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference of the reconciliation in plain words; `code` opens the rows behind."""

    code: str
    sentence: str
    amount: Decimal
    meaning: str


def differences(row: Row) -> list[Difference]:
    """What stands between granted and handed over in one classification; empty when equal."""
    found = [
        Difference(
            "not_due", _("granted, but not due: no run yet, withheld or died"), row.not_due,
            "attention",
        ),
        Difference("unlisted", _("due, but on no list"), row.unlisted, "attention"),
        Difference(
            "not_approved", _("on lists that are not approved yet"), row.not_approved,
            "information",
        ),
        Difference(
            "not_handed", _("approved, but without a bank file"), row.not_handed, "attention"
        ),
        Difference(
            "returned_open", _("came back and was not paid again"), row.returned_open, "attention"
        ),
        Difference("overpaid", _("paid beyond what was owed"), row.overpaid, "attention"),
        Difference(
            "", _("ledger and lists do not agree: tell the administrator"), row.unexplained,
            "danger",
        ),
    ]  # fmt: skip
    return [difference for difference in found if difference.amount]


@dataclass(frozen=True, slots=True)
class Total:
    """Sums over all classifications of a month."""

    granted: Decimal
    due: Decimal
    listed: Decimal
    paid: Decimal
    handed: Decimal
    returned: Decimal


def reconciliation_total(rows: Sequence[Row]) -> Total:
    """The bottom row of the reconciliation."""
    return Total(
        granted=sum((row.granted for row in rows), ZERO),
        due=sum((row.due for row in rows), ZERO),
        listed=sum((row.listed for row in rows), ZERO),
        paid=sum((row.paid for row in rows), ZERO),
        handed=sum((row.handed for row in rows), ZERO),
        returned=sum((row.returned for row in rows), ZERO),
    )
