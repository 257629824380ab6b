"""Where a person lives and where money goes to; a new entry ends the one before."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Address, AddressKind, BankAccount, Person, Place
from clients.perms import require_person
from clients.queries.places import places_there
from clients.services.locks import lock_person
from clients.services.refusals import check_fields, check_period
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError
from core.identifiers import bank_name, clean_nrb, format_nrb, validate_nrb
from core.models import User
from core.polish import format_date

Dated = TypeVar("Dated", Address, BankAccount)
_DAY = timedelta(days=1)
ADDRESS = (
    "kind", "street", "house", "flat", "postal_code", "place", "post_office", "teryt_place",
    "valid_from", "valid_to",
)  # fmt: skip
ACCOUNT = ("nrb", "holder", "valid_from", "valid_to")


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
    teryt_place: Place | None = None,
    valid_to: date | None = None,
) -> Address:
    """Set the address of one kind from `valid_from` on; the one before ends the day before.

    An entry that starts on the same day is replaced (the history keeps it); a later one
    bounds the new one. With `valid_to` it is an address of the past (or for a time) and ends
    no other: one in its way is an error. A place that stands once in TERYT is linked to it.
    Raises DomainError for a missing or malformed part, a period out of order or in the way.
    """
    require_person(actor, person, today)
    address = Address(
        person=person,
        kind=kind,
        street=street.strip(),
        house=house.strip(),
        flat=flat.strip(),
        postal_code=_postal_code(postal_code),
        place=place.strip(),
        post_office=post_office.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    address.teryt_place = teryt_place or only_place(address.place)
    return address_put(address)


@audit.service
def address_change(
    *, actor: User, today: date, address: Address, seen: str, **fields: Any
) -> Address:
    """Correct or end an address that is still as it was `seen` (rows.fingerprint).

    `fields` are those of ADDRESS. Raises StaleState when somebody else changed it first,
    DomainError for a period in which another address of the kind stands.
    """
    require_person(actor, address.person, today)
    lock_person(address.person)
    now = current(address, seen)
    before = now.place
    _fill(now, ADDRESS, fields)
    now.postal_code = _postal_code(now.postal_code)
    if now.place != before and "teryt_place" not in fields:
        now.teryt_place = only_place(now.place)
    _check_address(now)
    _check_free(Address.objects.filter(person=now.person_id, kind=now.kind), now)
    now.save()
    return now


@audit.service
def address_remove(*, actor: User, today: date, address: Address, reason: str) -> None:
    """Remove an address recorded by mistake; the history keeps it. Twice raises StaleState."""
    require_person(actor, address.person, today)
    remove(address, reason)


@audit.service
def bank_account_change(
    *, actor: User, today: date, account: BankAccount, seen: str, **fields: Any
) -> BankAccount:
    """Correct or end an account; `fields` are those of ACCOUNT. Errors as `address_change`."""
    require_person(actor, account.person, today)
    lock_person(account.person)
    now = current(account, seen)
    _fill(now, ACCOUNT, fields)
    now.nrb = clean_nrb(now.nrb)
    _check_account(now)
    _check_free(BankAccount.objects.filter(person=now.person_id), now)
    now.save()
    return now


@audit.service
def bank_account_remove(*, actor: User, today: date, account: BankAccount, reason: str) -> None:
    """Remove an account recorded by mistake; the history keeps it. Twice raises StaleState."""
    require_person(actor, account.person, today)
    remove(account, reason)


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
    account = BankAccount(
        person=person,
        nrb=number,
        holder=holder.strip(),
        valid_from=valid_from,
    )
    _check_account(account)
    account.pk, account.valid_to = _make_room(person, rows, valid_from)
    account.save()
    return account


def address_put(address: Address) -> Address:
    """Check an address and put it among those of its kind, as `address_set` says.

    Inside a service only, which has checked who may.
    """
    _check_address(address)
    rows = Address.objects.filter(person=address.person, kind=address.kind)
    if address.valid_to is None:
        address.pk, address.valid_to = _make_room(address.person, rows, address.valid_from)
    else:
        lock_person(address.person)
        same = rows.filter(valid_from=address.valid_from, valid_to=address.valid_to).first()
        address.pk = same.pk if same else None
        _check_free(rows, address)
    address.save()
    return address


def only_place(name: str) -> Place | None:
    """The place of TERYT with that name, if there is just one that has not ended."""
    found = list(places_there().filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


def _fill(row: Dated, names: tuple[str, ...], fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(names)
    if unknown:
        raise TypeError(f"no such field: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)


def _postal_code(text: str) -> str:
    code = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{5}", code):
        raise DomainError(_("A postal code has five digits, as in 22-499."), "postal_code")
    return f"{code[:2]}-{code[2:]}"


def _check_address(address: Address) -> None:
    check_fields(address, "person", "teryt_place")
    _check_days(address)


def _check_account(account: BankAccount) -> None:
    try:
        validate_nrb(account.nrb)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), "nrb") from None
    account.bank_name = bank_name(account.nrb)[:120]
    check_fields(account, "person")
    _check_days(account)


def _check_days(row: Dated) -> None:
    check_period(row.valid_from, row.valid_to)
    if row.valid_from < row.person.birth_date:
        raise DomainError(
            _("%(person)s was born on %(day)s.")
            % {"person": row.person, "day": format_date(row.person.birth_date)},
            "valid_from",
        )


def _check_free(rows: QuerySet[Dated], row: Dated) -> None:
    """Raise DomainError naming the entry that stands in the way of this period."""
    until = Q() if row.valid_to is None else Q(valid_from__lte=row.valid_to)
    other = (
        rows.filter(until)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=row.valid_from))
        .exclude(pk=row.pk)
        .order_by("valid_from")
        .first()
    )
    if other is None:
        return
    said = {
        "entry": format_nrb(other.nrb) if isinstance(other, BankAccount) else other,
        "from": format_date(other.valid_from),
        "to": format_date(other.valid_to) if other.valid_to else _("until further notice"),
    }
    raise DomainError(
        _("In the way: %(entry)s, %(from)s – %(to)s. Change these days or end that entry.") % said,
        "valid_from" if other.valid_from <= row.valid_from else "valid_to",
    )


def _make_room(
    person: Person, rows: QuerySet[Dated], valid_from: date
) -> tuple[int | None, date | None]:
    """End what held on `valid_from`; the id of a row to be replaced, and the end of the new one."""
    lock_person(person)
    same = rows.filter(valid_from=valid_from).first()
    later = rows.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    _held_on(rows, valid_from).filter(valid_from__lt=valid_from).update(valid_to=valid_from - _DAY)
    return (same.pk if same else None), (later.valid_from - _DAY if later else None)


def _close(person: Person, rows: QuerySet[BankAccount], valid_from: date) -> None:
    """Nothing holds from `valid_from` on; an account that starts then or later is no such case."""
    lock_person(person)
    later = rows.filter(valid_from__gte=valid_from).order_by("valid_from").first()
    if later:
        raise DomainError(
            _(
                "An account holds from %(day)s. Enter a later day from which there is none, "
                "or the right number from that day."
            )
            % {"day": format_date(later.valid_from)},
            "valid_from",
        )
    _held_on(rows, valid_from).update(valid_to=valid_from - _DAY)


def _held_on(rows: QuerySet[Dated], day: date) -> QuerySet[Dated]:
    return rows.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
