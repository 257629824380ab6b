"""Parts of the sum that a family is due on average in a month (art. 5 ust. 3b)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from law.money import ZERO, component_grosze, polish
from law.periods import month_text
from law.trace import Step

DATES = "%m.%Y"


@dataclass(frozen=True, slots=True)
class Due:
    """What is due in one month, in zł; the month of a one-off sum is the first of the period."""

    month: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Component:
    """Allowance or addition of one child: what is due in all, and by what it is divided."""

    kind: str
    label: str
    provision: str
    child: str
    due: tuple[Due, ...]
    divisor: int
    why_not: str = ""

    @property
    def sum(self) -> Decimal:
        """All that is due in the period."""
        return sum((due.amount for due in self.due), ZERO)

    @property
    def monthly(self) -> Decimal:
        """On average a month, rounded half up to grosze by itself."""
        return component_grosze(Fraction(self.sum) / self.divisor) if self.due else ZERO

    def as_value(self) -> dict[str, object]:
        """As in `values.components`."""
        return {
            "kind": self.kind,
            "child": self.child,
            "rates": [
                {"amount": amount, "first_month": month_text(first), "last_month": month_text(last)}
                for amount, first, last, _ in self._rates()
            ],
            "sum": self.sum,
            "divisor": self.divisor,
            "monthly": self.monthly,
        }

    def _rates(self) -> Iterable[tuple[Decimal, date, date, int]]:
        for amount, group in groupby(self.due, key=lambda due: due.amount):
            months = [due.month for due in group]
            yield amount, months[0], months[-1], len(months)

    def step(self) -> Step:
        """The arithmetic of the component, or why nothing is due."""
        named = f"{self.label} ({self.child})"
        inputs = {"child": self.child, "sum": self.sum, "divisor": self.divisor}
        if not self.due:
            text = f"{named}: nie przysługuje{f', {self.why_not}' if self.why_not else ''}."
            return Step(self.provision, text, ZERO, inputs)
        rates = " + ".join(
            f"{polish(amount)} × {number} mies. ({first:{DATES}}–{last:{DATES}})"
            if number > 1
            else f"{polish(amount)} ({first:{DATES}})"
            for amount, first, last, number in self._rates()
        )
        text = f"{named}: ({rates}) ÷ {self.divisor} = {polish(self.monthly)} miesięcznie."
        return Step(self.provision, text, self.monthly, inputs)


def total_of(components: Iterable[Component]) -> Decimal:
    """Sum of the rounded components, in zł per month."""
    return sum((component.monthly for component in components), ZERO)
