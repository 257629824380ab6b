"""What holds today of what is known about a person: home, address, who acts for them."""

from collections.abc import Sequence
from datetime import date

from clients.models import Address, AddressKind, Membership, Person
from clients.queries.about import Acting


def is_over(end: date | None, today: date) -> bool:
    """Has what had this last day ended before today?"""
    return end is not None and end < today


def home_among(memberships: list[Membership], day: date) -> Membership | None:
    """Where the person belongs on `day`, else where they belonged last (newest first)."""
    now = (m for m in memberships if m.valid_from <= day and not is_over(m.valid_to, day))
    return next(now, memberships[0] if memberships else None)


def representative_words(person: Person, rows: list[Acting], today: date) -> str:
    """Who acts for the person today, in one line."""
    return ", ".join(
        f"{row} ({row.get_kind_display()})"
        for row in (acting.row for acting in rows)
        if row.person_id == person.pk
        and row.valid_from <= today
        and not is_over(row.valid_to, today)
    )


def residence_now(addresses: list[Address], today: date) -> Address | None:
    """Where the person lives today; the last registered stay of the homeless."""
    now = addresses_now(addresses, today)
    return now.get(AddressKind.RESIDENCE) or now.get(AddressKind.LAST_REGISTERED)


def addresses_now(addresses: Sequence[Address], today: date) -> dict[str, Address]:
    """Addresses that hold today, by kind."""
    holding = (a for a in addresses if a.valid_from <= today and not is_over(a.valid_to, today))
    return {address.kind: address for address in holding}
