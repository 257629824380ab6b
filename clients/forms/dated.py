"""What holds for a period: addresses, accounts, incomes, certificates; and withdrawing them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import law
from clients.models import AddressKind, CertificateDegree, Document, Household, Person
from core.fields import DateField, MoneyField, MonthField, NrbField, PostalCodeField
from core.months import last_day
from core.polish import format_money


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


class MemberFactForm(forms.Form):
    """A fact about a member of a household, with the paper it comes from."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=Person.objects.none(), empty_label=None
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        required=False,
        help_text=_("The paper or the statement it comes from."),
    )
    document = forms.ModelChoiceField(
        label=_("Document in the file"),
        queryset=Document.objects.none(),
        required=False,
        empty_label="—",
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: forms.ModelChoiceField = self.fields["person"]  # type: ignore[assignment]
        people.queryset = Person.objects.filter(memberships__household=household).distinct()
        papers: forms.ModelChoiceField = self.fields["document"]  # type: ignore[assignment]
        papers.queryset = Document.objects.filter(household=household)


class IncomeForm(MemberFactForm):
    """An income received in one month: net, or gross with what was deducted from it."""

    kind = forms.ChoiceField(label=_("Kind of income"))
    month = MonthField(label=_("Month"), help_text=_("In which the money was received."))
    amount = MoneyField(
        label=_("Net amount"),
        required=False,
        min_value=Decimal(0),
        help_text=_("Leave empty to have it counted from the gross amount."),
    )
    gross = MoneyField(label=_("Gross amount"), required=False, min_value=Decimal(0))
    tax = MoneyField(label=_("Income tax"), required=False, min_value=Decimal(0))
    social = MoneyField(label=_("Social contributions"), required=False, min_value=Decimal(0))
    health = MoneyField(label=_("Health contribution"), required=False, min_value=Decimal(0))
    lost_on = DateField(
        label=_("Lost on"), required=False, help_text=_("When this income has ended for good.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    field_order = ("person", "kind", "month", "amount")

    def __init__(self, *args: Any, today: date, language: str = "pl", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: forms.ChoiceField = self.fields["kind"]  # type: ignore[assignment]
        kinds.choices = kind_choices(today, language)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        gross = data.get("gross")
        deducted = sum((data.get(n) or Decimal(0) for n in ("tax", "social", "health")), Decimal(0))
        if gross is None:
            if data.get("amount") is None and "amount" not in self.errors:
                self.add_error("amount", _("Enter the net amount, or the gross with deductions."))
            return data
        if deducted > gross:
            self.add_error("gross", _("More is deducted than the gross amount."))
        elif data.get("amount") is None:
            data["amount"] = gross - deducted
        elif data["amount"] != gross - deducted:
            self.add_error(
                "amount",
                _("Gross less deductions is %(net)s. Mend one of them or leave the net empty.")
                % {"net": format_money(gross - deducted)},
            )
        return data

    def fact(self) -> dict[str, Any]:
        """What was typed, for the service."""
        data = dict(self.cleaned_data)
        month: date = data.pop("month")
        return {**data, "valid_from": month, "valid_to": last_day(month)}


class CertificateForm(MemberFactForm):
    """A certificate of disability or of incapacity for work."""

    degree = forms.ChoiceField(label=_("Degree"), choices=CertificateDegree.choices)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    issued_by = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    valid_from = DateField(label=_("From"))
    valid_to = DateField(
        label=_("To"), required=False, help_text=_("Leave empty when it is for life.")
    )

    field_order = ("person", "degree", "valid_from", "valid_to", "number", "issued_by")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("This day is before the first one."))
        return data


class WithdrawForm(forms.Form):
    """Why a fact was recorded wrongly."""

    why = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=200,
        help_text=_("The entry stays readable, with this reason."),
    )


def kind_choices(today: date, language: str) -> list[tuple[str, str]]:
    """Kinds of income of that day with labels in the reader's language."""
    return [
        (kind.code, kind.label_en if language == "en" else kind.label)
        for kind in law.income_kinds(today)
    ]
