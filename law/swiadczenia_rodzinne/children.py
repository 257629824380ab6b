"""Children for whom zasiłek rodzinny is due, month by month, and its rates (art. 6)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from law.errors import InvalidFacts, missing
from law.facts import Facts, Person
from law.params import Law
from law.periods import month_of
from law.swiadczenia_rodzinne.act import SERIOUS
from law.swiadczenia_rodzinne.components import Component, Due
from law.swiadczenia_rodzinne.period import Period

CODE = "zasilek_rodzinny"
RATES = ("zasilek_rodzinny_do_5", "zasilek_rodzinny_do_18", "zasilek_rodzinny_do_24")
# By order of birth, before the rates went by age.
OLD_RATES = (
    "zasilek_rodzinny_1_2_dziecko",
    "zasilek_rodzinny_1_2_dziecko",
    "zasilek_rodzinny_3_dziecko",
    "zasilek_rodzinny_4_dziecko",
)
RATES_BY_AGE_FROM = date(2006, 9, 1)
AGE_LOW = "zasilek_rodzinny_wiek_nizszej_stawki"
AGE_CHILD = "zasilek_rodzinny_wiek_dziecka"
AGE_PUPIL = "zasilek_rodzinny_wiek_ucznia"
AGE_DISABLED_PUPIL = "zasilek_rodzinny_wiek_ucznia_niepelnosprawnego"
RATE_DELAY = "zasilek_rodzinny_opoznienie_stawki"
PARAMETERS = (
    *RATES,
    *dict.fromkeys(OLD_RATES),
    AGE_LOW,
    AGE_CHILD,
    AGE_PUPIL,
    AGE_DISABLED_PUPIL,
    RATE_DELAY,
)
MONTHS_OF_YEAR = 12


@dataclass(frozen=True, slots=True)
class Child:
    """A child of the family and the months of the period in which its allowance is due."""

    person: Person
    born: date
    months: tuple[date, ...]

    def age_in_months(self, month: date) -> int:
        """Months from the month of birth to this one: 60 in the month of the fifth birthday."""
        born = month_of(self.born)
        return (month.year - born.year) * MONTHS_OF_YEAR + month.month - born.month


def children_of(facts: Facts, period: Period, law: Law) -> tuple[Child, ...]:
    """All children of the question, in its order. Raises InvalidFacts for what they lack."""
    if not facts.household.persons:
        raise missing(
            "facts.household.persons",
            "children are persons with the role child; or give total_entitlements",
            "Podaj dzieci z datami urodzenia albo ustaloną kwotę zasiłku z dodatkami.",
        )
    return tuple(
        _child(person, period, law) for person in facts.household.persons if person.role == "child"
    )


def _child(person: Person, period: Period, law: Law) -> Child:
    path = f"facts.household.persons[{person.index}].born"
    if person.born is None:
        raise missing(path, "the rate goes by age", f"Podaj datę urodzenia dziecka {person.id}.")
    if person.born > law.on:
        raise InvalidFacts(
            f"found {person.born}; allowed: a day not after {law.on}",
            path=path,
            polish=f"Dziecko {person.id} nie może się urodzić po dniu {law.on:%d.%m.%Y}.",
        )
    everyone = Child(person, person.born, ())
    if person.entitled_to_zr is False:
        return everyone
    months = tuple(m for m in period.months if _is_due(everyone, m, period.laws[m]))
    return Child(person, person.born, months)


def _is_due(child: Child, month: date, law: Law) -> bool:
    """The month of the last birthday is due still: the act does not divide a month."""
    age = child.age_in_months(month)
    if age < 0:
        return False
    if age <= law(AGE_CHILD) * MONTHS_OF_YEAR:
        return True
    if age > law(AGE_DISABLED_PUPIL) * MONTHS_OF_YEAR:
        return False
    school, higher = _education(child.person)
    if school and age <= law(AGE_PUPIL) * MONTHS_OF_YEAR:
        return True
    return (school or higher) and child.person.disability in SERIOUS


def _education(person: Person) -> tuple[bool, bool]:
    if person.in_school is None and person.in_higher_education is None:
        raise missing(
            f"facts.household.persons[{person.index}].in_school",
            "a child above 18 has a right only while it learns",
            f"Zaznacz, czy dziecko {person.id}, które kończy 18 lat, uczy się w szkole.",
        )
    return bool(person.in_school), bool(person.in_higher_education)


def allowances(children: tuple[Child, ...], period: Period) -> list[Component]:
    """Zasiłek rodzinny of each child, over the months in which any child has it."""
    number = len({month for child in children for month in child.months})
    return [
        Component(
            kind=CODE,
            label="Zasiłek rodzinny",
            provision="art. 6 ust. 1 i 2",
            child=child.person,
            due=tuple(
                Due(month, rate_of(child, month, period.laws[month], children))
                for month in child.months
            ),
            divisor=max(number, 1),
            why_not=_why_not(child),
        )
        for child in children
    ]


def _why_not(child: Child) -> str:
    if child.person.entitled_to_zr is False:
        return "na to dziecko nie ma prawa do zasiłku rodzinnego (art. 7)"
    return "dziecko nie spełnia warunku wieku i nauki (art. 6 ust. 1)"


def rate_of(child: Child, month: date, law: Law, children: tuple[Child, ...]) -> Decimal:
    """Allowance of the month in zł, by age, or by order of birth before September 2006."""
    if month < RATES_BY_AGE_FROM:
        due = [other for other in children if month in other.months]
        place = sorted(due, key=lambda other: other.born).index(child)
        return law(OLD_RATES[min(place, len(OLD_RATES) - 1)])
    age, delay = child.age_in_months(month), law(RATE_DELAY)
    if age < law(AGE_LOW) * MONTHS_OF_YEAR + delay:
        return law(RATES[0])
    if age < law(AGE_CHILD) * MONTHS_OF_YEAR + delay:
        return law(RATES[1])
    return law(RATES[2])


def lowest(components: Iterable[Component]) -> Decimal | None:
    """Lowest allowance of any child in any month; None when none is due."""
    found = [due.amount for part in components if part.kind == CODE for due in part.due]
    return min(found, default=None)
