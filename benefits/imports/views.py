"""Pages of imports: file, columns, words, report, confirmation, result; registers out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from benefits.imports import outgoing, services
from benefits.imports.forms import (
    ColumnsForm,
    DecideForm,
    ProfileForm,
    RowsForm,
    StartForm,
    WordsForm,
)
from benefits.imports.models import ImportRun
from benefits.imports.presenters import Line, lines, report_columns, report_rows
from benefits.imports.queries import (
    outcome_counts,
    rows_of,
    run_for,
    runs_of,
    verdict_counts,
    worst_first,
)
from benefits.imports.states import FINISHED, GOOD, OPEN, WRITTEN, ImportKind, Verdict
from benefits.imports.undo import STANDING
from core import looks
from core.errors import DomainError
from core.exports import KINDS, table_answer
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission, allowed

PER_PAGE = 50


def run_or_404(request: Request, pk: int) -> ImportRun:
    """The import, for who may import."""
    run = run_for(request.user, pk)
    if run is None:
        raise Http404
    return run


def _said(request: Request, error: DomainError) -> None:
    messages.error(request, str(error.message))


@access(Permission.IMPORT)
def index(request: Request) -> HttpResponse:
    """Imports so far, and the templates to fill in."""
    page = Paginator(runs_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "benefits/imports/list.html",
        {
            "page_obj": page,
            "kinds": ImportKind.choices,
            "may_export": allowed(request.user, Permission.EXPORT),
        },
    )


@access(Permission.IMPORT, FORM)
def new(request: Request) -> HttpResponse:
    """Send a file."""
    form = StartForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            run = services.run_start(
                actor=request.user, today=timezone.localdate(), **form.cleaned_data
            )
        except DomainError as error:
            form.add_error(
                error.field if error.field in form.fields else "upload", str(error.message)
            )
        else:
            return redirect("imports:columns", run.pk)
    return render(request, "benefits/imports/new.html", {"form": form, "kinds": ImportKind.choices})


@access(Permission.IMPORT, FORM)
def columns(request: Request, pk: int) -> HttpResponse:
    """Say which column holds which field."""
    run = run_or_404(request, pk)
    if run.status not in OPEN:
        return redirect("imports:run", pk)
    _looked(request, run, "import", looks.Kind.EDIT)
    form = ColumnsForm(request.POST or None, run=run)
    if form.is_valid():
        try:
            unknown = services.columns_save(
                actor=request.user, today=timezone.localdate(), run=run, columns=form.cleaned_data
            )
            if unknown:
                return redirect("imports:words", pk)
            services.check_request(actor=request.user, run=run)
            return redirect("imports:run", pk)
        except DomainError as error:
            form.add_error(error.field or None, str(error.message))
    return render(request, "benefits/imports/columns.html", {"form": form, "run": run})


@access(Permission.IMPORT, FORM)
def words(request: Request, pk: int) -> HttpResponse:
    """Say what the words of the file mean."""
    run = run_or_404(request, pk)
    if run.status not in OPEN:
        return redirect("imports:run", pk)
    form = WordsForm(request.POST or None, run=run, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            services.words_save(actor=request.user, run=run, words=form.words())
            services.check_request(actor=request.user, run=run)
            return redirect("imports:run", pk)
        except DomainError as error:
            form.add_error(None, str(error.message))
    return render(request, "benefits/imports/words.html", {"form": form, "run": run})


@access(Permission.IMPORT)
def show(request: Request, pk: int) -> HttpResponse:
    """Where the import stands: job, report, confirmation, result."""
    run, today = run_or_404(request, pk), timezone.localdate()
    done = run.status in WRITTEN
    form = RowsForm(request.GET, done=done)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = rows_of(run, show=chosen.get("show", ""), text=chosen.get("q", ""))
    page = Paginator(worst_first(rows), PER_PAGE).get_page(request.GET.get("page"))
    counts = verdict_counts(run)
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "page_obj": page,
        "lines": lines(request.user, run, page.object_list, today),
        "counts": _figures(run, counts),
        "outcomes": outcome_counts(run) if done else {},
        "may_undo": run.status in FINISHED and run.rows.filter(outcome__in=STANDING).exists(),
        "going": sum(counts[verdict] for verdict in GOOD),
        "waiting": run.rows.filter(verdict=Verdict.DECIDE, decision="").count(),
        "filtered": bool(chosen.get("show") or chosen.get("q")),
        "profile_form": ProfileForm(
            initial={"profile_name": run.profile.name if run.profile else run.system}
        ),
        "second": run.kind == ImportKind.ENTITLEMENTS and run.started_by_id == request.user.pk,
    }
    kind = looks.Kind.VIEW
    _looked(request, run, "import", kind, page.paginator.count, part=bool(request.htmx))
    template = "benefits/imports/run.html#rows" if request.htmx else "benefits/imports/run.html"
    return render(request, template, context)


def _figures(run: ImportRun, counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(code, str(Verdict(code).label), counts[code]) for code in Verdict.values]


def _looked(
    request: Request,
    run: ImportRun,
    what: str,
    kind: looks.Kind,
    count: int | None = None,
    *,
    part: bool = False,
) -> None:
    looks.note(
        request,
        what=what,
        object_id=run.pk,
        kind=kind,
        why=run.file_name,
        count=count,
        part=part,
    )


@access(Permission.IMPORT, WRITE)
def check(request: Request, pk: int) -> HttpResponse:
    """Check the file again."""
    run = run_or_404(request, pk)
    try:
        services.check_request(actor=request.user, run=run)
    except DomainError as error:
        _said(request, error)
    return redirect("imports:run", pk)


@access(Permission.IMPORT, WRITE)
def decide(request: Request, pk: int) -> HttpResponse:
    """Decide about the chosen rows."""
    run, form = run_or_404(request, pk), DecideForm(request.POST)
    ids = [int(item) for item in request.POST.getlist("row") if item.isdigit() and len(item) < 18]
    if not form.is_valid() or not ids:
        messages.error(request, _("Choose rows and what they are."))
        return redirect("imports:run", pk)
    try:
        count = services.rows_decide(
            actor=request.user,
            today=timezone.localdate(),
            run=run,
            rows=ids,
            decision=form.cleaned_data["decision"],
        )
    except DomainError as error:
        _said(request, error)
    else:
        messages.success(
            request,
            ngettext("%(count)d row is decided.", "%(count)d rows are decided.", count)
            % {"count": count},
        )
    return redirect(f"{request.path.removesuffix('decide/')}?show=decide")


@access(Permission.IMPORT, WRITE)
def confirm(request: Request, pk: int) -> HttpResponse:
    """Take in the rows without errors."""
    run = run_or_404(request, pk)
    version = request.POST.get("version", "")
    try:
        services.run_confirm(
            actor=request.user,
            today=timezone.localdate(),
            run=run,
            version=int(version) if version.isdigit() and len(version) < 9 else -1,
        )
    except DomainError as error:
        _said(request, error)
    except PermissionDenied:
        messages.error(request, _("Only who may sign decisions on these benefits confirms them."))
    return redirect("imports:run", pk)


@access(Permission.IMPORT, WRITE)
def cancel(request: Request, pk: int) -> HttpResponse:
    """Give the import up."""
    run = run_or_404(request, pk)
    try:
        services.run_cancel(actor=request.user, run=run)
    except DomainError as error:
        _said(request, error)
    else:
        messages.success(request, _("The import is given up. Nothing was taken in."))
    return redirect("imports:list")


@access(Permission.IMPORT, WRITE)
def forget(request: Request, pk: int) -> HttpResponse:
    """Remove the file and what it said of people."""
    try:
        services.run_forget(actor=request.user, run=run_or_404(request, pk))
    except DomainError as error:
        _said(request, error)
    else:
        messages.success(request, _("The file and what it said of people are removed."))
    return redirect("imports:run", pk)


@access(Permission.IMPORT, WRITE)
def profile(request: Request, pk: int) -> HttpResponse:
    """Keep columns and words under a name."""
    run, form = run_or_404(request, pk), ProfileForm(request.POST)
    if form.is_valid():
        services.profile_save(actor=request.user, run=run, name=form.cleaned_data["profile_name"])
        messages.success(request, _("The profile is kept. A file with the same headings uses it."))
    else:
        messages.error(request, _("Enter a name."))
    return redirect("imports:run", pk)


@access(Permission.IMPORT)
def report(request: Request, pk: int, form: str) -> HttpResponse:
    """The report of all rows, or of those shown, as a file."""
    run = run_or_404(request, pk)
    if form not in KINDS:
        raise Http404
    rows = rows_of(run, show=request.GET.get("show", ""), text=request.GET.get("q", ""))
    shown: list[Line] = lines(request.user, run, rows, timezone.localdate())
    _looked(request, run, "import_report", looks.Kind.EXPORT, len(shown))
    return table_answer(
        form, f"import-{run.pk}", _("Import report"), report_columns(run), report_rows(shown)
    )


@access(Permission.IMPORT)
def template(request: Request, kind: str, form: str) -> HttpResponse:
    """An empty file to fill in, with one invented row."""
    if kind not in ImportKind.values or form not in KINDS:
        raise Http404
    row: list[Any] = outgoing.template_row(kind)
    heads = outgoing.template_columns(kind)
    return table_answer(form, f"wzor-{kind}", str(ImportKind(kind).label), heads, [row])


@access(Permission.EXPORT)
def export(request: Request) -> HttpResponse:
    """Choose a register to be handed out in the shape of an import."""
    return render(request, "benefits/imports/export.html", {"kinds": ImportKind.choices})


@access(Permission.EXPORT)
def export_file(request: Request, kind: str, form: str) -> HttpResponse:
    """A register of all that this person may see; the log says so."""
    if kind not in ImportKind.values or form not in KINDS:
        raise Http404
    today = timezone.localdate()
    rows = list(outgoing.register(request.user, kind, today))
    looks.note(
        request,
        what="register",
        object_id=0,
        kind=looks.Kind.EXPORT,
        why=f"register {kind}",
        count=len(rows),
    )
    name = f"{kind}-{today:%Y-%m-%d}"
    return table_answer(form, name, str(ImportKind(kind).label), outgoing.columns(kind), rows)
