"""The shape of the registry: an act, its benefits, and what is open in reading it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from law.facts import SHARED, Facts
from law.outcome import Result
from law.params import Law
from law.reading import Field, Fields

OWN_OBLIGATORY = "własne obowiązkowe"
OWN = "własne"
ORDERED = "zlecone"


@dataclass(frozen=True, slots=True)
class BenefitInfo:
    """What is known of a benefit apart from its rule; `valid_until`: last day of known law."""

    code: str
    label: str
    act: str
    valid_from: date
    valid_until: date | None
    task: str
    classification: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit: what is known of it, the fields of its facts, its rule."""

    info: BenefitInfo
    fields: Fields
    rule: Callable[[Facts, Law], Result]


def benefit(
    code: str,
    label: str,
    rule: Callable[[Facts, Law], Result],
    *,
    act: str,
    first_day: date,
    last_day: date | None,
    fields: tuple[Field, ...] = (),
    parameters: tuple[str, ...] = (),
    task: str = "",
    classification: str = "",
) -> Benefit:
    """A benefit of the act with the title `act`, whose law is known from first to last day."""
    info = BenefitInfo(code, label, act, first_day, last_day, task, classification, parameters)
    return Benefit(info, Fields(*SHARED, *fields), rule)


@dataclass(frozen=True, slots=True)
class Act:
    """An act: folder of its parameters, title, benefits in order; what a lawyer has to check
    before anybody relies on it; readings chosen where it leaves room (question, reading)."""

    code: str
    title: str
    benefits: tuple[Benefit, ...]
    to_check: tuple[str, ...]
    readings: tuple[tuple[str, str], ...]
