"""Forms of papers: taking them in, and saying what they are."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from clients.models import Document, DocumentKind, Household, Person

ACCEPTED = "application/pdf,image/png,image/jpeg,image/heic,image/heif,.heic,.heif"
MOST_AT_ONCE = 20


class FilesInput(forms.ClearableFileInput):
    """Several files at once, by choice or by dropping them."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """A list of uploads, at least one."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(
                _("Send at most %(most)d files at once.") % {"most": MOST_AT_ONCE}
            )
        clean = super().clean
        return [clean(file, initial) for file in files] if files else [clean(None, initial)]


class DocumentAboutForm(forms.Form):
    """What a paper is and whom it concerns."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("What it is, so that it can be found, for example orzeczenie z 12.03.2026."),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=DocumentKind.choices, initial=DocumentKind.OTHER
    )
    person = forms.ModelChoiceField(
        label=_("Concerns"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("the whole household"),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: forms.ModelChoiceField = self.fields["person"]  # type: ignore[assignment]
        people.queryset = Person.objects.filter(memberships__household=household).distinct()


class UploadForm(DocumentAboutForm):
    """Papers for the file."""

    papers = FilesField(
        label=_("Files"),
        allow_empty_file=True,  # the service says it better
        help_text=_("PDF, PNG, JPEG or HEIC, at most 20 MB each. Drop them here or take a photo."),
        widget=FilesInput({"accept": ACCEPTED, "data-drop": ""}),
        error_messages={"required": _("Choose a file or take a photo.")},
    )

    field_order = ["papers", "title", "kind", "person"]


def about(document: Document) -> dict[str, Any]:
    """What the form shows of a stored paper."""
    return {"title": document.title, "kind": document.kind, "person": document.person_id}
