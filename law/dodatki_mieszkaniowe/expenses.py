"""Expenses on the dwelling: on the normative area, the lump sum for fuel, the own share (art. 6).

Amounts in zł per month.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from law.dodatki_mieszkaniowe.act import FROM_2021, percent, square_metres
from law.dodatki_mieszkaniowe.area import Area
from law.dodatki_mieszkaniowe.criterion import PENSION, Income
from law.errors import missing
from law.facts import MONEY, Facts
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.params import Law
from law.reading import Amount, Field, Flag
from law.trace import Step

HEATING, WATER = "dm_ryczalt_ogrzewanie", "dm_ryczalt_ciepla_woda"
GAS_FIRST, GAS_NEXT = "dm_ryczalt_gaz_1", "dm_ryczalt_gaz_kolejna"
# Household of up to so many persons: the share of the income, and the higher one of before 2021.
SHARES = (
    (1, "dm_udzial_1_osoba_pct", "dm_udzial_wyzszy_1_osoba_pct"),
    (4, "dm_udzial_2_4_osoby_pct", "dm_udzial_wyzszy_2_4_osoby_pct"),
    (None, "dm_udzial_5_osob_pct", "dm_udzial_wyzszy_5_osob_pct"),
)
THRESHOLD_SINGLE = "dm_prog_udzialu_1_osoba_pct"
THRESHOLD_MULTI = "dm_prog_udzialu_wieloosobowe_pct"
INSTALLATIONS = ("has_central_heating", "has_hot_water", "has_gas")
FIELDS = (
    Field("expenses", MONEY, required=True, help="on the whole dwelling, per month"),
    *(Field(name, Flag(), required=True) for name in INSTALLATIONS),
    Field("price_kwh", Amount(4, positive=True), help="of 1 kWh, when an installation is missing"),
)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount and the step that leads to it."""

    amount: Decimal
    step: Step


@dataclass(frozen=True, slots=True)
class OwnShare:
    """What the household bears itself: per cent of its income, and the amount."""

    percent: Decimal
    amount: Decimal
    step: Step


def expenses_of(facts: Facts, area: Area) -> Sum:
    """Expenses as they are, or the part on the normative area of a larger dwelling."""
    whole: Decimal = facts.extra["expenses"]
    if area.usable <= area.normative:
        text = f"Wydatki na lokal, nie większy niż normatywny: {polish(whole)}."
        return Sum(whole, Step("art. 6 ust. 3-6", text, whole))
    norm = grosze_of(Fraction(whole) * Fraction(area.normative) / Fraction(area.usable))
    text = (
        f"Wydatki na powierzchnię normatywną: {polish(whole)} × {square_metres(area.normative)} ÷ "
        f"{square_metres(area.usable)} = {polish(norm)}."
    )
    return Sum(norm, Step("art. 5 ust. 4", text, norm, {"expenses": whole}))


def lump_sum_of(facts: Facts, area: Area, persons: int, law: Law) -> Sum:
    """Lump sum for fuel: kWh for each installation that the dwelling lacks, times the price of one,
    each part rounded half up to grosze. Raises InvalidFacts when that price is not given."""
    missing_ones = [name for name in INSTALLATIONS if not facts.extra[name]]
    provision = "art. 6 ust. 7, art. 6a" if law.on >= FROM_2021 else "art. 6 ust. 7"
    if not missing_ones:
        text = "Lokal ma centralne ogrzewanie, ciepłą wodę i gaz, więc ryczałtu nie ma."
        return Sum(ZERO, Step(provision, text, ZERO))
    if "price_kwh" not in facts.extra:
        raise missing(
            "facts.price_kwh",
            "the lump sum for a missing installation depends on it",
            "Brakuje ceny 1 kWh, od której zależy ryczałt na zakup opału.",
        )
    price: Decimal = facts.extra["price_kwh"]
    parts = [_part(*_kwh(name, area, persons, law), price, provision) for name in missing_ones]
    total = sum((part.amount for part in parts), ZERO)
    text = f"Ryczałt na zakup opału: {polish(total)}."
    inputs = {"price_kwh": price}
    return Sum(total, Step(provision, text, total, inputs, tuple(part.step for part in parts)))


def _kwh(name: str, area: Area, persons: int, law: Law) -> tuple[str, Decimal]:
    if name == "has_central_heating":
        metres = min(area.usable, area.normative)
        return f"brak centralnego ogrzewania, {square_metres(metres)}", law(HEATING) * metres
    if name == "has_hot_water":
        return f"brak ciepłej wody, osób: {persons}", law(WATER) * persons
    kwh = law(GAS_FIRST)
    if persons > 1:
        kwh += law(GAS_NEXT) * (persons - 1)
    return f"brak gazu przewodowego, osób: {persons}", kwh


def _part(why: str, kwh: Decimal, price: Decimal, provision: str) -> Sum:
    amount = grosze(kwh * price)
    number = f"{kwh.normalize():f}".replace(".", ",")
    each = f"{price:f}".replace(".", ",")
    text = f"Ryczałt: {why}: {number} kWh × {each} zł = {polish(amount)}."
    return Sum(amount, Step(provision, text, amount, {"kwh": kwh}))


def own_share_of(persons: int, income: Income, law: Law) -> OwnShare:
    """Part of the exact monthly income; before the reform a higher one for higher incomes."""
    single = persons == 1
    of_household = next(row for row in SHARES if row[0] is None or persons <= row[0])
    share, why = law(of_household[1]), ""
    if law.on < FROM_2021:
        part = law(THRESHOLD_SINGLE if single else THRESHOLD_MULTI)
        threshold = grosze(percent_of(part, law(PENSION)))
        if income.per_person >= threshold:
            share = law(of_household[2])
            why = (
                f" (dochód na osobę sięga {percent(part)} najniższej emerytury, "
                f"czyli {polish(threshold)})"
            )
    amount = grosze_of(income.month * Fraction(share) / 100)
    text = (
        f"Udział własny gospodarstwa domowego (osób: {persons}): {percent(share)} dochodu{why}: "
        f"{polish(amount)}."
    )
    inputs = {"percent": share, "income_month": grosze_of(income.month)}
    return OwnShare(share, amount, Step("art. 6", text, amount, inputs))
