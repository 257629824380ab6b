"""Check what a household has a right to, from its dated facts; nothing is kept."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from benefits.household_facts import snapshot_of
from benefits.household_facts.absences import PREFIX
from benefits.household_facts.form import CheckForm
from benefits.household_facts.page import Checked, checked
from benefits.queries import local_facts
from clients.models import Household
from clients.queries import members_on
from clients.views.common import household_or_404
from core import looks
from core.http import Request, access
from core.permissions import Permission
from core.polish import format_date


@access(Permission.CLIENTS_VIEW)
def rights(request: Request, pk: int) -> HttpResponse:
    """Facts of the household for a benefit and a day, what is missing, and the law's answer."""
    shown = household_or_404(request, pk)
    looks.note(request, what="facts", object_id=pk, household_id=pk)
    asked = "benefit" in request.GET
    typed = _typed(request, shown)
    form = CheckForm(typed if asked else None, initial=typed, household=shown)
    found = _checked(request, shown, form) if asked and form.is_valid() else None
    kept = [(name, typed[name]) for name in form.fields if name in typed]
    context = {"household": shown, "form": form, "found": found, "asked": asked, "kept": kept}
    status = 422 if asked and form.errors else 200
    return render(request, "benefits/household_check.html", context, status=status)


def _typed(request: Request, shown: Household) -> dict[str, str]:
    """What the address asks for; else today and the head of the household."""
    head = next((m.person_id for m in members_on(shown, localdate())), "")
    asked = {"person": str(head), "on": format_date(localdate())}
    asked |= {name: str(value) for name, value in request.GET.items() if value}
    return asked


def _checked(request: Request, shown: Household, form: CheckForm) -> Checked:
    data = form.cleaned_data
    applicant = data["person"].pk if data["person"] else None
    snap = snapshot_of(shown, data["on"], applicant=applicant, known=data["known"])
    local = local_facts(data["benefit"], data["on"])
    said = {name: str(value) for name, value in request.GET.items() if name.startswith(PREFIX)}
    return checked(data["benefit"], snap, local, request.get_full_path(), said)
