"""Relationships, absences and notes: what is typed about the people of a household."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clients.forms.about import PersonChoice
from clients.models import AbsenceReason, Membership, Person, RelationshipKind, Sex
from core.fields import DateField

NEW = "new"


class AbsenceForm(forms.Form):
    """A member is away for a time."""

    reason = forms.ChoiceField(label=_("Why away"), choices=AbsenceReason.choices)
    valid_from = DateField(label=_("First day away"))
    valid_to = DateField(
        label=_("Last day away"), required=False, help_text=_("Leave empty while it lasts.")
    )
    note = forms.CharField(label=_("Where, by what paper"), max_length=160, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class NoteForm(forms.Form):
    """A note about a household."""

    text = forms.CharField(label=_("New note"), max_length=1000, widget=forms.Textarea({"rows": 3}))
    pinned = forms.BooleanField(label=_("important: keep it on top"), required=False)
    on_paper = forms.BooleanField(
        label=_("print it on the field sheet"),
        required=False,
        help_text=_(
            "The sheet goes to the family's home and whoever lives there may read it. Leave "
            "unticked what is about violence, suspicions or other people."
        ),
    )


class RelationshipDaysForm(forms.Form):
    """When a relationship holds, and what is to be said about it."""

    valid_from = DateField(
        label=_("Since"), required=False, help_text=_("Leave empty when it holds from birth.")
    )
    valid_to = DateField(label=_("Last day"), required=False)
    note = forms.CharField(label=_("Note"), max_length=160, required=False)
    age_reason = forms.CharField(
        label=_("Why the ages are right"),
        max_length=160,
        required=False,
        help_text=_("Only for a parent or grandparent who is unusually young."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("This day is before the first one."))
        return data


class RelationshipForm(RelationshipDaysForm):
    """Who is what of whom; the other one may be outside of the household, or not recorded yet."""

    person = PersonChoice(label=_("Who"), queryset=Person.objects.none())
    kind = forms.ChoiceField(label=_("Is"), choices=RelationshipKind.choices)
    other = PersonChoice(
        label=_("Of whom"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.RadioSelect,
        empty_label=_("somebody who is not in the files yet"),
    )
    reverse = forms.BooleanField(
        label=_("The other way round: the second is this of the first"), required=False
    )
    first_name = forms.CharField(label=_("First name"), max_length=60, required=False)
    last_name = forms.CharField(label=_("Surname"), max_length=80, required=False)
    birth_date = DateField(label=_("Date of birth"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("", "—"), *Sex.choices], required=False)

    field_order = (
        *("person", "kind", "other", "first_name", "last_name", "birth_date", "sex", "reverse"),
        *("valid_from", "valid_to", "note", "age_reason"),
    )

    def __init__(
        self, *args: Any, members: "QuerySet[Person]", others: "QuerySet[Person]", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who: forms.ModelChoiceField = self.fields["person"]  # type: ignore[assignment]
        who.queryset = members
        of_whom: forms.ModelChoiceField = self.fields["other"]  # type: ignore[assignment]
        of_whom.queryset = others

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("other") or "other" in self.errors:
            return data
        for name in ("first_name", "last_name", "birth_date", "sex"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Enter this, or choose a person of the files."))
        return data

    def new_person(self) -> Mapping[str, Any]:
        """Fields of the person to be recorded; who they are is being established."""
        names = ("first_name", "last_name", "birth_date", "sex")
        return {name: self.cleaned_data[name] for name in names} | {"pesel_absence": "unknown"}


class PictureForm(forms.Form):
    """Which day the page of a household shows."""

    on = DateField(label=_("As on"), required=False)


def absence_form(data: Any, membership: Membership, today: date) -> AbsenceForm:
    """An absence that starts today unless told otherwise."""
    return AbsenceForm(data, initial={"valid_from": max(today, membership.valid_from)})
