"""Every view names its permission; reading views and writing views are apart."""

import functools
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.utils.functional import Promise
from django_htmx.middleware import HtmxDetails

from core.models import User
from core.permissions import Permission, allowed


class Request(HttpRequest):
    """A request whose user is a member of staff (for type checkers: `access` made sure)."""

    user: User
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]
READ = ("GET", "HEAD")
WRITE = ("POST",)
FORM = (*READ, *WRITE)


def access(permission: Permission, methods: tuple[str, ...] = READ) -> Callable[[View], View]:
    """Let only people with `permission` in, and only by `methods`.

    A stranger is sent to sign in; a member of staff without the permission gets 403.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user, permission):
                if request.user.is_authenticated:
                    raise PermissionDenied(permission)
                return redirect_to_login(request.get_full_path())
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            return view(cast(Request, request), *args, **kwargs)

        inside.permission = permission  # type: ignore[attr-defined]
        inside.methods = methods  # type: ignore[attr-defined]
        return inside

    return decorate


def text(value: str | Promise) -> str:
    """A lazy translation as plain text in the reader's language."""
    return str(value)
