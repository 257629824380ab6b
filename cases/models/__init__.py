"""Cases, applications, terms, interviews."""

from cases.models.case import (
    Application,
    Case,
    CaseDocument,
    Channel,
    Note,
    PaymentWay,
    StatusRow,
    Term,
    TermKind,
)
from cases.models.interview import Interview

__all__ = [
    "Application",
    "Case",
    "CaseDocument",
    "Channel",
    "Interview",
    "Note",
    "PaymentWay",
    "StatusRow",
    "Term",
    "TermKind",
]
