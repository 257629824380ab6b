"""Dated facts: recorded once, never edited, withdrawn or corrected (design invariant 6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar, cast

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clients.kinds import BY_CODE, Kind, kind_of
from clients.models import Household, Person, Recorded
from clients.perms import require_household, require_person
from clients.queries.dated import facts_alike
from clients.services.fact_checks import check_own
from clients.services.locks import lock_homes, lock_person
from clients.services.refusals import check_fields, check_period
from clients.words import fact_words
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import format_date

F = TypeVar("F", bound=Recorded)
Owner = Person | Household
MOMENT = timedelta(minutes=1)
_NOT_TYPED = ("person", "household", "document", "debtor", "recorded_at", "recorded_by",
              "withdrawn_by", "replaces")  # fmt: skip


class InTheWay(DomainError):
    """Another entry holds for the same days; `fact` is that entry, `field` where it is told."""

    field = "valid_from"

    def __init__(self, fact: Recorded) -> None:
        super().__init__(
            _("In the way is: %(entry)s. End or correct that entry, or change these days.")
            % {"entry": fact_words(fact)}
        )
        self.fact = fact


@audit.service
def fact_record(*, actor: User, what: str, owner: Owner, **fields: Any) -> Recorded:
    """Record a fact of the kind with the code `what` about a person or a household.

    `fields` are the columns of the kind with `valid_from` and, as far as known, `valid_to`,
    `source`, `document`. Raises DomainError for what the kind does not allow, InTheWay for a
    second one where there is one at a time. Two that may both be true are both taken: the page
    asks.
    """
    return _record(BY_CODE[what], actor, owner, fields)


@audit.service
def fact_add(*, actor: User, what: str, owner: Owner, **fields: Any) -> Recorded:
    """`fact_record` from a page: the same entry sent twice within a minute is one."""
    _lock(owner)
    same = just_recorded(BY_CODE[what], actor, owner, fields)
    return same or _record(BY_CODE[what], actor, owner, fields)


@audit.service
def fact_withdraw(*, actor: User, fact: F, why: str) -> F:
    """Withdraw what was recorded wrongly; it stays readable. Twice raises StaleState."""
    return withdraw(fact, actor, why)


@audit.service
def fact_replace(*, actor: User, fact: Recorded, why: str, **fields: Any) -> Recorded:
    """Correct an entry: withdraw it and record what is right, linked by `replaces`, in one step.

    `fields` change what the entry says; what is not named stays. `person` may be another one.
    Raises DomainError when nothing changes, StaleState when it is withdrawn already (the same
    correction sent twice within a minute is one).
    """
    kind = kind_of(fact)
    said = {name: getattr(fact, name) for name in kind.columns} | fields
    owner = cast(Owner, said.pop(kind.of, None) or getattr(fact, kind.of))
    _lock(owner)
    same = just_recorded(kind, actor, owner, {**said, "replaces": fact})
    if same:
        return same
    if owner == getattr(fact, kind.of) and all(said[n] == getattr(fact, n) for n in kind.columns):
        raise DomainError(_("Nothing is changed. Change what was wrong, or withdraw the entry."))
    withdraw(fact, actor, why)
    return _record(kind, actor, owner, {**said, "replaces": fact})


@audit.service
def fact_end(*, actor: User, fact: Recorded, last_day: date, why: str = "") -> Recorded:
    """End a fact that goes on: the same entry with a last day, in place of the open one.

    Raises DomainError when it ends before that day already, or begins after it.
    """
    if last_day < fact.valid_from:
        raise DomainError(
            _("The entry begins on %(day)s, after that day. Withdraw it instead.")
            % {"day": format_date(fact.valid_from)},
            "last_day",
        )
    if fact.valid_to is not None and fact.valid_to <= last_day:
        raise DomainError(
            _("The entry ends on %(day)s already.") % {"day": format_date(fact.valid_to)},
            "last_day",
        )
    reason = why.strip() or _("ended on %(day)s") % {"day": format_date(last_day)}
    return fact_replace(actor=actor, fact=fact, why=reason, valid_to=last_day)


def withdraw(fact: F, actor: User, why: str) -> F:
    """Write the withdrawal once; inside a service only."""
    require_owner(actor, getattr(fact, kind_of(fact).of))
    if not why.strip():
        raise DomainError(_("Say why this entry is withdrawn."), "why")
    rows = type(fact)._default_manager.filter(pk=fact.pk)
    if not rows.filter(withdrawn_at__isnull=True).update(
        withdrawn_at=Now(), withdrawn_by=actor, withdrawn_why=why.strip()[:200]
    ):
        raise StaleState
    return rows.get()


def require_owner(actor: User, owner: Owner) -> None:
    """Raise PermissionDenied unless `actor` may change the file of that person or household."""
    if isinstance(owner, Person):
        require_person(actor, owner)
    else:
        require_household(actor, owner)


def just_recorded(
    kind: Kind, actor: User, owner: Owner, fields: Mapping[str, Any]
) -> Recorded | None:
    """The same fact by the same person a moment ago."""
    return (
        kind.model._default_manager.filter(
            **{kind.of: owner},
            **_stripped(fields),
            recorded_by=actor,
            withdrawn_at__isnull=True,
            recorded_at__gte=Now() - MOMENT,
        )
        .order_by("id")
        .first()
    )


def _record(kind: Kind, actor: User, owner: Owner, fields: Mapping[str, Any]) -> Recorded:
    require_owner(actor, owner)
    fact = kind.model(**{kind.of: owner}, **_stripped(fields), recorded_by=actor)
    check_period(fact.valid_from, fact.valid_to)
    check_own(fact)
    check_fields(fact, *_NOT_TYPED)
    if kind.alone:
        _lock(owner)
        for other in facts_alike(fact):
            raise InTheWay(other)
    fact.save(force_insert=True)
    return fact


def _lock(owner: Owner) -> None:
    """Two entries about the same person or household go one after the other."""
    if isinstance(owner, Person):
        lock_person(owner)
    else:
        lock_homes(owner.pk)


def _stripped(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {n: v.strip() if isinstance(v, str) else v for n, v in fields.items()}
