"""What of payments goes with the file of a case (docs/adr/0016).

Accounts stay to the grosz: entitlements, dues, lines and the ledger keep sums, days and
classification, and lose who got the money and where.
"""

from core.destruction import Goes, RoomDestruction, Scope
from payments.models import DeathStop, Entitlement, LedgerEntry, PaymentLine


def _nobody(_scope: Scope) -> dict[str, str]:
    return {"payee_name": "", "payee_address": "", "nrb": ""}


DESTRUCTION = RoomDestruction(
    goes=(
        Goes(
            model=DeathStop, rows=lambda s: DeathStop.objects.filter(entitlement__case__in=s.cases)
        ),
        Goes(
            model=PaymentLine,
            rows=lambda s: PaymentLine.objects.filter(due__entitlement__case__in=s.cases),
            blank=lambda scope: {**_nobody(scope), "title": ""},
        ),
        Goes(
            model=LedgerEntry,
            rows=lambda s: LedgerEntry.objects.filter(entitlement__case__in=s.cases),
            blank=lambda _scope: {"note": ""},
        ),
        Goes(
            model=Entitlement,
            rows=lambda s: Entitlement.objects.filter(case__in=s.cases),
            blank=lambda scope: {**_nobody(scope), "origin_basis": "", "ended_why": ""},
        ),
    ),
    stays={
        "payments.Due": "sums and months; the entitlement no longer says of whom",
        "payments.PaymentList": "sums of a list, evidence of the accounts",
        "payments.BankFile": "what was sent to the bank, evidence of the accounts with a term of "
        "its own; it names whom a whole list paid and belongs to no single file",
    },
)
