"""Rows of the answers of an interview, each about one person or one need. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class IncomeAnswer:
    """Income of a person in a month (first day), zł."""

    person: int
    kind: str
    month: date
    amount: Decimal | None
    gross: Decimal | None = None
    tax: Decimal | None = None
    social: Decimal | None = None
    health: Decimal | None = None
    note: str = ""
    fact: int | None = None
    removed: bool = False

    @property
    def net(self) -> Decimal:
        """Net amount: as given, or gross less tax and contributions (art. 8 ust. 3 UPS)."""
        if self.amount is not None:
            return self.amount
        deducted = [self.tax, self.social, self.health]
        return (self.gross or Decimal(0)) - sum((d or Decimal(0) for d in deducted), Decimal(0))


@dataclass(frozen=True, slots=True)
class LostIncomeAnswer:
    """Income lost on a day; monthly net amount in zł."""

    person: int
    kind: str
    amount: Decimal
    lost_on: date


@dataclass(frozen=True, slots=True)
class OneOffIncomeAnswer:
    """Income received once (art. 8 ust. 11 UPS), zł."""

    person: int
    kind: str
    amount: Decimal
    paid: date


@dataclass(frozen=True, slots=True)
class FarmAnswer:
    """Farm in hectares (hektary przeliczeniowe) and its KRUS contribution per month, zł."""

    person: int
    ha_przeliczeniowe: Decimal
    krus: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class AlimonyAnswer:
    """Alimony that a person pays for somebody outside the household, zł per month."""

    person: int
    amount: Decimal
    for_whom: str = ""


@dataclass(frozen=True, slots=True)
class CertificateAnswer:
    """Certificate of disability or incapacity seen at the interview."""

    person: int
    degree: str
    valid_from: date
    valid_to: date | None = None
    number: str = ""
    issued_by: str = ""
    fact: int | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class NeedAnswer:
    """A need and what meeting it costs, zł."""

    what: str
    amount: Decimal | None = None
