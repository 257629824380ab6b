"""Zasiłek celowy (art. 39), after a random event or disaster (art. 40), and special (art. 41).

All are discretionary: the act sets who may get them, the officer sets the amount in zł.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.facts import MONEY, Facts
from law.money import ZERO, grosze_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.pomoc_spoleczna.act import RAISED, Criterion, basis, criterion_of, raised_criterion_of
from law.pomoc_spoleczna.income import HouseholdIncome, income_of
from law.reading import Field
from law.trace import Step

FIELDS = (Field("requested", MONEY, help="sum asked for"),)
RAISED_FIELDS = (*FIELDS, RAISED)


def calculate(facts: Facts, law: Law) -> Result:
    """Zasiłek celowy: possible when the income does not exceed the criterion (art. 39)."""
    criterion, income = raised_criterion_of(facts, law), income_of(facts, law)
    over = income.exact - Fraction(criterion.whole)
    fits = over <= 0
    verdict = "nie przekracza kryterium" if fits else "przekracza kryterium"
    shown = polish_beside(income.exact, criterion.whole)
    text = f"Dochód {shown} {verdict} {polish(criterion.whole)}."
    if not fits:
        needed = polish_beside(over, ZERO)
        text += f" Zasiłek byłby możliwy przy dochodzie niższym o co najmniej {needed}."
    test = Step(criterion.provision, text, fits, _inputs(income, criterion))
    values = _values(facts, income, criterion)
    articles = (f"{criterion.provision} i ust. 3", "art. 39 ust. 1 i 2", "art. 106 ust. 1")
    steps = (income.step, criterion.step, test)
    if not fits:
        values["excess"] = grosze_of(over)
        return _refused(steps, articles, values, "income_over_criterion")
    return _possible((*steps, _choice("art. 39 ust. 1")), articles, values)


def calculate_event(facts: Facts, law: Law) -> Result:
    """After a random event or disaster: possible whatever the income (art. 40 ust. 3)."""
    criterion = criterion_of(facts.household, law)
    text = "Zasiłek może być przyznany niezależnie od dochodu i nie podlega zwrotowi."
    test = Step("art. 40 ust. 3", text, True)
    articles = ("art. 40 ust. 1-3", "art. 106 ust. 1")
    if not facts.any_income:
        values = {"criterion": criterion.whole, **_requested(facts)}
        return _possible((criterion.step, test, _choice("art. 40 ust. 1 i 2")), articles, values)
    income = income_of(facts, law)
    steps = (income.step, criterion.step, test, _choice("art. 40 ust. 1 i 2"))
    return _possible(steps, articles, _values(facts, income, criterion))


def calculate_special(facts: Facts, law: Law) -> Result:
    """Special: possible when the income exceeds the criterion, up to that criterion (art. 41)."""
    criterion, income = criterion_of(facts.household, law), income_of(facts, law)
    over = income.exact - Fraction(criterion.whole)
    fits = over > 0
    verdict = "przekracza kryterium" if fits else "nie przekracza kryterium"
    shown = polish_beside(income.exact, criterion.whole)
    text = f"Dochód {shown} {verdict} {polish(criterion.whole)}."
    if not fits:
        text += " Zasiłek specjalny jest dla osób i rodzin z dochodem wyższym od kryterium."
    test = Step("art. 41", text, fits, _inputs(income, criterion))
    values = _values(facts, income, criterion)
    articles = (f"{criterion.provision} i ust. 3", "art. 41 pkt 1", "art. 106 ust. 1")
    steps = (income.step, criterion.step, test)
    values["max_amount"] = criterion.whole
    if not fits:
        values["below_by"] = grosze_of(-over)
        return _refused(steps, articles, values, "income_within_criterion")
    text = f"Zasiłek nie może przekroczyć kryterium: najwyżej {polish(criterion.whole)}."
    ceiling = Step("art. 41 pkt 1", text, criterion.whole)
    return _possible((*steps, ceiling, _choice("art. 41")), articles, values)


def _inputs(income: HouseholdIncome, criterion: Criterion) -> dict[str, Decimal]:
    return {"income": income.total, "criterion": criterion.whole}


def _requested(facts: Facts) -> dict[str, Decimal]:
    return {"requested": facts.extra["requested"]} if "requested" in facts.extra else {}


def _values(facts: Facts, income: HouseholdIncome, criterion: Criterion) -> dict[str, Any]:
    return {**_inputs(income, criterion), **_requested(facts)}


def _choice(provision: str) -> Step:
    text = "O przyznaniu i kwocie decyduje ośrodek w ramach uznania, według celu i środków."
    return Step(provision, text)


def _possible(steps: tuple[Step, ...], articles: tuple[str, ...], values: dict[str, Any]) -> Result:
    return Result(None, steps, basis(*articles), None, "once", discretionary=True, values=values)


def _refused(
    steps: tuple[Step, ...], articles: tuple[str, ...], values: dict[str, Any], reason: str
) -> Result:
    return Result(False, steps, basis(*articles), None, "once", values=values, reasons=(reason,))
