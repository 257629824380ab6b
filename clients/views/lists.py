"""The list of households and its export."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.household import SORTS, FilterForm
from clients.models import Household, MemberRole, Membership
from core import exports, looks
from core.http import Request, access
from core.permissions import Permission, allowed
from core.registry import registry

PAGE_SIZE = 50
DEFAULT_SORT = "name"


def _listed(request: Request) -> tuple[FilterForm, str, Any]:
    """The filters as understood, the order, and the rows."""
    form = FilterForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    sort = request.GET.get("sort", DEFAULT_SORT)
    sort = sort if sort in SORTS else DEFAULT_SORT
    district = chosen.get("district")
    rows = queries.households_listed(
        request.user,
        localdate(),
        text=chosen.get("q", ""),
        district_id=district.pk if district else None,
    ).order_by(*SORTS[sort])
    return form, sort, rows


def _head(household: Household) -> Membership | None:
    members: list[Membership] = household.present  # type: ignore[attr-defined]
    return next((m for m in members if m.role == MemberRole.HEAD), members[0] if members else None)


def _with_addresses(households: list[Household]) -> list[dict[str, Any]]:
    heads = {household.pk: _head(household) for household in households}
    residences = queries.residences_on(
        [head.person_id for head in heads.values() if head], localdate()
    )
    return [
        {
            "household": household,
            "members": household.present,  # type: ignore[attr-defined]
            "address": residences.get(head.person_id) if head else None,
            "phone": head.person.phone if head else "",
        }
        for household in households
        for head in [heads[household.pk]]
    ]


@access(Permission.CLIENTS_VIEW)
def household_list(request: Request) -> HttpResponse:
    """Households that this person may see, with members and address."""
    form, sort, rows = _listed(request)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sort": sort,
        "page_obj": page,
        "rows": _with_addresses(list(page.object_list)),
        "filtered": bool(request.GET.get("q") or request.GET.get("district")),
        "may_edit": allowed(request.user, Permission.CLIENTS_EDIT),
        "may_export": allowed(request.user, Permission.EXPORT),
        "actions": [a for a in registry.client_actions if allowed(request.user, a.permission)],
    }
    template = "clients/list.html#rows" if request.htmx else "clients/list.html"
    return render(request, template, context)


@access(Permission.EXPORT)
def household_export(request: Request, kind: str) -> HttpResponse:
    """The list as it is filtered, as XLSX or CSV; nothing for those who may not see clients."""
    if kind not in exports.KINDS:
        raise Http404
    _form, _sort, rows = _listed(request)
    columns = [
        exports.Column(_("Household")),
        exports.Column(_("District")),
        exports.Column(_("Address")),
        exports.Column(_("Phone")),
        exports.Column(_("Number of persons"), "int"),
        exports.Column(_("Members")),
        exports.Column(_("File opened"), "date"),
    ]
    table = [
        (
            row["household"].name,
            row["household"].district.name,
            str(row["address"] or ""),
            row["phone"],
            len(row["members"]),
            ", ".join(str(member.person) for member in row["members"]),
            row["household"].created_on,
        )
        for row in _with_addresses(list(rows))
    ]
    looks.note(
        request,
        what="export",
        object_id=0,
        kind=looks.Kind.EXPORT,
        why=looks.asked(request),
        count=len(table),
    )
    stem = f"gospodarstwa-{localdate():%Y-%m-%d}"
    return exports.table_answer(kind, stem, _("Households"), columns, table)
