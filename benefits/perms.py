"""Who may take which step of a decision; why not, in words. Four eyes (design invariant 5)."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from benefits.models import Decision
from benefits.queries import authors_of
from cases.perms import may_change
from core.authorizations import authorization_of
from core.errors import DomainError, NotYours
from core.models import Authorization, User
from core.permissions import Permission
from core.polish import format_date


def may(user: User, decision: Decision, today: date, permission: Permission) -> bool:
    """Does the role allow the step, and is the case one that `user` sees?"""
    return may_change(user, decision.case, today, permission)


def check_refusal(user: User, decision: Decision) -> str:
    """Why `user` may not check this draft; "" when they may."""
    if user.pk in authors_of(decision):
        return _("You wrote in this draft; another person has to check it.")
    return ""


def sign_refusal(user: User, decision: Decision, today: date) -> str:
    """Why `user` may not sign; "" when they may."""
    if user.pk in authors_of(decision):
        return _("You wrote in this draft; another person has to sign it.")
    if decision.checked_by_id == user.pk and not settings.DECISION_SIGNER_MAY_BE_CHECKER:
        return _("You checked this draft; in this office another person has to sign it.")
    kind = decision.case.kind
    if authorization_of(user, kind, today) is None:
        return _(
            "You have no authorisation of the organ to sign %(kind)s that is valid on %(day)s. "
            "The administrator enters authorisations."
        ) % {"kind": kind.name_accusative, "day": format_date(today)}
    return ""


def is_signer(user: User, decision: Decision, today: date) -> bool:
    """Is `user` one of those who sign decisions on this benefit (the case being theirs to see)?"""
    return (
        may(user, decision, today, Permission.DECISIONS_SIGN)
        and authorization_of(user, decision.case.kind, today) is not None
    )


def require_checker(user: User, decision: Decision) -> None:
    """Raise NotYours unless `user` may check the draft."""
    if why := check_refusal(user, decision):
        raise NotYours(why)


def require_signer(user: User, decision: Decision, today: date) -> Authorization:
    """The authorisation by which `user` signs; raises NotYours or DomainError."""
    if why := sign_refusal(user, decision, today):
        raise NotYours(why)
    found = authorization_of(user, decision.case.kind, today)
    if found is None:  # the check above has just seen it
        raise DomainError(_("The authorisation to sign is no longer valid."))
    return found
