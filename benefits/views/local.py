"""Rules of the place: what the rada gminy and the centre set, by first day, with its resolution."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

import law
from benefits.calculator import local, typed
from benefits.calculator.local import ResolutionForm, RuleSheet
from benefits.models import LocalResolution
from benefits.services import local_resolution_remove, local_resolution_save
from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.law_rows import worded
from core.permissions import Permission, allowed


def _rule(name: str) -> law.LocalRule:
    found = next((rule for rule in law.local_rules() if rule.name == name), None)
    if found is None:
        raise Http404(name)
    return found


@access(Permission.SIGNED_IN)
def rules(request: Request) -> HttpResponse:
    """Every rule of the place with what has been set, newest first."""
    entered: dict[str, list[tuple[LocalResolution, list[str]]]] = {}
    known = {rule.name: rule for rule in law.local_rules()}
    for row in LocalResolution.objects.filter(parameter__in=known).order_by("-valid_from"):
        lines = local.in_words(known[row.parameter], row.value, row.valid_from)
        entered.setdefault(row.parameter, []).append((row, lines))
    names = {info.code: info.label for info in law.benefits()}
    shown = [
        (rule, worded(rule), [names[code] for code in rule.benefits], entered.get(rule.name, []))
        for rule in known.values()
    ]
    context = {"rules": shown, "may_edit": allowed(request.user, Permission.OFFICE_EDIT)}
    return render(request, "benefits/local.html", context)


@access(Permission.OFFICE_EDIT, FORM)
def resolution_new(request: Request, rule: str) -> HttpResponse:
    """Enter what a resolution sets."""
    return _form(request, _rule(rule), None)


@access(Permission.OFFICE_EDIT, FORM)
def resolution(request: Request, pk: int) -> HttpResponse:
    """Correct what was entered."""
    row = get_object_or_404(LocalResolution, pk=pk)
    return _form(request, _rule(row.parameter), row)


def _form(request: Request, rule: law.LocalRule, row: LocalResolution | None) -> HttpResponse:
    sheet = _typed(request, rule) if request.method == "POST" else _stored(rule, row)
    rows = typed.rows_changed(local.shape_of(rule), sheet.fields, request.POST.get("do", ""))
    if rows:
        sheet.fields, sheet.new_row, sheet.focus = rows.fields, rows.new_row, rows.focus
        sheet.head = ResolutionForm(initial=request.POST.dict())
    elif request.method == "POST" and _saved(request, sheet, row):
        messages.success(request, _("The rule is saved; calculations already made keep theirs."))
        return redirect("benefits:local")
    context = {
        "sheet": sheet,
        "form": sheet.head,
        "parts": sheet.parts,
        "rows_url": request.path,
        "focus": sheet.focus,
        "title": worded(rule),
        "rule": rule,
        "row": row,
    }
    template = "benefits/local_form.html"
    if request.htmx and request.htmx.target == "work":
        template += "#work"
    status = 422 if request.method == "POST" and not rows else 200
    return render(request, template, context, status=status)


def _typed(request: Request, rule: law.LocalRule) -> RuleSheet:
    fields = {k: str(v) for k, v in request.POST.items() if k.startswith(f"{typed.ROOT}.")}
    return RuleSheet(rule, ResolutionForm(request.POST), fields, timezone.localdate())


def _stored(rule: law.LocalRule, row: LocalResolution | None) -> RuleSheet:
    head = {"number": row.number, "valid_from": row.valid_from} if row else None
    fields = local.fields_of(rule, row.value if row else None)
    return RuleSheet(rule, ResolutionForm(initial=head), fields, timezone.localdate())


def _saved(request: Request, sheet: RuleSheet, row: LocalResolution | None) -> bool:
    value = sheet.value()
    if not sheet.head.is_valid() or sheet.faults:
        return False
    try:
        local_resolution_save(
            actor=request.user,
            rule=sheet.rule,
            value=value,
            number=sheet.head.cleaned_data["number"],
            valid_from=sheet.head.cleaned_data["valid_from"],
            resolution=row,
        )
    except law.LawError as error:
        sheet.refused(error)
    except DomainError as error:
        sheet.head.add_error("valid_from", str(error.message))
    return not sheet.faults and not sheet.head.errors


@access(Permission.OFFICE_EDIT, WRITE)
def resolution_remove(request: Request, pk: int) -> HttpResponse:
    """Take out what was entered by mistake."""
    row = get_object_or_404(LocalResolution, pk=pk)
    local_resolution_remove(actor=request.user, resolution=row)
    messages.success(request, _("The rule of %(number)s is removed.") % {"number": row.number})
    return redirect("benefits:local")
