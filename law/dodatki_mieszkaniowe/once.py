"""Benefits paid once for energy and heat, by the rule złotówka za złotówkę. Amounts in zł.

Dodatek osłonowy (2022 and 2024), bon energetyczny (2024), bon ciepłowniczy (2025 and 2026): an
amount less the excess of the income per person over the criterion, nothing when less than the
minimum is left. Each takes applications in its periods only; later ones are left unexamined.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from law.dodatki_mieszkaniowe.act import PERSONS, percent, persons_of
from law.errors import NotInForce
from law.facts import MONEY, Facts
from law.money import ZERO, grosze, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.reading import Amount, Day, Field, Flag
from law.trace import Step

SIZES = ((1, "1_osoba"), (3, "2_3_osoby"), (5, "4_5_osob"), (None, "6_osob"))
_SHARED = (PERSONS, Field("per_person", MONEY, required=True, help="monthly income per person"))
OSLONOWY_FIELDS = (
    *_SHARED,
    Field("coal_heating", Flag(), required=True, help="main source burns solid fuel"),
    Field("filed", Day(), help="day of the application; without it the day of the question"),
)
ENERGETYCZNY_FIELDS = (*_SHARED, Field("electric_heating", Flag(), required=True))
CIEPLOWNICZY_FIELDS = (
    *_SHARED,
    Field("heat_price", Amount(4), required=True, help="net, one-component, zł per GJ"),
)
COAL = "dodatek_oslonowy_wegiel_pct"
ELECTRIC = "bon_energetyczny_ogrzewanie_multiple"
PRICES = tuple(f"bon_cieplowniczy_cena_{tier}" for tier in (1, 2, 3))
HEAT_AMOUNTS = tuple(f"bon_cieplowniczy_kwota_{tier}" for tier in (1, 2, 3))


@dataclass(frozen=True, slots=True)
class Act:
    """A benefit: its code, name, act, and the periods in which applications are taken."""

    code: str
    name: str
    title: str
    title_of: str
    periods: tuple[tuple[date, date], ...]

    def parameters(self) -> tuple[str, ...]:
        """Criteria and minimum."""
        ends = ("kryterium_1_osoba", "kryterium_wieloosobowe", "minimum")
        return tuple(f"{self.code}_{end}" for end in ends)

    def by_size(self) -> tuple[str, ...]:
        """Parameters of the amounts by size of the household."""
        return tuple(f"{self.code}_{end}" for _most, end in SIZES)

    def last_day(self, filed: date) -> date:
        """Last day of the period begun last before an application of that day."""
        index = bisect_right(self.periods, filed, key=lambda period: period[0]) - 1
        return self.periods[index][1]

    @property
    def basis(self) -> tuple[str, ...]:
        return (f"przepisy {self.title_of}",)


OSLONOWY = Act(
    "dodatek_oslonowy",
    "Dodatek osłonowy",
    "ustawa z dnia 17 grudnia 2021 r. o dodatku osłonowym",
    "ustawy z dnia 17 grudnia 2021 r. o dodatku osłonowym",
    ((date(2022, 1, 4), date(2022, 10, 31)), (date(2024, 1, 1), date(2024, 4, 30))),
)
ENERGETYCZNY = Act(
    "bon_energetyczny",
    "Bon energetyczny",
    "ustawa z dnia 23 maja 2024 r. o bonie energetycznym",
    "ustawy z dnia 23 maja 2024 r. o bonie energetycznym",
    ((date(2024, 8, 1), date(2024, 9, 30)),),
)
CIEPLOWNICZY = Act(
    "bon_cieplowniczy",
    "Bon ciepłowniczy",
    "ustawa z dnia 12 września 2025 r. o bonie ciepłowniczym",
    "ustawy z dnia 12 września 2025 r. o bonie ciepłowniczym",
    ((date(2025, 11, 3), date(2025, 12, 15)), (date(2026, 7, 1), date(2026, 8, 31))),
)


@dataclass(frozen=True, slots=True)
class _Grant:
    """The amount before the income is looked at; None when a condition of the act fails."""

    amount: Decimal | None
    step: Step
    reasons: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)


def oslonowy(facts: Facts, law: Law) -> Result:
    """Dodatek osłonowy: by size of the household, more when it burns solid fuel."""
    filed: date = facts.extra.get("filed", law.on)
    if filed < OSLONOWY.periods[0][0]:
        raise NotInForce(
            f"found {filed}; applications are taken from {OSLONOWY.periods[0][0]}",
            path="facts.filed" if "filed" in facts.extra else "on",
            polish=f"Dodatek osłonowy: wnioski przyjmowano od {OSLONOWY.periods[0][0]:%d.%m.%Y}.",
        )
    of_day = law.at(filed)
    persons = persons_of(facts)
    amount, text = _by_size(OSLONOWY, persons, of_day)
    if facts.extra["coal_heating"]:
        share = of_day(COAL)
        more = grosze(percent_of(share, amount))
        text += f", przy ogrzewaniu paliwem stałym {percent(share)} tego, czyli {polish(more)}"
        amount = more
    step = Step(OSLONOWY.title, f"{text}.", amount, {"persons": persons})
    return _answer(OSLONOWY, facts, of_day, _Grant(amount, step))


def energetyczny(facts: Facts, law: Law) -> Result:
    """Bon energetyczny: by size of the household, doubled when it heats by electricity."""
    persons = persons_of(facts)
    amount, text = _by_size(ENERGETYCZNY, persons, law)
    if facts.extra["electric_heating"]:
        times = law(ELECTRIC)
        text += f" × {times:f} przy głównym ogrzewaniu energią elektryczną"
        amount *= times
        text += f" = {polish(amount)}"
    step = Step(ENERGETYCZNY.title, f"{text}.", amount, {"persons": persons})
    return _answer(ENERGETYCZNY, facts, law, _Grant(amount, step))


def cieplowniczy(facts: Facts, law: Law) -> Result:
    """Bon ciepłowniczy: by the price of heat, which has to be above a threshold."""
    price: Decimal = facts.extra["heat_price"]
    thresholds = [law(name) for name in PRICES]
    tier = sum(price > threshold for threshold in thresholds)
    shown = polish(price) if price == grosze(price) else f"{price:f} zł".replace(".", ",")
    inputs = {"heat_price": price, "threshold": thresholds[0]}
    if tier:
        amount = law(HEAT_AMOUNTS[tier - 1])
        text = f"Cena ciepła {shown} za 1 GJ jest wyższa niż {polish(thresholds[tier - 1])}"
        if tier < len(thresholds):
            text += f", a nie wyższa niż {polish(thresholds[tier])}"
        step = Step(CIEPLOWNICZY.title, f"{text}: bon {polish(amount)}.", amount, inputs)
        return _answer(CIEPLOWNICZY, facts, law, _Grant(amount, step))
    text = (
        f"Cena ciepła {shown} za 1 GJ nie przekracza {polish(thresholds[0])}, więc bon nie "
        f"przysługuje; przysługiwałby przy cenie wyższej niż {polish(thresholds[0])}."
    )
    step = Step(CIEPLOWNICZY.title, text, False, inputs)
    values = {"price_threshold": thresholds[0]}
    return _answer(
        CIEPLOWNICZY, facts, law, _Grant(None, step, ("price_not_above_threshold",), values)
    )


def _by_size(act: Act, persons: int, law: Law) -> tuple[Decimal, str]:
    end = next(end for most, end in SIZES if most is None or persons <= most)
    amount = law(f"{act.code}_{end}")
    return amount, f"{act.name} (osób: {persons}): {polish(amount)}"


def _answer(act: Act, facts: Facts, law: Law, grant: _Grant) -> Result:
    """The grant less the excess of income, unless it is asked for too late."""
    per_person: Decimal = facts.extra["per_person"]
    of_one, of_many, minimum = (law(name) for name in act.parameters())
    criterion = of_one if persons_of(facts) == 1 else of_many
    excess = max(per_person - criterion, ZERO)
    last_day = act.last_day(law.on)
    late = ("filed_late",) if law.on > last_day else ()
    steps = (_filing(act, law.on, last_day), grant.step, _test(act, per_person, criterion, excess))
    values = {
        "criterion": criterion,
        "excess": excess,
        "minimum": minimum,
        "last_day": last_day,
        **grant.values,
    }
    case = _Case(act, (*late, *grant.reasons), steps, values)
    return case.refused() if grant.amount is None else case.reduced(grant.amount, excess, minimum)


@dataclass(frozen=True, slots=True)
class _Case:
    """What speaks against the benefit whatever the income, the steps and figures so far."""

    act: Act
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]
    values: dict[str, Any]

    def refused(self) -> Result:
        return self._result(None, self.reasons, self.steps, {})

    def reduced(self, amount: Decimal, excess: Decimal, minimum: Decimal) -> Result:
        figures, reasons, steps = {"before_reduction": amount}, self.reasons, self.steps
        left = amount - excess
        if excess:
            steps = (*steps, _reduction(self.act, left, excess, minimum))
        if excess and left < minimum:
            reasons = (*reasons, "income_over_criterion", "below_minimum")
            figures["below_by"] = minimum - left
        return self._result(None if reasons else left, reasons, steps, figures)

    def _result(
        self,
        amount: Decimal | None,
        reasons: tuple[str, ...],
        steps: tuple[Step, ...],
        figures: Mapping[str, Decimal],
    ) -> Result:
        values = {**self.values, **figures}
        return Result(
            not reasons, steps, self.act.basis, amount, "once", values=values, reasons=reasons
        )


def _filing(act: Act, filed: date, last_day: date) -> Step:
    late = filed > last_day
    text = f"Wniosek złożono {filed:%d.%m.%Y}, "
    if late:
        text += (
            f"po terminie, który upłynął {last_day:%d.%m.%Y} (dni po terminie: "
            f"{(filed - last_day).days}), więc pozostawia się go bez rozpoznania."
        )
    else:
        text += f"w terminie do {last_day:%d.%m.%Y}."
    return Step(act.title, text, not late, {"filed": filed, "last_day": last_day})


def _test(act: Act, per_person: Decimal, criterion: Decimal, excess: Decimal) -> Step:
    text = f"Dochód na osobę {polish(per_person)} "
    if excess:
        text += f"przekracza kryterium {polish(criterion)} o {polish(excess)}."
    else:
        text += f"nie przekracza kryterium {polish(criterion)}."
    inputs = {"per_person": per_person, "criterion": criterion}
    return Step(act.title, text, not excess, inputs)


def _reduction(act: Act, left: Decimal, excess: Decimal, minimum: Decimal) -> Step:
    text = (
        f"{act.name} obniża się o nadwyżkę: {polish(left + excess)} − {polish(excess)} = "
        f"{polish(left)}"
    )
    if left < minimum:
        text += (
            f", mniej niż {polish(minimum)} o {polish(minimum - left)}, więc świadczenie nie "
            "przysługuje; dochód na osobę musiałby być o tyle niższy."
        )
    else:
        text += f", nie mniej niż {polish(minimum)}."
    return Step(act.title, text, max(left, ZERO), {"excess": excess, "minimum": minimum})
