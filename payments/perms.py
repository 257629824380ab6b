"""Who may move money: one of the named permissions, or scheduled work of the system account."""

from datetime import date

from django.core.exceptions import PermissionDenied

from core.authorizations import authorization_of
from core.dictionaries import SYSTEM_USERNAME
from core.models import BenefitKind, User
from core.permissions import Permission, allowed
from payments.models import PaymentList
from payments.states import ListStatus

CORRECT = (Permission.LEDGER_CORRECT, Permission.LISTS_APPROVE)
CANCEL = (
    Permission.LISTS_PREPARE,
    Permission.LISTS_CHECK,
    Permission.LISTS_CHECK_ACCOUNTS,
    Permission.LISTS_APPROVE,
)


def may(user: User, *permissions: Permission) -> bool:
    """May `user` do what any of `permissions` allows?"""
    if user.username == SYSTEM_USERNAME:  # scheduled work; nobody can sign in with it
        return True
    return any(allowed(user, permission) for permission in permissions)


def require_any(user: User, *permissions: Permission) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, *permissions):
        raise PermissionDenied(permissions[0])


def require_opener(user: User, kind: BenefitKind, day: date) -> None:
    """Raise PermissionDenied unless `user` may sign decisions on `kind` on `day`."""
    require_any(user, Permission.DECISIONS_SIGN)
    if user.username != SYSTEM_USERNAME and authorization_of(user, kind, day) is None:
        raise PermissionDenied(Permission.DECISIONS_SIGN)


# Who has already had a hand in a list may not take its next step (neighbouring steps).
NEXT_STEP: dict[str, tuple[Permission, tuple[str, ...]]] = {
    ListStatus.PREPARED: (Permission.LISTS_CHECK, ("prepared_by_id",)),
    ListStatus.CHECKED: (
        Permission.LISTS_CHECK_ACCOUNTS,
        ("checked_by_id", "prepared_by_id"),
    ),
    ListStatus.ACCOUNTS_CHECKED: (
        Permission.LISTS_APPROVE,
        ("accounts_checked_by_id", "prepared_by_id"),
    ),
    ListStatus.APPROVED: (Permission.BANK_FILES, ()),
    ListStatus.FILED: (Permission.BANK_FILES, ()),
}


def had_a_hand(user: User, payment_list: PaymentList) -> bool:
    """Did `user` take a step of this list that forbids the next one (four eyes)?"""
    _permission, before = NEXT_STEP.get(payment_list.status, (None, ()))
    return any(getattr(payment_list, column) == user.pk for column in before)


def may_step(user: User, payment_list: PaymentList) -> bool:
    """May `user` take the next step of this list?"""
    if payment_list.status not in NEXT_STEP:
        return False
    permission, _before = NEXT_STEP[ListStatus(payment_list.status)]
    return allowed(user, permission) and not had_a_hand(user, payment_list)
