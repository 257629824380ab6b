"""API access by the same permissions as pages: every API view names `permission`."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from core.permissions import Permission, allowed


class AccessByPermission(BasePermission):
    """Refuses a view that names no permission, and people who do not have it."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        permission = getattr(view, "permission", Permission.SIGNED_IN)
        return allowed(request.user, permission)
