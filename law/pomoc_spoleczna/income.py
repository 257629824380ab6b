"""Income of a household in the sense of art. 8 ust. 3-13 of the act on social assistance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from law.errors import missing
from law.facts import Alimony, Facts, Farm, Household, Income, OneOffIncome
from law.income_kinds import IncomeKind, dictionary
from law.money import ZERO, grosze_of, polish
from law.params import Law
from law.periods import add_months, month_of, month_text, month_words
from law.pomoc_spoleczna.act import criterion_of
from law.trace import Step


@dataclass(frozen=True, slots=True)
class OneOff:
    """How a sum received once counts: so much in each month from `first` to `last`, exactly."""

    monthly: Fraction
    first: date
    last: date
    spread: bool

    def as_value(self) -> dict[str, object]:
        """As in `values.one_off`."""
        return {
            "monthly": grosze_of(self.monthly),
            "first_month": month_text(self.first),
            "last_month": month_text(self.last),
            "spread": self.spread,
        }


@dataclass(frozen=True, slots=True)
class HouseholdIncome:
    """Income of the month that counts, in zł per month, with the steps that led to it.

    Land and twelfths may leave parts of a grosz: rules compare and deduct what is exact, and show
    what is rounded.
    """

    month: date
    exact: Fraction
    own_exact: Fraction
    farm: Decimal
    one_off: tuple[OneOff, ...]
    size: int
    step: Step

    @property
    def total(self) -> Decimal:
        """Income of the household, rounded to grosze."""
        return grosze_of(self.exact)

    @property
    def own(self) -> Decimal:
        """Income of the applicant alone, rounded to grosze."""
        return grosze_of(self.own_exact)

    @property
    def per_person(self) -> Decimal:
        """Income per member of the household, rounded to grosze."""
        return grosze_of(self.per_person_exact)

    @property
    def per_person_exact(self) -> Fraction:
        """Income per member of the household, not rounded."""
        return self.exact / self.size


@dataclass(frozen=True, slots=True)
class _Line:
    person: str | None
    amount: Decimal | Fraction
    step: Step


def income_month(facts: Facts, on: date) -> date:
    """The month before the day; the month of the day once an income was lost (art. 8 ust. 3)."""
    lost = any(entry.lost_on <= on for entry in facts.lost_incomes)
    return month_of(on) if lost else add_months(month_of(on), -1)


def one_off_threshold(household: Household, law: Law) -> Decimal:
    """Five times the criterion: a sum above it is spread over twelve months (art. 8 ust. 11)."""
    return law("one_off_multiple") * criterion_of(household, law).whole


def income_of(facts: Facts, law: Law, *, computed: str = "") -> HouseholdIncome:
    """Sum of what counts, less alimony paid. Raises InvalidFacts when no income is declared.

    `computed`: kind of the benefit whose amount is sought; what the applicant has of it already is
    not its own income.
    """
    _require_declaration(facts)
    month = income_month(facts, law.on)
    lines = [_month_step(facts, law.on, month)]
    for entry in facts.incomes:
        itself = entry.kind == computed and entry.person == facts.applicant_id
        lines.append(_itself(entry, law.on) if itself else _regular(entry, month, law.on))
    lines += _lost(facts, law.on)
    farm = [_farm(farm, law) for farm in _farms_by_person(facts.farm)]
    one_off = [_one_off(entry, month, facts, law) for entry in facts.one_off_incomes]
    lines += farm + [line for line, _ in one_off]
    lines += [_alimony(row, facts.applicant_id) for row in facts.alimony]
    if facts.alimony_fund_repaid:
        lines.append(_alimony_fund(facts))
    total = _sum(lines)
    return HouseholdIncome(
        month=month,
        exact=total,
        own_exact=total if _is_lone(facts) else _own(lines, facts.applicant_id),
        farm=grosze_of(_sum(farm)),
        one_off=tuple(found for _, found in one_off),
        size=facts.household_or_none.size if facts.household_or_none else 1,
        step=_sum_step(total, month, lines),
    )


def _require_declaration(facts: Facts) -> None:
    if not facts.any_income:
        raise missing(
            "facts.incomes",
            "give the incomes, [] when there are none",
            "Brakuje oświadczenia o dochodach (także gdy dochodu nie ma).",
        )


def _is_lone(facts: Facts) -> bool:
    return facts.household_or_none is None or facts.household_or_none.lone


def _own(lines: Iterable[_Line], person: str | None) -> Fraction:
    return _sum(line for line in lines if line.person == person)


def _sum(lines: Iterable[_Line]) -> Fraction:
    return max(sum((Fraction(line.amount) for line in lines), Fraction(0)), Fraction(0))


def _month_step(facts: Facts, on: date, month: date) -> _Line:
    if month == month_of(on):
        text = f"Utracono dochód, więc liczy się miesiąc złożenia wniosku ({month_words(month)})."
    else:
        text = f"Liczy się dochód z miesiąca przed złożeniem wniosku ({month_words(month)})."
    return _Line(None, ZERO, Step("art. 8 ust. 3", text, month_text(month)))


def _sum_step(total: Fraction, month: date, lines: list[_Line]) -> Step:
    shown = grosze_of(total)
    text = f"Dochód razem ({month_words(month)}): {polish(shown)}."
    inputs = {"income_month": month_text(month)}
    return Step("art. 8 ust. 3", text, shown, inputs, tuple(line.step for line in lines))


def _kind_on(kind: str, on: date) -> IncomeKind:
    return dictionary()[kind].on(on)


def _not_counted(entry: Income | OneOffIncome, kind: IncomeKind) -> _Line:
    why = f" ({entry.reason})" if entry.reason else ""
    text = f"Nie wlicza się do dochodu: {kind.label}{why}, {polish(entry.amount)}."
    step = Step(kind.provision, text, ZERO, {"person": entry.person, "amount": entry.amount})
    return _Line(entry.person, ZERO, step)


def _itself(entry: Income, on: date) -> _Line:
    text = (
        "Świadczenie, którego wysokość się ustala, nie jest dochodem na jego potrzeby: "
        f"{_kind_on(entry.kind, on).label}, {polish(entry.amount)}."
    )
    step = Step("art. 8 ust. 3", text, ZERO, {"person": entry.person, "amount": entry.amount})
    return _Line(entry.person, ZERO, step)


def _regular(entry: Income, month: date, on: date) -> _Line:
    kind = _kind_on(entry.kind, on)
    if entry.month is not None and entry.month != month:
        text = (
            f"Otrzymano w innym miesiącu ({month_words(entry.month)}), więc nie liczy się: "
            f"{kind.label}, {polish(entry.amount)}."
        )
        step = Step("art. 8 ust. 3", text, ZERO, {"person": entry.person, "amount": entry.amount})
        return _Line(entry.person, ZERO, step)
    if kind.counted is False:
        return _not_counted(entry, kind)
    text = f"Wlicza się do dochodu: {kind.label}, {polish(entry.amount)}."
    if entry.deducted:
        text = (
            f"Wlicza się do dochodu: {kind.label}, po odliczeniu podatku i składek "
            f"{polish(entry.amount)}."
        )
    inputs = {"person": entry.person, "kind": entry.kind, **entry.deducted}
    if entry.reason:
        inputs["reason"] = entry.reason
    return _Line(entry.person, entry.amount, Step(kind.provision, text, entry.amount, inputs))


def _lost(facts: Facts, on: date) -> list[_Line]:
    lines = []
    for entry in facts.lost_incomes:
        kind = _kind_on(entry.kind, on)
        inputs = {"person": entry.person, "lost_on": entry.lost_on, "amount": entry.amount}
        day = f"{entry.lost_on:%d.%m.%Y}"
        if entry.lost_on <= on:
            text = f"Dochód utracony {day} nie liczy się: {kind.label}, {polish(entry.amount)}."
            amount = ZERO
        elif kind.counted is False:
            text = f"Nie wlicza się do dochodu: {kind.label}, {polish(entry.amount)}."
            amount = ZERO
        else:
            text = (
                f"Dochód zostanie utracony dopiero {day}, więc jeszcze się liczy: "
                f"{kind.label}, {polish(entry.amount)}."
            )
            amount = entry.amount
        lines.append(_Line(entry.person, amount, Step("art. 8 ust. 3", text, amount, inputs)))
    return lines


def _farms_by_person(farms: Iterable[Farm]) -> list[Farm]:
    """One entry per person: the areas of a person add up before the test of one hectare."""
    found: dict[str | None, Farm] = {}
    for farm in farms:
        known = found.get(farm.person, Farm(farm.person, Decimal("0.0000"), ZERO))
        found[farm.person] = Farm(farm.person, known.area + farm.area, known.krus + farm.krus)
    return list(found.values())


def _farm(farm: Farm, law: Law) -> _Line:
    inputs = {"person": farm.person, "ha_przeliczeniowe": farm.area, "krus": farm.krus}
    area = f"{farm.area:f}".replace(".", ",")
    if farm.area < law("farm_minimum_area"):
        text = f"Gospodarstwo poniżej 1 ha przeliczeniowego ({area} ha) nie daje dochodu."
        return _Line(farm.person, ZERO, Step("art. 8 ust. 4", text, ZERO, inputs))
    per_ha = law("dochod_z_hektara_przeliczeniowego")
    exact = max(Fraction(farm.area * per_ha - farm.krus), Fraction(0))
    amount = grosze_of(exact)
    text = (
        f"Dochód z gospodarstwa rolnego: {area} ha × {polish(per_ha)} "
        f"− składka KRUS {polish(farm.krus)} = {polish(amount)}."
    )
    return _Line(farm.person, exact, Step("art. 8 ust. 9", text, amount, inputs))


def _one_off(entry: OneOffIncome, month: date, facts: Facts, law: Law) -> tuple[_Line, OneOff]:
    kind = _kind_on(entry.kind, law.on)
    first = month_of(entry.paid)
    if kind.counted is False:
        return _not_counted(entry, kind), OneOff(Fraction(0), first, first, spread=False)
    threshold = one_off_threshold(facts.household, law)
    if entry.amount > threshold:
        months = int(law("one_off_months"))
        found = OneOff(
            Fraction(entry.amount) / months, first, add_months(first, months - 1), spread=True
        )
        how = (
            f"więcej niż {polish(threshold)}, więc dzieli się na {months} miesięcy "
            f"po {polish(grosze_of(found.monthly))} (pierwszy: {month_words(found.first)}, "
            f"ostatni: {month_words(found.last)})"
        )
    else:
        found = OneOff(Fraction(entry.amount), first, first, spread=False)
        how = (
            f"nie więcej niż {polish(threshold)}, więc liczy się w całości "
            f"w miesiącu wypłaty ({month_words(first)})"
        )
    counts = found.first <= month <= found.last
    exact = found.monthly if counts else Fraction(0)
    amount = grosze_of(exact)
    text = (
        f"Dochód jednorazowy ({kind.label}) {polish(entry.amount)}: {how}. "
        f"W badanym miesiącu ({month_words(month)}) liczy się {polish(amount)}."
    )
    inputs = {"person": entry.person, "amount": entry.amount, "paid": entry.paid}
    return _Line(entry.person, exact, Step("art. 8 ust. 11", text, amount, inputs)), found


def _alimony(row: Alimony, applicant: str | None) -> _Line:
    """Lowers the income of who pays it, and so the family's."""
    text = f"Odejmuje się alimenty płacone innym osobom: {polish(row.amount)}."
    inputs = {"person": row.person} if row.person else {}
    step = Step("art. 8 ust. 3 pkt 3", text, -row.amount, inputs)
    return _Line(row.person or applicant, -row.amount, step)


def _alimony_fund(facts: Facts) -> _Line:
    text = (
        "Spłata należności do funduszu alimentacyjnego nie zmniejsza dochodu: "
        f"{polish(facts.alimony_fund_repaid)} (NSA I OPS 2/21)."
    )
    return _Line(None, ZERO, Step("art. 8 ust. 3 pkt 3", text, ZERO))
