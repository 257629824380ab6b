"""Who looked at clients' data, and who changed what."""

from itertools import islice
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import exports, history, history_words, looks, queries
from core.fields import DateField
from core.history import Concerns
from core.http import Request, access, text
from core.models import AccessLog, User
from core.paging import CappedPaginator
from core.permissions import Permission, allowed
from core.registry import ClientTraces, Hit, registry

PER_PAGE = 50
ROWS_A_PAGE = 100
MOST_ROWS = 50_000
EVERY: list[tuple[str, str | Promise]] = [("", _("every"))]


class AuditFilter(forms.Form):
    """By person and days; from their pages also by household, client or case."""

    person = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("everybody")
    )
    start = DateField(label=_("From"), required=False)
    end = DateField(label=_("To"), required=False)
    household = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    client = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = queries.staff()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen; fields that cannot be read are left out."""
        self.full_clean()
        return {name: self.cleaned_data.get(name) for name in self.fields}


class LooksFilter(AuditFilter):
    """Also by how and for what purpose."""

    kind = forms.ChoiceField(label=_("How"), choices=[*EVERY, *looks.Kind.choices], required=False)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=[*EVERY, *looks.Purpose.choices], required=False
    )


class ChangesFilter(AuditFilter):
    """Also by case."""

    case = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def _looks(request: Request) -> tuple[LooksFilter, Any, Hit | None]:
    """The filters as understood, the rows, and whom they concern."""
    form = LooksFilter(request.GET)
    chosen = form.chosen()
    client = chosen.pop("client")
    about = _about(request.user, chosen["household"], client)
    traces = _traces(client) if client else None
    shut = queries.shut_to(request.user, timezone.localdate())
    return form, queries.looks(**chosen, traces=traces, shut=shut), about


@access(Permission.AUDIT_VIEW)
def show_looks(request: Request) -> HttpResponse:
    """Looks at clients' data, newest first; with `household` or `client`, who looked at them."""
    form, rows, about = _looks(request)
    page = CappedPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    names = _names(request.user, list(page))
    context = {
        "form": form,
        "page_obj": page,
        "rows": [_look(row, names) for row in page],
        "tab": "looks",
        "about": about,
    }
    return render(request, "core/audit_looks.html", context)


def _look(row: AccessLog, names: dict[tuple[str, int | None], Hit]) -> dict[str, Any]:
    return {
        "row": row,
        "what": _what(row),
        "kind": _label(looks.Kind, row.kind),
        "purpose": _label(looks.Purpose, row.purpose),
        "hit": names.get((row.what, row.object_id)),
        "home": names.get(("household", row.household_id)),
    }


def _what(row: AccessLog) -> str:
    return str(looks.WHAT[row.what][0]) if row.what in looks.WHAT else row.what


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _about(user: User, household: int | None, client: int | None) -> Hit | None:
    """Whom the rows concern, when they are narrowed to one, and the reader may see them."""
    what, pk = ("household", household) if household else ("person", client)
    provider = registry.recent.get(what)
    if pk is None or provider is None:
        return None
    return provider(user, [pk], timezone.localdate()).get(pk)


def _traces(client: int) -> ClientTraces | None:
    return next((provider(client) for provider in registry.traces), None)


@access(Permission.AUDIT_VIEW)
def looks_export(request: Request, kind: str) -> HttpResponse:
    """The looks as they are filtered, as XLSX or CSV; taking them is logged."""
    if kind not in exports.KINDS:
        raise Http404
    _form, rows, _concerned = _looks(request)
    columns = [
        exports.Column(text(_("When"))),
        exports.Column(text(_("Who"))),
        exports.Column(text(_("What was looked at"))),
        exports.Column(text(_("Number")), "int"),
        exports.Column(text(_("How"))),
        exports.Column(text(_("Purpose"))),
        exports.Column(text(_("Why"))),
        exports.Column(text(_("How many")), "int"),
    ]
    table = [
        (
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}",
            str(row.user),
            _what(row),
            row.object_id,
            _label(looks.Kind, row.kind),
            _label(looks.Purpose, row.purpose),
            row.why,
            row.count,
        )
        for row in rows[:MOST_ROWS]
    ]
    looks.note(
        request,
        what="audit",
        object_id=0,
        kind=looks.Kind.EXPORT,
        why=looks.asked(request),
        count=len(table),
    )
    return exports.table_answer(kind, "wglady", text(_("Looks")), columns, table)


def _names(user: User, rows: list[AccessLog]) -> dict[tuple[str, int | None], Hit]:
    """What the things and their households are called, for those whom the reader may see."""
    today = timezone.localdate()
    found: dict[tuple[str, int | None], Hit] = {}
    for what, provider in registry.recent.items():
        ids = {row.object_id for row in rows if row.what == what}
        if what == "household":
            ids |= {row.household_id for row in rows if row.household_id}
        if ids:
            found |= {(what, pk): hit for pk, hit in provider(user, sorted(ids), today).items()}
    return found


@access(Permission.AUDIT_VIEW)
def changes(request: Request) -> HttpResponse:
    """Changes by transaction, newest first, with values before and after."""
    form = ChangesFilter(request.GET)
    chosen = form.chosen()
    about, shut = _concerned(chosen), _shut(request.user)
    by = {name: chosen[name] for name in ("person", "start", "end")}
    found = history.changes(**by, about=about, shut=shut)
    page = CappedPaginator(found, PER_PAGE).get_page(request.GET.get("page"))
    contexts = list(page)
    rows = _in_words(request.user, contexts, history.changed_rows(contexts, about, shut))
    looks.note(
        request,
        what="changes",
        object_id=0,
        household_id=chosen["household"],
        person_id=chosen["client"],
        why=looks.asked(request),
        count=sum(len(lines) for _one, lines, _all in rows),
    )
    context = {
        "form": form,
        "page_obj": page,
        "rows": rows,
        "tab": "changes",
        "about": _about(request.user, chosen["household"], chosen["client"]),
    }
    return render(request, "core/audit_changes.html", context)


@access(Permission.AUDIT_VIEW)
def change(request: Request, pk: UUID) -> HttpResponse:
    """Everything that one transaction changed."""
    shut = _shut(request.user)
    found = history.change(pk, shut)
    if found is None:
        raise Http404
    every = history.changed_rows([found], Concerns(), shut, last=history.MOST_ROWS)
    rows, count = every.get(pk, ([], 0))
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    ((_one, lines, _all),) = _in_words(request.user, [found], {pk: (list(page), count)})
    looks.note(request, what="changes", object_id=0, why=str(pk), count=len(lines))
    context = {"change": found, "lines": lines, "page_obj": page, "count": count}
    return render(request, "core/audit_change.html", context)


def _shut(user: User) -> Concerns:
    """What the reader must not learn of (docs/adr/0011)."""
    shut = queries.shut_to(user, timezone.localdate())
    return Concerns({"household": shut.households, "person": shut.persons})


def _concerned(chosen: dict[str, Any]) -> Concerns:
    """Whom or what the changes are narrowed to: a household with its people, a client, a case."""
    ids: dict[str, frozenset[int]] = {}
    if home := chosen["household"]:
        people = [provider(home) for provider in registry.people_of]
        ids = {"household": frozenset({home}), "person": frozenset().union(*people)}
    elif client := chosen["client"]:
        traces = _traces(client)
        ids = {"person": frozenset(traces.ids if traces else ()) | {client}}
    elif case := chosen["case"]:
        ids = {"case": frozenset({case})}
    return Concerns(ids)


def _in_words(
    user: User, contexts: list[Any], changed: dict[Any, tuple[list[history.Row], int]]
) -> list[tuple[Any, list[history_words.Line], int]]:
    """Each transaction with its rows in words, as far as the reader may see what they hold."""
    reader = history_words.Reader(
        clients=allowed(user, Permission.CLIENTS_VIEW_ALL),
        numbers=allowed(user, Permission.CLIENTS_EDIT) or allowed(user, Permission.CASES_EDIT),
    )
    every = [changed.get(one.pk, ([], 0)) for one in contexts]
    said = iter(history_words.lines([row for rows, _all in every for row in rows], reader))
    return [
        (one, list(islice(said, len(rows))), count)
        for one, (rows, count) in zip(contexts, every, strict=True)
    ]
