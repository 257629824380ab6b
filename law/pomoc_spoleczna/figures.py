"""Figures without a right of their own: income, health contribution, change of income."""

from law.facts import MONEY, Facts
from law.money import grosze, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.periods import month_text
from law.pomoc_spoleczna.act import basis, multiple_of_criterion
from law.pomoc_spoleczna.income import income_of, one_off_threshold
from law.reading import Amount, Field
from law.trace import Step

HEALTH_FIELDS = (Field("zasilek_staly", MONEY, required=True, help="zasiłek stały paid"),)
CHANGE_FIELDS = (
    Field("change", Amount(signed=True), required=True, help="change of the monthly income"),
)
HEALTH_ACT = (
    "ustawy z dnia 27 sierpnia 2004 r. o świadczeniach opieki zdrowotnej finansowanych "
    "ze środków publicznych"
)


def income(facts: Facts, law: Law) -> Result:
    """Income of the household in the month that counts (art. 8 ust. 3-13)."""
    threshold = one_off_threshold(facts.household, law)
    found = income_of(facts, law)
    values = {
        "income": found.total,
        "per_person": found.per_person,
        "own_income": found.own,
        "farm_income": found.farm,
        "threshold_5x": threshold,
        "one_off": [entry.as_value() for entry in found.one_off],
        "income_month": month_text(found.month),
    }
    return Result(None, (found.step,), basis("art. 8 ust. 3-13"), values=values)


def health_contribution(facts: Facts, law: Law) -> Result:
    """Health contribution from the zasiłek stały paid; its figure is the amount as well."""
    paid = facts.extra["zasilek_staly"]
    percent = law("skladka_zdrowotna_pct")
    amount = grosze(percent_of(percent, paid))
    text = f"Składka zdrowotna: {percent:f}% × {polish(paid)} = {polish(amount)}."
    step = Step("art. 79 ust. 1", text, amount, {"zasilek_staly": paid, "percent": percent})
    articles = (f"art. 79 ust. 1 i art. 81 ust. 8 pkt 7 {HEALTH_ACT}",)
    return Result(None, (step,), articles, amount, values={"amount": amount, "percent": percent})


def income_change(facts: Facts, law: Law) -> Result:
    """Has a change of income effect on a benefit being paid? Not up to a tenth of the criterion."""
    change = facts.extra["change"]
    tolerance = grosze(
        multiple_of_criterion(facts.household, law, law("income_change_tolerance_pct"))
    )
    effect = abs(change) > tolerance
    verdict = "więcej niż" if effect else "nie więcej niż"
    text = f"Dochód zmienił się o {polish(abs(change))}, {verdict} {polish(tolerance)}."
    step = Step("art. 106 ust. 3b", text, effect, {"change": change, "tolerance": tolerance})
    return Result(
        effect,
        (step,),
        basis("art. 106 ust. 3b"),
        values={"tolerance": tolerance, "change": change},
        reasons=() if effect else ("within_tolerance",),
    )
