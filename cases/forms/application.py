"""An application: registering it, and correcting it."""

import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.applications import needs_purpose
from cases.models import Application, Channel, PaymentWay
from clients.models import Person
from core.fields import DateField, MoneyField
from core.models import BenefitKind
from core.polish import format_date

FIELDS = (
    "received_on",
    "channel",
    "posted_on",
    "attachments_count",
    "requested_amount",
    "purpose",
    "justification",
    "payment_way",
)
NEEDED = {  # by benefits with a purpose; to nobody else are these fields shown
    "purpose": _("Say what the money is for."),
    "requested_amount": _("Enter the amount that is asked for."),
}


class RequestForm(forms.Form):
    """What stands in an application, whoever makes it."""

    received_on = DateField(
        label=_("Received on"),
        help_text=_("The day the application reached the office; the terms start from it."),
    )
    channel = forms.ChoiceField(label=_("Way"), choices=Channel.choices)
    posted_on = DateField(
        label=_("Posted on"),
        required=False,
        help_text=_("Day of the postmark, if it came by post."),
    )
    attachments_count = forms.IntegerField(
        label=_("Number of attachments"), min_value=0, max_value=500, initial=0
    )
    requested_amount = MoneyField(
        label=_("Requested amount"), required=False, min_value=Decimal("0.01")
    )
    purpose = forms.CharField(
        label=_("What the money is for"),
        required=False,
        max_length=300,
        help_text=_("For a zasiłek celowy: the need, for example fuel, medicines, clothes."),
    )
    justification = forms.CharField(
        label=_("Justification given by the applicant"),
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
    )
    payment_way = forms.ChoiceField(label=_("Way of payment"), choices=PaymentWay.choices)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_received_on(self) -> date:
        received_on: date = self.cleaned_data["received_on"]
        if received_on > self.today:
            raise forms.ValidationError(
                _("This day is still to come. Today is %(today)s.")
                % {"today": format_date(self.today)}
            )
        return received_on

    def kind_code(self) -> str:
        """Code of the benefit asked for, "" when not chosen yet."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        posted_on, received_on = data.get("posted_on"), data.get("received_on")
        if posted_on and received_on and posted_on > received_on:
            self.add_error(
                "posted_on", _("A letter is not posted after it was received. Check both days.")
            )
        if needs_purpose(self.kind_code()):
            for name, message in NEEDED.items():
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, message)
        return data

    def fields_data(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class RegisterForm(RequestForm):
    """A new application of a member of a household."""

    applicant = forms.ModelChoiceField(
        label=_("Applicant"), queryset=Person.objects.none(), empty_label=None
    )
    kind = forms.ModelChoiceField(
        label=_("Benefit"),
        queryset=BenefitKind.objects.none(),
        to_field_name="code",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    urgent = forms.BooleanField(
        label=_("Urgent: the interview is held within 2 working days"), required=False
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ("applicant", "kind", *FIELDS, "urgent", "submission_key")

    def __init__(self, *args: Any, members: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["applicant"]
        people.queryset = Person.objects.filter(pk__in=[person.pk for person in members])
        kinds: Any = self.fields["kind"]
        kinds.queryset = BenefitKind.objects.filter(active=True)

    def kind_code(self) -> str:
        kind = self.cleaned_data.get("kind")
        return kind.code if kind else ""


class ApplicationForm(RequestForm):
    """Correcting an application; knows what the person saw when they started."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    base = forms.JSONField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        seen = {name: getattr(application, name) for name in FIELDS}
        version = application.case.version
        kwargs["initial"] = {**seen, "version": version, "base": snapshot(application)}
        super().__init__(*args, **kwargs)
        for name, message in NEEDED.items():
            field = self.fields[name]
            field.required = self.needs_purpose
            field.disabled = not self.needs_purpose
            field.error_messages["required"] = message

    @property
    def needs_purpose(self) -> bool:
        """Are purpose and amount asked for?"""
        return needs_purpose(self.kind_code())

    def kind_code(self) -> str:
        return self.application.case.kind.code


def snapshot(application: Application) -> dict[str, str]:
    """The application's fields as text, to compare later with what somebody else saved."""
    return {name: plain(getattr(application, name)) for name in FIELDS}


def plain(value: object) -> str:
    """A value of a field as text, "" for nothing."""
    return "" if value is None else str(value)


def base_of(form: ApplicationForm) -> dict[str, str]:
    """What the person saw when they opened the form; empty when it was tampered with."""
    try:
        base = json.loads(form.data.get("base") or "{}")
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in base.items()} if isinstance(base, dict) else {}
