"""Small forms on the page of a case: note, paper, withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.services.file import NOTE_MAX
from clients.forms.documents import ACCEPTED
from clients.models import Document, Household, Person


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
    """A paper for the file: one that the household has already, or a new one."""

    stored = forms.ModelChoiceField(
        label=_("From the papers of the household"),
        queryset=Document.objects.none(),
        required=False,
        empty_label=_("a new one, chosen below"),
    )
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    upload = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("PDF, PNG, JPEG or HEIC, at most 20 MB."),
        widget=forms.FileInput({"accept": ACCEPTED}),
    )
    person = forms.ModelChoiceField(
        label=_("Concerns"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("the whole household"),
    )

    def __init__(
        self, *args: Any, household: Household, members: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        papers: Any = self.fields["stored"]
        papers.queryset = household.documents.order_by("-uploaded_at", "-id")
        people: Any = self.fields["person"]
        people.queryset = Person.objects.filter(pk__in=[person.pk for person in members])

    def clean(self) -> dict[str, Any]:
        """A stored paper, or a file with a title."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("stored") or "stored" in self.errors:
            return data
        if not data.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Choose a paper of the household or a file."))
        if not data.get("title") and "title" not in self.errors:
            self.add_error("title", _("Enter a title, so that the document can be found."))
        return data
