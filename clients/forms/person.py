"""Who a person is: a new one with household and address, and changes of a recorded one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.countries import HOME, country_choices
from clients.models import MaritalStatus, MemberRole, PeselAbsence, Sex
from clients.services import Belonging, NewPerson
from clients.services.person import FIELDS
from core.fields import (
    DateField,
    NrbField,
    PeselField,
    PostalCodeField,
    pesel_birth_date,
    pesel_sex,
)
from core.models import District, User
from core.polish import format_date

ADDRESS_FIELDS = ("street", "house", "flat", "postal_code", "place")
_CHOOSE = ("", "—")


class PersonForm(forms.Form):
    """All that a person's record holds. PESEL, birth date and sex must agree."""

    pesel = PeselField(
        label="PESEL",
        error_messages={"required": _("Enter the PESEL, or choose why there is none.")},
    )
    pesel_absence = forms.ChoiceField(
        label=_("Why there is no PESEL"),
        choices=[_CHOOSE, *PeselAbsence.choices],
        required=False,
        help_text=_("Only when the person has no PESEL."),
    )
    first_name = forms.CharField(label=_("First name"), max_length=60)
    last_name = forms.CharField(label=_("Surname"), max_length=80)
    birth_date = DateField(
        label=_("Date of birth"),
        help_text=_("Filled in from the PESEL."),
        error_messages={"required": _("Enter the date of birth.")},
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[_CHOOSE, *Sex.choices],
        help_text=_("Filled in from the PESEL."),
        error_messages={"required": _("Choose the sex.")},
    )
    second_name = forms.CharField(label=_("Second name"), max_length=60, required=False)
    family_name = forms.CharField(label=_("Family name (at birth)"), max_length=80, required=False)
    marital_status = forms.ChoiceField(
        label=_("Marital status"), choices=[_CHOOSE, *MaritalStatus.choices], required=False
    )
    citizenship = forms.ChoiceField(
        label=_("Citizenship"), choices=country_choices, initial=HOME, required=False
    )
    pesel_differs_why = forms.CharField(
        label=_("Why the PESEL says otherwise"),
        max_length=200,
        required=False,
        help_text=_(
            "Only when the register gave a PESEL of another day of birth or sex: what the "
            "documents say and which. It stays in the history."
        ),
    )
    identity_document = forms.CharField(
        label=_("Identity document"),
        max_length=60,
        required=False,
        help_text=_("Kind and number, for example dowód osobisty ABC 123456."),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.data.get("pesel"):  # it says the rest
            self.fields["birth_date"].required = self.fields["sex"].required = False
        elif self.data.get("pesel_absence") or self.initial.get("pesel_absence"):
            self.fields["pesel"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("pesel") and not data.get("pesel_differs_why"):
            self._agree_with_pesel(data["pesel"], data)
        born = data.get("birth_date")
        if born and born > self.today:
            self.add_error("birth_date", _("This day is still to come."))
        return data

    def _agree_with_pesel(self, pesel: str, data: dict[str, Any]) -> None:
        born, sex = pesel_birth_date(pesel), pesel_sex(pesel)
        if data.get("birth_date") not in (None, born) and "birth_date" not in self.errors:
            self.add_error(
                "birth_date",
                _(
                    "The PESEL says %(day)s. Compare both with the document; if the PESEL was "
                    "given wrongly, say so under “Why the PESEL says otherwise”."
                )
                % {"day": format_date(born)},
            )
        if data.get("sex") not in (None, "", sex):
            self.add_error(
                "sex", _("The PESEL says: %(sex)s. Compare both.") % {"sex": Sex(sex).label}
            )

    def person_fields(self) -> dict[str, Any]:
        """What was typed, for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS if name in self.cleaned_data}


class PersonEditForm(PersonForm):
    """A recorded person; `version` is what the form was opened with."""

    renamed_on = DateField(
        label=_("The new name is borne since"),
        required=False,
        help_text=_("After a marriage or a decision: the name before is kept and still found."),
    )
    spelling_only = forms.BooleanField(
        label=_("The name was only written wrongly and is corrected"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    field_order = (
        *("pesel", "pesel_absence", "first_name", "last_name", "second_name", "renamed_on"),
        *("spelling_only", "family_name", "birth_date", "sex", "pesel_differs_why"),
        *("marital_status", "citizenship", "identity_document"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        names = ("first_name", "last_name")
        changed = any(data.get(name) not in (None, self.initial.get(name)) for name in names)
        if changed and not data.get("renamed_on") and not data.get("spelling_only"):
            if "renamed_on" not in self.errors:
                self.add_error(
                    "renamed_on",
                    _("Since when is the new name borne? Or tick that only a mistake is mended."),
                )
        elif not changed or data.get("spelling_only"):
            data["renamed_on"] = None
        return data


class NewPersonForm(PersonForm):
    """A new person with address, account and a place in a household."""

    street = forms.CharField(
        label=_("Street"),
        max_length=80,
        required=False,
        help_text=_("Leave empty where there are no streets."),
    )
    house = forms.CharField(label=_("House number"), max_length=12, required=False)
    flat = forms.CharField(label=_("Flat number"), max_length=12, required=False)
    postal_code = PostalCodeField(label=_("Postal code"), required=False)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    nrb = NrbField(label=_("Account number for transfers"), required=False)
    valid_from = DateField(
        label=_("In this household since"),
        help_text=_("The address and the account hold from this day, too."),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        empty_label="—",
        error_messages={"required": _("Choose the district of the new household.")},
    )
    role = forms.ChoiceField(
        label=_("Who it is in the household"), choices=[_CHOOSE, *MemberRole.choices[1:]]
    )
    role_reason = forms.CharField(
        label=_("Why the role fits"),
        max_length=200,
        required=False,
        help_text=_("Only for a child or parent of an unusual age."),
    )
    shared_custody = forms.BooleanField(
        label=_("Also belongs to another household, by a court's order (shared custody)"),
        required=False,
    )
    court_order = forms.CharField(
        label=_("Court, number and day of the order"),
        max_length=160,
        required=False,
        help_text=_("Only for shared custody; it is noted in both households."),
    )
    is_another = forms.BooleanField(
        label=_("I have checked: this is another person, not yet recorded"), required=False
    )
    another_why = forms.CharField(
        label=_("How you know that this is another person"), max_length=200, required=False
    )

    field_order = (
        *PersonForm.base_fields,
        *("role", "role_reason", "district", "valid_from", "shared_custody", "court_order"),
        *("place", "postal_code", "street", "house", "flat"),
    )

    def __init__(self, *args: Any, user: User, joins: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.joins = joins
        self.fields["valid_from"].initial = self.today
        district: forms.ModelChoiceField = self.fields["district"]  # type: ignore[assignment]
        district.queryset = District.objects.all()
        district.initial = user.district_id
        for name in ("house", "postal_code", "place", "district"):
            self.fields[name].required = not joins
        self.fields["role"].required = joins

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("house") or data.get("place"):
            for name in ("house", "postal_code", "place"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Complete the address."))
        return data

    def new_person(self, household: Any | None) -> NewPerson:
        """What was typed, for the service."""
        data = self.cleaned_data
        address: Mapping[str, str] = {name: data[name] for name in ADDRESS_FIELDS}
        return NewPerson(
            fields=self.person_fields(),
            belonging=Belonging(
                valid_from=data["valid_from"],
                household=household,
                district=data["district"],
                role=data["role"] if household else MemberRole.HEAD,
                shared_custody=data["shared_custody"],
                court_order=data["court_order"],
                role_reason=data["role_reason"],
            ),
            address=address if data["house"] else {},
            nrb=data["nrb"],
            is_another=data["is_another"],
            another_why=data["another_why"],
        )
