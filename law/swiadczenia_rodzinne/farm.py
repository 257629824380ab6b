"""Income from a farm in the sense of art. 5 ust. 8: hectares times the figure of the base year."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from law.errors import NotInForce
from law.facts import Farm
from law.params import Law

HECTARE = "dochod_z_hektara_gus"
MONTHS_OF_YEAR = 12


def hectare_of(year: int, law: Law, path: str) -> Decimal:
    """What GUS announced for the year, in zł per comparative hectare and year.

    Raises NotInForce, naming the path, for a year whose figure is not known.
    """
    try:
        return law.at(date(year, 1, 1))(HECTARE)
    except NotInForce as error:
        raise NotInForce(
            f"found {year}; the income of a hectare is not known for that year ({error.message})",
            path=path,
            polish=(
                f"Nie jest znany dochód z 1 ha przeliczeniowego za {year} rok: "
                "trzeba dopisać kwotę z obwieszczenia Prezesa GUS."
            ),
        ) from error


def monthly(area: Decimal, per_hectare: Decimal) -> Fraction:
    """Income of a month in zł, not rounded."""
    return Fraction(area) * Fraction(per_hectare) / MONTHS_OF_YEAR


def areas_by_person(farms: Iterable[Farm]) -> dict[str | None, Decimal]:
    """Comparative hectares of each person."""
    found: dict[str | None, Decimal] = {}
    for farm in farms:
        found[farm.person] = found.get(farm.person, Decimal("0.0000")) + farm.area
    return found
