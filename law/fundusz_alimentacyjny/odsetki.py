"""Statutory interest for delay: simple, by day and period of the rate (art. 481 of the civil code).

The debtor owes it from the day after each pay-out (art. 27 of the act), who drew a benefit unduly
from the first day of the month after it (art. 23): `from` is that day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from law.errors import InvalidFacts, NotInForce
from law.facts import MONEY, Facts
from law.fundusz_alimentacyjny.act import CIVIL_CODE
from law.money import grosze_of, polish
from law.outcome import Result
from law.params import Law
from law.periods import days_of_span
from law.reading import Choice, Day, Field
from law.trace import Step

RATE = "odsetki_za_opoznienie"
DAYS_OF_YEAR = 365
FIELDS = (
    Field("principal", MONEY, required=True, help="sum on which interest runs"),
    Field("from", Day(), required=True, help="first day of interest, counted"),
    Field("to", Day(), required=True, help="last day of interest, counted"),
    Field("kind", Choice(("ustawowe_za_opoznienie",))),
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days with one yearly rate in per cent, both ends counted, and their interest, exact."""

    first: date
    last: date
    rate: Decimal
    interest: Fraction

    @property
    def days(self) -> int:
        """Number of days."""
        return days_of_span(self.first, self.last)


def interest(facts: Facts, law: Law) -> Result:
    """Statutory interest from the first to the last day, rounded once."""
    principal: Decimal = facts.extra["principal"]
    first, last = _days(facts)
    stretches = tuple(_stretches(principal, first, last, law))
    days = days_of_span(first, last)
    total = grosze_of(sum((part.interest for part in stretches), Fraction(0)))
    text = (
        f"Odsetki ustawowe za opóźnienie od {polish(principal)} za {days} dni, "
        f"od {first:%d.%m.%Y} do {last:%d.%m.%Y}: {polish(total)}."
    )
    inputs = {"principal": principal, "from": first, "to": last, "days": days}
    children = tuple(_step(principal, part) for part in stretches)
    step = Step("art. 481 § 2 Kodeksu cywilnego", text, total, inputs, children)
    articles = (f"art. 481 § 1 i 2 {CIVIL_CODE}",)
    return Result(None, (step,), articles, values={"days": days, "interest": total})


def _days(facts: Facts) -> tuple[date, date]:
    first, last = facts.extra["from"], facts.extra["to"]
    if first > last:
        raise InvalidFacts(
            f"found {last}; allowed: not before {first}",
            path="facts.to",
            polish="Ostatni dzień odsetek jest przed pierwszym.",
        )
    return first, last


def _stretches(principal: Decimal, first: date, last: date, law: Law) -> Iterator[Stretch]:
    day = first
    while day <= last:
        try:
            rate = law.at(day).dated(RATE)
        except NotInForce as error:
            raise _unknown_rate(error, "from" if day == first else "to") from error
        end = last if rate.valid_to is None else min(last, rate.valid_to)
        share = Fraction(days_of_span(day, end), DAYS_OF_YEAR)
        yield Stretch(day, end, rate.value, Fraction(principal * rate.value) / 100 * share)
        day = end + timedelta(days=1)


def _unknown_rate(error: NotInForce, key: str) -> NotInForce:
    return NotInForce(
        error.message,
        path=f"facts.{key}",
        polish="Stopa odsetek ustawowych nie jest znana dla całego okresu.",
    )


def _step(principal: Decimal, part: Stretch) -> Step:
    rate = f"{part.rate:f}%".replace(".", ",")
    exact = Decimal(part.interest.numerator) / part.interest.denominator
    amount = f"{exact:.4f} zł".replace(".", ",")
    text = (
        f"Od {part.first:%d.%m.%Y} do {part.last:%d.%m.%Y}: "
        f"{polish(principal)} × {rate} × {part.days} / {DAYS_OF_YEAR} = {amount}."
    )
    inputs = {"from": part.first, "to": part.last, "days": part.days, "rate": part.rate}
    return Step("art. 481 § 2 Kodeksu cywilnego", text, grosze_of(part.interest), inputs)
