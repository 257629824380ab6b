"""Incomes and certificates: recording and withdrawing."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clients import queries
from clients.forms.dated import CertificateForm, IncomeForm, WithdrawForm
from clients.models import Household, Person
from clients.services import (
    certificate_withdraw,
    fact_add,
    income_add,
    income_withdraw,
)
from clients.views.common import attempt, form_page, household_or_404, income_labels
from core.http import FORM, Request, access
from core.months import month_words, previous_month
from core.permissions import Permission
from core.polish import format_money


def _whose(request: Request, household: Household) -> str | int | None:
    """The person named in the address, else the head."""
    head = next((m.person_id for m in queries.members_on(household, localdate())), None)
    return request.GET.get("person") or head


@access(Permission.CLIENTS_EDIT, FORM)
def new_income(request: Request, pk: int) -> HttpResponse:
    """An income of a member, received in one month."""
    shown = household_or_404(request, pk)
    form = IncomeForm(
        request.POST or None,
        initial={
            "month": previous_month(localdate()),
            "person": _whose(request, shown),
            "kind": "wage",
        },
        household=shown,
        today=localdate(),
        language=(get_language() or "pl")[:2],
    )
    if form.is_valid() and attempt(form, lambda: income_add(actor=request.user, **form.fact())):
        messages.success(request, _("The income is recorded."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/income.html", form, household=shown)


@access(Permission.CLIENTS_EDIT, FORM)
def new_certificate(request: Request, pk: int) -> HttpResponse:
    """A certificate of a member."""
    shown = household_or_404(request, pk)
    form = CertificateForm(
        request.POST or None, initial={"person": _whose(request, shown)}, household=shown
    )
    if form.is_valid() and attempt(
        form,
        lambda: fact_add(
            actor=request.user,
            what="certificate",
            owner=form.cleaned_data.pop("person"),
            **form.cleaned_data,
        ),
    ):
        messages.success(request, _("The certificate is recorded."))
        return redirect("clients:household", pk)
    return form_page(request, "clients/certificate.html", form, household=shown)


@access(Permission.CLIENTS_EDIT, FORM)
def income_end(request: Request, pk: int) -> HttpResponse:
    """Withdraw an income recorded by mistake."""
    income = queries.income_for(request.user, pk, localdate())
    if income is None:
        raise Http404
    kind = income_labels(income.valid_from).get(income.kind, income.kind)
    what = f"{kind}, {format_money(income.amount)}, {month_words(income.valid_from)}"
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: income_withdraw(actor=request.user, income=income, why=form.cleaned_data["why"]),
    ):
        messages.success(request, _("The entry is withdrawn."))
        return _home(income.person)
    return form_page(request, "clients/withdraw.html", form, person=income.person, what=what)


@access(Permission.CLIENTS_EDIT, FORM)
def certificate_end(request: Request, pk: int) -> HttpResponse:
    """Withdraw a certificate recorded by mistake."""
    certificate = queries.certificate_for(request.user, pk, localdate())
    if certificate is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if form.is_valid() and attempt(
        form,
        lambda: certificate_withdraw(
            actor=request.user, certificate=certificate, why=form.cleaned_data["why"]
        ),
    ):
        messages.success(request, _("The entry is withdrawn."))
        return _home(certificate.person)
    return form_page(
        request,
        "clients/withdraw.html",
        form,
        person=certificate.person,
        what=certificate.get_degree_display(),
    )


def _home(person: Person) -> HttpResponse:
    """Back to the household, or to the person who has none."""
    membership = queries.current_membership(person, localdate())
    if membership:
        return redirect("clients:household", membership.household_id)
    return redirect("clients:person", person.pk)
