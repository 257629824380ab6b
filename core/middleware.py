"""Language of the signed-in person, and plain words when the database is away."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from core.errors import DomainError

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffLanguageMiddleware:
    """Polish by default; English for those who chose it (a cookie, set by the switch)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class TroubleMiddleware:
    """A rule that was broken outside a form, or a database that is away, in plain words."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """DomainError → 409 page with its message; OperationalError → 503 page, try again."""
        if isinstance(exception, DomainError):
            return render(request, "errors/409.html", {"message": exception.message}, status=409)
        if isinstance(exception, OperationalError):
            logger.exception("the database did not answer")
            return render(request, "errors/503.html", status=503)
        return None
