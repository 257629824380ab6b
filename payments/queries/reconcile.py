"""Granted = due = listed = paid = handed over, per month: where zł part ways, and why.

`month` is the month that money is for. Health contributions follow from the benefit, nobody
grants them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

_COLUMNS = (
    "granted", "due_first", "corrected", "overpaid", "paid", "returned",
    "listed", "approved", "handed", "unlisted", "returned_open",
)  # fmt: skip
_KEYS = "due_kind, dzial, rozdzial, paragraf, task_type"
_LEDGER = """
    SELECT coalesce(d.kind, 'benefit') AS due_kind, l.dzial, l.rozdzial, l.paragraf, e.task_type,
           sum(l.amount) FILTER (WHERE l.kind = 'granted') AS granted,
           sum(l.amount) FILTER (WHERE l.kind = 'due') AS due_first,
           sum(l.amount) FILTER (WHERE l.kind = 'due_correction') AS corrected,
           sum(l.amount) FILTER (WHERE l.kind = 'overpaid') AS overpaid,
           sum(l.amount) FILTER (WHERE l.kind = 'paid') AS paid,
           -sum(l.amount) FILTER (WHERE l.kind = 'returned') AS returned,
           0.00 AS listed, 0.00 AS approved, 0.00 AS handed, 0.00 AS unlisted,
           0.00 AS returned_open
      FROM payments_ledgerentry l
      JOIN payments_entitlement e ON e.id = l.entitlement_id
      LEFT JOIN payments_due d ON d.id = l.due_id
     WHERE l.month = %(month)s
     GROUP BY 1, 2, 3, 4, 5
"""
# Cash and the contribution to ZUS are handed over with the approval; transfers with their file.
_DUES = """
    SELECT d.kind, d.dzial, d.rozdzial, d.paragraf, e.task_type,
           0.00, 0.00, 0.00, 0.00, 0.00, 0.00,
           sum(l.amount),
           sum(l.amount) FILTER (WHERE p.status IN ('approved', 'filed', 'paid')),
           sum(l.amount) FILTER (
               WHERE p.status IN ('filed', 'paid')
                  OR (p.status = 'approved' AND (p.way <> 'transfer' OR d.kind = 'health'))),
           sum(d.amount) FILTER (WHERE l.id IS NULL AND NOT d.cancelled),
           sum(d.amount) FILTER (WHERE r.id IS NOT NULL AND NOT d.cancelled)
      FROM payments_due d
      JOIN payments_entitlement e ON e.id = d.entitlement_id
      LEFT JOIN payments_paymentline l ON l.due_id = d.id AND l.active
      LEFT JOIN payments_paymentlist p ON p.id = l.payment_list_id
      LEFT JOIN payments_ledgerentry r ON r.line_id = l.id AND r.kind = 'returned'
     WHERE d.month = %(month)s
     GROUP BY 1, 2, 3, 4, 5
"""
_SUMS = f"""
    SELECT {_KEYS}, {", ".join(f"coalesce(sum({name}), 0.00)" for name in _COLUMNS)}
      FROM ({_LEDGER} UNION ALL {_DUES}) AS both_sides
     GROUP BY {_KEYS}
     ORDER BY rozdzial, paragraf, task_type, due_kind
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One classification of a month; sums in zł, `returned` positive.

    `handed` is in a bank file, at the cash desk or with ZUS; `unlisted` is due and on no list;
    `returned_open` came back and is still owed.
    """

    due_kind: str
    dzial: str
    rozdzial: str
    paragraf: str
    task_type: str
    granted: Decimal
    due_first: Decimal
    corrected: Decimal
    overpaid: Decimal
    paid: Decimal
    returned: Decimal
    listed: Decimal
    approved: Decimal
    handed: Decimal
    unlisted: Decimal
    returned_open: Decimal

    @property
    def key(self) -> str:
        """The row's name in addresses."""
        return f"{self.due_kind}:{self.rozdzial}:{self.paragraf}:{self.task_type}"

    @property
    def classification(self) -> str:
        """As written on lists: 852/85216/3110."""
        return f"{self.dzial}/{self.rozdzial}/{self.paragraf}"

    @property
    def is_health(self) -> bool:
        """A health contribution, which nobody grants."""
        return self.due_kind == "health"

    @property
    def due(self) -> Decimal:
        """What is owed for the month, corrections counted."""
        return self.due_first + self.corrected

    @property
    def not_due(self) -> Decimal:
        """Granted and not due: no run yet, or withheld."""
        return Decimal("0.00") if self.is_health else self.granted - self.due

    @property
    def not_approved(self) -> Decimal:
        """On lists that wait for checks or approval."""
        return self.listed - self.approved

    @property
    def not_handed(self) -> Decimal:
        """Approved, without a bank file."""
        return self.approved - self.handed

    @property
    def unexplained(self) -> Decimal:
        """Zero, or the books are wrong: ledger and lists tell different stories."""
        owed = self.due + self.overpaid
        stands = self.listed - self.returned + self.unlisted + self.returned_open
        return abs(owed - stands) + abs(self.approved - self.paid)


def reconciliation(month: date) -> list[Row]:
    """Sums of the month that starts on `month`, a row a classification; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"month": month})
        return [Row(*values) for values in cursor.fetchall()]
