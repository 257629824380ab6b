"""Reads of clients. Every one of them starts from what the person may see."""

from clients.queries.access import (
    household_is_visible,
    households_visible_to,
    person_is_visible,
    persons_visible_to,
)
from clients.queries.facts import (
    address_on,
    bank_account_on,
    certificates_on,
    incomes_on,
)
from clients.queries.household import (
    current_membership,
    household_for,
    member_person_ids,
    members_on,
    person_for,
)
from clients.queries.search import Found, person_search

__all__ = [
    "Found",
    "address_on",
    "bank_account_on",
    "certificates_on",
    "current_membership",
    "household_for",
    "household_is_visible",
    "households_visible_to",
    "incomes_on",
    "member_person_ids",
    "members_on",
    "person_for",
    "person_is_visible",
    "person_search",
    "persons_visible_to",
]
