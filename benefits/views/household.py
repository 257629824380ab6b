"""Check what a household has a right to, from its dated facts; nothing is kept."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from benefits.household_facts import snapshot_of
from benefits.household_facts.page import Checked, checked, choices
from benefits.queries import local_facts
from clients.models import Household, Person
from clients.queries import members_on
from clients.views.common import household_or_404, looked_at
from core.fields import DateField
from core.http import Request, access
from core.permissions import Permission
from core.polish import format_date


class CheckForm(forms.Form):
    """Which benefit, by the law of which day, for whom, as it was known when."""

    benefit = forms.ChoiceField(label=_("Benefit or fee"))
    on = DateField(label=_("Law and facts of the day"))
    person = forms.ModelChoiceField(
        label=_("Applicant"), queryset=Person.objects.none(), required=False, empty_label=None
    )
    known = DateField(label=_("as it was known on"), required=False)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefit"].choices = list(choices())  # type: ignore[attr-defined]
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(memberships__household=household).distinct()


@access(Permission.CLIENTS_VIEW)
def check(request: Request, pk: int) -> HttpResponse:
    """Facts of the household for a benefit and a day, what is missing, and the law's answer."""
    shown = household_or_404(request, pk)
    looked_at(request, shown, "facts", shown.pk)
    asked = "benefit" in request.GET
    typed = _typed(request, shown)
    form = CheckForm(typed if asked else None, initial=typed, household=shown)
    found = _checked(request, shown, form) if asked and form.is_valid() else None
    context = {"household": shown, "form": form, "found": found, "asked": asked}
    status = 422 if asked and form.errors else 200
    return render(request, "benefits/household_check.html", context, status=status)


def _typed(request: Request, shown: Household) -> dict[str, str]:
    """What the address asks for; else today and the head of the household."""
    head = next((m.person_id for m in members_on(shown, localdate())), "")
    asked = {name: value for name, value in request.GET.items() if value}
    return {"person": str(head), "on": format_date(localdate()), **asked}


def _checked(request: Request, shown: Household, form: CheckForm) -> Checked:
    data = form.cleaned_data
    applicant = data["person"].pk if data["person"] else None
    snap = snapshot_of(shown, data["on"], applicant=applicant, known=data["known"])
    local = local_facts(data["benefit"], data["on"])
    return checked(data["benefit"], snap, local, request.get_full_path())
