"""Restricting a file to named people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Restriction, RestrictionReason
from core.models import User
from core.permissions import Permission, roles_with


class RestrictionForm(forms.Form):
    """Why, and who may see the file besides oneself."""

    why = forms.ChoiceField(label=_("Reason"), choices=RestrictionReason.choices)
    readers = forms.ModelMultipleChoiceField(
        label=_("Who may see the file"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("You yourself always do. Choose those who handle the matters of the family."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, own: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: forms.ModelMultipleChoiceField = self.fields["readers"]  # type: ignore[assignment]
        staff = User.objects.filter(is_active=True, role__in=roles_with(Permission.CLIENTS_VIEW))
        people.queryset = staff.exclude(pk=own.pk).order_by("last_name", "first_name")


class OpenAgainForm(forms.Form):
    """Why a file is opened again."""

    reason = forms.CharField(label=_("Why the file is opened again"), max_length=200)


def restricted_so(rule: Restriction | None) -> dict[str, Any]:
    """What the form shows of the restriction in force."""
    if rule is None:
        return {}
    readers = [reader.pk for reader in rule.readers.all()]
    return {"why": rule.reason, "note": rule.note, "readers": readers}
