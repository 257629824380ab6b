"""Lists and bank files to take away: PDF, XLSX, the bytes for the bank."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import looks
from core.exports import XLSX_TYPE, Column, xlsx
from core.http import Request, access, file_answer
from core.permissions import Permission
from payments import presenters
from payments.models import BankFile, PaymentList
from payments.paper import control_sheet_pdf, list_pdf
from payments.queries.lists import list_lines
from payments.views.common import list_or_404, looked_at_list


@access(Permission.PAYMENTS_VIEW)
def pdf(request: Request, pk: int) -> HttpResponse:
    """The list on paper, with a signature column for cash."""
    payment_list = list_or_404(request, pk)
    looked_at_list(request, payment_list, kind=looks.Kind.PRINT)
    content = list_pdf(payment_list, printed_by=request.user, today=timezone.localdate())
    name = f"{presenters.file_stem(payment_list)}.pdf"
    return file_answer(content, "application/pdf", name, inline=True)


@access(Permission.EXPORT)
def spreadsheet(request: Request, pk: int) -> HttpResponse:
    """The list as a spreadsheet."""
    payment_list = list_or_404(request, pk)
    looked_at_list(request, payment_list, kind=looks.Kind.EXPORT)
    columns = [
        Column(_("No."), "int", 6),
        Column(_("Payee")),
        Column(_("Address"), "text", 40),
        Column(_("Account number"), "text", 30),
        Column(_("Decision"), "text", 16),
        Column(_("Month"), "text", 10),
        Column(_("Title"), "text", 60),
        Column(_("Amount"), "money"),
    ]
    content = xlsx(payment_list.number, columns, _rows(payment_list))
    return file_answer(content, XLSX_TYPE, f"{presenters.file_stem(payment_list)}.xlsx")


def _rows(payment_list: PaymentList) -> Iterator[tuple[Any, ...]]:
    """Lines of the list, and their sum."""
    for line in list_lines(payment_list):
        yield (
            line.number,
            line.payee_name,
            line.payee_address,
            line.nrb,
            line.due.entitlement.origin_number,
            f"{line.due.month:%m.%Y}",
            line.title,
            line.amount,
        )
    yield ("", _("Together"), "", "", "", "", "", payment_list.total)


def _bank_file(request: Request, pk: int, kind: looks.Kind) -> BankFile:
    payment_list = list_or_404(request, pk)
    found = BankFile.objects.filter(payment_list=payment_list)
    bank_file = found.select_related("payment_list__account", "made_by").first()
    if bank_file is None:
        raise Http404
    looked_at_list(request, payment_list, kind=kind)
    return bank_file


@access(Permission.BANK_FILES)
def bank_file(request: Request, pk: int) -> HttpResponse:
    """The stored file, byte for byte."""
    found = _bank_file(request, pk, looks.Kind.DOWNLOAD)
    return file_answer(bytes(found.content), "application/octet-stream", found.name)


@access(Permission.BANK_FILES)
def control_sheet(request: Request, pk: int) -> HttpResponse:
    """What the screen of the bank must show after the import."""
    found = _bank_file(request, pk, looks.Kind.PRINT)
    content = control_sheet_pdf(found, printed_by=request.user, today=timezone.localdate())
    name = f"{presenters.file_stem(found.payment_list)}-arkusz.pdf"
    return file_answer(content, "application/pdf", name, inline=True)
