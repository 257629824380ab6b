"""What the file of a household knows already, as the first draft of an interview."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Interview
from clients.models import AlimonyPaid, Certificate, Income, Membership
from clients.queries import alimony_paid_in, certificates_on, incomes_on
from core.months import month_of, previous_month
from core.polish import format_date, format_money


@dataclass(frozen=True, slots=True)
class Known:
    """Recorded facts that an interview starts from."""

    incomes: list[Income]
    lost: list[Income]
    certificates: list[Certificate]
    alimony: list[AlimonyPaid]


def income_month(interview: Interview) -> date:
    """The month whose income counts: before that of the application (art. 8 ust. 3 UPS)."""
    return previous_month(interview.case.opened_on)


def known_facts(interview: Interview, members: Sequence[Membership]) -> Known:
    """Incomes and alimony paid of the month that counts, certificates of the day of filing."""
    persons = [m.person_id for m in members]
    opened_on = interview.case.opened_on
    before = incomes_on(persons, income_month(interview))
    current = incomes_on(persons, month_of(opened_on))
    lost = {i.pk: i for i in [*before, *current] if i.lost_on and i.lost_on <= opened_on}
    incomes = {i.pk: i for i in [*before, *(current if lost else [])] if not i.lost_on}
    month = month_of(opened_on) if lost else income_month(interview)
    return Known(
        list(incomes.values()),
        list(lost.values()),
        certificates_on(persons, opened_on),
        alimony_paid_in(persons, month),
    )


def first_draft(
    interview: Interview, members: Sequence[Membership], known: Known, away: Collection[int] = ()
) -> dict[str, Any]:
    """The draft before anything was typed; amounts and days as a person would type them.

    `away`: memberships of people who are absent; whether they count is asked, so none is chosen.
    """
    month = income_month(interview)
    return {
        "household_kind": "samotnie" if len(members) == 1 else "rodzina",
        "members": [str(m.person_id) for m in members if m.pk not in away],
        "incomes": [_income(fact, month) for fact in known.incomes],
        "lost_incomes": [
            {
                "person": str(fact.person_id),
                "kind": fact.kind,
                "amount": format_money(fact.amount, unit=False),
                "lost_on": format_date(fact.lost_on) if fact.lost_on else "",
            }
            for fact in known.lost
        ],
        "alimony_paid_by": [
            {
                "person": str(fact.person_id),
                "for_whom": fact.for_whom,
                "amount": format_money(fact.amount, unit=False),
            }
            for fact in known.alimony
        ],
        "certificates": [_certificate(fact) for fact in known.certificates],
    }


def sources(known: Known) -> dict[str, dict[int, str]]:
    """Where each filled-in row comes from, by kind of row and id of the fact."""
    return {
        "incomes": {fact.pk: _source(fact) for fact in known.incomes},
        "certificates": {fact.pk: _source(fact) for fact in known.certificates},
    }


def _source(fact: Income | Certificate) -> str:
    recorded = {"day": format_date(fact.recorded_at.date()), "source": fact.source}
    if fact.source:
        return _("From the file: %(source)s, recorded %(day)s.") % recorded
    return _("From the file, recorded %(day)s.") % recorded


def _income(fact: Income, month: date) -> dict[str, Any]:
    first = max(fact.valid_from, month) if fact.valid_from <= month else fact.valid_from
    row: dict[str, Any] = {
        "person": str(fact.person_id),
        "kind": fact.kind,
        "month": f"{first:%Y-%m}",
        "note": fact.note,
        "fact": fact.pk,
    }
    for name in ("amount", "gross", "tax", "social", "health"):
        value = getattr(fact, name)
        row[name] = "" if value is None else format_money(value, unit=False)
    return row


def _certificate(fact: Certificate) -> dict[str, Any]:
    return {
        "person": str(fact.person_id),
        "degree": fact.degree,
        "number": fact.number,
        "issued_by": fact.issued_by,
        "valid_from": format_date(fact.valid_from),
        "valid_to": format_date(fact.valid_to) if fact.valid_to else "",
        "fact": fact.pk,
    }
