"""Parts of the sum that a family is due on average in a month (art. 5 ust. 3b)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from law.facts import Person
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
class _Rate:
    """The same amount in months that follow each other."""

    amount: Decimal
    first: date
    last: date
    number: int

    def words(self) -> str:
        """`95,00 zł × 4 mies. (11.2025–02.2026)`."""
        if self.number == 1:
            return f"{polish(self.amount)} ({self.first:{DATES}})"
        span = f"{self.first:{DATES}}–{self.last:{DATES}}"
        return f"{polish(self.amount)} × {self.number} mies. ({span})"


@dataclass(frozen=True, slots=True)
class Component:
    """Allowance or addition of one child: what is due in all, and by what it is divided."""

    kind: str
    label: str
    provision: str
    child: Person
    due: tuple[Due, ...]
    divisor: int
    why_not: str = ""
    once: bool = False

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
        rates = [
            {
                "amount": rate.amount,
                "first_month": month_text(rate.first),
                "last_month": month_text(rate.last),
            }
            for rate in self._rates()
        ]
        return {
            "kind": self.kind,
            "child": self.child.id,
            **({} if self.once else {"rates": rates}),
            "sum": self.sum,
            "divisor": self.divisor,
            "monthly": self.monthly,
        }

    def _rates(self) -> Iterator[_Rate]:
        def run(numbered: tuple[int, Due]) -> tuple[Decimal, int]:
            index, due = numbered
            return due.amount, due.month.year * 12 + due.month.month - index

        for (amount, _), group in groupby(enumerate(self.due), key=run):
            months = [due.month for _, due in group]
            yield _Rate(amount, months[0], months[-1], len(months))

    def step(self) -> Step:
        """The arithmetic of the component, or why nothing is due."""
        born = f", dziecko ur. {self.child.born:%d.%m.%Y}" if self.child.born else ""
        text = f"{self.label}{born}: {self._words()}."
        inputs = {"child": self.child.id, "sum": self.sum, "divisor": self.divisor}
        return Step(self.provision, text, self.monthly, inputs)

    def _words(self) -> str:
        if not self.due:
            return f"nie przysługuje{f', {self.why_not}' if self.why_not else ''}"
        rates = tuple(self._rates())
        if self.once:
            return f"{polish(self.sum)} ÷ {self.divisor} = {polish(self.monthly)} miesięcznie"
        if len(rates) == 1 and len(self.due) == self.divisor:
            return f"{polish(self.monthly)} miesięcznie ({len(self.due)} mies.)"
        summed = " + ".join(rate.words() for rate in rates)
        return f"({summed}) ÷ {self.divisor} = {polish(self.monthly)} miesięcznie"


def total_of(components: Iterable[Component]) -> Decimal:
    """Sum of the rounded components, in zł per month."""
    return sum((component.monthly for component in components), ZERO)
