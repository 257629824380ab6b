"""What payments give of a person's data (RODO art. 15 and 20), what they leave out and why."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.copies import Given, RoomCopy, Whose
from payments.models import DeathStop, Due, Entitlement, LedgerEntry, PaymentLine

_CLASS = {
    "dzial": gettext_lazy("budget section (dział)"),
    "rozdzial": gettext_lazy("budget chapter (rozdział)"),
    "paragraf": gettext_lazy("budget paragraph (paragraf)"),
}
_IN_JSON = ("dzial", "rozdzial", "paragraf")


def entitlements_of(whose: Whose) -> QuerySet[Entitlement]:
    """What is or was paid to the person."""
    rows = Entitlement.objects.filter(person_id__in=whose.ids)
    return rows.exclude(household_id__in=whose.shut)


COPY = RoomCopy(
    given=(
        Given(
            key="entitlements",
            title=gettext_lazy("What is paid"),
            model=Entitlement,
            rows=entitlements_of,
            links=("case", "household", "kind"),
            in_json=(*_IN_JSON, "household"),
            labels={
                **_CLASS,
                "task_type": gettext_lazy("task type"),
                "periodic": gettext_lazy("paid monthly"),
                "first_amount": gettext_lazy("amount of the first month"),
                "last_amount": gettext_lazy("amount of the last month"),
                "payee_name": gettext_lazy("payee"),
                "payee_address": gettext_lazy("address of the payee"),
                "nrb": gettext_lazy("account number"),
                "pays_health_contribution": gettext_lazy("health contribution is paid"),
                "ended_on": gettext_lazy("last day"),
                "ended_why": gettext_lazy("why it ended"),
                "origin_basis": gettext_lazy("legal basis"),
                "household_size": gettext_lazy("people in the household"),
            },
        ),
        Given(
            key="dues",
            title=gettext_lazy("What was due by month"),
            model=Due,
            rows=lambda whose: Due.objects.filter(entitlement__in=entitlements_of(whose)),
            in_json=(*_IN_JSON, "part"),
            labels={
                **_CLASS,
                "entitlement": gettext_lazy("entitlement number"),
                "month": gettext_lazy("month"),
                "part": gettext_lazy("part"),
                "amount": gettext_lazy("amount"),
                "cancelled": gettext_lazy("cancelled"),
            },
        ),
        Given(
            key="payments",
            title=gettext_lazy("Payments"),
            model=PaymentLine,
            rows=lambda whose: PaymentLine.objects.filter(
                due__entitlement__in=entitlements_of(whose)
            ).order_by("id"),
            links=("payment_list",),
            in_json=("number", "active"),
            labels={
                "payment_list": gettext_lazy("payment list"),
                "number": gettext_lazy("number on the list"),
                "due": gettext_lazy("due item number"),
                "active": gettext_lazy("stands"),
                "payee_name": gettext_lazy("payee"),
                "payee_address": gettext_lazy("address of the payee"),
                "nrb": gettext_lazy("account number"),
                "title": gettext_lazy("title of the transfer"),
                "amount": gettext_lazy("amount"),
            },
        ),
        Given(
            key="ledger",
            title=gettext_lazy("Ledger of what was granted, due, paid and returned"),
            model=LedgerEntry,
            rows=lambda whose: LedgerEntry.objects.filter(entitlement__in=entitlements_of(whose)),
            in_json=(*_IN_JSON, "due", "line", "origin"),
            labels={
                **_CLASS,
                "entitlement": gettext_lazy("entitlement number"),
                "due": gettext_lazy("due item number"),
                "line": gettext_lazy("payment number"),
                "amount": gettext_lazy("amount"),
                "month": gettext_lazy("month"),
                "origin": gettext_lazy("corrects the entry number"),
                "note": gettext_lazy("note"),
                "written_by": gettext_lazy("written by"),
                "written_at": gettext_lazy("written"),
            },
        ),
        Given(
            key="death_stops",
            title=gettext_lazy("Payments stopped by a death"),
            model=DeathStop,
            rows=lambda whose: DeathStop.objects.filter(entitlement__in=entitlements_of(whose)),
            labels={
                "death": gettext_lazy("death number"),
                "entitlement": gettext_lazy("entitlement number"),
                "before": gettext_lazy("status before"),
            },
        ),
    ),
    left_out={
        "payments.PaymentList": "a list pays many people; the payments of the person are given",
        "payments.BankFile": "a file for the bank pays many people; each payment is given",
    },
)
