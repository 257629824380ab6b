"""API access by the same permissions as pages: every API view names `permission`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from core.permissions import Permission, allowed

if TYPE_CHECKING:  # rest_framework.views reads this module's class while it is loaded
    from rest_framework.request import Request
    from rest_framework.views import APIView


class AccessByPermission(BasePermission):
    """Refuses a view that names no permission, and people who do not have it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        permission = getattr(view, "permission", Permission.SIGNED_IN)
        return allowed(request.user, permission)
