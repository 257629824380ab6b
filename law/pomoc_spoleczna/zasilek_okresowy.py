"""Zasiłek okresowy: art. 38 of the act on social assistance. Amounts in zł per month."""

from decimal import Decimal
from fractions import Fraction

from law.errors import InvalidFacts
from law.facts import MONEY, Facts
from law.money import GROSZ, grosze_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.pomoc_spoleczna.act import RAISED, Criterion, basis, raised_criterion_of
from law.pomoc_spoleczna.income import HouseholdIncome, income_of
from law.pomoc_spoleczna.reasons import CODES, POVERTY, Reason, art7_reasons
from law.reading import Choice, Field
from law.trace import Step

FIELDS = (
    Field("reason_art7", Choice(CODES), help="reason of help by art. 7"),
    Field("amount_chosen", MONEY, help="what the officer grants, between the bounds"),
    RAISED,
)


def calculate(facts: Facts, law: Law) -> Result:
    """Right to at least half of the gap between criterion and income; more is discretionary."""
    criterion, income = raised_criterion_of(facts, law), income_of(facts, law)
    gap = Fraction(criterion.whole) - income.exact
    steps = [income.step, criterion.step, _test_step(income, criterion)]
    values = {"income": income.total, "criterion": criterion.whole, "gap": grosze_of(gap)}
    reasons = []
    if gap <= 0:
        reasons.append("income_over_criterion")
        values["excess"] = grosze_of(-gap)
    if (step := _reason_step(facts, law)) is not None:
        steps.append(step)
        if step.value is False:
            reasons.append("poverty_alone")
    articles = _basis(facts, law)
    if reasons:
        return Result(False, tuple(steps), articles, None, "month", False, values, tuple(reasons))
    amount, figures, more = _grant(facts, law, gap)
    return Result(True, (*steps, *more), articles, amount, "month", values=values | figures)


def _grant(
    facts: Facts, law: Law, gap: Fraction
) -> tuple[Decimal, dict[str, Decimal], tuple[Step, ...]]:
    """Amount, the figures behind it, and the steps to it."""
    low = _minimum(gap, law)
    high = _maximum(gap, low, facts, law)
    amount = _chosen(facts, low, high)
    figures = {
        "min_amount": low,
        "max_amount": high,
        "amount_guaranteed": low,
        "amount_gmina_topup": amount - low,
    }
    steps = (
        _low_step(grosze_of(gap), low, law),
        _high_step(grosze_of(gap), high, facts, law),
        _amount_step(amount, low),
    )
    return amount, figures, steps


def _test_step(income: HouseholdIncome, criterion: Criterion) -> Step:
    fits = income.exact < criterion.whole
    verdict = "jest niższy od kryterium" if fits else "nie jest niższy od kryterium"
    shown = polish_beside(income.exact, criterion.whole)
    text = f"Dochód {shown} {verdict} {polish(criterion.whole)}."
    if not fits:
        needed = polish(grosze_of(income.exact - Fraction(criterion.whole)) + GROSZ)
        text += f" Zasiłek przysługiwałby przy dochodzie niższym o co najmniej {needed}."
    inputs = {"income": income.total, "criterion": criterion.whole}
    return Step("art. 38 ust. 1", text, fits, inputs)


def _reason_step(facts: Facts, law: Law) -> Step | None:
    """Poverty alone (art. 7 pkt 1) is no reason in the sense of art. 8 ust. 1."""
    code = facts.extra.get("reason_art7")
    if code is None:
        return None
    reason = _reason(code, law)
    enough = code != POVERTY
    text = f"Powód pomocy: {reason.label} (art. 7 pkt {reason.pkt})."
    if not enough:
        text += " Samo ubóstwo nie wystarcza: potrzebna jest inna okoliczność z art. 7."
    return Step("art. 8 ust. 1", text, enough, {"reason_art7": code})


def _reason(code: str, law: Law) -> Reason:
    return next(reason for reason in art7_reasons(law.on) if reason.code == code)


def _minimum(gap: Fraction, law: Law) -> Decimal:
    half = grosze_of(gap * Fraction(law("zasilek_okresowy_share_pct")) / 100)
    return max(half, law("zasilek_okresowy_minimum"))


def _maximum(gap: Fraction, low: Decimal, facts: Facts, law: Law) -> Decimal:
    high = max(grosze_of(gap), law("zasilek_okresowy_minimum"))
    if facts.household.lone:
        high = max(low, min(high, law("zasilek_okresowy_maximum_lone")))
    return high


def _chosen(facts: Facts, low: Decimal, high: Decimal) -> Decimal:
    chosen: Decimal = facts.extra.get("amount_chosen", low)
    if not low <= chosen <= high:
        raise InvalidFacts(
            f"found {chosen}; allowed: {low} to {high}",
            path="facts.amount_chosen",
            polish=f"Kwota zasiłku okresowego musi wynosić od {polish(low)} do {polish(high)}.",
        )
    return chosen


def _low_step(gap: Decimal, low: Decimal, law: Law) -> Step:
    share, minimum = law("zasilek_okresowy_share_pct"), law("zasilek_okresowy_minimum")
    text = (
        f"Zasiłek wynosi co najmniej {share:f}% różnicy {polish(gap)}, "
        f"nie mniej niż {polish(minimum)}: {polish(low)}."
    )
    inputs = {"gap": gap, "percent": share, "minimum": minimum}
    return Step("art. 38 ust. 3", text, low, inputs)


def _high_step(gap: Decimal, high: Decimal, facts: Facts, law: Law) -> Step:
    if facts.household.lone:
        cap = law("zasilek_okresowy_maximum_lone")
        text = (
            f"Najwyższa kwota: różnica między kryterium a dochodem, "
            f"u osoby samotnie gospodarującej do {polish(cap)}: {polish(high)}."
        )
        return Step("art. 38 ust. 2 pkt 1", text, high, {"gap": gap, "cap": cap})
    text = f"Najwyższa kwota: różnica między kryterium rodziny a jej dochodem: {polish(high)}."
    return Step("art. 38 ust. 2 pkt 2", text, high, {"gap": gap})


def _amount_step(amount: Decimal, low: Decimal) -> Step:
    text = f"Przyjęta kwota zasiłku: {polish(amount)}"
    text += ", czyli najniższa należna." if amount == low else ", w granicach uznania."
    inputs = {"guaranteed": low, "topup": amount - low}
    return Step("art. 38 ust. 2 i 3", text, amount, inputs)


def _basis(facts: Facts, law: Law) -> tuple[str, ...]:
    code = facts.extra.get("reason_art7")
    reason = "art. 7" if code is None else f"art. 7 pkt {_reason(code, law).pkt}"
    raised = ", ust. 2" if RAISED.name in facts.extra else ""
    pkt, form = ("pkt 1", "pkt 1") if facts.household.lone else ("pkt 3", "pkt 2")
    return basis(
        reason,
        f"art. 8 ust. 1 {pkt}{raised} i ust. 3",
        f"art. 38 ust. 1 {form}, ust. 2 {form} i ust. 3",
        "art. 106 ust. 1 i 3",
    )
