"""Weeks of świadczenie rodzicielskie for the child's stay in hospital (art. 17c ust. 3a)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from law.errors import InvalidFacts, missing
from law.facts import Facts
from law.params import Law
from law.periods import days_of_span
from law.reading import Day, Field, ListOf, Whole
from law.trace import Step, counted

FROM = date(2025, 3, 19)
PROVISION = "art. 17c ust. 3a"
_P = "swiadczenie_rodzicielskie_"
MOST_EXTREME, MOST = f"{_P}szpital_tygodnie_skrajny", f"{_P}szpital_tygodnie"
EXTREME_WEEK, TERM_WEEK, LOW_WEIGHT = f"{_P}skrajny_wczesniak", f"{_P}wczesniak", f"{_P}masa"
FIRST_COUNTED, LAST_BEGINNING, SHORTEST = (
    f"{_P}szpital_od_dnia",
    f"{_P}szpital_do_dnia",
    f"{_P}szpital_kolejne_dni",
)
PARAMETERS = (
    EXTREME_WEEK,
    LOW_WEIGHT,
    TERM_WEEK,
    MOST_EXTREME,
    MOST,
    FIRST_COUNTED,
    LAST_BEGINNING,
    SHORTEST,
)
WEEK = 7
FIELDS = (
    Field("gestation_week", Whole(15, 45), help="completed weeks of pregnancy at birth"),
    Field("birth_weight_g", Whole(100, 9000)),
    Field("hospital", ListOf(ListOf(Day(), 2, 2)), help="stays: first and last day, both counted"),
)
Stay = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Rule:
    """What counts for this child: days from the first to the last, at most so many weeks."""

    first: date
    last: date
    most: int
    why: str


def extra_weeks(facts: Facts, born: date, law: Law) -> tuple[int, tuple[Step, ...]]:
    """Weeks added for stays in hospital, a started week as a whole one; with the steps.

    Raises InvalidFacts for a stay that cannot be, and when the birth is not described.
    """
    stays = tuple(_stays(facts, born))
    if not stays:
        return 0, ()
    if law.on < FROM:
        text = f"Przed {FROM:%d.%m.%Y} pobyt dziecka w szpitalu nie wydłużał okresu świadczenia."
        return 0, (Step(PROVISION, text, 0),)
    rule = _rule(facts, born, stays, law)
    if rule is None:
        return _too_short(law)
    days = sum(_within(day, stays) for day in _days(rule.first, rule.last))
    weeks = min(-(-days // WEEK), rule.most)
    started = counted(weeks, "rozpoczęty tydzień", "rozpoczęte tygodnie", "rozpoczętych tygodni")
    text = (
        f"{rule.why}: liczy się pobyt w szpitalu od {rule.first:%d.%m.%Y} do "
        f"{rule.last:%d.%m.%Y}, razem {counted(days, 'dzień', 'dni', 'dni')}, czyli {started} "
        f"(najwyżej {rule.most})."
    )
    inputs = {"days": days, "from": rule.first, "to": rule.last, "most": rule.most}
    return weeks, (Step(PROVISION, text, weeks, inputs),)


def _stays(facts: Facts, born: date) -> Iterator[Stay]:
    for index, (first, last) in enumerate(facts.extra.get("hospital", ())):
        if not born <= first <= last:
            raise InvalidFacts(
                f"found {first} to {last}; allowed: days in order, not before {born}",
                path=f"facts.hospital[{index}]",
                polish="Pobyt w szpitalu ma dni w kolejności, nie przed urodzeniem dziecka.",
            )
        yield first, last


def _rule(facts: Facts, born: date, stays: tuple[Stay, ...], law: Law) -> _Rule | None:
    """None when a child born in term has no stay that counts."""
    week, weight = _described(facts, "gestation_week"), _described(facts, "birth_weight_g")
    low = int(law(LOW_WEIGHT))
    if week < law(EXTREME_WEEK) or weight <= low:
        why = (
            f"Dziecko urodzone przed ukończeniem {int(law(EXTREME_WEEK))}. tygodnia ciąży lub "
            f"o masie do {low} g ({week} tyg., {weight} g)"
        )
        return _premature(born, int(law(MOST_EXTREME)), why)
    most = int(law(MOST))
    if week < law(TERM_WEEK):
        why = f"Dziecko urodzone przed ukończeniem {int(law(TERM_WEEK))}. tygodnia ciąży ({week})"
        return _premature(born, most, why)
    if not _long_enough(stays, born, law):
        return None
    first = born + timedelta(days=int(law(FIRST_COUNTED)))
    why = f"Dziecko urodzone po ukończeniu {int(law(TERM_WEEK))}. tygodnia ciąży"
    return _Rule(first, _end_of_week(born, most), most, why)


def _described(facts: Facts, key: str) -> int:
    why = "weeks for the hospital depend on it"
    if key not in facts.extra:
        raise missing(
            f"facts.{key}", why, "Brakuje tygodnia ciąży lub masy urodzeniowej z zaświadczenia."
        )
    value: int = facts.extra[key]
    return value


def _premature(born: date, most: int, why: str) -> _Rule:
    return _Rule(born, _end_of_week(born, most), most, why)


def _end_of_week(born: date, weeks: int) -> date:
    """Last day of that week after the birth; the first week begins with the day of birth."""
    return born + timedelta(days=weeks * WEEK - 1)


def _long_enough(stays: tuple[Stay, ...], born: date, law: Law) -> bool:
    """Are there consecutive days in hospital of which the first lies early enough after birth?"""
    first = born + timedelta(days=int(law(FIRST_COUNTED)))
    last = born + timedelta(days=int(law(LAST_BEGINNING)))
    more = int(law(SHORTEST)) - 1
    return any(
        all(_within(each, stays) for each in _days(day, day + timedelta(days=more)))
        for day in _days(first, last)
    )


def _too_short(law: Law) -> tuple[int, tuple[Step, ...]]:
    first, last, shortest = (int(law(name)) for name in (FIRST_COUNTED, LAST_BEGINNING, SHORTEST))
    text = (
        f"Dziecko urodzone w terminie nie przebywało w szpitalu co najmniej {shortest} kolejne "
        f"dni, z których pierwszy przypada od {first}. do {last}. dnia po porodzie, więc okresu "
        "się nie wydłuża."
    )
    return 0, (Step(PROVISION, text, 0),)


def _within(day: date, stays: tuple[Stay, ...]) -> bool:
    return any(first <= day <= last for first, last in stays)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(days_of_span(first, last)))
