"""What pages of other rooms show of core."""

from django.utils.translation import gettext_lazy as _

from core.permissions import Permission
from core.registry import NavItem, Shows

SHOWS = Shows(
    nav=(NavItem(_("Desk"), "core:desk", "house", Permission.SIGNED_IN, "/", order=0),),
)
