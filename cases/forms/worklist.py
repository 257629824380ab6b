"""Filters of the work list; what is not understood counts as not chosen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.queries import DISTRICT, EVERYBODY, MINE, SORTS, WorklistFilter
from cases.states import CaseStatus
from core.models import BenefitKind, User
from core.permissions import Permission, Role, allowed

SCOPES = {
    MINE: _("handled by me"),
    DISTRICT: _("of my district"),
    EVERYBODY: _("all that I may see"),
}


class WorklistForm(forms.Form):
    """Whose, in which status, which benefit, late or not, sign or name."""

    q = forms.CharField(
        label=_("Sign or name"),
        required=False,
        max_length=80,
        widget=forms.TextInput({"type": "search", "placeholder": "5020.17.2026"}),
    )
    scope = forms.ChoiceField(label=_("Whose"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Benefit"), required=False)
    overdue = forms.BooleanField(label=_("after the term"), required=False)
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, user: User) -> None:
        self.user = user
        super().__init__({"scope": self.default_scope(), "status": "open", **data.dict()})
        scopes = dict(SCOPES)
        if not user.district_id:
            del scopes[DISTRICT]
        if not allowed(user, Permission.CASES_EDIT):
            del scopes[MINE]
        self._choices("scope", list(scopes.items()))
        self._choices(
            "status",
            [
                ("open", _("open")),
                *[(value, label) for value, label in CaseStatus.choices],
                ("ended", _("decided or ended")),
                ("every", _("every")),
            ],
        )
        kinds = BenefitKind.objects.values_list("code", "name")
        self._choices("kind", [("", _("every")), *kinds])

    def _choices(self, name: str, choices: Any) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def default_scope(self) -> str:
        """A social worker starts with own cases, everybody else with all."""
        return MINE if self.user.role == Role.SOCIAL_WORKER else EVERYBODY

    def wanted(self) -> WorklistFilter:
        """The filter as chosen; a value that does not exist is left out."""
        self.is_valid()
        data = self.cleaned_data
        status = data.get("status") or "open"
        sort = data.get("sort", "")
        return WorklistFilter(
            scope=data.get("scope") or self.default_scope(),
            status="" if status == "every" else status,
            kind=data.get("kind", ""),
            overdue=bool(data.get("overdue")),
            text=data.get("q", "").strip(),
            sort=sort if sort in SORTS else "due",
        )
