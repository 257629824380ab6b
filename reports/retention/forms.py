"""Holding a file, the archive's consent, approval, an archival category."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from core.fields import DateField
from core.models import FileKind
from reports.retention.models import CATEGORY, Certainty


class FilterForm(forms.Form):
    """What the list of files shows."""

    kind = forms.ChoiceField(
        label=_("Kind of file"), required=False, choices=[("", _("all")), *FileKind.choices]
    )
    q = forms.CharField(label=_("Sign or class"), required=False, max_length=60)


class HoldForm(forms.Form):
    """Why a file is kept longer, and until when."""

    why = forms.CharField(
        label=_("Why it is kept longer"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: proceedings before a court, recovery of money, an audit."),
    )
    hold_until = DateField(
        label=_("Keep until"), help_text=_("On the day after it comes up for review again.")
    )


class ConsentForm(forms.Form):
    """The consent of the Archiwum Państwowe to a list."""

    consent_number = forms.CharField(label=_("Sign of the consent"), max_length=80)
    consent_on = DateField(label=_("Day of the consent"))


class ApprovalForm(forms.Form):
    """Approval cannot be undone: it wants a second thought."""

    sure = forms.BooleanField(
        label=_("I have read the list. The files on it are to be destroyed for good.")
    )


class CategoryForm(forms.Form):
    """A category of the centre's file plan."""

    jrwa = forms.CharField(
        label=_("JRWA class or its beginning"),
        required=False,
        max_length=10,
        validators=[RegexValidator(r"^[0-9]*$", _("Digits only, such as 50 or 5020."))],
        help_text=_("Empty: every class that has none of its own, and files of households."),
    )
    category = forms.CharField(
        label=_("Archival category"),
        max_length=5,
        validators=[
            RegexValidator(
                f"(?i){CATEGORY}", _("Write A, B with years (B10) or BE with years (BE10).")
            )
        ],
    )
    valid_from = DateField(
        label=_("In force from"), help_text=_("It holds for cases opened from that day on.")
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("For example: file plan of the centre, order 4/2026 of its head."),
    )
    certainty = forms.ChoiceField(label=_("How sure it is"), choices=Certainty.choices)

    def clean_category(self) -> str:
        """Written in capitals."""
        return str(self.cleaned_data["category"]).upper()
