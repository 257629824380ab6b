"""Language of the signed-in person, and plain words when a rule or the database says no."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from core.errors import DomainError
from core.views.errors import trouble_page

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


class StaffLanguageMiddleware:
    """The language of the switch (a cookie), else of the person's account, else Polish."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _language(request: HttpRequest) -> str:
    known = dict(settings.LANGUAGES)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in known:
        return chosen
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        own = request.user.language
        return own if own in known else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE


class TroubleMiddleware:
    """A rule that was broken outside a form, or a database that is away, in plain words.

    Stands first: what other middleware meets (a session that cannot be read) is answered, too.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """DomainError → 409 page with its message; OperationalError → 503 page, try again."""
        if isinstance(exception, DomainError):
            context = {"message": exception.message, "back": _back(request)}
            return render(request, "errors/409.html", context, status=409)
        if isinstance(exception, OperationalError | InterfaceError):
            logger.exception("the database did not answer")
            return HttpResponse(trouble_page("errors/503.html"), status=503)
        return None


def _back(request: HttpRequest) -> str:
    """The page the form stood on, when it is ours; else the same address."""
    referer = request.META.get("HTTP_REFERER", "")
    here = request.build_absolute_uri("/")
    return referer if referer.startswith(here) else request.path
