"""What a mapping finds: facts for the law, what they lack, what the officer should check."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from core.polish import GROSZ


@dataclass(frozen=True, slots=True)
class Lack:
    """What is not known, in words, and where it is mended.

    `kind`: code of the kind of fact whose form adds it, about `person` (id) for the day `on`;
    `page`: a page that mends it, by the name of its address and `pk`; neither: it is said in the
    calculator, for no file knows it.
    """

    message: str
    kind: str = ""
    person: int | None = None
    on: date | None = None
    page: str = ""
    pk: int | None = None


@dataclass(slots=True)
class Draft:
    """Facts being put together."""

    facts: dict[str, Any] = field(default_factory=dict)
    lacks: list[Lack] = field(default_factory=list)
    notes: list[Lack] = field(default_factory=list)


def zl(amount: Decimal) -> str:
    """An amount as the law engine reads it, rounded half up to grosze."""
    return f"{amount.quantize(GROSZ, rounding='ROUND_HALF_UP'):.2f}"
