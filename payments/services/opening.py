"""Opening of what is payable: the item of a decision, or many that an older register paid."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from cases.models import Case, PaymentWay
from clients.models import Household, Person
from core import audit
from core.errors import DomainError
from core.identifiers import validate_nrb
from core.models import BenefitKind, User
from payments.models import Entitlement
from payments.perms import require_opener
from payments.services.booking import book_granted

Key = tuple[str, int, int, date]
_OF_THE_KIND = ("dzial", "rozdzial", "paragraf", "task_type", "periodic")


@audit.service
def entitlement_open(
    *,
    actor: User,
    today: date,
    case: Case,
    person: Person,
    household: Household,
    kind: BenefitKind,
    valid_from: date,
    valid_to: date | None,
    amount: Decimal,
    first_amount: Decimal | None = None,
    last_amount: Decimal | None = None,
    way: PaymentWay | str,
    payee_name: str,
    payee_address: str = "",
    nrb: str = "",
    pays_health_contribution: bool = False,
    origin_number: str,
    origin_day: date,
    origin_basis: str,
    household_size: int,
) -> Entitlement:
    """Open a payable schedule granted by decision `origin_number`; amounts in zł.

    Books granted ledger lines for its months up to December of the decision's year (the monthly
    run books later years). The same item of the same decision gives the entitlement that is
    there, unless it was ended before its first day. Raises DomainError for amounts, days or an
    account that cannot be paid, and when the person has this benefit for some of these days.
    """
    entitlement = Entitlement(
        case=case,
        person=person,
        household=household,
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        amount=amount,
        first_amount=first_amount,
        last_amount=last_amount,
        way=way,
        payee_name=payee_name,
        payee_address=payee_address,
        nrb=nrb,
        pays_health_contribution=pays_health_contribution,
        origin_number=origin_number,
        origin_day=origin_day,
        origin_basis=origin_basis,
        household_size=household_size,
    )
    return _opened(actor, today, [entitlement])[0]


@audit.service
def entitlements_open(
    *, actor: User, today: date, wanted: Sequence[Entitlement], reason: str
) -> list[Entitlement]:
    """Open many as `entitlement_open` opens one: all of them or, with an error, none.

    `wanted` are not saved yet; the answer has them in the same order, one that was there already
    in its place. `reason` stands in the history.
    """
    return _opened(actor, today, wanted)


def _opened(actor: User, today: date, wanted: Sequence[Entitlement]) -> list[Entitlement]:
    for kind in {entitlement.kind_id: entitlement.kind for entitlement in wanted}.values():
        require_opener(actor, kind, today)
    there = _there(wanted)
    new: dict[Key, Entitlement] = {}
    for entitlement in wanted:
        if _key(entitlement) not in there:
            new.setdefault(_key(entitlement), entitlement)
    for entitlement in new.values():
        check_payee(entitlement.way, entitlement.nrb, entitlement.payee_name)
        _check_grant(entitlement)
        for name in _OF_THE_KIND:
            setattr(entitlement, name, getattr(entitlement.kind, name))
    _insert(list(new.values()))
    book_granted(actor=actor, entitlements=list(new.values()))
    return [there.get(_key(one)) or new[_key(one)] for one in wanted]


def _key(entitlement: Entitlement) -> Key:
    """An item of a decision, as the database knows it."""
    return (
        entitlement.origin_number,
        entitlement.kind_id,
        entitlement.person_id,
        entitlement.valid_from,
    )


def _there(wanted: Sequence[Entitlement]) -> dict[Key, Entitlement]:
    known = Entitlement.objects.filter(
        origin_number__in={one.origin_number for one in wanted},
        person__in={one.person_id for one in wanted},
    ).exclude(ended_on__lt=F("valid_from"))
    return {_key(one): one for one in known}


def _insert(new: Sequence[Entitlement]) -> None:
    try:
        with transaction.atomic():
            Entitlement.objects.bulk_create(new)
    except IntegrityError as error:
        if "never_twice_the_same_benefit" not in str(error):
            raise
        raise DomainError(
            _(
                "%(person)s already has this benefit for some of these days. "
                "End the earlier one first."
            )
            % {"person": ", ".join(sorted({str(one.person) for one in new}))}
        ) from error


def _check_grant(entitlement: Entitlement) -> None:
    if entitlement.valid_to is not None and entitlement.valid_to < entitlement.valid_from:
        raise DomainError(_("A benefit cannot end before it begins."))
    amounts = (entitlement.amount, entitlement.first_amount, entitlement.last_amount)
    if any(value is not None and value <= 0 for value in amounts):
        raise DomainError(_("An amount to be paid is more than zero."))


def check_payee(way: PaymentWay | str, nrb: str, payee_name: str) -> None:
    """Raise DomainError for a missing payee or an account that cannot be paid to."""
    if not payee_name.strip():
        raise DomainError(_("Say who is to be paid."))
    if way != PaymentWay.TRANSFER and not nrb:
        return
    if not nrb:
        raise DomainError(_("A transfer needs the number of an account."))
    try:
        validate_nrb(nrb)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from error
