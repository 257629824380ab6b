"""Who looked at clients' data, and who changed what."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import queries
from core.fields import DateField
from core.http import Request, access
from core.models import AccessLog, User
from core.permissions import Permission
from core.registry import Hit, registry

PER_PAGE = 50
WHAT = {
    "household": _("household"),
    "person": _("person"),
    "case": _("case"),
    "decision": _("decision"),
    "document": _("document"),
    "entitlement": _("entitlement"),
    "payment_list": _("payment list"),
    "statistics": _("people behind a figure"),
    "history": _("history of a household"),
    "exception": _("access by exception"),
    "interview": _("interview"),
    "export": _("list of clients as a file"),
    "cases": _("list of cases as a file"),
    "decisions": _("list of decisions as a file"),
    "reconciliation": _("reconciliation of payments"),
}


class AuditFilter(forms.Form):
    """By person and days."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("everybody")
    )
    start = DateField(label=_("From"), required=False)
    end = DateField(label=_("To"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.staff()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; fields that cannot be read are left out."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) for name in ("person", "start", "end")}


@access(Permission.AUDIT_VIEW)
def looks(request: Request) -> HttpResponse:
    """Looks at clients' data, newest first."""
    form = AuditFilter(request.GET)
    rows = queries.looks(**form.chosen())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = _names(request.user, list(page))
    shown = [
        {
            "row": row,
            "what": WHAT.get(row.what, row.what),
            "hit": names.get((row.what, row.object_id)),
            "home": names.get(("household", row.household_id)),
        }
        for row in page
    ]
    context = {"form": form, "page_obj": page, "rows": shown, "tab": "looks"}
    return render(request, "core/audit_looks.html", context)


def _names(user: User, rows: list[AccessLog]) -> dict[tuple[str, int | None], Hit]:
    """What the things and their households are called, for those whom the reader may see."""
    today = timezone.localdate()
    found: dict[tuple[str, int | None], Hit] = {}
    for what, provider in registry.recent.items():
        ids = {row.object_id for row in rows if row.what == what}
        if what == "household":
            ids |= {row.household_id for row in rows if row.household_id}
        found |= {(what, pk): hit for pk, hit in provider(user, sorted(ids), today).items()}
    return found


@access(Permission.AUDIT_VIEW)
def changes(request: Request) -> HttpResponse:
    """Changes by transaction, newest first."""
    form = AuditFilter(request.GET)
    page = Paginator(queries.changes(**form.chosen()), PER_PAGE).get_page(request.GET.get("page"))
    contexts = list(page)
    found = queries.changed_rows(contexts)
    rows = [(context, found.get(context.pk, [])) for context in contexts]
    context = {"form": form, "page_obj": page, "rows": rows, "tab": "changes"}
    return render(request, "core/audit_changes.html", context)
