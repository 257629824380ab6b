"""Income of a family in the sense of art. 3 pkt 1-2a and art. 5 ust. 4-8 of the act on family
benefits. Amounts in zł per month, added and divided exactly; what is shown is rounded."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from law.errors import InvalidFacts, missing
from law.facts import MONEY, Facts, Income, LostIncome, OneOffIncome
from law.income_kinds import SWIADCZENIA_RODZINNE, IncomeKind, dictionary
from law.money import ZERO, grosze_of, polish
from law.params import Law
from law.reading import Field, Whole
from law.swiadczenia_rodzinne import annual
from law.swiadczenia_rodzinne.act import base_year_on
from law.swiadczenia_rodzinne.farm import MONTHS_OF_YEAR, areas_by_person, hectare_of, monthly
from law.trace import Step

FIELDS = (
    Field("base_year", Whole(1990, 2099), help="year before the okres zasiłkowy"),
    Field("annual_incomes", annual.LIST, help="incomes of the base year, gained and lost ones"),
    Field("family_income", MONEY, help="established income of the whole family, per month"),
)


@dataclass(frozen=True, slots=True)
class FamilyIncome:
    """Income of a family in zł per month, with the steps that led to it.

    Twelfths and hectares may leave parts of a grosz: rules compare and deduct what is exact, and
    show what is rounded half up.
    """

    exact: Fraction
    size: int
    step: Step

    @property
    def total(self) -> Decimal:
        """Income of the family, rounded."""
        return grosze_of(self.exact)

    @property
    def per_person(self) -> Decimal:
        """Income per member of the family, rounded half up to grosze."""
        return grosze_of(self.per_person_exact)

    @property
    def per_person_exact(self) -> Fraction:
        """Income per member of the family, not rounded."""
        return self.exact / self.size


@dataclass(frozen=True, slots=True)
class _Line:
    amount: Fraction
    step: Step


def income_of(facts: Facts, law: Law, *, base_year: int | None = None) -> FamilyIncome:
    """What counts of the incomes of the family, less alimony paid, or the established sum.

    `base_year`: the year to take when the facts name none; without it the year before the okres
    zasiłkowy of the day. Raises InvalidFacts when nothing is said about income or the household,
    NotInForce for a farm in a year whose figure is not known.
    """
    _require_declaration(facts)
    size = facts.household.size
    year = _base_year(facts, law.on, base_year)
    if "family_income" in facts.extra:
        exact, lines = Fraction(facts.extra["family_income"]), _established(facts)
    else:
        lines = list(_lines(facts, law, year))
        exact = max(sum((line.amount for line in lines), Fraction(0)), Fraction(0))
    return FamilyIncome(exact, size, _sum_step(exact, size, year, lines))


def _require_declaration(facts: Facts) -> None:
    if not facts.any_income and not {"annual_incomes", "family_income"} & set(facts.extra):
        raise missing(
            "facts.incomes",
            "give the incomes, [] when there are none; or annual_incomes, or family_income",
            "Brakuje oświadczenia o dochodach rodziny (także gdy dochodu nie ma).",
        )


def _base_year(facts: Facts, on: date, default: int | None) -> int:
    year: int = facts.extra.get("base_year", default or base_year_on(on))
    if year >= on.year:
        raise InvalidFacts(
            f"found {year}; allowed: a year before {on.year}",
            path="facts.base_year",
            polish=f"Rok bazowy {year} jeszcze się nie skończył w dniu {on:%d.%m.%Y}.",
        )
    return year


def _established(facts: Facts) -> list[_Line]:
    """No lines; refused beside incomes, for then nobody knows which of them is right."""
    others = {
        "incomes": facts.incomes,
        "annual_incomes": facts.extra.get("annual_incomes", ()),
        "lost_incomes": facts.lost_incomes,
        "one_off_incomes": facts.one_off_incomes,
        "farm": facts.farm,
    }
    for name, rows in others.items():
        if rows:
            raise InvalidFacts(
                f"found {name} beside family_income; allowed: one of them",
                path="facts.family_income",
                polish="Podaj albo ustalony dochód rodziny, albo poszczególne dochody.",
            )
    if not facts.alimony_paid:
        return []
    text = (
        f"Płacone alimenty ({polish(facts.alimony_paid)}) są już uwzględnione w ustalonym "
        "dochodzie rodziny."
    )
    return [_Line(Fraction(0), Step("art. 3 pkt 1", text, ZERO))]


def _lines(facts: Facts, law: Law, year: int) -> Iterator[_Line]:
    yield from (_regular(entry, law.on) for entry in facts.incomes)
    yield from (_lost(entry, law.on) for entry in facts.lost_incomes)
    for index, row in enumerate(annual.rows_of(facts)):
        line = annual.line_of(row, index, year, law.on)
        yield _Line(line.amount, line.step)
    yield from (_one_off(entry, year, law.on) for entry in facts.one_off_incomes)
    yield from _farm(facts, year, law)
    if facts.alimony_paid:
        text = f"Odejmuje się alimenty płacone innym osobom: {polish(facts.alimony_paid)}."
        step = Step("art. 3 pkt 1", text, -facts.alimony_paid)
        yield _Line(-Fraction(facts.alimony_paid), step)
    if facts.alimony_fund_repaid:
        text = (
            "Spłata należności do funduszu alimentacyjnego nie zmniejsza dochodu: "
            f"{polish(facts.alimony_fund_repaid)}."
        )
        yield _Line(Fraction(0), Step("art. 3 pkt 1", text, ZERO))


def _sum_step(exact: Fraction, size: int, year: int, lines: list[_Line]) -> Step:
    total, person = grosze_of(exact), grosze_of(exact / size)
    text = (
        f"Dochód rodziny (rok bazowy {year}): {polish(total)} miesięcznie, "
        f"na osobę {polish(total)} ÷ {size} = {polish(person)}."
    )
    inputs = {"base_year": year, "persons": size, "per_person": person}
    return Step("art. 3 pkt 2 i 2a", text, total, inputs, tuple(line.step for line in lines))


def _kind_on(kind: str, on: date) -> IncomeKind:
    return dictionary(SWIADCZENIA_RODZINNE)[kind].on(on)


def _not_counted(entry: Income | LostIncome | OneOffIncome, kind: IncomeKind) -> _Line:
    why = f" ({entry.reason})" if entry.reason else ""
    text = f"Nie wlicza się do dochodu: {kind.label}{why}, {polish(entry.amount)}."
    step = Step(kind.provision, text, ZERO, {"person": entry.person, "amount": entry.amount})
    return _Line(Fraction(0), step)


def _regular(entry: Income, on: date) -> _Line:
    kind = _kind_on(entry.kind, on)
    if kind.counted is False:
        return _not_counted(entry, kind)
    after = ", po odliczeniu podatku i składek" if entry.deducted else ""
    text = f"Wlicza się do dochodu: {kind.label}{after}, {polish(entry.amount)} miesięcznie."
    inputs = {"person": entry.person, "kind": entry.kind, **entry.deducted}
    if entry.reason:
        inputs["reason"] = entry.reason
    return _Line(Fraction(entry.amount), Step(kind.provision, text, entry.amount, inputs))


def _lost(entry: LostIncome, on: date) -> _Line:
    kind = _kind_on(entry.kind, on)
    if kind.counted is False:
        return _not_counted(entry, kind)
    lost = entry.lost_on <= on
    amount = ZERO if lost else entry.amount
    day = f"{entry.lost_on:%d.%m.%Y}"
    if lost:
        text = f"Dochód utracony {day} nie liczy się: {kind.label}, {polish(entry.amount)}."
    else:
        text = (
            f"Dochód zostanie utracony dopiero {day}, więc jeszcze się liczy: "
            f"{kind.label}, {polish(entry.amount)}."
        )
    inputs = {"person": entry.person, "lost_on": entry.lost_on, "amount": entry.amount}
    return _Line(Fraction(amount), Step("art. 5 ust. 4", text, amount, inputs))


def _one_off(entry: OneOffIncome, year: int, on: date) -> _Line:
    """A sum of the base year is part of it; one of another month is no income gained."""
    kind = _kind_on(entry.kind, on)
    if kind.counted is False:
        return _not_counted(entry, kind)
    counts = entry.paid.year == year
    amount = Fraction(entry.amount) / MONTHS_OF_YEAR if counts else Fraction(0)
    how = (
        f"wypłacono w roku bazowym, liczy się {polish(entry.amount)} ÷ {MONTHS_OF_YEAR} "
        f"= {polish(grosze_of(amount))} miesięcznie"
        if counts
        else f"wypłacono {entry.paid:%d.%m.%Y}, poza rokiem bazowym {year}, więc nie liczy się"
    )
    text = f"Dochód jednorazowy ({kind.label}) {polish(entry.amount)}: {how}."
    inputs = {"person": entry.person, "amount": entry.amount, "paid": entry.paid}
    return _Line(amount, Step("art. 3 pkt 2a", text, grosze_of(amount), inputs))


def _farm(facts: Facts, year: int, law: Law) -> Iterator[_Line]:
    for person, area in areas_by_person(facts.farm).items():
        if not area:
            continue
        per_hectare = hectare_of(year, law, "facts.base_year")
        amount = monthly(area, per_hectare)
        shown = f"{area:f}".replace(".", ",")
        text = (
            f"Dochód z gospodarstwa rolnego: {shown} ha × {polish(per_hectare)} ({year} rok) "
            f"÷ {MONTHS_OF_YEAR} = {polish(grosze_of(amount))} miesięcznie."
        )
        inputs = {"person": person, "ha_przeliczeniowe": area, "per_hectare": per_hectare}
        yield _Line(amount, Step("art. 5 ust. 8", text, grosze_of(amount), inputs))
