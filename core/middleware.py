"""Language of the signed-in person, and plain words when a rule or the database says no."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from core.errors import DomainError, LedOn
from core.http import READ, page_behind
from core.views.errors import NO_DATABASE, database_away

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

    What middleware itself meets (a session that cannot be read) core.views.errors answers.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """LedOn → where the record went; DomainError → 409 page with its message;
        OperationalError → 503 page, try again.
        """
        if isinstance(exception, LedOn):
            return _led_on(request, exception)
        if isinstance(exception, DomainError):
            return _refused(request, exception)
        if isinstance(exception, NO_DATABASE):
            logger.error("the database did not answer", exc_info=exception)
            return database_away()
        return None


_IDS = ("person_pk", "other_pk", "pk")
"""Parameters of addresses; `pk` comes last, since it may be of something else beside a person."""


def _led_on(request: HttpRequest, error: LedOn) -> HttpResponse:
    """To the same address of the record that lives on; what was sent is refused."""
    asked = request.resolver_match
    name = next((name for name in _IDS if asked and asked.kwargs.get(name) == error.old), "")
    if request.method not in READ or asked is None or not name:
        return _refused(request, error)
    messages.info(request, str(error.notice))
    url = reverse(asked.view_name, kwargs={**asked.kwargs, name: error.new})
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{url}?{query}" if query else url)


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The message on a page of its own; for a fragment, among the messages of the page."""
    context = {"message": error.message, "back": page_behind(request) or request.path}
    if "HX-Request" not in request.headers:
        return render(request, "errors/409.html", context, status=409)
    answer = render(request, "components/refused.html", context, status=409)
    answer["HX-Retarget"] = "#messages"
    answer["HX-Reswap"] = "innerHTML"
    return answer
