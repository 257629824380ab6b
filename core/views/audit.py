"""Who looked at clients' data, and who changed what."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, exports, queries
from core.fields import DateField
from core.http import Request, access, text
from core.models import AccessLog, User
from core.permissions import Permission
from core.registry import Hit, registry

PER_PAGE = 50
MOST_ROWS = 50_000
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
    "audit": _("list of looks as a file"),
    "facts": _("facts of a household"),
    "income": _("income"),
    "certificate": _("certificate"),
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
        return {name: self.cleaned_data.get(name) for name in self.fields}


class LooksFilter(AuditFilter):
    """Also by household or client, from their pages."""

    household = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    client = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


@access(Permission.AUDIT_VIEW)
def looks(request: Request) -> HttpResponse:
    """Looks at clients' data, newest first; with `household` or `client`, who looked at them."""
    form = LooksFilter(request.GET)
    chosen = form.chosen()
    rows = queries.looks(**chosen, shut=_shut_to(request.user))
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
    context = {
        "form": form,
        "page_obj": page,
        "rows": shown,
        "tab": "looks",
        "about": _about(request.user, chosen["household"], chosen["client"]),
    }
    return render(request, "core/audit_looks.html", context)


def _shut_to(user: User) -> set[int]:
    """Households whose looks this person must not see (docs/adr/0011)."""
    today = timezone.localdate()
    return {pk for provider in registry.shut for pk in provider(user, today)}


def _about(user: User, household: int | None, client: int | None) -> Hit | None:
    """Whom the looks concern, when they are narrowed to one, and the reader may see them."""
    what, pk = ("household", household) if household else ("person", client)
    provider = registry.recent.get(what)
    if pk is None or provider is None:
        return None
    return provider(user, [pk], timezone.localdate()).get(pk)


@access(Permission.AUDIT_VIEW)
def looks_export(request: Request, kind: str) -> HttpResponse:
    """The looks as they are filtered, as XLSX or CSV; taking them is logged."""
    if kind not in exports.KINDS:
        raise Http404
    chosen = LooksFilter(request.GET).chosen()
    rows = queries.looks(**chosen, shut=_shut_to(request.user))[:MOST_ROWS]
    columns = [
        exports.Column(text(_("When"))),
        exports.Column(text(_("Who"))),
        exports.Column(text(_("What was looked at"))),
        exports.Column(text(_("Number")), "int"),
        exports.Column(text(_("Why"))),
    ]
    table = [
        (
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
            str(row.user),
            str(WHAT.get(row.what, row.what)),
            row.object_id,
            row.why,
        )
        for row in rows
    ]
    asked = request.GET.urlencode()[:200]
    audit.looked(user=request.user, what="audit", object_id=0, household_id=None, why=asked)
    return exports.table_answer(kind, "wglady", text(_("Looks")), columns, table)


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
