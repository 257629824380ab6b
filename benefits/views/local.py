"""Rules of the place: what the rada gminy and the centre set, by first day, with its resolution."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

import law
from benefits.local_forms import LocalResolutionForm, shown_value
from benefits.models import LocalResolution
from benefits.services import local_resolution_remove, local_resolution_save
from core.errors import DomainError
from core.http import FORM, WRITE, Request, access
from core.permissions import Permission, allowed


def _rule(name: str) -> law.LocalRule:
    found = next((rule for rule in law.local_rules() if rule.name == name), None)
    if found is None:
        raise Http404(name)
    return found


def _label(rule: law.LocalRule) -> str:
    return rule.label_en if (get_language() or "pl").startswith("en") else rule.label


@access(Permission.SIGNED_IN)
def local(request: Request) -> HttpResponse:
    """Every rule of the place with what has been set, newest first."""
    entered: dict[str, list[tuple[LocalResolution, list[str]]]] = {}
    for row in LocalResolution.objects.order_by("-valid_from"):
        entered.setdefault(row.parameter, []).append((row, shown_value(row.value)))
    names = {info.code: info.label for info in law.benefits()}
    rules = [
        (rule, _label(rule), [names[code] for code in rule.benefits], entered.get(rule.name, []))
        for rule in law.local_rules()
    ]
    context = {"rules": rules, "may_edit": allowed(request.user, Permission.OFFICE_EDIT)}
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
    form = LocalResolutionForm(
        request.POST or None,
        rule=rule,
        value=row.value if row else None,
        initial={"number": row.number, "valid_from": row.valid_from} if row else None,
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        messages.success(request, _("The rule is saved; calculations already made keep theirs."))
        return redirect("benefits:local")
    context = {"form": form, "title": _label(rule), "rule": rule, "row": row}
    status = 422 if form.is_bound else 200
    return render(request, "benefits/local_form.html", context, status=status)


def _saved(request: Request, form: LocalResolutionForm, row: LocalResolution | None) -> bool:
    try:
        local_resolution_save(
            actor=request.user,
            rule=form.rule,
            value=form.value(),
            number=form.cleaned_data["number"],
            valid_from=form.cleaned_data["valid_from"],
            resolution=row,
        )
    except law.LawError as error:
        form.add_law_error(error)
    except DomainError as error:
        form.add_error("valid_from", str(error.message))
    return not form.errors


@access(Permission.OFFICE_EDIT, WRITE)
def resolution_remove(request: Request, pk: int) -> HttpResponse:
    """Take out what was entered by mistake."""
    row = get_object_or_404(LocalResolution, pk=pk)
    local_resolution_remove(actor=request.user, resolution=row)
    messages.success(request, _("The rule of %(number)s is removed.") % {"number": row.number})
    return redirect("benefits:local")
