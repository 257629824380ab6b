"""Ordering a copy of a person's data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DateField
from reports.privacy.models import CopyBasis


class CopyForm(forms.Form):
    """By what right, when and how the request came, what is to be in the copy."""

    basis = forms.ChoiceField(label=_("Right"), choices=CopyBasis.choices)
    received_on = DateField(
        label=_("Day on which the request came"),
        help_text=_("It is to be answered within a month of that day (art. 12 ust. 3 RODO)."),
    )
    purpose = forms.CharField(
        label=_("Who asks, and how the request came"),
        max_length=200,
        help_text=_(
            "For example: in person, identity card checked; the guardian, court order III RNs "
            "12/25. It is kept in the log of looks."
        ),
    )
    with_files = forms.BooleanField(
        label=_("With papers and decisions as files (ZIP)"), required=False
    )
    names_staff = forms.BooleanField(
        label=_("With the names of those who looked at the data"),
        required=False,
        help_text=_(
            "Without it their role is given. Names are due only when the person needs them to "
            "defend their rights (judgment C-579/21)."
        ),
    )
