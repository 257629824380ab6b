"""Entitlements, dues, lists, bank files, ledger."""

from payments.models.death import DeathStop, StopWay
from payments.models.entitlement import Due, DueKind, Entitlement
from payments.models.ledger import LedgerEntry
from payments.models.lists import BankFile, PaymentLine, PaymentList

__all__ = [
    "BankFile",
    "DeathStop",
    "Due",
    "DueKind",
    "Entitlement",
    "LedgerEntry",
    "PaymentLine",
    "PaymentList",
    "StopWay",
]
