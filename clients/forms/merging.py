"""Making two records one: whose fields, whose rows, and why; separating them again."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.presenters.merging import (
    conflict_label,
    field_label,
    field_words,
    since_choices,
    ways_of,
)
from clients.services import Choices, Plan, Since
from clients.services.merge_plan import DROPPED, KEPT, Protection

FIELD, ROW = "field-", "row-"


class MergeForm(forms.Form):
    """What is to be chosen for this plan; `seen` holds what the choices rest on."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["seen"].initial = plan.seen
        for name, offered in plan.fields.items():
            said = [(KEPT, plan.kept), (DROPPED, plan.dropped)]
            if name == "pesel":  # a number is not given up for none
                said = [(way, person) for way, person in said if person.pesel]
            choices = [(way, field_words(person, name)) for way, person in said]
            self.fields[f"{FIELD}{name}"] = _one_of(field_label(name), choices, offered)
        for number, conflict in enumerate(plan.conflicts):
            if conflict.ways:
                self.fields[f"{ROW}{number}"] = _one_of(
                    conflict_label(conflict), ways_of(conflict), conflict.default
                )
        if plan.names_differ:
            self.fields["keep_name"] = forms.BooleanField(
                label=_("The name that is not taken was really borne: keep it as a former name"),
                required=False,
                initial=True,
            )
        if plan.protection.files:
            self.fields["readers"] = _readers(plan.protection)
        self.fields["reason"] = forms.CharField(
            label=_("How you know that it is the same person"), max_length=200
        )

    def choices(self) -> Choices:
        """What was chosen, for the service."""
        chosen = self.cleaned_data
        return Choices(
            fields={name: chosen[f"{FIELD}{name}"] for name in self.plan.fields},
            rows={
                conflict.key: chosen[f"{ROW}{number}"]
                for number, conflict in enumerate(self.plan.conflicts)
            },
            keep_name=bool(chosen.get("keep_name")),
            readers=tuple(int(pk) for pk in chosen.get("readers", ())),
        )


def _one_of(label: str, choices: list[tuple[str, str]], offered: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, initial=offered
    )


def _readers(protection: Protection) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Who may read the file"),
        choices=[(user.pk, str(user)) for user in protection.any],
        initial=[user.pk for user in protection.common],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_(
            "One of the records is restricted, so the one record will be. You yourself always "
            "read it."
        ),
    )


class AnotherForm(forms.Form):
    """Why two records are of two people."""

    reason = forms.CharField(label=_("How you know that they are two people"), max_length=200)


class SeparateForm(forms.Form):
    """Why two records are separated, and what recorded since goes with the other one."""

    with_dropped = forms.MultipleChoiceField(
        label=_("Recorded since: what belongs to the other person"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What you leave stays with the record that you see now."),
    )
    reason = forms.CharField(label=_("How you know that they are two people"), max_length=200)

    def __init__(self, *args: Any, since: Since, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows: Any = self.fields["with_dropped"]
        rows.choices = since_choices(since)
        if not since.rows:
            del self.fields["with_dropped"]
