"""Withdrawing an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WithdrawForm(forms.Form):
    """Why a fact was recorded wrongly."""

    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=200,
        help_text=_("The entry stays readable, with this reason."),
    )
