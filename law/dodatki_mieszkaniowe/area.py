"""The dwelling: its normative area and the largest that is allowed (art. 5). Areas in m²."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from law.dodatki_mieszkaniowe.act import percent, square_metres
from law.errors import InvalidFacts, missing
from law.facts import Facts
from law.money import ZERO, grosze_of, percent_of
from law.params import Law
from law.reading import Amount, Choice, Field
from law.trace import Step

BY_PERSONS = tuple(f"dm_powierzchnia_{persons}" for persons in range(1, 7))
NEXT_PERSON = "dm_powierzchnia_kolejna"
DISABILITY = "dm_powierzchnia_niepelnosprawnosc"
LIMIT, HIGHER_LIMIT = "dm_powierzchnia_limit_pct", "dm_powierzchnia_limit_pokoje_pct"
ROOMS = "dm_udzial_pokoi_pct"
WHEELCHAIR, SEPARATE_ROOM, NONE = "wheelchair", "separate_room", "none"
FIELDS = (
    Field("usable_area", Amount(4, positive=True), required=True, help="of the dwelling, in m²"),
    Field("rooms_kitchen_area", Amount(4, positive=True), help="of rooms and kitchen, in m²"),
    Field(
        "disability_bonus",
        Choice((WHEELCHAIR, SEPARATE_ROOM, NONE)),
        help="a disabled person moves in a wheelchair, or needs a separate room",
    ),
)


@dataclass(frozen=True, slots=True)
class Area:
    """Usable and normative area, the limit for this dwelling, and whether it is kept.

    `rooms_share`: rooms and kitchen in per cent of the usable area, when they are known.
    """

    usable: Decimal
    normative: Decimal
    limit: Decimal
    rooms_share: Decimal | None
    steps: tuple[Step, ...]

    @property
    def excess(self) -> Decimal:
        """How much the dwelling is too large."""
        return max(self.usable - self.limit, ZERO)


def area_of(facts: Facts, persons: int, law: Law) -> Area:
    """The dwelling against its limit: 130 % of the normative area, or 150 % when rooms and kitchen
    take at most 60 % of it. Raises InvalidFacts when that share decides and is not known."""
    usable: Decimal = facts.extra["usable_area"]
    normative, step = _normative(facts, persons, law)
    share = _rooms_share(facts, usable)
    low, high = (percent_of(law(name), normative) for name in (LIMIT, HIGHER_LIMIT))
    if share is None and low < usable <= high:
        raise missing(
            "facts.rooms_kitchen_area",
            f"between {low} and {high} m2 the right depends on it",
            "Brakuje łącznej powierzchni pokoi i kuchni, od której zależy prawo do dodatku.",
        )
    few_rooms = share is not None and share <= Fraction(law(ROOMS))
    shown = None if share is None else grosze_of(share)
    limit = high if few_rooms else low
    test = _test(usable, normative, limit, shown, law)
    return Area(usable, normative, limit, shown, (step, test))


def _normative(facts: Facts, persons: int, law: Law) -> tuple[Decimal, Step]:
    counted = min(persons, len(BY_PERSONS))
    area = law(BY_PERSONS[counted - 1])
    if persons > counted:
        area += (persons - counted) * law(NEXT_PERSON)
    text = f"Powierzchnia normatywna (osób: {persons}): {square_metres(area)}"
    bonus = facts.extra.get("disability_bonus", NONE)
    if bonus == SEPARATE_ROOM and persons == 1:
        text += (
            "; oddzielny pokój jej nie zwiększa, bo osoba z niepełnosprawnością mieszka sama "
            "(wyrok NSA I OSK 73/12)"
        )
    elif bonus != NONE:
        why = "wózek inwalidzki" if bonus == WHEELCHAIR else "potrzebę oddzielnego pokoju"
        more = law(DISABILITY)
        area += more
        text += f" + {square_metres(more)} ze względu na {why} = {square_metres(area)}"
    inputs = {"persons": persons, "disability_bonus": bonus}
    return area, Step("art. 5", f"{text}.", area, inputs)


def _rooms_share(facts: Facts, usable: Decimal) -> Fraction | None:
    rooms: Decimal | None = facts.extra.get("rooms_kitchen_area")
    if rooms is None:
        return None
    if rooms > usable:
        raise InvalidFacts(
            f"found {rooms}; allowed: at most the usable area {usable}",
            path="facts.rooms_kitchen_area",
            polish="Pokoje i kuchnia nie mogą być większe niż cały lokal.",
        )
    return Fraction(rooms) * 100 / Fraction(usable)


def _test(
    usable: Decimal, normative: Decimal, limit: Decimal, share: Decimal | None, law: Law
) -> Step:
    text = ""
    if share is not None:
        text = (
            f"Pokoje i kuchnia zajmują {percent(share)} powierzchni użytkowej (warunek wyższego "
            f"limitu: najwyżej {percent(law(ROOMS))}). "
        )
    text += f"Powierzchnia użytkowa {square_metres(usable)} "
    most = f"{percent(limit * 100 / normative)} normatywnej, czyli {square_metres(limit)}"
    fits = usable <= limit
    if fits:
        text += f"nie przekracza {most}."
    else:
        text += (
            f"przekracza {most}, o {square_metres(usable - limit)}, więc dodatek nie "
            f"przysługuje; przysługiwałby przy powierzchni najwyżej {square_metres(limit)}."
        )
    inputs = {"usable_area": usable, "area_limit": limit, "rooms_share_pct": share}
    return Step("art. 5", text, fits, inputs)
