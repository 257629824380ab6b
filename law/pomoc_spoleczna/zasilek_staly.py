"""Zasiłek stały: art. 37 of the act on social assistance. Amounts in zł per month."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts, missing
from law.facts import Facts, Person
from law.money import GROSZ, grosze, percent_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.periods import completed_years, month_of
from law.pomoc_spoleczna import spans
from law.pomoc_spoleczna.act import Criterion, basis, criterion_of
from law.pomoc_spoleczna.income import HouseholdIncome, income_month, income_of
from law.pomoc_spoleczna.spans import part_of, rounded, span_of
from law.trace import Step

ADULT = 18
# art. 6 pkt 1: these degrees are total incapacity for work
INCAPABLE_DEGREES = ("moderate", "severe")
# art. 37 ust. 4: who has a right to one of these has none to zasiłek stały
EXCLUDING = (
    "social_pension",
    "swiadczenie_pielegnacyjne",
    "specjalny_zasilek_opiekunczy",
    "zasilek_dla_opiekuna",
)
FIELDS = (*spans.FIELDS, spans.DAILY_RATE)


def calculate(facts: Facts, law: Law) -> Result:
    """Right and amount: base less income, with the highest and the lowest amount of the day."""
    span = span_of(facts.extra)
    applicant = facts.applicant
    criterion = criterion_of(facts.household, law)
    income = income_of(facts, law, computed="zasilek_staly")
    tests = [
        _adult_test(applicant, law),
        _incapacity_test(applicant),
        *_income_tests(facts, income, criterion),
        _exclusion_test(facts, applicant, law),
    ]
    failed = [test for test in tests if test is not None and test.reason]
    steps = [income.step, criterion.step, *(test.step for test in tests if test is not None)]
    values = _values(income, criterion)
    for test in failed:
        values |= test.values
    base, amounts = _amounts(facts, income, criterion, law)
    values["base"] = base
    if failed:
        reasons = tuple(dict.fromkeys(test.reason for test in failed))
        return Result(False, tuple(steps), _basis(facts), None, "month", False, values, reasons)
    full = amounts.full
    values |= {"uncapped": amounts.uncapped, "full_amount": rounded(full)}
    steps.append(amounts.step)
    amount = rounded(full)
    if span:
        part = part_of(full, span, facts.extra)
        amount = part.amount
        steps.append(part.step)
    return Result(True, tuple(steps), _basis(facts), amount, "month", values=values)


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition: its step; when it fails, the reason of refusal and by how much."""

    step: Step
    reason: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Amounts:
    uncapped: Decimal
    full: Fraction
    step: Step


def _adult_test(applicant: Person, law: Law) -> _Test | None:
    if applicant.born is None:
        return None
    if applicant.born > law.on:
        raise InvalidFacts(
            f"found {applicant.born}; allowed: not after {law.on}",
            path=f"facts.household.persons[{applicant.index}].born",
        )
    age = completed_years(applicant.born, law.on)
    adult = age >= ADULT
    text = "Osoba jest pełnoletnia." if adult else "Zasiłek stały przysługuje osobie pełnoletniej."
    step = Step("art. 37 ust. 1", text, adult, {"age": age})
    return _Test(step, "" if adult else "age", {"age": age})


def _incapacity_test(applicant: Person) -> _Test:
    incapable = applicant.incapable
    if incapable is None and applicant.disability in INCAPABLE_DEGREES:
        incapable = True
    if incapable is None:
        path = f"facts.household.persons[{applicant.index}].incapable"
        raise missing(
            path,
            "say whether incapacity for work or by age is proved",
            "Brakuje ustalenia, czy osoba jest całkowicie niezdolna do pracy lub niezdolna "
            "z powodu wieku.",
        )
    if incapable:
        text = "Osoba jest niezdolna do pracy z powodu wieku lub całkowicie niezdolna do pracy."
    else:
        text = "Nie ma niezdolności do pracy z powodu wieku ani całkowitej niezdolności do pracy."
    step = Step("art. 37 ust. 1", text, incapable)
    return _Test(step, "" if incapable else "not_incapable", {})


def _income_tests(facts: Facts, income: HouseholdIncome, criterion: Criterion) -> list[_Test]:
    limit = criterion.person
    if facts.household.lone:
        return [_below("Dochód", income.exact, limit, "pkt 1", "excess")]
    own, per_person = income.own_exact, income.per_person_exact
    return [
        _below("Dochód własny", own, limit, "pkt 2", "excess_own_income"),
        _below("Dochód na osobę w rodzinie", per_person, limit, "pkt 2", "excess_per_person"),
    ]


def _below(what: str, income: Fraction, limit: Decimal, pkt: str, excess: str) -> _Test:
    """Lower than the criterion: an equal income fails."""
    fits = income < limit
    shown = rounded(income)
    verdict = "jest niższy od kryterium" if fits else "nie jest niższy od kryterium"
    text = f"{what} {polish_beside(income, limit)} {verdict} {polish(limit)}."
    if not fits:
        needed = polish(rounded(income - Fraction(limit)) + GROSZ)
        text += f" Warunek byłby spełniony przy dochodzie niższym o co najmniej {needed}."
    step = Step(f"art. 37 ust. 1 {pkt}", text, fits, {"income": shown, "criterion": limit})
    over = {} if fits else {excess: rounded(income - Fraction(limit))}
    return _Test(step, "" if fits else "income_over_criterion", over)


def _exclusion_test(facts: Facts, applicant: Person, law: Law) -> _Test | None:
    """Drawn in the month whose income counts, or since then up to that of the day."""
    first, last = income_month(facts, law.on), month_of(law.on)
    for entry in facts.incomes:
        drawn = entry.month is None or first <= entry.month <= last
        if entry.kind in EXCLUDING and entry.person == applicant.id and drawn:
            text = "Zasiłek stały nie przysługuje obok innego świadczenia tej osoby."
            step = Step("art. 37 ust. 4", text, False, {"kind": entry.kind})
            return _Test(step, "excluded_by_other_benefit", {"excluded_by": entry.kind})
    return None


def _values(income: HouseholdIncome, criterion: Criterion) -> dict[str, Any]:
    return {
        "income": income.total,
        "per_person": income.per_person,
        "own_income": income.own,
        "criterion": criterion.person,
    }


def _amounts(
    facts: Facts, income: HouseholdIncome, criterion: Criterion, law: Law
) -> tuple[Decimal, _Amounts]:
    percent = law("zasilek_staly_base_pct")
    base = grosze(percent_of(percent, criterion.person))
    uncapped = full = Fraction(base) - income.per_person_exact
    children = [_base_step(percent, criterion, base)]
    pkt = "pkt 1" if facts.household.lone else "pkt 2"
    if facts.household.lone:
        maximum = law("zasilek_staly_maximum")
        full = min(full, Fraction(maximum))
        text = f"Zasiłek osoby samotnie gospodarującej wynosi najwyżej {polish(maximum)}."
        children.append(Step(f"art. 37 ust. 2 {pkt}", text, rounded(full), {"maximum": maximum}))
    minimum = law("zasilek_staly_minimum")
    full = max(full, Fraction(minimum))
    text = f"Zasiłek nie może być niższy niż {polish(minimum)}."
    children.append(Step("art. 37 ust. 3", text, rounded(full), {"minimum": minimum}))
    text = _amount_text(base, income.per_person, uncapped, full)
    inputs = {"base": base, "income": income.per_person, "uncapped": rounded(uncapped)}
    step = Step(f"art. 37 ust. 2 {pkt}", text, rounded(full), inputs, tuple(children))
    return base, _Amounts(rounded(uncapped), full, step)


def _amount_text(base: Decimal, income: Decimal, uncapped: Fraction, full: Fraction) -> str:
    text = f"Kwota zasiłku: {polish(base)} − {polish(income)} = {polish(rounded(uncapped))}"
    if full != uncapped:
        text += f"; po uwzględnieniu najwyższej i najniższej kwoty {polish(rounded(full))}"
    return f"{text}."


def _base_step(percent: Decimal, criterion: Criterion, base: Decimal) -> Step:
    text = f"Dochód odejmuje się od {percent:f}% kryterium: {polish(base)}."
    inputs = {"percent": percent, "criterion": criterion.person}
    return Step("art. 37 ust. 2", text, base, inputs)


def _basis(facts: Facts) -> tuple[str, ...]:
    pkt = "pkt 1" if facts.household.lone else "pkt 2"
    criterion = f"art. 8 ust. 1 {pkt} i ust. 3"
    return basis(criterion, f"art. 37 ust. 1 {pkt}, ust. 2 {pkt} i ust. 3", "art. 106 ust. 1 i 3")
