"""What the rules of the act share: its title, the criteria and the test against them."""

from dataclasses import dataclass
from decimal import Decimal

from law.facts import Household
from law.money import polish
from law.params import Law
from law.trace import Step

TITLE = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
K_LONE = "kryterium_osoby_samotnie_gospodarujacej"
K_PERSON = "kryterium_osoby_w_rodzinie"


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)


@dataclass(frozen=True, slots=True)
class Criterion:
    """The income criterion of a household: per person, and for the whole of it (zł per month)."""

    person: Decimal
    whole: Decimal
    provision: str
    step: Step


def criterion_of(household: Household, law: Law) -> Criterion:
    """Criterion of a lone person, or of a family: number of persons times that of one (art. 8)."""
    if household.lone:
        amount = law(K_LONE)
        provision = "art. 8 ust. 1 pkt 1"
        text = f"Kryterium dochodowe osoby samotnie gospodarującej: {polish(amount)}."
        return Criterion(amount, amount, provision, Step(provision, text, amount))
    person = law(K_PERSON)
    whole = person * household.size
    provision = "art. 8 ust. 1 pkt 3"
    text = f"Kryterium dochodowe rodziny: {household.size} × {polish(person)} = {polish(whole)}."
    step = Step(provision, text, whole, {"persons": household.size, "per_person": person})
    return Criterion(person, whole, provision, step)


def multiple_of_criterion(household: Household, law: Law, percent: Decimal) -> Decimal:
    """That many per cent of the criterion of a lone person, or of one person in a family."""
    return law(K_LONE if household.lone else K_PERSON) * percent / 100
