"""Forms of payments: months, payment days, reasons, payees."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import PaymentWay
from core.fields import DateField, NrbField
from core.months import last_day, month_of, month_words, next_month, parse_month, previous_month
from core.terms import payment_day
from payments.models import Entitlement
from payments.states import ListStatus

MONTHS_BACK = 24


def month_choices(today: date) -> Iterator[tuple[str, str]]:
    """From the month ahead back over two years."""
    month = next_month(month_of(today))
    for _number in range(MONTHS_BACK):
        yield f"{month:%Y-%m}", month_words(month)
        month = previous_month(month)


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = choices


class MonthForm(forms.Form):
    """A month, chosen from the last two years and the one ahead."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=parse_month)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "month", list(month_choices(today)))


class PrepareForm(MonthForm):
    """Lists of a month with their payment day."""

    month = forms.TypedChoiceField(label=_("Month"), coerce=parse_month, widget=forms.HiddenInput())
    pay_day = DateField(
        label=_("Payment day"),
        help_text=_("A Saturday, Sunday or holiday moves to the working day before it."),
    )


def usual_pay_day(month: date, today: date) -> date:
    """The last working day of the month, not before today."""
    day = payment_day(last_day(month))
    return day if day >= today else today


class ListFilter(forms.Form):
    """Filters of the list of payment lists; wrong values filter nothing."""

    month = forms.ChoiceField(label=_("Month"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    rozdzial = forms.ChoiceField(label=_("Rozdział"), required=False)
    q = forms.CharField(label=_("Number"), required=False, max_length=60)

    def __init__(self, *args: Any, today: date, rozdzialy: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        _choose(self, "month", every + list(month_choices(today)))
        _choose(self, "status", every + list(ListStatus.choices))
        _choose(self, "rozdzial", every + [(code, code) for code in rozdzialy])


class WhyForm(forms.Form):
    """A reason, kept with what was done."""

    why = forms.CharField(label=_("Reason"), max_length=200, widget=forms.TextInput())


class EndForm(WhyForm):
    """The last day of an entitlement, and why."""

    last_day = DateField(label=_("Last day paid for"))
    field_order = ["last_day", "why"]


class ReturnForm(WhyForm):
    """The day on which money came back, and why."""

    day = DateField(label=_("Day of the return"))
    field_order = ["day", "why"]


class PayeeForm(forms.Form):
    """How and to whom future payments go."""

    way = forms.ChoiceField(label=_("Way of payment"), choices=PaymentWay.choices)
    payee_name = forms.CharField(label=_("Payee"), max_length=140)
    payee_address = forms.CharField(label=_("Address of the payee"), max_length=200, required=False)
    nrb = NrbField(
        label=_("Account number"), required=False, help_text=_("Needed for a bank transfer.")
    )

    @classmethod
    def of(cls, entitlement: Entitlement) -> "PayeeForm":
        """The form filled with what is now."""
        names = ("way", "payee_name", "payee_address", "nrb")
        return cls(initial={name: getattr(entitlement, name) for name in names})

    def clean(self) -> dict[str, Any]:
        """A transfer needs an account; cash does not keep one."""
        data = super().clean() or {}
        if data.get("way") == PaymentWay.TRANSFER and not data.get("nrb") and not self.errors:
            self.add_error("nrb", _("A transfer needs the number of an account."))
        if data.get("way") == PaymentWay.CASH:
            data["nrb"] = ""
        return data


class DeathForm(forms.Form):
    """The death of a person, and how the office knows of it."""

    died_on = DateField(
        label=_("Date of death"), error_messages={"required": _("Enter the date of death.")}
    )
    source = forms.CharField(
        label=_("How the office knows"),
        max_length=200,
        help_text=_(
            "For example: odpis skrócony aktu zgonu, rejestr PESEL, zawiadomienie rodziny."
        ),
        error_messages={
            "required": _("Say how the office knows: paper, register, who said so."),
        },
    )


class DeathUndoForm(forms.Form):
    """Why a recorded death is taken back."""

    reason = forms.CharField(
        label=_("Why the death is taken back"),
        max_length=200,
        error_messages={"required": _("Say why the death is taken back.")},
    )
