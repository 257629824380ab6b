"""Dodatek mieszkaniowy step by step, before and after the reform of 2021. Amounts in zł per month.

The steps are those of art. 2-7: title, income and criterion, area, expenses with the lump sum, own
share, cap, reduction by the excess of income, minimum, and who is paid what part.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.dodatki_mieszkaniowe import area as dwelling
from law.dodatki_mieszkaniowe import criterion as incomes
from law.dodatki_mieszkaniowe import expenses
from law.dodatki_mieszkaniowe.act import PERSONS, basis, percent, persons_of
from law.errors import InvalidFacts
from law.facts import Facts
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.periods import add_months, month_of
from law.reading import Amount, Field, Text
from law.trace import Step

CAP, CAP_CHANGE = "dm_limit_pct", "dm_limit_zmiana_pct"
MINIMUM, PERIOD = "dm_minimum_pct", "dm_okres"
CAP_PROVISION = "art. 6 ust. 10"
NO_TITLE = ("brak", "none")
OWN_BUILDING = "wlasnosc_budynku"
_TITLES = (
    f"najem, podnajem, spoldzielcze, {OWN_BUILDING}, wlasnosc_lokalu, inny_tytul, oczekiwanie "
    "(without title, waiting for a dwelling due) or brak"
)
FIELDS = (
    PERSONS,
    *incomes.INCOME_FIELDS,
    *dwelling.FIELDS,
    *expenses.FIELDS,
    Field("cap_pct", Amount(), help="cap set by the rada gminy, in per cent; without it 70"),
    Field("title", Text(60), help=f"to the dwelling: {_TITLES}"),
)


@dataclass(slots=True)
class _Case:
    """What has been found so far."""

    facts: Facts
    law: Law
    values: dict[str, Any] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    def note(self, *steps: Step, **values: Any) -> None:
        self.steps += steps
        self.values |= values

    def result(self, amount: Decimal | None, *reasons: str) -> Result:
        looked_at_costs = "cap" in self.values
        articles = basis("art. 2-7" if looked_at_costs else "art. 2-5")
        steps = tuple(self.steps)
        return Result(
            not reasons, steps, articles, amount, "month", values=self.values, reasons=reasons
        )


@dataclass(frozen=True, slots=True)
class _Costs:
    """Expenses on the normative area with the lump sum in them, and the addition at most."""

    total: Decimal
    lump_sum: Decimal
    highest: Decimal


def calculate(facts: Facts, law: Law) -> Result:
    """The addition for six months from the month after that of `law.on`, the day of filing."""
    cap_pct = _cap_pct(facts, law)
    persons = persons_of(facts)
    case = _Case(facts, law)
    income = incomes.income_of(facts, persons)
    criterion = incomes.test(persons, income, law)
    minimum = grosze(percent_of(law(MINIMUM), criterion.base))
    case.note(
        income.step,
        criterion.step,
        income_month=grosze_of(income.month),
        per_person=income.per_person,
        criterion=criterion.amount,
        excess=criterion.excess,
        base=criterion.base,
        minimum=minimum,
    )
    area = dwelling.area_of(facts, persons, law)
    case.note(*area.steps, normative_area=area.normative, area_limit=area.limit)
    if area.rooms_share is not None:
        case.note(rooms_share_pct=area.rooms_share)
    if reasons := _no_right(case, area):
        return case.result(None, *reasons)
    costs = _costs(case, area, persons, income, cap_pct)
    return _decided(case, costs, criterion, minimum)


def _cap_pct(facts: Facts, law: Law) -> Decimal:
    """Cap of the act, or that of the rada gminy."""
    pct: Decimal = facts.extra.get("cap_pct", law(CAP))
    check_cap(pct, law)
    return pct


def check_cap(pct: Decimal, law: Law) -> None:
    """A cap may differ from that of the act by twenty points. Raises InvalidFacts."""
    of_act, change = law(CAP), law(CAP_CHANGE)
    if abs(pct - of_act) > change:
        raise InvalidFacts(
            f"found {pct}; allowed: {of_act - change} to {of_act + change}",
            path="facts.cap_pct",
            polish=f"Rada gminy może zmienić wskaźnik {percent(of_act)} najwyżej "
            f"o {change:f} punktów procentowych.",
        )


def _no_right(case: _Case, area: dwelling.Area) -> list[str]:
    """What excludes the right whatever the expenses: no title to the dwelling, or its area."""
    reasons = []
    if case.facts.extra.get("title") in NO_TITLE:
        reasons.append("no_legal_title")
        text = (
            "Wnioskodawca nie ma tytułu prawnego do lokalu ani nie oczekuje na należny mu lokal "
            "zamienny lub najem socjalny lokalu, więc dodatek nie przysługuje."
        )
        case.note(Step("art. 2", text, False))
    if area.excess:
        reasons.append("area")
        case.note(excess_area=area.excess)
    return reasons


def _costs(
    case: _Case, area: dwelling.Area, persons: int, income: incomes.Income, cap_pct: Decimal
) -> _Costs:
    law = case.law
    norm = expenses.expenses_of(case.facts, area)
    lump = expenses.lump_sum_of(case.facts, area, persons, law)
    share = expenses.own_share_of(persons, income, law)
    total = norm.amount + lump.amount
    before_cap = total - share.amount
    cap = grosze(percent_of(cap_pct, total))
    text = (
        f"Wydatki z ryczałtem {polish(total)} mniej udział własny {polish(share.amount)}: "
        f"{polish(before_cap)}."
    )
    limit = f"Dodatek nie może przekroczyć {percent(cap_pct)} × {polish(total)} = {polish(cap)}."
    case.note(
        norm.step,
        lump.step,
        share.step,
        Step("art. 6", text, before_cap, {"expenses": total, "own_share": share.amount}),
        Step(CAP_PROVISION, limit, cap, {"percent": cap_pct, "expenses": total}),
        expenses_norm=norm.amount,
        lump_sum=lump.amount,
        own_share_pct=share.percent,
        own_share=share.amount,
        before_cap=before_cap,
        cap=cap,
    )
    return _Costs(total, lump.amount, min(before_cap, cap))


def _decided(case: _Case, costs: _Costs, criterion: incomes.Criterion, minimum: Decimal) -> Result:
    highest, excess = costs.highest, criterion.excess
    if case.values["before_cap"] <= 0:
        short = -case.values["before_cap"]
        text = (
            "Udział własny nie jest niższy od wydatków, więc dodatek nie przysługuje; wydatki "
            f"musiałyby być wyższe o więcej niż {polish(short)}."
        )
        case.note(Step("art. 6", text, False))
        return case.result(None, "own_share_exceeds_expenses")
    case.note(before_reduction=highest)
    if excess > highest:
        text = (
            f"Dochód na osobę przekracza kryterium o {polish(excess)}, czyli o "
            f"{polish(excess - highest)} więcej, niż wynosi dodatek ({polish(highest)}), więc "
            "dodatek nie przysługuje; nadwyżka musiałaby być od dodatku niższa."
        )
        case.note(Step("art. 6 ust. 8", text, False), over_by=excess - highest)
        return case.result(None, "income_over_criterion")
    return _reduced(case, costs, criterion, minimum)


def _reduced(case: _Case, costs: _Costs, criterion: incomes.Criterion, minimum: Decimal) -> Result:
    highest, excess = costs.highest, criterion.excess
    amount = highest - excess
    if excess:
        text = (
            f"Dodatek obniża się o nadwyżkę dochodu: {polish(highest)} − {polish(excess)} = "
            f"{polish(amount)}."
        )
        case.note(Step("art. 6 ust. 8", text, amount, {"excess": excess}))
    share = f"{percent(case.law(MINIMUM))} × {polish(criterion.base)} = {polish(minimum)}"
    if amount < minimum:
        text = (
            f"Dodatek {polish(amount)} jest niższy niż {share}, o {polish(minimum - amount)}, "
            "więc nie przysługuje."
        )
        case.note(Step("art. 7 ust. 6", text, False), below_by=minimum - amount)
        return case.result(None, "below_minimum")
    text = f"Dodatek {polish(amount)} nie jest niższy niż {share}."
    case.note(Step("art. 7 ust. 6", text, True, {"minimum": minimum}))
    return _granted(case, costs, amount)


def _granted(case: _Case, costs: _Costs, amount: Decimal) -> Result:
    in_cash = grosze_of(Fraction(amount) * Fraction(costs.lump_sum) / Fraction(costs.total))
    own_building = case.facts.extra.get("title") == OWN_BUILDING
    landlord = ZERO if own_building else amount - in_cash
    if own_building:
        text = f"Właścicielowi budynku wypłaca się cały dodatek: {polish(amount)}."
    elif in_cash:
        text = (
            f"Część przypadającą na ryczałt, {polish(amount)} × {polish(costs.lump_sum)} ÷ "
            f"{polish(costs.total)} = {polish(in_cash)}, wypłaca się wnioskodawcy, a "
            f"{polish(landlord)} zarządcy lub osobie uprawnionej do pobierania należności."
        )
    else:
        text = (
            f"Dodatek {polish(amount)} wypłaca się zarządcy lub osobie uprawnionej do pobierania "
            "należności."
        )
    first, last = period_after(case.law.on, int(case.law(PERIOD)))
    when = f"Dodatek przyznaje się od {first:%d.%m.%Y} do {last:%d.%m.%Y}."
    case.note(
        Step("art. 6 ust. 7", text, landlord, {"lump_sum_part": in_cash}),
        Step("art. 7", when, first, {"period_to": last}),
        lump_sum_part=in_cash,
        landlord_part=landlord,
        applicant_part=amount - landlord,
        period_from=first,
        period_to=last,
    )
    return case.result(amount)


def period_after(filed: date, months: int) -> tuple[date, date]:
    """First and last day of so many months, from the month after that of filing."""
    first = add_months(month_of(filed), 1)
    return first, add_months(first, months) - timedelta(days=1)
