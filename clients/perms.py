"""Who may change what of a client: the permission of the role, and the client being visible."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from clients.models import Household, Person
from clients.queries import household_is_visible, person_is_visible
from core.dictionaries import SYSTEM_USERNAME
from core.models import User
from core.permissions import Permission, allowed, require


def may_edit_household(user: User, household: Household, today: date) -> bool:
    """May `user` change this household?"""
    return allowed(user, Permission.CLIENTS_EDIT) and household_is_visible(user, household, today)


def require_editor(user: User) -> None:
    """Raise PermissionDenied unless the role may change clients."""
    if user.username != SYSTEM_USERNAME:  # scheduled work; nobody can sign in with it
        require(user, Permission.CLIENTS_EDIT)


def require_household(user: User, household: Household, today: date | None = None) -> None:
    """Raise PermissionDenied unless `user` may change this household (on `today`, or now)."""
    require_editor(user)
    if user.username != SYSTEM_USERNAME and not household_is_visible(
        user, household, today or localdate()
    ):
        raise PermissionDenied(Permission.CLIENTS_EDIT)


def require_person(user: User, person: Person, today: date | None = None) -> None:
    """Raise PermissionDenied unless `user` may change this person (on `today`, or now)."""
    require_editor(user)
    if user.username != SYSTEM_USERNAME and not person_is_visible(
        user, person, today or localdate()
    ):
        raise PermissionDenied(Permission.CLIENTS_EDIT)
