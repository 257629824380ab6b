"""The administrator's pages about the centre: its data, districts, accounts, benefits."""

from django.contrib import messages
from django.db.models import Count
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
    form = DistrictForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        office.district_save(actor=request.user, district=row, **form.cleaned_data)
        messages.success(request, _("The district is saved."))
        return redirect("core:office_districts")
    title = _("District") if row else _("New district")
    return form_page(request, title, form, "core:office_districts")


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
    form = AccountForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        office.account_save(actor=request.user, account=row, **form.cleaned_data)
        messages.success(request, _("The account is saved."))
        return redirect("core:office_accounts")
    title = _("Account of the centre") if row else _("New account of the centre")
    return form_page(request, title, form, "core:office_accounts")


@access(Permission.OFFICE_EDIT)
def benefit_kinds(request: Request) -> HttpResponse:
    """Benefits with their class of the file plan and budget classification."""
    context = {"rows": BenefitKind.objects.all(), "tab": "benefits"}
    return render(request, "core/office_benefits.html", context)


@access(Permission.OFFICE_EDIT, FORM)
def benefit_kind(request: Request, pk: int) -> HttpResponse:
    """Change class and classification of a benefit."""
    row = get_object_or_404(BenefitKind, pk=pk)
    form = BenefitKindForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        office.benefit_kind_change(actor=request.user, kind=row, **form.cleaned_data)
        messages.success(request, _("The benefit is saved; decisions already issued keep theirs."))
        return redirect("core:office_benefits")
    return form_page(request, _("Benefit and its classification"), form, "core:office_benefits")
