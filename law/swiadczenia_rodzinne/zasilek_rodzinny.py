"""Zasiłek rodzinny with additions: art. 4-15 of the act on family benefits. Amounts in zł per
month; above the criterion the excess is taken off zloty for zloty (art. 5 ust. 3-3c)."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts
from law.facts import Facts
from law.money import ZERO, grosze_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.reading import Amount, Field
from law.swiadczenia_rodzinne import additions, children, income
from law.swiadczenia_rodzinne.act import (
    K_DISABLED,
    K_PERSON,
    Criterion,
    base_year_on,
    basis,
    criterion_of,
)
from law.swiadczenia_rodzinne.children import Child
from law.swiadczenia_rodzinne.components import Component, total_of
from law.swiadczenia_rodzinne.farm import HECTARE
from law.swiadczenia_rodzinne.period import FIELD as PERIOD
from law.swiadczenia_rodzinne.period import Period, period_of
from law.trace import Step

ZLOTOWKA_FROM = date(2016, 1, 1)
MINIMUM = "zlotowka_minimum"
OVER = "income_over_criterion"
FIELDS = (
    *income.FIELDS,
    PERIOD,
    additions.FIELD,
    Field(
        "total_entitlements",
        Amount(positive=True),
        help="established sum of allowance and additions per month, instead of children",
    ),
)
PARAMETERS = (
    K_PERSON,
    K_DISABLED,
    HECTARE,
    *children.PARAMETERS,
    *additions.PARAMETERS,
    MINIMUM,
)


@dataclass(frozen=True, slots=True)
class _Entitlements:
    """What would be due in full, per month, with its parts."""

    total: Decimal
    step: Step
    components: tuple[Component, ...] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """What has been established before the right is decided."""

    income: Fraction
    criterion: Criterion
    due: _Entitlements
    law: Law
    steps: tuple[Step, ...]
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def excess(self) -> Fraction:
        """Income of the whole family above its criterion, exact."""
        return max(self.income - Fraction(self.criterion.whole), Fraction(0))

    def granted(self, step: Step, amount: Decimal) -> Result:
        """The right, with the step that decides."""
        return self._result((*self.steps, step), (), amount, {})

    def refused(self, reasons: tuple[str, ...], *steps: Step, **figures: Decimal) -> Result:
        """The refusal, with the step that decides and its figures."""
        return self._result((*self.steps, *steps), reasons, None, figures)

    def _result(
        self,
        steps: tuple[Step, ...],
        reasons: tuple[str, ...],
        amount: Decimal | None,
        figures: dict[str, Decimal],
    ) -> Result:
        values = {**self.values, **figures}
        return Result(
            not reasons, steps, self._basis(), amount, "month", values=values, reasons=reasons
        )

    def _basis(self) -> tuple[str, ...]:
        test = self.criterion.provision
        if self.excess:
            test += " i 3-3c" if self.law.on >= ZLOTOWKA_FROM else " i 3"
        parts = (part.provision for part in self.due.components if part.due)
        return basis(*dict.fromkeys(("art. 4", test, "art. 6 ust. 1 i 2", *parts)))


def calculate(facts: Facts, law: Law) -> Result:
    """The allowance with its additions in full, less the excess of income, or a refusal."""
    case = _case(facts, law)
    if case.due.refusal:
        text = "W rodzinie nie ma dziecka, na które przysługuje zasiłek rodzinny w tym okresie."
        return case.refused((case.due.refusal,), Step("art. 6 ust. 1", text, ZERO))
    if not case.excess:
        return _in_full(case)
    return _zlotowka(case) if law.on >= ZLOTOWKA_FROM else _before_zlotowka(case)


def _case(facts: Facts, law: Law) -> _Case:
    period = period_of(facts, law)
    found = income.income_of(facts, law, base_year=base_year_on(period.first))
    criterion = criterion_of(facts.household, law)
    due = _entitlements(facts, period, law)
    case = _Case(found.exact, criterion, due, law, (found.step, criterion.step, due.step))
    case.values.update(
        income=found.total,
        per_person=found.per_person,
        criterion=criterion.person,
        limit=criterion.whole,
        excess=grosze_of(case.excess),
        total=due.total,
        components=[component.as_value() for component in due.components],
    )
    return case


def _entitlements(facts: Facts, period: Period, law: Law) -> _Entitlements:
    if "total_entitlements" in facts.extra:
        return _established(facts)
    found = children.children_of(facts, period, law)
    parts = (
        *children.allowances(found, period),
        *additions.additions_of(facts, found, period, law),
    )
    total = total_of(parts)
    text = (
        f"Zasiłek rodzinny z dodatkami w pełnej wysokości, przeciętnie {polish(total)} miesięcznie "
        "(każdy składnik zaokrąglony do grosza)."
    )
    step = Step("art. 5 ust. 3b", text, total, {}, tuple(part.step() for part in parts))
    return _Entitlements(total, step, parts, _no_child(found))


def _established(facts: Facts) -> _Entitlements:
    if facts.extra.get("additions"):
        raise InvalidFacts(
            "found additions beside total_entitlements; allowed: one of them",
            path="facts.total_entitlements",
            polish="Podaj albo ustaloną kwotę zasiłku z dodatkami, albo poszczególne dodatki.",
        )
    total: Decimal = facts.extra["total_entitlements"]
    text = f"Zasiłek rodzinny z dodatkami, kwota ustalona: {polish(total)} miesięcznie."
    return _Entitlements(total, Step("art. 5 ust. 3b", text, total))


def _no_child(found: tuple[Child, ...]) -> str:
    """Reason of refusal when no child has the allowance in any month."""
    if any(child.months for child in found):
        return ""
    return "age" if any(c.person.entitled_to_zr is not False for c in found) else "no_child"


def _in_full(case: _Case) -> Result:
    total = case.due.total
    income = polish_beside(case.income, case.criterion.whole)
    text = (
        f"Dochód rodziny {income} nie przekracza {polish(case.criterion.whole)}, "
        "więc zasiłek i dodatki przysługują w pełnej wysokości, każdy w swoim terminie; "
        f"przeciętnie {polish(total)} miesięcznie."
    )
    return case.granted(Step(case.criterion.provision, text, total), total)


def _zlotowka(case: _Case) -> Result:
    """Excess up to the total: the rest is paid each month, unless it is below the minimum."""
    minimum, total, excess = case.law(MINIMUM), case.due.total, case.excess
    exact = Fraction(total) - excess
    left, over = grosze_of(exact), polish_beside(excess, ZERO)
    inputs = {"total": total, "excess": grosze_of(excess), "minimum": minimum}
    said = f"Kryterium przekroczono o {over}"
    if exact >= minimum:
        text = f"{said}, więc przysługuje {polish(total)} − {over} = {polish(left)}."
        return case.granted(Step("art. 5 ust. 3a", text, left, inputs), left)
    lacking = Fraction(minimum) - exact
    would = f"Przysługiwałby przy dochodzie niższym o co najmniej {polish_beside(lacking, ZERO)}."
    if exact < 0:
        text = (
            f"{said}, o {polish_beside(-exact, ZERO)} więcej niż suma zasiłku i dodatków "
            f"{polish(total)}, więc zasiłek nie przysługuje. {would}"
        )
        step = Step("art. 5 ust. 3", text, ZERO, inputs)
        return case.refused((OVER,), step, over_total=-left)
    text = (
        f"{said}; pozostałe {polish_beside(exact, minimum)} jest niższe niż {polish(minimum)}, "
        f"więc zasiłek nie przysługuje. {would}"
    )
    step = Step("art. 5 ust. 3c", text, ZERO, inputs)
    return case.refused((OVER, "below_minimum"), step, below_by=grosze_of(lacking))


def _before_zlotowka(case: _Case) -> Result:
    """Before 2016 an excess within the lowest allowance did no harm, once, after a year of it."""
    excess, lowest = case.excess, children.lowest(case.due.components)
    over = polish_beside(excess, ZERO)
    text = (
        f"Kryterium przekroczono o {over}, więc zasiłek nie przysługuje. "
        f"Przysługiwałby przy dochodzie niższym o co najmniej {over}."
    )
    figures = {}
    if lowest is not None and excess <= lowest:
        figures["lowest_allowance"] = lowest
        text += (
            " Do sprawdzenia wyjątek: przekroczenie nie jest wyższe niż najniższy zasiłek "
            f"{polish(lowest)}, więc zasiłek przysługuje, jeżeli przysługiwał w poprzednim "
            "okresie zasiłkowym i nie zastosowano wtedy tego wyjątku."
        )
    step = Step(
        "art. 5 ust. 3 w brzmieniu do 31.12.2015", text, ZERO, {"excess": grosze_of(excess)}
    )
    return case.refused((OVER,), step, **figures)
