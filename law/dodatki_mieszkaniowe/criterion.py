"""The income of the household and its criterion: art. 3 of the act. Amounts in zł per month."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from law.dodatki_mieszkaniowe.act import FROM_2021, basis, percent
from law.errors import InvalidFacts, missing
from law.facts import MONEY, Facts
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.reading import Field
from law.trace import Step

PENSION, WAGE = "najnizsza_emerytura", "przecietne_wynagrodzenie"
SINGLE, MULTI = "dm_kryterium_1_osoba_pct", "dm_kryterium_wieloosobowe_pct"
MONTHS = 3
INCOME_FIELDS = (
    Field("income_3m", MONEY, help="of the household, in the three months before filing"),
    Field("income_month", MONEY, help="its monthly average, instead of income_3m"),
)


@dataclass(frozen=True, slots=True)
class Income:
    """Average monthly income of the household, exact, and per person in grosze."""

    month: Fraction
    per_person: Decimal
    step: Step


@dataclass(frozen=True, slots=True)
class Criterion:
    """Criterion per person, the excess of the income over it, and the base of all limits."""

    amount: Decimal
    excess: Decimal
    base: Decimal
    step: Step


def base_of(law: Law) -> Decimal:
    """The amount of which criteria and minimum are parts: the lowest pension before the reform,
    since then the average wage of the previous year."""
    return law(WAGE if law.on >= FROM_2021 else PENSION)


def criterion_of(persons: int, law: Law) -> Decimal:
    """Criterion per person, rounded half up to grosze as it is published."""
    return grosze(percent_of(law(SINGLE if persons == 1 else MULTI), base_of(law)))


def figure(facts: Facts, law: Law) -> Result:
    """Both criteria of the day and their base."""
    single, multi, base = criterion_of(1, law), criterion_of(2, law), base_of(law)
    text = (
        f"Kryterium gospodarstwa jednoosobowego: {percent(law(SINGLE))} × {polish(base)} = "
        f"{polish(single)}; wieloosobowego, na osobę: {percent(law(MULTI))} × {polish(base)} = "
        f"{polish(multi)}."
    )
    values = {"criterion_single": single, "criterion_multi": multi, "base": base}
    return Result(None, (Step("art. 3", text, None, values),), basis("art. 3"), values=values)


def income_of(facts: Facts, persons: int) -> Income:
    """Income as given; the three months are divided at once, not over a rounded month."""
    month = _month(facts)
    per_person = grosze_of(month / persons)
    text = (
        f"Przeciętny miesięczny dochód gospodarstwa domowego: {polish(grosze_of(month))}, "
        f"na osobę ({persons}): {polish(per_person)}."
    )
    inputs = {"persons": persons, "income_month": grosze_of(month)}
    if "income_3m" in facts.extra:
        inputs["income_3m"] = facts.extra["income_3m"]
    return Income(month, per_person, Step("art. 3", text, per_person, inputs))


def _month(facts: Facts) -> Fraction:
    if "income_3m" in facts.extra and "income_month" in facts.extra:
        raise InvalidFacts(
            "found beside income_3m; allowed: one of them",
            path="facts.income_month",
            polish="Podaj albo dochód z trzech miesięcy, albo średni dochód miesięczny.",
        )
    if "income_3m" in facts.extra:
        return Fraction(facts.extra["income_3m"]) / MONTHS
    if "income_month" in facts.extra:
        return Fraction(facts.extra["income_month"])
    raise missing(
        "facts.income_3m",
        "give income_3m or income_month",
        "Brakuje dochodu gospodarstwa domowego.",
    )


def test(persons: int, income: Income, law: Law) -> Criterion:
    """The income per person against the criterion. More income does not refuse by itself."""
    amount, base = criterion_of(persons, law), base_of(law)
    excess = max(income.per_person - amount, ZERO)
    share = law(SINGLE if persons == 1 else MULTI)
    text = (
        f"Kryterium dochodowe na osobę: {percent(share)} × {polish(base)} = {polish(amount)}. "
        f"Dochód na osobę {polish(income.per_person)} "
    )
    if excess:
        text += f"przekracza je o {polish(excess)}."
    else:
        text += "go nie przekracza."
    inputs = {"base": base, "percent": share, "per_person": income.per_person}
    return Criterion(amount, excess, base, Step("art. 3", text, amount, inputs))
