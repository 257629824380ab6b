"""What the frame of every page needs: rail, «New», the office's name."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from core.permissions import allowed
from core.registry import NavItem, registry
from core.standins import absent_people


def frame(request: HttpRequest) -> dict[str, Any]:
    """Rail items and «New» entries that this person may open."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"today": timezone.localdate(), "demo": settings.DEMO}
    items = [item for item in registry.nav if allowed(user, item.permission)]
    here = _here(request.path, items)
    return {
        "today": timezone.localdate(),
        "demo": settings.DEMO,
        "standing_in_for": absent_people(user, timezone.localdate()),
        "nav": [
            {
                "label": item.label,
                "url": reverse(item.url_name),
                "icon": item.icon,
                "active": item is here,
            }
            for item in items
        ],
        "new_actions": [
            {
                "label": action.label,
                "url": reverse(action.url_name),
                "when_not_found": action.when_not_found,
            }
            for action in registry.new_actions
            if allowed(user, action.permission)
        ],
    }


def _here(path: str, items: list[NavItem]) -> NavItem | None:
    """The entry whose addresses this one belongs to: the longest prefix wins."""
    held = [i for i in items if (path == "/" if i.prefix == "/" else path.startswith(i.prefix))]
    return max(held, key=lambda item: len(item.prefix), default=None)
