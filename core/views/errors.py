"""Error pages in plain words: what happened, what it means, what to do."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

#: Redis counts failed attempts to sign in; without it nobody is let in unseen.
NO_DATABASE = (OperationalError, InterfaceError, RedisConnectionError, RedisTimeoutError)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere: go back, reload, send again."""
    return render(request, "errors/403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and no context processor."""
    if isinstance(sys.exc_info()[1], NO_DATABASE):
        return database_away()
    return HttpResponse(_alone("errors/500.html"), status=500)


def database_away() -> HttpResponse:
    """503 with what to do; nothing that was saved is lost."""
    return HttpResponse(_alone("errors/503.html"), status=503, headers={"Retry-After": "30"})


def _alone(template: str) -> str:
    """A page that stands alone, for when the frame cannot be made."""
    context = {"language": get_language() or "pl", "static_url": settings.STATIC_URL}
    return render_to_string(template, context)
