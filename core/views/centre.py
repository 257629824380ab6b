"""The administrator's pages about the centre: its data, districts, accounts, benefits."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.db.models import Count
from django.forms import ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.forms import AccountForm, BenefitKindForm, CentreForm, DistrictForm
from core.http import FORM, Request, access
from core.models import BenefitKind, Centre, CentreAccount, District
from core.permissions import Permission
from core.registry import registry
from core.services import office
from core.views.office import form_page


@access(Permission.OFFICE_EDIT, FORM)
def centre(request: Request) -> HttpResponse:
    """Names and addresses of the centre, its organ and the appeal body."""
    form = CentreForm(request.POST or None, instance=Centre.objects.first())
    if request.method == "POST" and form.is_valid():
        office.centre_save(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The data of the centre are saved."))
        return redirect("core:office_centre")
    return form_page(request, _("Data of the centre"), form, "core:office", tab="centre")


@access(Permission.OFFICE_EDIT)
def districts(request: Request) -> HttpResponse:
    """Field districts."""
    rows = District.objects.annotate(people=Count("user")).order_by("name")
    return render(request, "core/office_districts.html", {"rows": rows, "tab": "districts"})


@access(Permission.OFFICE_EDIT, FORM)
def district(request: Request, pk: int | None = None) -> HttpResponse:
    """Add or change a district."""
    row = get_object_or_404(District, pk=pk) if pk else None
    return _edited(
        request,
        DistrictForm(request.POST or None, instance=row),
        partial(office.district_save, district=row),
        title=_("District") if row else _("New district"),
        done=_("The district is saved."),
        back="core:office_districts",
    )


def _edited(
    request: Request,
    form: ModelForm,
    save: Callable[..., object],
    *,
    title: str,
    done: str,
    back: str,
) -> HttpResponse:
    """The form on its page; when what was typed is good, saved by the service, back to the list."""
    if request.method == "POST" and form.is_valid():
        save(actor=request.user, **form.cleaned_data)
        messages.success(request, done)
        return redirect(back)
    return form_page(request, title, form, back)


@access(Permission.OFFICE_EDIT)
def accounts(request: Request) -> HttpResponse:
    """Bank accounts of the centre."""
    names = dict(registry.bank_profiles)
    rows = [
        (row, names.get(row.bank_profile, row.bank_profile))
        for row in CentreAccount.objects.order_by("-is_default", "name")
    ]
    return render(request, "core/office_accounts.html", {"rows": rows, "tab": "accounts"})


@access(Permission.OFFICE_EDIT, FORM)
def account(request: Request, pk: int | None = None) -> HttpResponse:
    """Add or change an account of the centre."""
    row = get_object_or_404(CentreAccount, pk=pk) if pk else None
    return _edited(
        request,
        AccountForm(request.POST or None, instance=row),
        partial(office.account_save, account=row),
        title=_("Account of the centre") if row else _("New account of the centre"),
        done=_("The account is saved."),
        back="core:office_accounts",
    )


@access(Permission.OFFICE_EDIT)
def benefit_kinds(request: Request) -> HttpResponse:
    """Benefits with their class of the file plan and budget classification."""
    context = {"rows": BenefitKind.objects.all(), "tab": "benefits"}
    return render(request, "core/office_benefits.html", context)


@access(Permission.OFFICE_EDIT, FORM)
def benefit_kind(request: Request, pk: int) -> HttpResponse:
    """Change class and classification of a benefit."""
    row = get_object_or_404(BenefitKind, pk=pk)
    return _edited(
        request,
        BenefitKindForm(request.POST or None, instance=row),
        partial(office.benefit_kind_change, kind=row),
        title=_("Benefit and its classification"),
        done=_("The benefit is saved; decisions already issued keep theirs."),
        back="core:office_benefits",
    )
