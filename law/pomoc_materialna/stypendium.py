"""Stypendium szkolne: art. 90b-90d of the act on education. Amounts in zł per month.

Who has a right to it and between what bounds is in the act; the amounts by bands of income are in
the regulations of the gmina, and come with the facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts
from law.facts import MONEY, Facts
from law.money import ZERO, grosze_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.pomoc_materialna.act import BASE, basis, part_of_base
from law.pomoc_spoleczna.act import K_PERSON
from law.pomoc_spoleczna.income import income_of
from law.reading import Amount, Field, Fields, ListOf, Whole
from law.trace import Step

MINIMUM, MAXIMUM = "stypendium_szkolne_minimum_pct", "stypendium_szkolne_maximum_pct"
YEAR = "stypendium_szkolne_rok_multiple"
MOST_MONTHS = 10  # art. 90d ust. 10
AMOUNTS = "art. 90d ust. 9-12"
_BAND = Fields(
    Field("over", MONEY, required=True, help="income per person, exclusive; 0.00 inclusive"),
    Field("to", MONEY, help="inclusive; without it the band has no end"),
    Field("pct", Amount(), required=True, help="per cent of the base"),
)
FIELDS = (
    Field("per_person", MONEY, help="established income, instead of household and incomes"),
    Field("bands", ListOf(_BAND, 60, 1), help="bands of the regulations of the gmina"),
    Field("months", Whole(1, MOST_MONTHS), help="months for which it is granted"),
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest monthly amount and the highest of a school year, with their step."""

    low: Decimal
    high: Decimal
    year: Decimal
    step: Step


def calculate(facts: Facts, law: Law) -> Result:
    """Right within the criterion; the amount when the bands of the gmina are given."""
    bands: tuple[Mapping[str, Any], ...] = facts.extra.get("bands", ())
    check_bands(bands, law)
    per_person, income = _per_person(facts, law)
    criterion = law(K_PERSON)
    bounds = _bounds(law)
    excess = max(per_person - Fraction(criterion), Fraction(0))
    values: dict[str, Any] = {
        "per_person": grosze_of(per_person),
        "criterion": criterion,
        "min_month": bounds.low,
        "max_month": bounds.high,
        "year_max": bounds.year,
    }
    steps = [income, _test(per_person, criterion, excess), bounds.step]
    articles = basis("art. 90b", "art. 90d ust. 1 i 7-12")
    if excess:
        values["excess"] = grosze_of(excess)
        reasons = ("income_over_criterion",)
        return Result(False, tuple(steps), articles, None, "month", values=values, reasons=reasons)
    if not bands:
        return Result(True, tuple(steps), articles, None, "month", values=values)
    amount, step = _amount(bands, per_person, law)
    steps.append(step)
    if "months" in facts.extra:
        steps.append(_period(amount, facts.extra["months"]))
        values["amount_period"] = steps[-1].value
    return Result(True, tuple(steps), articles, amount, "month", values=values)


def _period(amount: Decimal, months: int) -> Step:
    text = f"Za cały okres: {months} × {polish(amount)} = {polish(amount * months)}."
    return Step("art. 90d ust. 10", text, amount * months, {"months": months})


def _per_person(facts: Facts, law: Law) -> tuple[Fraction, Step]:
    if "per_person" in facts.extra:
        if facts.any_income:
            raise InvalidFacts(
                "found beside incomes; allowed: one of them",
                path="facts.per_person",
                polish="Podaj albo ustalony dochód na osobę, albo poszczególne dochody.",
            )
        amount: Decimal = facts.extra["per_person"]
        text = f"Ustalony miesięczny dochód na osobę w rodzinie: {polish(amount)}."
        return Fraction(amount), Step("art. 90d ust. 8", text, amount)
    found = income_of(facts, law)
    size = facts.household.size
    per_person = found.per_person_exact
    text = (
        f"Dochód na osobę w rodzinie, jak w pomocy społecznej: {polish(found.total)} ÷ {size} "
        f"= {polish(grosze_of(per_person))}."
    )
    act = "ustawy o pomocy społecznej"
    step = replace(found.step, provision=f"{found.step.provision} {act}")
    inputs = {"income": found.total, "persons": size}
    return per_person, Step("art. 90d ust. 8", text, grosze_of(per_person), inputs, (step,))


def _test(per_person: Fraction, criterion: Decimal, excess: Fraction) -> Step:
    text = f"Dochód na osobę {polish_beside(per_person, criterion)} "
    if excess:
        over = polish_beside(excess, ZERO)
        text += (
            f"przekracza kryterium {polish(criterion)} o {over}, więc stypendium nie "
            f"przysługuje; przysługiwałoby przy dochodzie najwyżej {polish(criterion)}."
        )
    else:
        text += f"nie przekracza kryterium {polish(criterion)}."
    inputs = {"per_person": grosze_of(per_person), "criterion": criterion}
    return Step("art. 90d ust. 7", text, not excess, inputs)


def _bounds(law: Law) -> Bounds:
    low, high = part_of_base(law(MINIMUM), law), part_of_base(law(MAXIMUM), law)
    year = law(YEAR) * law(BASE)
    text = (
        f"Stypendium wynosi od {polish(low)} do {polish(high)} miesięcznie i najwyżej "
        f"{polish(year)} w roku szkolnym (podstawa {polish(law(BASE))})."
    )
    return Bounds(low, high, year, Step(AMOUNTS, text, high, {"base": law(BASE)}))


def check_bands(bands: tuple[Mapping[str, Any], ...], law: Law) -> None:
    """Bands in order, each with a share that the act allows. Raises InvalidFacts."""
    last: Decimal | None = ZERO
    for index, band in enumerate(bands):
        path = f"facts.bands[{index}]"
        if last is None or band["over"] < last:
            raise InvalidFacts(
                "bands overlap or are not in order",
                path=f"{path}.over",
                polish="Przedziały nachodzą na siebie albo nie są po kolei.",
            )
        last = band.get("to")
        if last is not None and last <= band["over"]:
            raise InvalidFacts(
                "to is not above over",
                path=f"{path}.to",
                polish="Koniec przedziału musi być wyższy od początku.",
            )
        low, high = law(MINIMUM), law(MAXIMUM)
        if not low <= band["pct"] <= high:
            raise InvalidFacts(
                f"found {band['pct']}; allowed: {low} to {high} per cent of the base",
                path=f"{path}.pct",
                polish=f"Stypendium wynosi od {low:f}% do {high:f}% podstawy.",
            )


def _amount(
    bands: tuple[Mapping[str, Any], ...], per_person: Fraction, law: Law
) -> tuple[Decimal, Step]:
    for band in bands:
        low, high = band["over"], band.get("to")
        above = per_person > low or low == per_person == 0
        if above and (high is None or per_person <= high):
            amount = part_of_base(band["pct"], law)
            upto = "" if high is None else f" do {polish(high)}"
            text = (
                f"Dochód jest w przedziale ponad {polish(low)}{upto}, więc według regulaminu gminy "
                f"{band['pct']:f}% × {polish(law(BASE))} = {polish(amount)}."
            )
            inputs = {"percent": band["pct"], "base": law(BASE)}
            return amount, Step("art. 90f", text, amount, inputs)
    raise InvalidFacts(
        f"no band holds an income of {grosze_of(per_person)} per person",
        path="facts.bands",
        polish=f"Regulamin nie mówi o dochodzie {polish(grosze_of(per_person))} na osobę.",
    )
