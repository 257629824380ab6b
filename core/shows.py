"""What pages of other rooms show of core."""

from django.utils.translation import gettext_lazy as _

from core.own_destruction import DESTRUCTION
from core.permissions import Permission
from core.registry import NavItem, Shows

SHOWS = Shows(
    destruction=(DESTRUCTION,),
    nav=(
        NavItem(_("Desk"), "core:desk", "house", Permission.SIGNED_IN, "/", order=0),
        NavItem(_("Law"), "core:law", "book", Permission.SIGNED_IN, "/law/", order=80),
        NavItem(_("Audit"), "core:audit", "eye", Permission.AUDIT_VIEW, "/audit/", order=90),
        NavItem(_("Settings"), "core:office", "gear", Permission.OFFICE_EDIT, "/office/", order=95),
    ),
)
