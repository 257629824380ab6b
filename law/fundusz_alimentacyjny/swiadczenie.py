"""The benefit of the alimony fund: art. 9 and 10 of the act. Amounts in zł per month.

The excess of income is that per person, and it is taken off the benefit of each child apart: other
than in family benefits, where the excess of the whole family is taken off all of them together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import MONEY, MOST_PERSONS, Facts, Person
from law.fundusz_alimentacyjny.act import basis
from law.money import ZERO, grosze_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.periods import completed_years
from law.reading import Day, Field, Fields, Flag, ListOf, Text
from law.swiadczenia_rodzinne import income
from law.trace import Step

CRITERION, MAXIMUM, MINIMUM = "fa_kryterium", "fa_maksimum", "fa_minimum"
ADULT = 18
END_OF_SCHOOLING = 25
OCTOBER = 10
# Since this day an income over the criterion lowers the benefit; before, it excluded it.
LOWERED_FROM = date(2020, 10, 1)
_CHILD = Fields(
    Field("id", Text(60), required=True),
    Field("born", Day(), required=True),
    Field("alimony", MONEY, required=True, help="currently fixed by the court, per month"),
    Field("in_school", Flag(), help="in a school or a higher one; asked for from 18 to 24"),
    Field(
        "severe",
        Flag(),
        help="severe degree of disability; asked for without a school",
    ),
)
FIELDS = (
    Field("children", ListOf(_CHILD, MOST_PERSONS, 1), required=True, help="those entitled"),
    Field("per_person_income", MONEY, help="established, instead of household and incomes"),
    *income.FIELDS,
)


@dataclass(frozen=True, slots=True)
class _Means:
    """Income per person and by how much it exceeds the criterion, both exact."""

    per_person: Fraction
    excess: Fraction
    criterion: Decimal
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Due:
    """What is due to one child; when nothing is, the reasons."""

    amount: Decimal
    reasons: tuple[str, ...]
    step: Step


def calculate(facts: Facts, law: Law) -> Result:
    """Benefit of each child in the order of the question, and of all together."""
    rows = _children(facts, law.on)
    means = _means(facts, law)
    dues = [_due(row, f"facts.children[{i}]", means, law) for i, row in enumerate(rows)]
    total = sum((due.amount for due in dues), ZERO)
    values = {
        "per_person": grosze_of(means.per_person),
        "criterion": means.criterion,
        "excess": grosze_of(means.excess),
        "amounts": [due.amount for due in dues],
        "maximum": law(MAXIMUM),
    }
    steps = (*means.steps, *(due.step for due in dues))
    articles = basis("art. 9 ust. 1 i 2", "art. 10")
    if law.on >= LOWERED_FROM:
        articles = basis("art. 9 ust. 1, 2, 2a i 2b", "art. 10")
        values["minimum"] = law(MINIMUM)
    if total:
        return Result(True, steps, articles, total, "month", values=values)
    reasons = tuple(dict.fromkeys(reason for due in dues for reason in due.reasons))
    return Result(False, steps, articles, None, "month", values=values, reasons=reasons)


def _children(facts: Facts, on: date) -> list[Mapping[str, Any]]:
    """Those entitled; what is not said of one is taken from the member of the household."""
    rows = facts.extra["children"]
    if len({row["id"] for row in rows}) != len(rows):
        raise InvalidFacts("two children have the same id", path="facts.children")
    household = facts.household_or_none
    members = {person.id: person for person in household.persons} if household else {}
    found = []
    for index, row in enumerate(rows):
        path = f"facts.children[{index}].born"
        if row["born"] > on:
            raise InvalidFacts(
                f"found {row['born']}; allowed: not after {on}",
                path=path,
                polish="Data urodzenia dziecka jest późniejsza niż dzień pytania.",
            )
        member = members.get(row["id"])
        found.append(row if member is None else {**_known_of(member, row["born"], path), **row})
    return found


def _known_of(member: Person, born: date, path: str) -> dict[str, bool]:
    """Schooling and severe degree of a member of the household, as far as they are said."""
    if member.born not in (None, born):
        raise InvalidFacts(
            f"found {born} beside {member.born} in the household",
            path=path,
            polish="Data urodzenia dziecka jest inna niż w składzie rodziny.",
        )
    known = {}
    if (member.in_school, member.in_higher_education) != (None, None):
        known["in_school"] = bool(member.in_school or member.in_higher_education)
    if member.disability is not None:
        known["severe"] = member.disability == "severe"
    return known


def _require_severe(row: Mapping[str, Any], path: str) -> None:
    """An adult is not refused for age while nothing is said of the degree."""
    if "severe" not in row:
        raise missing(
            f"{path}.severe",
            "an adult who is at no school has a right by the severe degree of disability alone",
            "Brakuje informacji, czy dorosła osoba uprawniona ma znaczny stopień "
            "niepełnosprawności.",
        )


def _means(facts: Facts, law: Law) -> _Means:
    per_person, step = _per_person(facts, law)
    criterion = law(CRITERION)
    excess = max(per_person - Fraction(criterion), Fraction(0))
    shown = polish_beside(per_person, criterion)
    if excess:
        text = (
            f"Dochód na osobę {shown} przekracza kryterium {polish(criterion)} "
            f"o {polish_beside(excess, ZERO)}."
        )
    else:
        text = f"Dochód na osobę {shown} nie przekracza kryterium {polish(criterion)}."
    inputs = {"per_person": grosze_of(per_person), "criterion": criterion}
    test = Step("art. 9 ust. 2", text, grosze_of(excess), inputs)
    return _Means(per_person, excess, criterion, (step, test))


def _per_person(facts: Facts, law: Law) -> tuple[Fraction, Step]:
    if "per_person_income" not in facts.extra:
        year = law.on.year - (1 if law.on.month >= OCTOBER else 2)
        found = income.income_of(facts, law, base_year=year)
        provision = f"{found.step.provision} ustawy o świadczeniach rodzinnych"
        return found.per_person_exact, replace(found.step, provision=provision)
    if facts.any_income or {"annual_incomes", "family_income"} & set(facts.extra):
        raise InvalidFacts(
            "found beside incomes; allowed: one of them",
            path="facts.per_person_income",
            polish="Podaj albo ustalony dochód na osobę, albo poszczególne dochody rodziny.",
        )
    amount: Decimal = facts.extra["per_person_income"]
    text = f"Ustalony miesięczny dochód na osobę w rodzinie: {polish(amount)}."
    return Fraction(amount), Step("art. 9 ust. 2", text, amount)


def _due(row: Mapping[str, Any], path: str, means: _Means, law: Law) -> _Due:
    age = _age_step(row, path, law.on)
    if not age.value:
        return _found(row, ZERO, ("age",), (age,))
    maximum = law(MAXIMUM)
    base = min(row["alimony"], maximum)
    text = (
        f"Świadczenie w wysokości bieżących alimentów {polish(row['alimony'])}, najwyżej "
        f"{polish(maximum)}: {polish(base)}."
    )
    steps = (age, Step("art. 10", text, base, {"alimony": row["alimony"], "maximum": maximum}))
    if not base:
        return _found(row, ZERO, ("no_alimony",), steps)
    if not means.excess:
        return _found(row, base, (), steps)
    if law.on < LOWERED_FROM:
        text = "Dochód przekracza kryterium, więc świadczenie nie przysługuje."
        refusal = Step("art. 9 ust. 2", text, ZERO, {"excess": grosze_of(means.excess)})
        return _found(row, ZERO, ("income_over_criterion",), (*steps, refusal))
    return _lowered(row, base, means, steps, law(MINIMUM))


def _lowered(
    row: Mapping[str, Any],
    base: Decimal,
    means: _Means,
    steps: tuple[Step, ...],
    minimum: Decimal,
) -> _Due:
    """Benefit less the excess of income per person; nothing when less than the minimum is left."""
    exact = Fraction(base) - means.excess
    left = grosze_of(exact)
    inputs = {"base": base, "excess": grosze_of(means.excess), "minimum": minimum}
    taken = polish_beside(means.excess, ZERO)
    text = f"Pomniejszone o przekroczenie: {polish(base)} − {taken} = "
    if exact >= minimum:
        step = Step("art. 9 ust. 2a", f"{text}{polish(left)}.", left, inputs)
        return _found(row, left, (), (*steps, step))
    text += f"{polish_beside(exact, minimum)}, mniej niż {polish(minimum)}, "
    text += "więc świadczenie nie przysługuje"
    if base >= minimum:
        highest = means.criterion + base - minimum
        text += f"; przysługiwałoby przy dochodzie na osobę najwyżej {polish(highest)}"
    else:
        text += f"; przysługiwałoby przy dochodzie na osobę najwyżej {polish(means.criterion)}"
    step = Step("art. 9 ust. 2b", f"{text}.", ZERO, inputs)
    return _found(row, ZERO, ("income_over_criterion", "below_minimum"), (*steps, step))


def _found(
    row: Mapping[str, Any], amount: Decimal, reasons: tuple[str, ...], steps: Iterable[Step]
) -> _Due:
    verdict = f"{polish(amount)} miesięcznie" if amount else "świadczenie nie przysługuje"
    text = f"Osoba uprawniona {row['id']}: {verdict}."
    return _Due(amount, reasons, Step("art. 9", text, amount, {"child": row["id"]}, tuple(steps)))


def _age_step(row: Mapping[str, Any], path: str, on: date) -> Step:
    age = completed_years(row["born"], on)
    inputs = {"age": age}
    if age < ADULT:
        return Step("art. 9 ust. 1", f"Wiek {age}, przed ukończeniem {ADULT} lat.", True, inputs)
    if row.get("severe"):
        text = f"Wiek {age}, znaczny stopień niepełnosprawności: bez względu na wiek."
        return Step("art. 9 ust. 1", text, True, inputs)
    if age >= END_OF_SCHOOLING:
        _require_severe(row, path)
        text = (
            f"Wiek {age}: po ukończeniu {END_OF_SCHOOLING} lat świadczenie przysługuje tylko "
            "osobie ze znacznym stopniem niepełnosprawności."
        )
        return Step("art. 9 ust. 1", text, False, inputs)
    if "in_school" not in row:
        raise missing(
            f"{path}.in_school",
            f"from {ADULT} to {END_OF_SCHOOLING - 1} the right depends on it",
            "Brakuje informacji, czy dorosła osoba uprawniona uczy się w szkole lub szkole "
            "wyższej.",
        )
    if row["in_school"]:
        text = f"Wiek {age}, nauka w szkole: do ukończenia {END_OF_SCHOOLING} lat."
        return Step("art. 9 ust. 1", text, True, inputs)
    _require_severe(row, path)
    text = (
        f"Wiek {age}: po ukończeniu {ADULT} lat świadczenie przysługuje osobie, która uczy się, "
        "lub osobie ze znacznym stopniem niepełnosprawności."
    )
    return Step("art. 9 ust. 1", text, False, inputs)
