"""What is kept about a person: former names, contacts, representatives, consents."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clients.models import ConsentKind, ContactKind, Person, RepresentationKind
from core.fields import DateField
from core.polish import format_date


class FormerNameForm(forms.Form):
    """A name that the person bore before."""

    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Surname"), max_length=80)
    until = DateField(
        label=_("Borne until"), required=False, help_text=_("Empty when it is not known.")
    )


class PeriodForm(forms.Form):
    """What holds from a day, perhaps to a day; `seen` is what a correction started from."""

    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), required=False, help_text=_("Empty: until further notice."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("This day is before the first one."))
        return data


class ContactForm(PeriodForm):
    """Another way to reach the person."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ContactKind.choices)
    value = forms.CharField(
        label=_("Number or address"),
        max_length=120,
        help_text=_("For somebody to ask: who it is and how to reach them."),
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=160,
        required=False,
        help_text=_("For example when to call."),
    )

    field_order = ("kind", "value", "note")


class PersonChoice(forms.ModelChoiceField):
    """A person of the files, by name and day of birth."""

    def label_from_instance(self, obj: Person) -> str:
        """Name and day of birth: two people may bear one name."""
        return f"{obj} ({format_date(obj.birth_date)})"


class RepresentationForm(PeriodForm):
    """Who acts for the person, in what, and for how long."""

    kind = forms.ChoiceField(label=_("By what right"), choices=RepresentationKind.choices)
    representative = PersonChoice(
        label=_("Who represents"),
        queryset=Person.objects.none(),
        required=False,
        blank=True,
        widget=forms.RadioSelect,
        empty_label=_("somebody who is not in the files"),
    )
    name = forms.CharField(
        label=_("Name of the representative"),
        max_length=160,
        required=False,
        help_text=_("Only for somebody who is not in the files."),
    )
    address = forms.CharField(label=_("Address for letters"), max_length=200, required=False)
    scope = forms.CharField(
        label=_("Scope"),
        max_length=200,
        required=False,
        help_text=_("What they may do; empty when it is everything."),
    )
    takes_letters = forms.BooleanField(
        label=_("Letters go to the representative (art. 40 § 2 KPA)"), required=False, initial=True
    )
    collects_money = forms.BooleanField(label=_("May collect money"), required=False)

    field_order = (
        *("kind", "representative", "name", "address", "scope", "takes_letters"),
        *("collects_money", "valid_from", "valid_to"),
    )

    def __init__(self, *args: Any, candidates: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who: forms.ModelChoiceField = self.fields["representative"]  # type: ignore[assignment]
        who.queryset = candidates

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("representative") and not data.get("name") and not self.errors:
            self.add_error("name", _("Choose a person of the files or enter the name."))
        return data


class ConsentForm(forms.Form):
    """A clause handed over or a consent, and whether it was taken back."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ConsentKind.choices)
    version = forms.CharField(
        label=_("Version or content"),
        max_length=160,
        required=False,
        help_text=_("For example: klauzula informacyjna, wersja 3 z 02.01.2026."),
    )
    given_on = DateField(label=_("Given on"))
    withdrawn_on = DateField(label=_("Taken back on"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given, back = data.get("given_on"), data.get("withdrawn_on")
        if given and back and back < given:
            self.add_error("withdrawn_on", _("It was taken back before it was given."))
        return data


class RemoveForm(forms.Form):
    """Why an entry is removed."""

    reason = forms.CharField(
        label=_("Why it is removed"),
        max_length=200,
        help_text=_("For an entry made by mistake; the history keeps it with this reason."),
    )
