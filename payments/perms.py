"""Who may move money: one of the named permissions, or scheduled work of the system account."""

from django.core.exceptions import PermissionDenied

from core.dictionaries import SYSTEM_USERNAME
from core.models import User
from core.permissions import Permission, allowed

OPEN = (Permission.DECISIONS_SIGN,)
CORRECT = (Permission.LEDGER_CORRECT, Permission.DECISIONS_SIGN)
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
