"""Figures without a right of their own: additions by number of children, income of a hectare."""

from decimal import Decimal

from law.errors import InvalidFacts
from law.facts import MOST_PERSONS, Facts
from law.money import ZERO, grosze_of, polish
from law.outcome import Result
from law.params import Law
from law.reading import Field, Flag, Whole
from law.swiadczenia_rodzinne.act import basis
from law.swiadczenia_rodzinne.farm import HECTARE, MONTHS_OF_YEAR, hectare_of, monthly
from law.trace import Step

SINGLE = (
    "samotne_wychowywanie",
    "samotne_wychowywanie_maximum",
    "samotne_wychowywanie_niepelnosprawne",
    "samotne_wychowywanie_niepelnosprawne_maximum",
)
LARGE = ("wielodzietnosc", "wielodzietnosc_free_children")
HECTARE_PARAMETERS = (HECTARE,)
ADDITIONS_FIELDS = (
    Field("children", Whole(0, MOST_PERSONS), required=True, help="children entitled to ZR"),
    Field("disabled_children", Whole(0, MOST_PERSONS), help="of them with a certificate"),
    Field("single_parent", Flag(), help="art. 11a: brought up by one parent alone"),
)
HECTARE_FIELDS = (Field("year", Whole(1990, 2099), required=True, help="base year"),)


def additions(facts: Facts, law: Law) -> Result:
    """Monthly additions of a family by the number of its children (art. 11a and 12a)."""
    children: int = facts.extra["children"]
    disabled: int = facts.extra.get("disabled_children", 0)
    if disabled > children:
        raise InvalidFacts(
            f"found {disabled} beside {children} children",
            path="facts.disabled_children",
            polish="Dzieci z niepełnosprawnością nie może być więcej niż wszystkich dzieci.",
        )
    steps = (
        *_single(children, disabled, alone=facts.extra.get("single_parent", False), law=law),
        _large(children, law),
    )
    names = ("samotne_wychowywanie", "disability_supplement", "wielodzietnosc")
    values = {name: step.value for name, step in zip(names, steps, strict=True)}
    return Result(None, steps, basis("art. 11a ust. 3 i 4, art. 12a"), values=values)


def _single(children: int, disabled: int, *, alone: bool, law: Law) -> tuple[Step, Step]:
    if not alone:
        text = "Dzieci nie wychowuje samotnie jeden rodzic, więc dodatek nie przysługuje."
        return Step("art. 11a ust. 1", text, ZERO), Step("art. 11a ust. 4", text, ZERO)
    rate, cap, more, more_cap = (law(name) for name in SINGLE)
    return (
        _capped("art. 11a ust. 3", "Samotne wychowywanie", children, rate, cap),
        _capped(
            "art. 11a ust. 4", "Zwiększenie na dzieci niepełnosprawne", disabled, more, more_cap
        ),
    )


def _capped(provision: str, what: str, number: int, rate: Decimal, cap: Decimal) -> Step:
    amount = min(number * rate, cap)
    text = (
        f"{what}: {number} × {polish(rate)}, nie więcej niż {polish(cap)} "
        f"na wszystkie dzieci, razem {polish(amount)}."
    )
    return Step(provision, text, amount, {"children": number, "rate": rate, "cap": cap})


def _large(children: int, law: Law) -> Step:
    free, rate = int(law("wielodzietnosc_free_children")), law("wielodzietnosc")
    number = max(children - free, 0)
    amount = number * rate
    text = (
        f"Wielodzietność: na trzecie i następne dzieci, {number} × {polish(rate)} "
        f"= {polish(amount)}."
    )
    return Step("art. 12a", text, amount, {"children": number, "rate": rate})


def hectare(facts: Facts, law: Law) -> Result:
    """Income of a comparative hectare in a month of the base year (art. 5 ust. 8)."""
    year: int = facts.extra["year"]
    annual = hectare_of(year, law, "facts.year")
    amount = grosze_of(monthly(Decimal(1), annual))
    text = (
        f"Dochód z 1 ha przeliczeniowego w {year} roku: {polish(annual)} ÷ {MONTHS_OF_YEAR} "
        f"= {polish(amount)} miesięcznie."
    )
    step = Step("art. 5 ust. 8", text, amount, {"year": year, "per_hectare": annual})
    return Result(None, (step,), basis("art. 5 ust. 8"), values={"monthly_per_ha": amount})
