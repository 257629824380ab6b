"""Forms of imports: the file, its columns, its words, what of the report is shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from benefits.imports.kinds import FIELDS, choices, field
from benefits.imports.models import ImportRun
from benefits.imports.states import Decision, ImportKind, Outcome, Verdict
from core.fields import MonthField
from core.models import District
from core.polish import fold

ACCEPTED = ".csv,.txt,.xlsx,text/csv"
WORD = "word"


class StartForm(forms.Form):
    """A file and what it holds."""

    kind = forms.ChoiceField(label=_("What it holds"), choices=ImportKind.choices)
    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the service says it better
        help_text=_("CSV or XLSX, at most 20 MB and 100 000 rows; the first row holds headings."),
        widget=forms.ClearableFileInput({"accept": ACCEPTED, "data-drop": ""}),
        error_messages={"required": _("Choose a file.")},
    )
    system = forms.CharField(
        label=_("Older system"),
        max_length=40,
        help_text=_(
            "A short name, always the same: by it and by the numbers of the rows a file that is "
            "sent again changes only what changed."
        ),
    )
    district = forms.ModelChoiceField(
        label=_("District of new households"),
        queryset=District.objects.all(),
        required=False,
        empty_label="—",
        help_text=_("For households whose rows name none."),
    )
    cutover = MonthField(
        label=_("First month paid here"),
        required=False,
        help_text=_(
            "For running entitlements. Months before it were paid by the older system and never "
            "become due here."
        ),
    )


class ColumnsForm(forms.Form):
    """Which column holds which field; samples of each column stand in its choice."""

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [
            (heading, _with_samples(heading, words))
            for heading, words in zip(run.headings, run.samples, strict=False)
        ]
        for item in FIELDS[run.kind]:
            self.fields[item.code] = forms.ChoiceField(
                label=str(item.label),
                choices=[("", "—"), *headings],
                required=item.required,
                initial=run.columns.get(item.code, ""),
            )

    def clean(self) -> dict[str, Any]:
        """A column holds one field."""
        cleaned = super().clean() or {}
        first: dict[str, str] = {}
        for code, heading in cleaned.items():
            if heading and first.setdefault(heading, code) != code:
                self.add_error(code, _("This column is chosen for another field already."))
        return cleaned


def _with_samples(heading: str, words: list[str]) -> str:
    shown = ", ".join(word[:24] for word in words[:3])
    return f"{heading} · {shown}" if shown else heading


class WordsForm(forms.Form):
    """What the words of choice columns mean."""

    def __init__(self, *args: Any, run: ImportRun, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[str, str]] = {}
        for code, words in run.words.items():
            if code not in run.columns:
                continue
            codes = [("", "—"), *choices(run.kind, code, today)]
            there = run.samples[run.headings.index(run.columns[code])]
            shown = {fold(word): word for word in there}
            for number, (word, meaning) in enumerate(sorted(words.items())):
                if word not in shown:
                    continue
                name = f"{WORD}-{code}-{number}"
                self.places[name] = (code, word)
                self.fields[name] = forms.ChoiceField(
                    label=f"{field(run.kind, code).label}: «{shown[word]}»",
                    choices=codes,
                    required=False,
                    initial=meaning,
                )

    def words(self) -> dict[str, dict[str, str]]:
        """What was chosen: by field the code of each word."""
        found: dict[str, dict[str, str]] = {}
        for name, (code, word) in self.places.items():
            found.setdefault(code, {})[word] = self.cleaned_data[name]
        return found


class ProfileForm(forms.Form):
    """The name under which the columns and words are kept."""

    profile_name = forms.CharField(label=_("Name of the profile"), max_length=80)


class RowsForm(forms.Form):
    """Which rows of the report are shown."""

    show = forms.ChoiceField(label=_("Rows shown"), required=False)
    q = forms.CharField(label=_("Text in the row"), required=False, max_length=80)

    def __init__(self, *args: Any, done: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = [(f"was-{code}", label) for code, label in Outcome.choices if code]
        wanted = shown if done else Verdict.choices
        self.fields["show"].choices = [  # type: ignore[attr-defined]
            ("", _("all")), *wanted, ("warning", _("with a warning")),
            ("leave", Decision.LEAVE.label),
        ]  # fmt: skip


class DecideForm(forms.Form):
    """A decision about one row or many."""

    decision = forms.ChoiceField(choices=Decision.choices)
