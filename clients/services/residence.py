"""Where a person lives and where money goes to; a new entry ends the one before."""

import re
from datetime import date, timedelta
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Address, AddressKind, BankAccount, Person
from clients.perms import require_person
from clients.services.refusals import check_fields
from core import audit
from core.errors import DomainError
from core.identifiers import bank_name, clean_nrb, validate_nrb
from core.models import User
from core.polish import format_date

Dated = TypeVar("Dated", Address, BankAccount)
_DAY = timedelta(days=1)


@audit.service
def address_set(
    *,
    actor: User,
    today: date,
    person: Person,
    kind: AddressKind | str,
    valid_from: date,
    house: str,
    postal_code: str,
    place: str,
    street: str = "",
    flat: str = "",
    post_office: str = "",
) -> Address:
    """Set the address of one kind from `valid_from` on; the one before ends the day before.

    An entry that starts on the same day is replaced (the history keeps it); a later one
    bounds the new one. Raises DomainError for a missing or malformed part.
    """
    require_person(actor, person, today)
    code = re.sub(r"\s", "", postal_code)
    if re.fullmatch(r"\d{5}", code):
        code = f"{code[:2]}-{code[2:]}"
    address = Address(
        person=person,
        kind=kind,
        street=street.strip(),
        house=house.strip(),
        flat=flat.strip(),
        postal_code=code,
        place=place.strip(),
        post_office=post_office.strip(),
        valid_from=valid_from,
    )
    if not re.fullmatch(r"\d{2}-\d{3}", code):
        raise DomainError(_("A postal code has five digits, as in 22-499."))
    check_fields(address, "person")
    rows = Address.objects.filter(person=person, kind=kind)
    address.pk, address.valid_to = _make_room(person, rows, valid_from)
    address.save()
    return address


@audit.service
def bank_account_set(
    *,
    actor: User,
    today: date,
    person: Person,
    nrb: str,
    valid_from: date,
    holder: str = "",
) -> BankAccount | None:
    """Set the account for transfers from `valid_from` on; an empty `nrb` means none from then.

    The bank's name is filled in from the number. Raises DomainError for a wrong number.
    """
    require_person(actor, person, today)
    number = clean_nrb(nrb)
    rows = BankAccount.objects.filter(person=person)
    if not number:
        _close(person, rows, valid_from)
        return None
    try:
        validate_nrb(number)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages)) from None
    account = BankAccount(
        person=person,
        nrb=number,
        bank_name=bank_name(number)[:120],
        holder=holder.strip(),
        valid_from=valid_from,
    )
    check_fields(account, "person")
    account.pk, account.valid_to = _make_room(person, rows, valid_from)
    account.save()
    return account


def _make_room(
    person: Person, rows: QuerySet[Dated], valid_from: date
) -> tuple[int | None, date | None]:
    """End what held on `valid_from`; the id of a row to be replaced, and the end of the new one."""
    _lock(person)
    same = rows.filter(valid_from=valid_from).first()
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    _held_on(rows, valid_from).filter(valid_from__lt=valid_from).update(valid_to=valid_from - _DAY)
    return (same.pk if same else None), (later.valid_from - _DAY if later else None)


def _close(person: Person, rows: QuerySet[BankAccount], valid_from: date) -> None:
    """Nothing holds from `valid_from` on; an account that starts then or later is no such case."""
    _lock(person)
    later = rows.filter(valid_from__gte=valid_from).order_by("valid_from").first()
    if later:
        raise DomainError(
            _(
                "An account holds from %(day)s. Enter a later day from which there is none, "
                "or the right number from that day."
            )
            % {"day": format_date(later.valid_from)}
        )
    _held_on(rows, valid_from).update(valid_to=valid_from - _DAY)


def _held_on(rows: QuerySet[Dated], day: date) -> QuerySet[Dated]:
    return rows.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _lock(person: Person) -> None:
    """Two entries for the same person go one after the other."""
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
