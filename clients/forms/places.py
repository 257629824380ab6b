"""The form of a register of places."""

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.teryt import VOIVODESHIPS

_ACCEPTED = forms.ClearableFileInput({"accept": ".csv,.zip,text/csv,application/zip"})


class PlacesForm(forms.Form):
    """Both files of GUS, and which part of them the office wants."""

    simc = forms.FileField(
        label=_("File SIMC"),
        allow_empty_file=True,  # the service says it better
        help_text=_("Names of places, “adresowy” or “urzędowy”. CSV or the ZIP as it came."),
        widget=_ACCEPTED,
        error_messages={"required": _("Choose the file SIMC.")},
    )
    terc = forms.FileField(
        label=_("File TERC"),
        allow_empty_file=True,
        help_text=_("Names of gminas, of the same day. CSV or the ZIP as it came."),
        widget=_ACCEPTED,
        error_messages={"required": _("Choose the file TERC.")},
    )
    within = forms.ChoiceField(
        label=_("Part of Poland"),
        choices=[("", _("all of Poland")), *VOIVODESHIPS],
        required=False,
        help_text=_(
            "The voivodeship is enough where clients seldom come from afar; places of the rest "
            "stay as they are."
        ),
    )
