"""Forms of the administrator's pages."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from core.fields import DateField, NrbField, PostalCodeField
from core.models import BenefitKind, Centre, CentreAccount, District, User
from core.permissions import Role
from core.registry import registry

NOT_CHOSEN = "—"


def _staff() -> Any:
    return User.objects.filter(is_active=True).exclude(role="").order_by("last_name", "first_name")


class StaffForm(forms.ModelForm):
    """An account: who, in which role and district, active or not."""

    class Meta:
        model = User
        fields = [
            "username", "first_name", "last_name", "role", "position", "phone", "email", "district",
            "is_active",
        ]  # fmt: skip
        help_texts = {
            "username": _("For signing in; letters, digits and . - _"),
            "district": _("Only for social workers: their field district."),
            "is_active": _("An account that is not active cannot sign in; its work stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "role"):
            self.fields[name].required = True
        self.fields["role"].choices = [("", NOT_CHOSEN), *Role.choices]  # type: ignore[attr-defined]
        self.fields["district"].empty_label = NOT_CHOSEN  # type: ignore[attr-defined]
        if "is_active" in self.fields:
            self.fields["is_active"].label = _("active account")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.SOCIAL_WORKER and not cleaned.get("district"):
            self.add_error("district", _("A social worker needs a district."))
        return cleaned


class _PasswordField(forms.CharField):
    """A password chosen by the administrator."""

    def __init__(self) -> None:
        super().__init__(
            label=_("New password"),
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            help_text=_("At least 8 characters, not only digits. The person changes it later."),
        )


class NewStaffForm(StaffForm):
    """A new account with its first password, told to the person by the administrator."""

    password = _PasswordField()

    class Meta(StaffForm.Meta):
        fields = [name for name in StaffForm.Meta.fields if name != "is_active"]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.instance)
        return password


class PasswordForm(forms.Form):
    """A new password, told to the person by the administrator."""

    password = _PasswordField()

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class PeriodForm(forms.Form):
    """From and to, in order."""

    valid_from = DateField(label=_("Valid from"))
    valid_to = DateField(label=_("Valid to"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("The last day cannot come before the first."))
        return cleaned


class AuthorizationForm(PeriodForm):
    """The organ's authorisation to sign."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=NOT_CHOSEN
    )
    number = forms.CharField(label=_("Number of the authorisation"), max_length=60)
    granted_on = DateField(label=_("Granted on"))
    act = forms.ChoiceField(label=_("Act"))
    benefits = forms.ModelMultipleChoiceField(
        label=_("Benefits"),
        queryset=BenefitKind.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all benefits of the act."),
    )
    field_order = ["user", "number", "granted_on", "act", "benefits", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = _staff()  # type: ignore[attr-defined]
        self.fields["benefits"].queryset = BenefitKind.objects.all()  # type: ignore[attr-defined]
        acts = BenefitKind.objects.order_by("act").values_list("act", flat=True).distinct()
        self.fields["act"].choices = [(act, act_name(act)) for act in acts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        foreign = [k for k in cleaned.get("benefits") or [] if k.act != cleaned.get("act")]
        if foreign:
            self.add_error("benefits", _("Choose only benefits of the chosen act."))
        return cleaned


class LastDayForm(forms.Form):
    """The day on which something ends."""

    last_day = DateField(label=_("Last day"))


class StandInForm(PeriodForm):
    """Who does whose work."""

    absent = forms.ModelChoiceField(
        label=_("Absent person"), queryset=User.objects.none(), empty_label=NOT_CHOSEN
    )
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"), queryset=User.objects.none(), empty_label=NOT_CHOSEN
    )
    field_order = ["absent", "stand_in", "valid_from", "valid_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].required = True
        for name in ("absent", "stand_in"):
            self.fields[name].queryset = _staff()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        absent, stand_in = cleaned.get("absent"), cleaned.get("stand_in")
        if absent and absent == stand_in:
            self.add_error("stand_in", _("Choose another person than the absent one."))
        elif absent and stand_in and absent.role != stand_in.role:
            self.add_error("stand_in", _("A stand-in has the same role as the absent person."))
        return cleaned


class CentreForm(forms.ModelForm):
    """Data of the centre as they stand on letters."""

    postal_code = PostalCodeField(label=_("postal code"))

    class Meta:
        model = Centre
        fields = [
            "name", "short_name", "gmina", "organ", "organ_genitive", "street", "postal_code",
            "place", "phone", "email", "ade", "symbol", "sko_name", "sko_address",
            "payment_day_text",
        ]  # fmt: skip


class DistrictForm(forms.ModelForm):
    """A field district."""

    class Meta:
        model = District
        fields = ["name", "places"]
        widgets = {"places": forms.Textarea({"rows": 3})}
        help_texts = {"places": _("Villages or streets, separated by commas.")}


class AccountForm(forms.ModelForm):
    """A bank account of the centre."""

    nrb = NrbField(label=_("account number"))
    bank_profile = forms.ChoiceField(
        label=_("bank profile"), help_text=_("How the bank wants its file of transfers.")
    )

    class Meta:
        model = CentreAccount
        fields = ["name", "nrb", "bank_profile", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank_profile"].choices = registry.bank_profiles  # type: ignore[attr-defined]
        self.fields["is_default"].label = _("default account for payments")


class BenefitKindForm(forms.ModelForm):
    """Class, classification and names of a benefit."""

    class Meta:
        model = BenefitKind
        fields = [
            "name", "name_accusative", "name_genitive", "jrwa", "dzial", "rozdzial", "paragraf",
            "task_type", "active",
        ]  # fmt: skip


def act_name(code: str) -> str:
    """The act's code as words: ustawa o pomocy społecznej."""
    return _ACTS.get(code, code.replace("_", " "))


_ACTS = {"pomoc_spoleczna": "ustawa o pomocy społecznej"}
