"""Dated facts: recorded once, never edited, withdrawn with a reason (design invariant 6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models.functions import Now
from django.utils.translation import gettext as _

import law
from clients.models import Certificate, CertificateDegree, Document, Income, Person
from clients.perms import require_person
from clients.services.refusals import check_fields, check_period
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import format_date

Fact = TypeVar("Fact", Income, Certificate)


@audit.service
def income_record(
    *,
    actor: User,
    person: Person,
    kind: str,
    amount: Decimal,
    valid_from: date,
    valid_to: date | None = None,
    gross: Decimal | None = None,
    tax: Decimal | None = None,
    social: Decimal | None = None,
    health: Decimal | None = None,
    lost_on: date | None = None,
    note: str = "",
    source: str = "",
    document: Document | None = None,
) -> Income:
    """Record an income of one month (or of each month of the period); amounts in zł, net.

    `kind` is a code of the dictionary of incomes on `valid_from`. Raises DomainError for an
    unknown kind, a negative amount, deductions over the gross amount, a period out of order.
    """
    require_person(actor, person)
    check_period(valid_from, valid_to)
    _check_kind(kind, valid_from)
    _check_amounts(amount, gross, [tax, social, health])
    if lost_on is not None and lost_on < valid_from:
        raise DomainError(_("The income is lost before the month in which it was received."))
    own = {"kind": kind, "amount": amount, "gross": gross, "tax": tax, "social": social}
    own |= {"health": health, "lost_on": lost_on, "note": note.strip()}
    income = Income(person=person, valid_from=valid_from, valid_to=valid_to, **own)
    return _fact_store(income, actor, source, document)


@audit.service
def certificate_record(
    *,
    actor: User,
    person: Person,
    degree: CertificateDegree | str,
    valid_from: date,
    valid_to: date | None = None,
    number: str = "",
    issued_by: str = "",
    source: str = "",
    document: Document | None = None,
) -> Certificate:
    """Record a certificate of disability or incapacity; no `valid_to` means for life.

    Raises DomainError for an unknown degree or a period out of order.
    """
    require_person(actor, person)
    check_period(valid_from, valid_to)
    own = {"degree": degree, "number": number.strip(), "issued_by": issued_by.strip()}
    certificate = Certificate(person=person, valid_from=valid_from, valid_to=valid_to, **own)
    return _fact_store(certificate, actor, source, document)


@audit.service
def income_withdraw(*, actor: User, income: Income, why: str) -> Income:
    """Withdraw a wrongly recorded income; it stays readable. Twice raises StaleState."""
    return _withdraw(income, actor, why)


@audit.service
def certificate_withdraw(*, actor: User, certificate: Certificate, why: str) -> Certificate:
    """Withdraw a wrongly recorded certificate; it stays readable. Twice raises StaleState."""
    return _withdraw(certificate, actor, why)


@audit.service
def income_add(*, actor: User, person: Person, **fields: Any) -> Income:
    """`income_record` from a page: the same entry sent twice within a minute is one."""
    same = _just_recorded(Income, actor, person, fields)
    return same or income_record(actor=actor, person=person, **fields)


@audit.service
def certificate_add(*, actor: User, person: Person, **fields: Any) -> Certificate:
    """`certificate_record` from a page: the same entry sent twice within a minute is one."""
    same = _just_recorded(Certificate, actor, person, fields)
    return same or certificate_record(actor=actor, person=person, **fields)


def _just_recorded(
    model: type[Fact], actor: User, person: Person, fields: Mapping[str, Any]
) -> Fact | None:
    """The same fact by the same person a moment ago; a second click waits for the first."""
    Person.objects.select_for_update().get(pk=person.pk)
    return model._default_manager.filter(
        **fields,
        person=person,
        recorded_by=actor,
        withdrawn_at__isnull=True,
        recorded_at__gte=Now() - timedelta(minutes=1),
    ).first()


def _fact_store(fact: Fact, actor: User, source: str, document: Document | None) -> Fact:
    fact.source, fact.document, fact.recorded_by = source.strip(), document, actor
    check_fields(fact, "person", "document", "recorded_at", "recorded_by", "withdrawn_by")
    fact.save(force_insert=True)
    return fact


def _withdraw(fact: Fact, actor: User, why: str) -> Fact:
    require_person(actor, fact.person)
    if not why.strip():
        raise DomainError(_("Say why this entry is withdrawn."))
    rows = type(fact)._default_manager.filter(pk=fact.pk)
    if not rows.filter(withdrawn_at__isnull=True).update(
        withdrawn_at=Now(), withdrawn_by=actor, withdrawn_why=why.strip()[:200]
    ):
        raise StaleState
    return rows.get()


def _check_kind(kind: str, on: date) -> None:
    if kind not in {known.code for known in law.income_kinds(on)}:
        raise DomainError(
            _("There is no kind of income «%(kind)s» on %(day)s.")
            % {"kind": kind, "day": format_date(on)}
        )


def _check_amounts(
    amount: Decimal, gross: Decimal | None, deductions: list[Decimal | None]
) -> None:
    given = [value for value in (amount, gross, *deductions) if value is not None]
    if any(value < 0 for value in given):
        raise DomainError(_("An amount of income cannot be negative."))
    deducted = sum((value for value in deductions if value is not None), Decimal(0))
    if gross is not None and deducted > gross:
        raise DomainError(_("More is deducted than the gross amount."))
