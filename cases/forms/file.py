"""Small forms on the page of a case: note, paper, withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.services.file import NOTE_MAX
from clients.models import Person


class NoteForm(forms.Form):
    """A note in the file."""

    text = forms.CharField(label=_("Note"), max_length=NOTE_MAX, widget=forms.Textarea({"rows": 3}))


class WithdrawForm(forms.Form):
    """The applicant takes the application back."""

    why = forms.CharField(
        label=_("How and why it was withdrawn"),
        max_length=300,
        help_text=_("For example: in writing on 20.11.2026, the person found work."),
        error_messages={"required": _("Write how and why it was withdrawn.")},
    )


class DocumentForm(forms.Form):
    """A paper for the file; what it is, is judged by its content in the service."""

    title = forms.CharField(label=_("Title"), max_length=160)
    upload = forms.FileField(label=_("File"), help_text=_("PDF, PNG or JPEG, at most 20 MB."))
    person = forms.ModelChoiceField(
        label=_("Concerns"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("the whole household"),
    )

    def __init__(self, *args: Any, members: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(pk__in=[person.pk for person in members])
