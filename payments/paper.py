"""Lists and control sheets on paper."""

from datetime import date

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from core.models import Centre, User
from core.pdf import render_pdf
from core.polish import words_amount
from payments import presenters
from payments.models import BankFile, PaymentList
from payments.queries.lists import list_lines, way_label
from payments.states import FINAL


def _stylesheets() -> list[str]:
    sheets = []
    for name in ("css/paper.css", "css/payments-paper.css"):
        path = finders.find(name)
        with open(str(path), encoding="utf-8") as sheet:
            sheets.append(sheet.read())
    return sheets


def list_pdf(payment_list: PaymentList, *, printed_by: User, today: date) -> bytes:
    """The list with payees, totals in words and the four steps; a signature column for cash."""
    with translation.override("pl"):
        context = {
            "list": payment_list,
            "lines": list_lines(payment_list),
            "is_final": payment_list.status in FINAL,
            "is_cash": payment_list.way == "cash",
            "is_health": payment_list.due_kind == "health",
            "way": way_label(payment_list.due_kind, payment_list.way),
            "task_type": presenters.task_type_label(payment_list.task_type),
            "steps": presenters.steps(payment_list),
            "words": words_amount(payment_list.total),
            "centre": Centre.objects.first(),
            "printed_by": printed_by,
            "printed_on": today,
        }
        html = render_to_string("payments/paper/list.html", context)
    return render_pdf(html, stylesheets=_stylesheets())


def control_sheet_pdf(bank_file: BankFile, *, printed_by: User, today: date) -> bytes:
    """What the bank's screen must show after the import: count, total, hash."""
    payment_list = bank_file.payment_list
    with translation.override("pl"):
        context = {
            "file": bank_file,
            "format": presenters.profile_name(bank_file),
            "list": payment_list,
            "first": payment_list.lines.order_by("number").first(),
            "last": payment_list.lines.order_by("number").last(),
            "words": words_amount(bank_file.total),
            "steps": presenters.steps(payment_list),
            "centre": Centre.objects.first(),
            "printed_by": printed_by,
            "printed_on": today,
        }
        html = render_to_string("payments/paper/control_sheet.html", context)
    return render_pdf(html, stylesheets=_stylesheets())
