"""The administrator's pages about places of TERYT: send a register, see what changes, confirm."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients.forms.places import PlacesForm
from clients.models import PlaceLoad, PlaceLoadStatus
from clients.queries.places import (
    addresses_at,
    newer_register,
    place_loads,
    places_compared,
    places_there,
)
from clients.services.places import (
    place_load_confirm,
    place_load_forget,
    place_load_start,
    register_of,
)
from clients.teryt import VOIVODESHIPS
from clients.views.common import refuse
from core.errors import DomainError, StaleState
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission

LOADS_SHOWN = 20
EXAMPLES = 15


def _load_or_404(pk: int) -> PlaceLoad:
    load = PlaceLoad.objects.select_related("started_by", "confirmed_by", "job").filter(pk=pk)
    if found := load.first():
        return found
    raise Http404


def _part(load: PlaceLoad) -> str:
    return dict(VOIVODESHIPS).get(load.within, load.within) or _("all of Poland")


@access(Permission.OFFICE_EDIT)
def index(request: Request) -> HttpResponse:
    """How many places there are, and the registers that came."""
    rows = [(load, _part(load)) for load in place_loads()[:LOADS_SHOWN]]
    context = {"rows": rows, "places": places_there().count(), "tab": "places"}
    return render(request, "clients/places.html", context)


@access(Permission.OFFICE_EDIT, FORM)
def new(request: Request) -> HttpResponse:
    """Send a register; nothing changes before it is confirmed."""
    last = place_loads().first()
    form = PlacesForm(
        request.POST or None,
        request.FILES or None,
        initial={"within": last.within if last else ""},
    )
    if request.method == "POST" and form.is_valid():
        try:
            load = place_load_start(actor=request.user, today=localdate(), **form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("clients:place_load", load.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "clients/places_new.html", {"form": form}, status=status)


@access(Permission.OFFICE_EDIT)
def show(request: Request, pk: int) -> HttpResponse:
    """A register: what it would change, how far it is, what it changed."""
    load = _load_or_404(pk)
    context: dict[str, object] = {"load": load, "part": _part(load)}
    if load.status == PlaceLoadStatus.UPLOADED:
        changes = places_compared(register_of(load))
        context |= {
            "changes": changes,
            "any": bool(changes.written or changes.ended),
            "addresses": addresses_at(changes.ended),
            "newer": newer_register(load),
            "many": changes.ends_many,
            "most": EXAMPLES,
            "added": changes.added[:EXAMPLES],
            "changed": changes.changed[:EXAMPLES],
            "ended": changes.ended[:EXAMPLES],
        }
    return render(request, "clients/places_load.html", context)


@access(Permission.OFFICE_EDIT, WRITE)
def confirm(request: Request, pk: int) -> HttpResponse:
    """Take the register in."""
    try:
        place_load_confirm(actor=request.user, today=localdate(), load=_load_or_404(pk))
    except StaleState as error:
        messages.error(request, str(error.message))
    return redirect("clients:place_load", pk)


@access(Permission.OFFICE_EDIT, WRITE)
def forget(request: Request, pk: int) -> HttpResponse:
    """Give up a register that waits."""
    try:
        place_load_forget(actor=request.user, load=_load_or_404(pk))
    except StaleState as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The register is given up. No place was changed."))
    return redirect("clients:place_loads")
