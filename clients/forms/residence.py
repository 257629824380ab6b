"""Addresses and accounts for a period: new ones and corrections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import AddressKind, Place
from clients.queries.places import places_there
from clients.services.residence import only_place
from core.fields import DateField, NrbField, PostalCodeField


class AddressForm(forms.Form):
    """An address of one kind from a day on, or for days of the past."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=AddressKind.choices,
        help_text=_(
            "For a homeless person: the last registered stay. It decides which gmina is "
            "competent (art. 101 ust. 2 UPS)."
        ),
    )
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
    teryt_place = forms.ModelChoiceField(
        label=_("Which of the places with this name"),
        queryset=Place.objects.none(),
        empty_label="—",
        error_messages={"required": _("There are several places with this name: choose one.")},
    )
    post_office = forms.CharField(
        label=_("Post office"),
        max_length=80,
        required=False,
        help_text=_("When it is not in the same place."),
    )
    valid_from = DateField(label=_("From"), help_text=_("The address before ends the day before."))
    valid_to = DateField(
        label=_("To"),
        required=False,
        help_text=_("For an address of the past. Empty: until further notice."),
    )

    field_order = ("kind", "valid_from", "valid_to", "place", "postal_code", "street", "house")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].widget.attrs |= {"list": "places", "autocomplete": "off"}
        name = str(self.data.get("place") or self.initial.get("place") or "").strip()
        choice: forms.ModelChoiceField = self.fields["teryt_place"]  # type: ignore[assignment]
        alike = places_there().filter(name__iexact=name)
        self.asks_which_place = bool(name) and only_place(name) is None and alike.exists()
        choice.queryset = alike
        if not self.asks_which_place:
            del self.fields["teryt_place"]


class AddressChangeForm(AddressForm):
    """A recorded address to be corrected or ended."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].help_text = ""


class AccountForm(forms.Form):
    """The account for transfers from a day on."""

    nrb = NrbField(
        label=_("Account number"),
        required=False,
        help_text=_("26 digits. Leave empty when there is no account from that day on."),
    )
    holder = forms.CharField(
        label=_("Account holder, if another"),
        max_length=120,
        required=False,
        help_text=_("Who the money goes to when the account is not the person's own."),
    )
    valid_from = DateField(label=_("From"), help_text=_("The account before ends the day before."))


class AccountChangeForm(AccountForm):
    """A recorded account to be corrected or ended."""

    nrb = NrbField(label=_("Account number"))
    valid_from = DateField(label=_("From"))
    valid_to = DateField(label=_("To"), required=False, help_text=_("Empty: until further notice."))
    seen = forms.CharField(widget=forms.HiddenInput)
