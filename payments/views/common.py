"""What the views of payments share."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.utils import timezone

from core import looks
from core.errors import DomainError
from core.http import Request
from core.months import month_of, parse_month
from payments.models import Entitlement, PaymentList
from payments.queries.entitlement import entitlement_for
from payments.queries.lists import list_for


def list_or_404(request: Request, pk: int) -> PaymentList:
    """The list, with the look at its names and accounts noted; 404 for strangers to payments."""
    payment_list = list_for(request.user, pk)
    if payment_list is None:
        raise Http404
    looked_at_list(request, payment_list, kind=looks.Kind.VIEW)
    return payment_list


def entitlement_or_404(request: Request, pk: int, today: date) -> Entitlement:
    """The entitlement, with the look at the client's data noted; 404 for strangers."""
    entitlement = entitlement_for(request.user, pk, today)
    if entitlement is None:
        raise Http404
    looked_at(request, entitlement)
    return entitlement


def looked_at(request: Request, entitlement: Entitlement) -> None:
    """The answer shows what a person is paid."""
    looks.note(
        request,
        what="entitlement",
        object_id=entitlement.pk,
        household_id=entitlement.household_id,
        person_id=entitlement.person_id,
        why=entitlement.origin_number,
    )


def looked_at_list(request: Request, payment_list: PaymentList, *, kind: looks.Kind) -> None:
    """The answer shows a list with names and accounts."""
    looks.note(
        request,
        what="payment_list",
        object_id=payment_list.pk,
        kind=kind,
        why=payment_list.number,
        count=payment_list.lines_count,
    )


def asked_month(request: Request) -> date:
    """The month of the address, else the present one."""
    asked = request.GET.get("month") or request.POST.get("month") or ""
    return parse_month(asked) or month_of(timezone.localdate())


def done(request: Request, act: Callable[[], object], told: str) -> bool:
    """Do it and tell; what the rules do not allow is told instead. Was it done?"""
    try:
        act()
    except DomainError as error:
        messages.error(request, str(error.message))
        return False
    messages.success(request, told)
    return True
