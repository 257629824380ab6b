"""Households: the list's filters, members, access, papers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import MemberRole
from core.fields import DateField
from core.models import District

SORTS = {
    "name": ("sort_key", "id"),
    "-name": ("-sort_key", "-id"),
    "district": ("district__name", "sort_key", "id"),
    "-district": ("-district__name", "sort_key", "id"),
    "opened": ("created_on", "id"),
    "-opened": ("-created_on", "-id"),
}


class FilterForm(forms.Form):
    """What the list of households shows; whatever makes no sense is left out."""

    q = forms.CharField(
        label=_("Surname, first name or PESEL of a member"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.all(),
        required=False,
        empty_label=_("all"),
    )


class HouseholdForm(forms.Form):
    """Name, district and notes of a household; `version` is what the form was opened with."""

    name = forms.CharField(
        label=_("Name of the file"),
        max_length=160,
        help_text=_("Usually the surname and first name of the head."),
    )
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.all(), empty_label="—"
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Only on the screen. What is to stand on the field sheet is a note of its own."
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MembershipForm(forms.Form):
    """A recorded person joins a household."""

    role = forms.ChoiceField(label=_("Who it is in the household"), choices=MemberRole.choices)
    valid_from = DateField(label=_("Since"))
    valid_to = DateField(
        label=_("To"), required=False, help_text=_("Leave empty when it has no known end.")
    )
    shared_custody = forms.BooleanField(
        label=_("Also belongs to another household, by a court's order (shared custody)"),
        required=False,
    )
    court_order = forms.CharField(
        label=_("Court, number and day of the order"),
        max_length=160,
        required=False,
        help_text=_("Only for shared custody; it is noted in both households."),
    )
    reason = forms.CharField(
        label=_("Why the role fits"),
        max_length=200,
        required=False,
        help_text=_("Only for a child or parent of an unusual age."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("This day is before the first one."))
        if data.get("shared_custody") and not data.get("court_order"):
            self.add_error("court_order", _("Enter the order by which it is so."))
        return data


class MembershipCorrectForm(MembershipForm):
    """What was recorded wrongly about a membership; `seen` is what the form started from."""

    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        help_text=_("The history keeps what was recorded before, with this reason."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class HeadForm(forms.Form):
    """From which day somebody is the head."""

    from_day = DateField(label=_("Head since"))


class EndForm(forms.Form):
    """The last day of a membership."""

    last_day = DateField(
        label=_("Last day in the household"),
        help_text=_("The person counts as a member on this day, and no more from the next."),
    )


class ExceptionForm(forms.Form):
    """Why somebody needs a household of another district."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=10,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: the person moved here and applies at our counter."),
        error_messages={"min_length": _("Say it in a few words: the manager can read it.")},
    )


def member_form(data: Any, today: date) -> MembershipForm:
    """A membership that starts today unless told otherwise."""
    return MembershipForm(data, initial={"valid_from": today, "role": MemberRole.OTHER})
