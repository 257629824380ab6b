"""Every view names its permission; reading views and writing views are apart."""

import functools
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any, cast
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
)
from django.shortcuts import render
from django.utils.functional import Promise
from django_htmx.middleware import HtmxDetails

from core import looks
from core.models import User
from core.once import asked_once
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

    A stranger is sent to sign in; a member of staff without the permission gets 403. What the view
    noted with `core.looks.note` is logged when the answer shows it.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not allowed(request.user, permission):
                if request.user.is_authenticated:
                    raise PermissionDenied(permission)
                return _to_sign_in(request)
            if request.method not in methods:
                return _not_allowed(request, methods)
            looks.begin(request, writes=methods != READ)
            with asked_once() if request.method in READ else nullcontext():
                answer = view(cast(Request, request), *args, **kwargs)
            if request.user.is_authenticated:
                looks.settle(request, answer, request.user)
            return answer

        inside.permission = permission  # type: ignore[attr-defined]
        inside.methods = methods  # type: ignore[attr-defined]
        return inside

    return decorate


def _not_allowed(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse:
    """In words, for somebody who opened the address of a button."""
    answer = render(request, "errors/405.html", status=405)
    answer["Allow"] = ", ".join(methods)
    return answer


def page_behind(request: HttpRequest) -> str:
    """Path of our page on which the form or the link stood; "" when that is not known."""
    here = request.build_absolute_uri("/")
    referer = request.headers.get("Referer", "")
    return f"/{referer.removeprefix(here)}" if referer.startswith(here) else ""


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """The sign-in page; a fragment asked for by htmx sends the whole page there.

    Afterwards the page opens that was asked for; after a form, the page on which it stood.
    """
    if "HX-Request" not in request.headers:
        reads = request.method in READ
        return redirect_to_login(request.get_full_path() if reads else page_behind(request) or "/")
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    answer = redirect_to_login(f"{page.path or '/'}{'?' if page.query else ''}{page.query}")
    return HttpResponse(status=401, headers={"HX-Redirect": answer.url})


NOT_KEPT = {"Cache-Control": "private, no-store"}
"""Headers of files about people: no cache keeps them."""


def file_answer(
    content: bytes, content_type: str, name: str, *, inline: bool = False
) -> HttpResponse:
    """A file to keep, or with `inline` to look at; no cache keeps what it says of people."""
    disposition = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f'{disposition}; filename="{name}"',
        **NOT_KEPT,
    }
    return HttpResponse(content, content_type, headers=headers)


def text(value: str | Promise) -> str:
    """A lazy translation as plain text in the reader's language."""
    return str(value)
