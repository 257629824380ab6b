"""Pins: what a person keeps at hand in the search box and on the desk."""

from datetime import date

from django.utils.translation import gettext as _

from core import audit
from core.errors import DomainError
from core.models import Pin, User
from core.permissions import Permission, require
from core.recent import is_pinned, name_of, pinned_by

MOST_PINS = 30


@audit.service
def pin_add(*, actor: User, what: str, object_id: int, today: date) -> None:
    """Pin that; twice is once.

    Raises DomainError when the person may not see it, or has as many as there is room for;
    those no longer to be seen take no room.
    """
    require(actor, Permission.SIGNED_IN)
    list(User.objects.select_for_update(no_key=True).filter(pk=actor.pk))  # one after the other
    if is_pinned(actor, what, object_id):
        return
    if name_of(actor, what, object_id, today) is None:
        raise DomainError(_("This does not exist, or you may not see it; it cannot be pinned."))
    if len(pinned_by(actor, today)) >= MOST_PINS:
        raise DomainError(
            _("You have pinned %(most)s things, and there is room for no more. Unpin one first.")
            % {"most": MOST_PINS}
        )
    Pin.objects.create(user=actor, what=what, object_id=object_id)


@audit.service
def pin_remove(*, actor: User, what: str, object_id: int) -> None:
    """Take the pin off; twice is once."""
    Pin.objects.filter(user=actor, what=what, object_id=object_id).delete()
