"""Who of a large family has a right to the card: art. 4 of the act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import DISABILITY, MOST_PERSONS, Facts
from law.karta_duzej_rodziny.act import basis
from law.outcome import Result
from law.params import Law
from law.periods import completed_years
from law.reading import Day, Either, Field, Fields, Flag, ListOf, Whole
from law.trace import Step

MINIMUM = "kdr_dzieci_minimum"
ADULT = 18
END_OF_SCHOOLING = 25
# Degrees that give a child the right at any age.
DISABLED = ("moderate", "severe")
# Since this day parents count the children they ever had; before, those who have the right now.
EVER_HAD_FROM = date(2019, 1, 1)
_CHILD = Fields(
    Field("born", Day()),
    Field("age", Whole(0, 120), help="completed years, instead of born"),
    Field("in_school", Flag(), help="in a school or a higher one; asked for from 18 to 24"),
    Field("disability", DISABILITY, help="degree by orzeczenie; without it none"),
    Field("died", Either(Flag(), Day()), help="true, or the day of death"),
)
FIELDS = (
    Field("children", ListOf(_CHILD, MOST_PERSONS), required=True),
    Field("children_ever", Whole(0, MOST_PERSONS), help="how many they have or had to keep"),
)


@dataclass(frozen=True, slots=True)
class _Own:
    """Does a child meet the conditions of its own right, and why."""

    fits: bool
    step: Step


def calculate(facts: Facts, law: Law) -> Result:
    """Right of the parents, and of each child in the order of the question."""
    rows = facts.extra["children"]
    ever = facts.extra.get("children_ever", len(rows))
    if ever < len(rows):
        raise InvalidFacts(f"found {ever} beside {len(rows)} children", path="facts.children_ever")
    minimum = int(law(MINIMUM))
    found = [_child(row, f"facts.children[{i}]", i, law.on) for i, row in enumerate(rows)]
    now = sum(child.fits for child in found)
    counted = ever if law.on >= EVER_HAD_FROM else now
    children = [child.fits and now >= minimum for child in found]
    values = {
        "parents_entitled": counted >= minimum,
        "children_entitled": children,
        "children_now": now,
        "children_ever": ever,
    }
    steps = (_parents(counted, minimum, law.on), _children(now, minimum, found))
    return Result(None, steps, basis("art. 4"), values=values)


def _parents(counted: int, minimum: int, on: date) -> Step:
    entitled = counted >= minimum
    what = "mają lub mieli na utrzymaniu" if on >= EVER_HAD_FROM else "mają na utrzymaniu"
    verdict = "mają prawo do Karty" if entitled else "nie mają prawa do Karty"
    text = f"Rodzice {what} dzieci: {counted}; wymaga się {minimum}, więc {verdict}."
    return Step("art. 4", text, entitled, {"children": counted, "minimum": minimum})


def _children(now: int, minimum: int, found: list[_Own]) -> Step:
    entitled = now >= minimum
    verdict = "te dzieci mają prawo do Karty" if entitled else "dzieci nie mają prawa do Karty"
    text = f"Warunki dla dzieci spełnia teraz: {now}; wymaga się {minimum}, więc {verdict}."
    inputs = {"children": now, "minimum": minimum}
    return Step("art. 4", text, entitled, inputs, tuple(child.step for child in found))


def _child(row: Mapping[str, Any], path: str, index: int, on: date) -> _Own:
    if _is_dead(row, path, on):
        return _own(index, None, False, "nie żyje")
    age = _age(row, path, on)
    if age < ADULT:
        return _own(index, age, True, f"wiek {age}, przed ukończeniem {ADULT} lat")
    if row.get("disability") in DISABLED:
        return _own(index, age, True, f"wiek {age}, orzeczony stopień niepełnosprawności")
    if age >= END_OF_SCHOOLING:
        why = f"wiek {age}, po ukończeniu {END_OF_SCHOOLING} lat, bez umiarkowanego lub znacznego"
        return _own(index, age, False, f"{why} stopnia niepełnosprawności")
    if "in_school" not in row:
        raise missing(
            f"{path}.in_school",
            f"from {ADULT} to {END_OF_SCHOOLING - 1} the right depends on it",
            "Brakuje informacji, czy dorosłe dziecko uczy się w szkole lub szkole wyższej.",
        )
    if row["in_school"]:
        return _own(index, age, True, f"wiek {age}, uczy się, do ukończenia {END_OF_SCHOOLING} lat")
    return _own(index, age, False, f"wiek {age}, po ukończeniu {ADULT} lat nie uczy się")


def _own(index: int, age: int | None, fits: bool, why: str) -> _Own:
    verdict = "spełnia warunki" if fits else "nie spełnia warunków"
    text = f"Dziecko {index + 1}: {verdict} ({why})."
    return _Own(fits, Step("art. 4", text, fits, {"age": age}))


def _is_dead(row: Mapping[str, Any], path: str, on: date) -> bool:
    died = row.get("died", False)
    if isinstance(died, bool):
        return died
    if died > on or ("born" in row and died < row["born"]):
        raise InvalidFacts(
            f"found {died}; allowed: from the birth to {on}",
            path=f"{path}.died",
            polish="Dzień śmierci dziecka jest przed urodzeniem lub po dniu pytania.",
        )
    return True


def _age(row: Mapping[str, Any], path: str, on: date) -> int:
    if "born" not in row:
        if "age" not in row:
            raise missing(f"{path}.born", "give born or age", "Brakuje daty urodzenia dziecka.")
        given: int = row["age"]
        return given
    if row["born"] > on:
        raise InvalidFacts(
            f"found {row['born']}; allowed: not after {on}",
            path=f"{path}.born",
            polish="Data urodzenia dziecka jest późniejsza niż dzień pytania.",
        )
    age = completed_years(row["born"], on)
    if row.get("age", age) != age:
        raise InvalidFacts(
            f"found {row['age']}; who is born on {row['born']} is {age}", path=f"{path}.age"
        )
    return age
