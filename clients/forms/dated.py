"""What holds for a period: addresses and accounts; and withdrawing an entry."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import AddressKind
from core.fields import DateField, NrbField, PostalCodeField


class AddressForm(forms.Form):
    """An address of one kind from a day on."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AddressKind.choices)
    street = forms.CharField(
        label=_("Street"),
        max_length=80,
        required=False,
        help_text=_("Leave empty where there are no streets."),
    )
    house = forms.CharField(label=_("House number"), max_length=12)
    flat = forms.CharField(label=_("Flat number"), max_length=12, required=False)
    postal_code = PostalCodeField(label=_("Postal code"))
    place = forms.CharField(label=_("Place"), max_length=80)
    post_office = forms.CharField(
        label=_("Post office"),
        max_length=80,
        required=False,
        help_text=_("When it is not in the same place."),
    )
    valid_from = DateField(label=_("From"), help_text=_("The address before ends the day before."))

    field_order = ("kind", "valid_from", "place", "postal_code", "street", "house", "flat")


class AccountForm(forms.Form):
    """The account for transfers from a day on."""

    nrb = NrbField(
        label=_("Account number"),
        required=False,
        help_text=_("26 digits. Leave empty when there is no account from that day on."),
    )
    holder = forms.CharField(label=_("Account holder, if another"), max_length=120, required=False)
    valid_from = DateField(label=_("From"), help_text=_("The account before ends the day before."))


class WithdrawForm(forms.Form):
    """Why a fact was recorded wrongly."""

    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=200,
        help_text=_("The entry stays readable, with this reason."),
    )
