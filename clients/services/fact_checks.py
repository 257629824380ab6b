"""What the kinds of dated facts demand beyond their columns, said to a person."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

import law
from clients.models import (
    AlimonyPaid,
    AlimonyTitle,
    Dwelling,
    DwellingCost,
    Fact,
    Farm,
    Income,
    OneOffIncome,
    Recorded,
)
from core.errors import DomainError
from core.polish import format_date

NEEDS_A_REASON = frozenset({"other_counted", "other_not_counted"})
"""Kinds of income whose note says why they are counted or not."""


def check_own(fact: Recorded) -> None:
    """Raise DomainError for what a fact of its kind cannot say."""
    if isinstance(fact, Fact):
        _after_birth(fact)
    check: Callable[[Any], None] | None = _CHECKS.get(type(fact))
    if check:
        check(fact)


def _after_birth(fact: Fact) -> None:
    """Nothing is true of a person before the month of birth."""
    person, born = fact.person, fact.person.birth_date
    if fact.valid_from < born.replace(day=1):
        raise DomainError(
            _("%(person)s was born on %(day)s.") % {"person": person, "day": format_date(born)},
            "valid_from",
        )


def _income(fact: Income) -> None:
    _known_kind(fact.kind, fact.valid_from)
    deductions = [fact.tax, fact.social, fact.health]
    given = [value for value in (fact.amount, fact.gross, *deductions) if value is not None]
    if any(value < 0 for value in given):
        raise DomainError(_("An amount of income cannot be negative."), "amount")
    deducted = sum((value for value in deductions if value is not None), Decimal(0))
    if fact.gross is not None and deducted > fact.gross:
        raise DomainError(_("More is deducted than the gross amount."), "gross")
    if fact.lost_on is not None and fact.lost_on < fact.valid_from:
        raise DomainError(
            _("The income is lost before the month in which it was received."), "lost_on"
        )


def _one_off(fact: OneOffIncome) -> None:
    _known_kind(fact.kind, fact.valid_from)
    _positive(fact.amount)
    if fact.valid_to != fact.valid_from:
        raise DomainError(_("A one-off income is paid on one day."))


def _farm(fact: Farm) -> None:
    if fact.ha_przeliczeniowe <= 0:
        raise DomainError(
            _("The area is more than zero hektary przeliczeniowe."), "ha_przeliczeniowe"
        )
    if fact.krus < 0:
        raise DomainError(_("A contribution cannot be negative."), "krus")


def _alimony_paid(fact: AlimonyPaid) -> None:
    _positive(fact.amount)


def _alimony_title(fact: AlimonyTitle) -> None:
    _positive(fact.amount)
    if fact.debtor_id is None and not fact.debtor_name:
        raise DomainError(_("Say who owes the alimony."), "debtor_name")
    if fact.debtor_id is not None and fact.debtor_id == fact.person_id:
        raise DomainError(_("Nobody owes alimony to oneself."), "debtor")


def _dwelling(fact: Dwelling) -> None:
    if fact.usable_area <= 0:
        raise DomainError(_("The usable area is more than zero."), "usable_area")
    if fact.rooms_kitchen_area is not None and fact.rooms_kitchen_area > fact.usable_area:
        raise DomainError(
            _("Rooms and kitchen cannot be larger than the whole dwelling."), "rooms_kitchen_area"
        )


def _cost(fact: DwellingCost) -> None:
    if fact.amount < 0:
        raise DomainError(_("A cost cannot be negative."), "amount")


def _positive(amount: Decimal) -> None:
    if amount <= 0:
        raise DomainError(_("The amount is more than zero."), "amount")


def _known_kind(kind: str, on: date) -> None:
    if kind not in {known.code for known in law.income_kinds(on)}:
        raise DomainError(
            _("There is no kind of income «%(kind)s» on %(day)s.")
            % {"kind": kind, "day": format_date(on)},
            "kind",
        )


_CHECKS: Mapping[type[Recorded], Callable[[Any], None]] = {
    Income: _income,
    OneOffIncome: _one_off,
    Farm: _farm,
    AlimonyPaid: _alimony_paid,
    AlimonyTitle: _alimony_title,
    Dwelling: _dwelling,
    DwellingCost: _cost,
}
