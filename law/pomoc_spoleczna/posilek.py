"""Help with meals: the income limit of the government programme, in per cent of the criterion."""

from fractions import Fraction

from law.facts import Facts
from law.money import grosze, grosze_of, percent_of, polish, polish_beside
from law.outcome import Result
from law.params import Law
from law.pomoc_spoleczna.act import K_LONE, K_PERSON, basis, criterion_of
from law.pomoc_spoleczna.income import income_of
from law.reading import Amount, Field
from law.trace import Step

FIELDS = (
    Field("programme_pct", Amount(positive=True), help="limit of the gmina, when it is higher"),
)


def calculate(facts: Facts, law: Law) -> Result:
    """Within the limit or not; what is given and how much is not fixed by the programme."""
    percent = facts.extra.get("programme_pct")
    if percent is None:
        percent = law("posilek_pct")
    criterion, income = criterion_of(facts.household, law), income_of(facts, law)
    limit = grosze(percent_of(percent, criterion.whole))
    values = {
        "income": income.total,
        "limit": limit,
        "limit_lone": grosze(percent_of(percent, law(K_LONE))),
        "limit_per_person": grosze(percent_of(percent, law(K_PERSON))),
    }
    over = income.exact - Fraction(limit)
    fits = over <= 0
    verdict = "nie przekracza" if fits else "przekracza"
    shown = polish_beside(income.exact, limit)
    text = f"Dochód {shown} {verdict} {percent:f}% kryterium: {polish(limit)}."
    step = Step("program „Posiłek w szkole i w domu”", text, fits, {"percent": percent})
    if not fits:
        values["excess"] = grosze_of(over)
    return Result(
        fits,
        (income.step, criterion.step, step),
        basis("art. 8 ust. 1 i 3", "art. 48b"),
        None,
        "month",
        values=values,
        reasons=() if fits else ("income_over_criterion",),
    )
