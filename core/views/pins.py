"""Pin something, or take the pin off."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core.http import WRITE, Request, access, page_behind
from core.permissions import Permission
from core.recent import name_of
from core.services.pins import pin_add, pin_remove


@access(Permission.SIGNED_IN, WRITE)
def pin(request: Request, what: str, pk: int) -> HttpResponse:
    """Keep that at hand: in the search box and on the desk."""
    today = timezone.localdate()
    hit = name_of(request.user, what, pk, today)
    if hit is None:
        raise Http404
    pin_add(actor=request.user, what=what, object_id=pk, today=today)
    return _answer(request, what, pk, hit.title, pinned=True)


@access(Permission.SIGNED_IN, WRITE)
def unpin(request: Request, what: str, pk: int) -> HttpResponse:
    """Keep that at hand no longer."""
    pin_remove(actor=request.user, what=what, object_id=pk)
    hit = name_of(request.user, what, pk, timezone.localdate())
    return _answer(request, what, pk, hit.title if hit else "", pinned=False)


def _answer(request: Request, what: str, pk: int, name: str, *, pinned: bool) -> HttpResponse:
    """The button as it is now; without JavaScript, the page on which it stood."""
    if request.htmx:
        context = {"what": what, "pk": pk, "pinned": pinned, "name": name}
        return render(request, "components/pin.html", context)
    said = _("Pinned. It stands on your desk and in the search box.") if pinned else _("Unpinned.")
    messages.success(request, said)
    return redirect(page_behind(request) or "core:desk")
