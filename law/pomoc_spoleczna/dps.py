"""Fee for a care home: art. 60-61 and 103 of the act on social assistance. zł per month."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from law.errors import InvalidFacts
from law.facts import HOUSEHOLD, MONEY, Facts, Household, household_from
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.periods import share_of_month
from law.pomoc_spoleczna import spans
from law.pomoc_spoleczna.act import K_LONE, K_PERSON, basis
from law.pomoc_spoleczna.income import income_of
from law.reading import Choice, Field, Fields, ListOf
from law.trace import Step

SPOUSE, DESCENDANT, ASCENDANT = "spouse", "descendant", "ascendant"
_RANKS = (SPOUSE, DESCENDANT, ASCENDANT)  # descendants before ascendants: art. 61 ust. 1 pkt 2
HOUSEHOLD_RULE, OWN_SHARE_RULE = "A", "B"
_OBLIGED = Fields(
    Field("relation", Choice(_RANKS), required=True),
    Field("household", HOUSEHOLD, required=True),
    Field("income", MONEY, required=True, help="of the whole household, net per month"),
    Field("agreed", MONEY, help="fee agreed with the kierownik (art. 103 ust. 2)"),
)
FIELDS = (
    Field("cost", MONEY, required=True, help="average monthly cost of the home"),
    Field("resident_income", MONEY, help="instead of the resident's incomes"),
    Field("obliged", ListOf(_OBLIGED, 60), help="relatives who may have to pay"),
    Field(
        "family_rule",
        Choice((HOUSEHOLD_RULE, OWN_SHARE_RULE)),
        help="reading of art. 61 ust. 2 pkt 2 lit. b: A whole household, B own share (default)",
    ),
    *spans.FIELDS,
)


@dataclass(frozen=True, slots=True)
class _Relative:
    """One obliged person: rank, the most that may be asked, and what was agreed."""

    rank: str
    limit: Decimal
    agreed: Decimal | None
    step: Step

    @property
    def most(self) -> Decimal:
        """What this person pays at most; an agreement cannot reach beyond the limit of the act."""
        return self.limit if self.agreed is None else min(self.agreed, self.limit)


def calculate(facts: Facts, law: Law) -> Result:
    """Who pays how much, in the order of the act: resident, relatives, gmina."""
    span = spans.span_of(facts.extra)
    cost = facts.extra["cost"]
    exact, steps = _resident(facts, law, cost)
    resident = grosze_of(exact)
    limit_lone = percent_of(law("dps_family_pct"), law(K_LONE))
    limit_person = percent_of(law("dps_family_pct"), law(K_PERSON))
    rule = facts.extra.get("family_rule", OWN_SHARE_RULE)
    relatives = [
        _relative(f"facts.obliged[{index}]", row, rule, limit_lone, limit_person)
        for index, row in enumerate(facts.extra.get("obliged", ()))
    ]
    family = _shares(relatives, cost - resident)
    gmina = cost - resident - sum(family, ZERO)
    values: dict[str, Any] = {
        "resident": resident,
        "family": family,
        "gmina": gmina,
        "limit_300_lone": grosze(limit_lone),
        "limit_300_per_person": grosze(limit_person),
    }
    steps += [relative.step for relative in relatives]
    steps.append(_gmina_step(cost, resident, family, gmina))
    if span:
        values |= _part(cost, exact, family, share_of_month(*span))
        steps.append(_part_step(values))
    articles = ("art. 8 ust. 3", "art. 60 ust. 1", "art. 61 ust. 1 i 2", "art. 103 ust. 2")
    return Result(None, tuple(steps), basis(*articles), values=values)


def _resident(facts: Facts, law: Law, cost: Decimal) -> tuple[Fraction, list[Step]]:
    """Fee of the resident, not rounded yet."""
    steps = []
    if "resident_income" not in facts.extra:
        found = income_of(facts, law)
        steps.append(found.step)
        own, income = found.own_exact, found.own
    elif facts.incomes:
        raise InvalidFacts("give either resident_income or incomes", path="facts.resident_income")
    else:
        income = facts.extra["resident_income"]
        own = Fraction(income)
    percent = law("dps_resident_pct")
    exact = min(Fraction(cost), Fraction(percent) / 100 * own)
    fee = grosze_of(exact)
    text = (
        f"Mieszkaniec płaci najwyżej {percent:f}% swojego dochodu {polish(income)}, "
        f"nie więcej niż koszt pobytu: {polish(fee)}."
    )
    inputs = {"income": income, "percent": percent, "cost": cost}
    return exact, [*steps, Step("art. 61 ust. 2 pkt 1", text, fee, inputs)]


def _relative(
    path: str, row: Mapping[str, Any], rule: str, limit_lone: Decimal, limit_person: Decimal
) -> _Relative:
    household = household_from(row["household"], f"{path}.household")
    keeps, limit = _limit(household, row["income"], rule, limit_lone, limit_person)
    agreed = row.get("agreed")
    text = (
        f"Krewnemu o dochodzie {polish(row['income'])} musi pozostać {polish(keeps)}, "
        f"więc może zapłacić najwyżej {polish(limit)}."
    )
    if agreed is not None:
        text += f" W umowie ustalono {polish(agreed)}."
    inputs = {"relation": row["relation"], "income": row["income"], "persons": household.size}
    step = Step("art. 61 ust. 2 pkt 2", text, limit, inputs)
    return _Relative(row["relation"], limit, agreed, step)


def _limit(
    household: Household, income: Decimal, rule: str, limit_lone: Decimal, limit_person: Decimal
) -> tuple[Decimal, Decimal]:
    """What must be left, and the most that may be asked."""
    if household.lone:
        return limit_lone, max(grosze(income - limit_lone), ZERO)
    if rule == HOUSEHOLD_RULE:
        keeps = limit_person * household.size
        return keeps, max(grosze(income - keeps), ZERO)
    share = Fraction(income) / household.size - Fraction(limit_person)
    return limit_person, max(spans.rounded(share), ZERO)


def _shares(relatives: list[_Relative], to_pay: Decimal) -> list[Decimal]:
    """Fee of each relative, rank by rank; who agreed to a sum pays it before the others share."""
    fees = [ZERO] * len(relatives)
    for rank in _RANKS:
        for agreed in (True, False):
            chosen = [
                index
                for index, relative in enumerate(relatives)
                if relative.rank == rank and (relative.agreed is not None) is agreed
            ]
            for index, fee in _level(chosen, [relatives[i].most for i in chosen], to_pay):
                fees[index] = fee
                to_pay -= fee
    return fees


def _level(indexes: list[int], most: list[Decimal], to_pay: Decimal) -> list[tuple[int, Decimal]]:
    """Equal parts among relatives of one rank, nobody above the own limit.

    The act has no formula for it; smaller limits are filled first, so nothing is left over.
    """
    found = []
    order = sorted(range(len(indexes)), key=lambda i: most[i])
    for position, i in enumerate(order):
        equal = grosze(to_pay / (len(order) - position))
        fee = min(most[i], equal, to_pay)
        found.append((indexes[i], fee))
        to_pay -= fee
    return found


def _gmina_step(cost: Decimal, resident: Decimal, family: list[Decimal], gmina: Decimal) -> Step:
    text = (
        f"Gmina dopłaca resztę: {polish(cost)} − {polish(resident)} − "
        f"{polish(sum(family, ZERO))} = {polish(gmina)}."
    )
    inputs = {"cost": cost, "resident": resident, "family": family}
    return Step("art. 61 ust. 2 pkt 3", text, gmina, inputs)


def _part(
    cost: Decimal, resident: Fraction, family: list[Decimal], share: Fraction
) -> dict[str, Any]:
    """Figures for the days of a part of a month, beside those of the full month.

    Each fee is rounded once; nobody pays the grosz by which the rounded ones would exceed the cost.
    """
    full = grosze_of(resident)
    part_cost = grosze_of(Fraction(cost) * share)
    part_resident = grosze_of(resident * share)
    left = part_cost - part_resident
    part_family = []
    for fee in family:
        part_family.append(min(grosze_of(Fraction(fee) * share), left))
        left -= part_family[-1]
    return {
        "resident": part_resident,
        "family": part_family,
        "gmina": left,
        "cost": part_cost,
        "full_amount": full,
        "full_family": family,
        "full_gmina": cost - full - sum(family, ZERO),
    }


def _part_step(values: Mapping[str, Any]) -> Step:
    text = (
        f"Za część miesiąca mieszkaniec płaci {polish(values['resident'])}, "
        f"gmina {polish(values['gmina'])}, z kosztu {polish(values['cost'])}."
    )
    return Step("art. 61 ust. 2", text, values["resident"])
