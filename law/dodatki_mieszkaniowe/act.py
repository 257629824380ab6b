"""What the rules share: titles of the acts, the day of the reform, the size of the household."""

from datetime import date
from decimal import Decimal

from law.errors import InvalidFacts, missing
from law.facts import MOST_PERSONS, Facts
from law.money import as_text
from law.reading import Field, Whole

TITLE = "ustawy z dnia 21 czerwca 2001 r. o dodatkach mieszkaniowych"
# Applications from this day: criterion of the average wage instead of the lowest pension, one share
# in the expenses instead of two (ustawa z 10 grudnia 2020 r., Dz.U. 2021 poz. 11, art. 11).
FROM_2021 = date(2021, 7, 1)
PERSONS = Field("persons", Whole(1, MOST_PERSONS), help="how many run the household together")


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)


def persons_of(facts: Facts) -> int:
    """Size of the household: `persons`, or else that of `household`.

    Raises InvalidFacts when neither is given or the two differ.
    """
    household = facts.household_or_none
    persons: int | None = facts.extra.get("persons", household.size if household else None)
    if persons is None:
        raise missing(
            "facts.persons",
            "amounts depend on the size of the household",
            "Brakuje liczby osób w gospodarstwie domowym.",
        )
    if household is not None and household.size != persons:
        raise InvalidFacts(
            f"found {persons} beside a household of {household.size}",
            path="facts.persons",
            polish="Liczba osób różni się od liczby członków gospodarstwa domowego.",
        )
    return persons


def square_metres(area: Decimal) -> str:
    """For a sentence in Polish: `58,50 m²`."""
    return f"{as_text(area).replace('.', ',')}\u00a0m²"


def percent(number: Decimal) -> str:
    """For a sentence in Polish: `0,5%`."""
    return f"{number.normalize():f}%".replace(".", ",")
