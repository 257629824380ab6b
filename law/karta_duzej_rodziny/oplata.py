"""Fees for a duplicate and for the second form of the card: art. 13 and 30 of the act."""

from datetime import date

from law.errors import InvalidFacts, NotInForce, missing
from law.facts import Facts
from law.karta_duzej_rodziny.act import basis
from law.money import ZERO, polish
from law.outcome import Result
from law.params import Law
from law.reading import Choice, Day, Field
from law.trace import Step

DUPLICATE_FEE = "kdr_oplata_duplikat"
SECOND_FORM_FEE = "kdr_oplata_druga_forma"
DUPLICATE, TRADITIONAL, ELECTRONIC = (
    "duplicate",
    "additional_traditional",
    "additional_electronic",
)
# The electronic form exists since the first of these days; who applied for the card before it gets
# that form free when asking before the second; since the third every card has it, unasked.
ELECTRONIC_FROM = date(2018, 1, 1)
ELECTRONIC_PAID_FROM = date(2020, 1, 1)
ELECTRONIC_FOR_ALL_FROM = date(2021, 6, 9)
SECOND_FORM = "art. 13 ust. 1a"
FIELDS = (
    Field("request", Choice((DUPLICATE, TRADITIONAL, ELECTRONIC)), required=True),
    Field("first_applied", Day(), help="first application for the card"),
    Field("requested", Day(), help="day of this request; without it the day of the question"),
)


def fee(facts: Facts, law: Law) -> Result:
    """Fee of the day of the request; zero where the act sets none."""
    day: date = facts.extra.get("requested", law.on)
    first: date | None = facts.extra.get("first_applied")
    if first is not None and first > day:
        raise InvalidFacts(
            f"found {first}; allowed: not after {day}",
            path="facts.first_applied",
            polish="Pierwszy wniosek o Kartę nie może być późniejszy niż ten.",
        )
    try:
        step = _step(facts.extra["request"], day, first, law)
    except NotInForce as error:
        raise NotInForce(error.message, path="facts.requested", polish=error.polish) from error
    return Result(None, (step,), basis(step.provision), values={"fee": step.value})


def _step(request: str, day: date, first: date | None, law: Law) -> Step:
    inputs = {"request": request, "requested": day}
    if request == DUPLICATE:
        amount = law.at(day)(DUPLICATE_FEE)
        text = (
            f"Opłata za duplikat Karty: {polish(amount)}; wójt może od niej odstąpić "
            "na uzasadniony wniosek osoby w trudnej sytuacji."
        )
        return Step("art. 13 ust. 2", text, amount, inputs)
    if day < ELECTRONIC_FROM:
        raise NotInForce(
            f"found {day}; the electronic form exists from {ELECTRONIC_FROM}",
            polish=f"Karta elektroniczna istnieje od {ELECTRONIC_FROM:%d.%m.%Y}.",
        )
    if request == ELECTRONIC and day >= ELECTRONIC_FOR_ALL_FROM:
        text = "Każda ważna Karta ma formę elektroniczną bez wniosku i bez opłaty."
        return Step(SECOND_FORM, text, ZERO, inputs)
    if request == ELECTRONIC and day < ELECTRONIC_PAID_FROM and _applied_before(first):
        text = (
            f"Pierwszy wniosek o Kartę złożono przed {ELECTRONIC_FROM:%d.%m.%Y}, a o kartę "
            f"elektroniczną przed {ELECTRONIC_PAID_FROM:%d.%m.%Y}, więc opłaty nie ma."
        )
        return Step(SECOND_FORM, text, ZERO, {**inputs, "first_applied": first})
    amount = law.at(day)(SECOND_FORM_FEE)
    text = f"Opłata za dodatkową formę Karty: {polish(amount)}."
    return Step(SECOND_FORM, text, amount, inputs)


def _applied_before(first: date | None) -> bool:
    """Was the card applied for before there was an electronic one?"""
    if first is None:
        raise missing(
            "facts.first_applied",
            f"requests before {ELECTRONIC_PAID_FROM} are free for who applied early",
            "Brakuje dnia pierwszego wniosku o Kartę.",
        )
    return first < ELECTRONIC_FROM
