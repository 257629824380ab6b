"""Terms of a case: opened by a rule of the law, done on a day."""

from datetime import date

from cases.models import Case, Term, TermKind
from core import audit
from core.models import User
from core.terms import Statutory, Unit, count_term, statutory_term
from core.terms import Term as CountedTerm


@audit.service
def term_open(
    *,
    actor: User,
    case: Case,
    kind: TermKind,
    start_on: date,
    statutory: Statutory | None = None,
    length: int = 0,
    unit: Unit = Unit.DAYS,
    legal_basis: str = "",
) -> Term:
    """Open a term that starts with the event of `start_on`: of the law, or of `length` `unit`.

    One term of a kind runs at a time: an open one is counted anew from `start_on`.
    Raises ValueError without `statutory` and without a length. No access check of its own:
    the service that calls it has made one.
    """
    if statutory is not None:
        counted = statutory_term(statutory, start_on)
    else:
        counted = count_term(start_on, length, unit, basis=legal_basis)
    return term_store(case=case, kind=kind, counted=counted)


def term_store(*, case: Case, kind: TermKind, counted: CountedTerm) -> Term:
    """Keep a counted term; call inside a service."""
    values = {
        "legal_basis": counted.basis,
        "start_on": counted.start,
        "length": counted.length,
        "unit": counted.unit.value,
        "end_on": counted.end,
        "rule": counted.trace,
    }
    term, _created = Term.objects.update_or_create(
        case=case, kind=kind, done_on=None, defaults=values
    )
    return term


@audit.service
def term_done(*, actor: User, case: Case, kind: TermKind, today: date) -> bool:
    """The act was done on `today`: close the open term of that kind. False when none is open."""
    return bool(terms_close(case=case, kinds=[kind], today=today))


def terms_close(*, case: Case, kinds: list[TermKind], today: date) -> int:
    """Close the open terms of these kinds; call inside a service. Returns how many."""
    return Term.objects.filter(case=case, kind__in=kinds, done_on=None).update(done_on=today)
