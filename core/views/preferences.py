"""What a person chooses for themselves: the language of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from core.http import WRITE, access
from core.permissions import Permission
from core.services.people import language_choose


@access(Permission.PUBLIC, WRITE)
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie for this browser and, signed in, with the account."""
    chosen = request.POST.get("language", "")
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("core:desk")
    response = HttpResponseRedirect(target)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            samesite="Lax",
            secure=request.is_secure(),
        )
        if request.user.is_authenticated:
            language_choose(actor=request.user, language=chosen)
    return response
