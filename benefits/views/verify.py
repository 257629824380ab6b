"""Anybody may check a decision by the code printed on it; limited by address."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from redis.exceptions import RedisError

from benefits.forms import VerifyForm
from benefits.queries import issued_by_code
from core.http import access
from core.models import Centre
from core.permissions import Permission

LIMIT = 20  # looks at codes from one address
WINDOW = 60  # seconds
logger = logging.getLogger(__name__)


@access(Permission.PUBLIC)
def ask(request: HttpRequest) -> HttpResponse:
    """The form for a code."""
    if "code" not in request.GET:
        return _page(request, VerifyForm())
    form = VerifyForm(request.GET)
    if not form.is_valid():
        return _page(request, form, status=422)
    return redirect("benefits:verify", code_of(form.cleaned_data["code"]) or "-")


@access(Permission.PUBLIC)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Number, day, kind and hash of the decision with this code; nothing about the person."""
    if not _within_limit(request):
        return render(request, "429.html", status=429)
    decision = issued_by_code(code_of(code))
    form = VerifyForm(initial={"code": code})
    return _page(request, form, status=200 if decision else 404, decision=decision, asked=True)


def _page(
    request: HttpRequest, form: VerifyForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = {"form": form, "centre": Centre.objects.first(), **found}
    return render(request, "benefits/verify.html", context, status=status)


def _within_limit(request: HttpRequest) -> bool:
    """At most LIMIT codes in WINDOW seconds from one address; without Redis nobody is counted."""
    key = f"verify:{get_adapter(request).get_client_ip(request)}"
    try:
        cache.add(key, 0, WINDOW)
        return int(cache.incr(key)) <= LIMIT
    except ValueError:  # the window ended between the two calls
        return True
    except RedisError:
        logger.warning("decisions are verified without a limit: no Redis", exc_info=True)
        return True


def code_of(text: str) -> str:
    """The code as stored: capitals in groups of four, however it was typed."""
    signs = "".join(c for c in text.upper() if c.isascii() and c.isalnum())[:16]
    return "-".join(signs[i : i + 4] for i in range(0, len(signs), 4))
