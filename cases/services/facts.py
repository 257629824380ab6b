"""What an interview found, as dated facts in the file of the household."""

from collections import Counter
from datetime import date
from decimal import Decimal

from cases.answer_rows import CertificateAnswer, IncomeAnswer
from cases.answers import Answers
from cases.models import Case
from clients.models import Certificate, Income, Person
from clients.services import certificate_record, income_record, income_withdraw
from core.models import User
from core.months import last_day, month_of

_IncomeKey = tuple[int, str, date, Decimal]


def facts_record(*, actor: User, case: Case, answers: Answers, today: date) -> None:
    """Record incomes and certificates; call inside a service.

    A row filled in from a recorded fact and left as it was records nothing; changed, it replaces
    that fact; removed, it withdraws it. What another interview of the same household has
    recorded already is not recorded twice.
    """
    source = f"wywiad {case.znak}"
    people = {p.pk: p for p in Person.objects.filter(pk__in=answers.persons)}
    for income in _new_incomes(actor, answers, source):
        income_record(
            actor=actor,
            person=people[income.person],
            kind=income.kind,
            amount=income.net,
            gross=income.gross,
            tax=income.tax,
            social=income.social,
            health=income.health,
            valid_from=income.month,
            valid_to=last_day(income.month),
            note=income.note,
            source=source,
        )
    _lost_record(actor, answers, people, source)
    for certificate in answers.certificates:
        _certificate(actor, certificate, people, source)


def _new_incomes(actor: User, answers: Answers, source: str) -> list[IncomeAnswer]:
    """Rows to be recorded; facts that were changed or removed are withdrawn on the way."""
    shown = [i.fact for i in answers.incomes if i.fact]
    facts = {
        fact.pk: fact
        for fact in Income.objects.filter(
            pk__in=shown, person__in=answers.persons, withdrawn_at=None
        )
    }
    known = Counter(
        (person, kind, month, amount)
        for person, kind, month, amount in Income.objects.filter(
            person__in=answers.persons, withdrawn_at=None, lost_on=None, source__startswith="wywiad"
        )
        .exclude(pk__in=shown)
        .values_list("person_id", "kind", "valid_from", "amount")
    )
    new: list[IncomeAnswer] = []
    for row in answers.incomes:
        fact = facts.get(row.fact or 0)
        if fact and (row.removed or not _still_true(row, fact)):
            income_withdraw(actor=actor, income=fact, why=source)
        elif fact:
            continue
        if row.removed:
            continue
        if known[_key(row)] > 0:
            known[_key(row)] -= 1
        else:
            new.append(row)
    return new


def _key(row: IncomeAnswer) -> _IncomeKey:
    return (row.person, row.kind, row.month, row.net)


def _still_true(row: IncomeAnswer, fact: Income) -> bool:
    """Does the recorded fact say what the row says about its month?"""
    holds = fact.valid_from <= last_day(row.month)
    holds = holds and (fact.valid_to is None or fact.valid_to >= row.month)
    return holds and (row.person, row.kind, row.net) == (fact.person_id, fact.kind, fact.amount)


def _lost_record(actor: User, answers: Answers, people: dict[int, Person], source: str) -> None:
    """A lost income is recorded for the month in which it was lost, up to that day."""
    for lost in answers.lost_incomes:
        same = Income.objects.filter(
            person=lost.person,
            kind=lost.kind,
            lost_on=lost.lost_on,
            amount=lost.amount,
            withdrawn_at=None,
        )
        if not same.exists():
            income_record(
                actor=actor,
                person=people[lost.person],
                kind=lost.kind,
                amount=lost.amount,
                valid_from=month_of(lost.lost_on),
                valid_to=lost.lost_on,
                lost_on=lost.lost_on,
                source=source,
            )


def _certificate(
    actor: User, row: CertificateAnswer, people: dict[int, Person], source: str
) -> None:
    if row.removed or row.fact:  # seen again; a wrong one is withdrawn in the person's file
        return
    same = Certificate.objects.filter(
        person=row.person,
        degree=row.degree,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        number=row.number,
        withdrawn_at=None,
    )
    if not same.exists():
        certificate_record(
            actor=actor,
            person=people[row.person],
            degree=row.degree,
            number=row.number,
            issued_by=row.issued_by,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            source=source,
        )
