"""Who may change a case: the permission of the role, and the case itself being theirs to see."""

from datetime import date

from django.core.exceptions import PermissionDenied

from cases.models import Case
from cases.queries import cases_visible_to, household_is_visible
from clients.models import Household
from core.dictionaries import SYSTEM_USERNAME
from core.models import User
from core.permissions import Permission, allowed, require


def may_change(user: User, case: Case, today: date, permission: Permission) -> bool:
    """May `user` do in `case` what `permission` names?"""
    if user.username == SYSTEM_USERNAME:  # scheduled work; nobody can sign in with it
        return True
    return allowed(user, permission) and cases_visible_to(user, today).filter(pk=case.pk).exists()


def require_change(
    user: User, case: Case, today: date, permission: Permission = Permission.CASES_EDIT
) -> None:
    """Raise PermissionDenied unless `may_change`."""
    if not may_change(user, case, today, permission):
        raise PermissionDenied(permission)


def require_household(user: User, household: Household, today: date) -> None:
    """Raise PermissionDenied unless `user` may register a case of `household`."""
    if user.username == SYSTEM_USERNAME:
        return
    require(user, Permission.CASES_EDIT)
    if not household_is_visible(user, household, today):
        raise PermissionDenied(Permission.CASES_EDIT)
