"""Writes of payments: entitlements, the monthly run, lists, files, returns."""

from payments.services.death import death_record, death_stop_settle, death_undo
from payments.services.entitlements import (
    entitlement_end,
    entitlement_payee,
    entitlement_reopen,
    entitlement_resume,
    entitlement_suspend,
)
from payments.services.files import bank_file_make
from payments.services.lists import (
    list_approve,
    list_cancel,
    list_check,
    list_check_accounts,
    list_mark_paid,
    lists_prepare,
    needs_bank_file,
)
from payments.services.opening import entitlement_open, entitlements_open
from payments.services.preview import Change, entitlement_end_preview
from payments.services.requests import month_run_request
from payments.services.returns import due_pay_again, line_return
from payments.services.run import RunResult, month_run

__all__ = [
    "Change",
    "RunResult",
    "bank_file_make",
    "death_record",
    "death_stop_settle",
    "death_undo",
    "due_pay_again",
    "entitlement_end",
    "entitlement_end_preview",
    "entitlement_open",
    "entitlement_payee",
    "entitlement_reopen",
    "entitlement_resume",
    "entitlement_suspend",
    "entitlements_open",
    "line_return",
    "list_approve",
    "list_cancel",
    "list_check",
    "list_check_accounts",
    "list_mark_paid",
    "lists_prepare",
    "month_run",
    "month_run_request",
    "needs_bank_file",
]
