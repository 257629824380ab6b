"""The administrator's pages about people: accounts, authorisations, stand-ins."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from core import queries
from core.errors import DomainError
from core.forms import (
    AuthorizationForm,
    LastDayForm,
    NewStaffForm,
    PasswordForm,
    StaffForm,
    StandInForm,
    act_name,
)
from core.http import FORM, WRITE, Request, access
from core.models import Authorization, User
from core.permissions import Permission
from core.services import people


def form_page(request: Request, title: str, form: Any, back: str, **extra: Any) -> HttpResponse:
    """One form on its own page; a form with errors answers 422 and keeps what was typed."""
    context = {"title": title, "form": form, "back": back, **extra}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "core/office_form.html", context, status=status)


def _person(pk: int) -> User:
    user = queries.staff().filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


@access(Permission.OFFICE_EDIT)
def staff(request: Request) -> HttpResponse:
    """Accounts of the office."""
    return render(request, "core/office_staff.html", {"rows": queries.staff(), "tab": "staff"})


@access(Permission.OFFICE_EDIT, FORM)
def staff_new(request: Request) -> HttpResponse:
    """Open an account with a first password."""
    form = NewStaffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.staff_add(actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("username", str(error.message))
        else:
            messages.success(
                request,
                _("The account %(name)s is open. Tell the person the user name and the password.")
                % {"name": user.username},
            )
            return redirect("core:office")
    return form_page(request, _("New account"), form, "core:office", save=_("Open the account"))


@access(Permission.OFFICE_EDIT, FORM)
def staff_edit(request: Request, pk: int) -> HttpResponse:
    """Change an account."""
    user = _person(pk)
    form = StaffForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        try:
            people.staff_change(actor=request.user, user=user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error.message))
        else:
            messages.success(request, _("The account is changed."))
            return redirect("core:office")
    return form_page(
        request, _("Account: %(name)s") % {"name": User.objects.get(pk=pk)}, form, "core:office",
        password_for=pk,
    )  # fmt: skip


@access(Permission.OFFICE_EDIT, FORM)
def staff_password(request: Request, pk: int) -> HttpResponse:
    """Set a new password for a person who forgot it."""
    user = _person(pk)
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        people.password_set(actor=request.user, user=user, password=form.cleaned_data["password"])
        messages.success(
            request, _("%(name)s has a new password and is signed out.") % {"name": user}
        )
        return redirect("core:office")
    title = _("New password: %(name)s") % {"name": user}
    return form_page(request, title, form, "core:office", save=_("Set the password"))


@access(Permission.OFFICE_EDIT)
def authorizations(request: Request) -> HttpResponse:
    """Authorisations to sign decisions."""
    rows = [(row, _covered(row)) for row in queries.authorizations()]
    context = {"rows": rows, "tab": "authorizations"}
    return render(request, "core/office_authorizations.html", context)


def _covered(row: Authorization) -> str:
    """The act, and its benefits when not all of them are covered."""
    kinds = ", ".join(kind.name for kind in row.benefits.all())
    return f"{act_name(row.act)}: {kinds}" if kinds else act_name(row.act)


@access(Permission.OFFICE_EDIT, FORM)
def authorization_new(request: Request) -> HttpResponse:
    """Enter an authorisation."""
    form = AuthorizationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.authorization_grant(actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("number", str(error.message))
        else:
            messages.success(request, _("The authorisation is entered."))
            return redirect("core:office_authorizations")
    return form_page(request, _("New authorisation"), form, "core:office_authorizations")


@access(Permission.OFFICE_EDIT, FORM)
def authorization_end(request: Request, pk: int) -> HttpResponse:
    """End an authorisation on a day."""
    row = Authorization.objects.select_related("user").filter(pk=pk).first()
    if row is None:
        raise Http404
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            people.authorization_end(
                actor=request.user, authorization=row, last_day=form.cleaned_data["last_day"]
            )
        except DomainError as error:
            form.add_error("last_day", str(error.message))
        else:
            messages.success(request, _("The authorisation is ended."))
            return redirect("core:office_authorizations")
    title = _("End the authorisation %(number)s") % {"number": row.number}
    return form_page(
        request, title, form, "core:office_authorizations", save=_("End the authorisation")
    )


@access(Permission.OFFICE_EDIT)
def stand_ins(request: Request) -> HttpResponse:
    """Who stands in for whom."""
    today = timezone.localdate()
    context = {"rows": queries.stand_ins(today), "tab": "stand_ins"}
    return render(request, "core/office_stand_ins.html", context)


@access(Permission.OFFICE_EDIT, FORM)
def stand_in_new(request: Request) -> HttpResponse:
    """Enter a stand-in."""
    form = StandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        people.stand_in_add(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The stand-in is entered."))
        return redirect("core:office_stand_ins")
    return form_page(request, _("New stand-in"), form, "core:office_stand_ins")


@access(Permission.OFFICE_EDIT, WRITE)
def stand_in_remove(request: Request, pk: int) -> HttpResponse:
    """Take a stand-in back."""
    people.stand_in_remove(actor=request.user, pk=pk, today=timezone.localdate())
    messages.success(request, _("The stand-in is taken back."))
    return redirect("core:office_stand_ins")
