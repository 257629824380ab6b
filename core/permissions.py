"""The whole access policy: what each role may do. Read it in a minute."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from core.models import User


class Role(models.TextChoices):
    SOCIAL_WORKER = "social_worker", _("social worker")
    BENEFITS_CLERK = "benefits_clerk", _("benefits clerk")
    MANAGER = "manager", _("manager")
    ACCOUNTANT = "accountant", _("accountant")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class Permission(StrEnum):
    PUBLIC = "public"  # nobody signed in: sign-in, verification of a decision, health check
    SIGNED_IN = "signed_in"  # any member of staff: desk, own jobs, law, calculator
    CLIENTS_VIEW = "clients_view"
    CLIENTS_VIEW_ALL = "clients_view_all"  # beyond the own district
    CLIENTS_EDIT = "clients_edit"
    CLIENTS_RESTRICT = "clients_restrict"  # a file to named people
    CLIENTS_MERGE = "clients_merge"  # two records of one person into one; needs to see both
    PERSON_COPY = "person_copy"  # all data of a person, handed to that person
    CASES_VIEW = "cases_view"
    CASES_EDIT = "cases_edit"
    INTERVIEWS_EDIT = "interviews_edit"
    CALCULATIONS_MAKE = "calculations_make"
    DECISIONS_VIEW = "decisions_view"
    DECISIONS_PREPARE = "decisions_prepare"
    DECISIONS_CHECK = "decisions_check"
    DECISIONS_SIGN = "decisions_sign"  # only with an authorisation of the organ valid that day
    DECISIONS_DELIVER = "decisions_deliver"
    PAYMENTS_VIEW = "payments_view"
    LISTS_PREPARE = "lists_prepare"
    LISTS_CHECK = "lists_check"  # on substance (merytorycznie)
    LISTS_CHECK_ACCOUNTS = "lists_check_accounts"  # formalno-rachunkowo
    LISTS_APPROVE = "lists_approve"
    BANK_FILES = "bank_files"
    LEDGER_CORRECT = "ledger_correct"
    STATISTICS_VIEW = "statistics_view"
    STATISTICS_RUN = "statistics_run"
    DASHBOARD_VIEW = "dashboard_view"
    EXPORT = "export"
    IMPORT = "import"  # registers of an older system; money in it needs a second person
    AUDIT_VIEW = "audit_view"
    OFFICE_EDIT = "office_edit"
    RETENTION_REVIEW = "retention_review"  # files whose time is over: may they be destroyed
    RETENTION_APPROVE = "retention_approve"  # a list of them; needs another than who reviewed


P = Permission
_READ_ALL = {
    P.SIGNED_IN,
    P.CLIENTS_VIEW,
    P.CLIENTS_VIEW_ALL,
    P.CASES_VIEW,
    P.DECISIONS_VIEW,
    P.PAYMENTS_VIEW,
    P.STATISTICS_VIEW,
    P.DASHBOARD_VIEW,
}
_CASEWORK = {
    P.SIGNED_IN,
    P.CLIENTS_VIEW,
    P.CLIENTS_EDIT,
    P.PERSON_COPY,
    P.CASES_VIEW,
    P.CASES_EDIT,
    P.CALCULATIONS_MAKE,
    P.DECISIONS_VIEW,
    P.DECISIONS_PREPARE,
    P.DECISIONS_CHECK,
    P.DECISIONS_SIGN,
    P.DECISIONS_DELIVER,
    P.STATISTICS_VIEW,
    P.EXPORT,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.SOCIAL_WORKER: frozenset(_CASEWORK | {P.INTERVIEWS_EDIT, P.LISTS_CHECK, P.PAYMENTS_VIEW}),
    Role.BENEFITS_CLERK: frozenset(
        _CASEWORK
        | {P.CLIENTS_VIEW_ALL, P.PAYMENTS_VIEW, P.LISTS_PREPARE, P.BANK_FILES, P.LEDGER_CORRECT}
        | {P.STATISTICS_RUN, P.RETENTION_REVIEW}
    ),
    Role.MANAGER: frozenset(
        _READ_ALL
        | {P.CLIENTS_RESTRICT, P.CLIENTS_MERGE, P.PERSON_COPY}
        | {P.CASES_EDIT, P.DECISIONS_CHECK, P.DECISIONS_SIGN, P.DECISIONS_DELIVER}
        | {P.LISTS_CHECK, P.LISTS_APPROVE, P.STATISTICS_RUN, P.EXPORT, P.IMPORT, P.AUDIT_VIEW}
        | {P.RETENTION_REVIEW, P.RETENTION_APPROVE}
    ),
    Role.ACCOUNTANT: frozenset(
        {P.SIGNED_IN, P.PAYMENTS_VIEW, P.LISTS_CHECK_ACCOUNTS, P.BANK_FILES, P.LEDGER_CORRECT}
        | {P.STATISTICS_VIEW, P.EXPORT}
    ),
    Role.AUDITOR: frozenset(_READ_ALL | {P.AUDIT_VIEW}),
    Role.ADMINISTRATOR: frozenset({P.SIGNED_IN, P.OFFICE_EDIT, P.IMPORT, P.AUDIT_VIEW}),
}


def roles_with(permission: Permission) -> list[Role]:
    """Roles that hold a permission."""
    return [role for role, held in GRANTS.items() if permission in held]


def allowed(user: User | AnonymousUser, permission: Permission) -> bool:
    """May this person do that? Superusers get no shortcut: their role counts, too."""
    if permission is Permission.PUBLIC:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    role = getattr(user, "role", "")
    return bool(role) and permission in GRANTS[Role(role)]


def require(user: User | AnonymousUser, permission: Permission) -> None:
    """Raise PermissionDenied unless `allowed`; services call it before they write."""
    if not allowed(user, permission):
        raise PermissionDenied(permission)
