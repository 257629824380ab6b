"""Incomes and certificates by name, as other rooms record them; copying incomes to a new month."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from clients.models import Certificate, CertificateDegree, Document, Income, Person
from clients.queries.facts import incomes_on
from clients.services.facts import fact_add, fact_record, fact_withdraw
from core import audit
from core.errors import DomainError
from core.models import User
from core.months import last_day


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
    own: dict[str, Any] = {
        "kind": kind,
        "amount": amount,
        "gross": gross,
        "tax": tax,
        "social": social,
    }
    own |= {"health": health, "lost_on": lost_on, "note": note, "source": source}
    own |= {"valid_from": valid_from, "valid_to": valid_to, "document": document}
    return cast(Income, fact_record(actor=actor, what="income", owner=person, **own))


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
    own: dict[str, Any] = {
        "degree": degree,
        "number": number,
        "issued_by": issued_by,
        "source": source,
    }
    own |= {"valid_from": valid_from, "valid_to": valid_to, "document": document}
    return cast(Certificate, fact_record(actor=actor, what="certificate", owner=person, **own))


def income_withdraw(*, actor: User, income: Income, why: str) -> Income:
    """Withdraw a wrongly recorded income; it stays readable. Twice raises StaleState."""
    return fact_withdraw(actor=actor, fact=income, why=why)


def certificate_withdraw(*, actor: User, certificate: Certificate, why: str) -> Certificate:
    """Withdraw a wrongly recorded certificate; it stays readable. Twice raises StaleState."""
    return fact_withdraw(actor=actor, fact=certificate, why=why)


def income_add(*, actor: User, person: Person, **fields: Any) -> Income:
    """`income_record` from a page: the same entry sent twice within a minute is one."""
    return cast(Income, fact_add(actor=actor, what="income", owner=person, **fields))


@audit.service
def incomes_copy(
    *, actor: User, month: date, amounts: Mapping[int, Decimal], today: date
) -> list[Income]:
    """Record again in `month` incomes of an earlier month (id → net amount in that month, zł).

    Kind, note and source stay, the parts of a gross amount only where the net is the same. What
    the person has of that kind in `month` already is left out. Raises DomainError for a month
    after `today`.
    """
    if month > today:
        raise DomainError(_("Incomes of a month that has not begun are not known yet."))
    rows = Income.objects.filter(pk__in=amounts, withdrawn_at__isnull=True).order_by("id")
    there = {(i.person_id, i.kind) for i in incomes_on({r.person_id for r in rows}, month)}
    made = []
    for row in rows.select_related("person"):
        if (row.person_id, row.kind) not in there:
            made.append(_again(actor, row, month, amounts[row.pk]))
    return made


def _again(actor: User, row: Income, month: date, amount: Decimal) -> Income:
    parts = ("gross", "tax", "social", "health") if amount == row.amount else ()
    return income_add(
        actor=actor,
        person=row.person,
        kind=row.kind,
        amount=amount,
        valid_from=month.replace(day=1),
        valid_to=last_day(month),
        note=row.note,
        source=row.source,
        **{part: getattr(row, part) for part in parts},
    )
