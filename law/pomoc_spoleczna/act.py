"""What the rules of the act share: its title, the criteria and the test against them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from law.errors import InvalidFacts
from law.facts import MONEY, Facts, Household
from law.money import polish
from law.params import Law
from law.reading import Field, Fields, Text
from law.trace import Step

TITLE = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"
K_LONE = "kryterium_osoby_samotnie_gospodarujacej"
K_PERSON = "kryterium_osoby_w_rodzinie"
RAISED = Field(
    "raised_criteria",
    Fields(
        Field("lone", MONEY, required=True, help="of a lone person, zł per month"),
        Field("person", MONEY, required=True, help="of a person in a family, zł per month"),
        Field("resolution", Text(), required=True, help="number and day of the resolution"),
    ),
    help="criteria raised by the rada gminy (art. 8 ust. 2)",
)


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
    return _of_family(household, law(K_PERSON), "art. 8 ust. 1 pkt 3", "")


def _of_family(household: Household, person: Decimal, provision: str, by: str) -> Criterion:
    whole = person * household.size
    text = (
        f"Kryterium dochodowe rodziny{by}: {household.size} × {polish(person)} = {polish(whole)}."
    )
    step = Step(provision, text, whole, {"persons": household.size, "per_person": person})
    return Criterion(person, whole, provision, step)


def raised_amount(raised: Mapping[str, Any], key: str, law: Law) -> Decimal:
    """Criterion `lone` or `person` of a resolution. Raises InvalidFacts when it is lower than that
    of the act on the day: a resolution may only raise it (art. 8 ust. 2)."""
    amount: Decimal = raised[key]
    least = law(K_LONE if key == "lone" else K_PERSON)
    if amount < least:
        raise InvalidFacts(
            f"found {amount}; allowed: at least {least}",
            path=f"facts.{RAISED.name}.{key}",
            polish="Uchwała może tylko podwyższyć kryterium ustawowe, "
            f"które wynosi {polish(least)}.",
        )
    return amount


def check_raised(raised: Mapping[str, Any], law: Law) -> None:
    """Both criteria of a resolution as it is entered. Raises InvalidFacts."""
    for key in ("lone", "person"):
        raised_amount(raised, key, law)


def raised_criterion_of(facts: Facts, law: Law) -> Criterion:
    """Criterion for zasiłek okresowy and celowy: as raised by the rada gminy (art. 8 ust. 2), where
    the facts have it. Raises InvalidFacts when it is lower than that of the act."""
    household = facts.household
    of_act = criterion_of(household, law)
    raised = facts.extra.get("raised_criteria")
    if raised is None:
        return of_act
    key = "lone" if household.lone else "person"
    amount = raised_amount(raised, key, law)
    provision, by = f"{of_act.provision}, ust. 2", f" podwyższone uchwałą {raised['resolution']}"
    if not household.lone:
        return _of_family(household, amount, provision, by)
    text = f"Kryterium dochodowe osoby samotnie gospodarującej{by}: {polish(amount)}."
    return Criterion(amount, amount, provision, Step(provision, text, amount))


def multiple_of_criterion(household: Household, law: Law, percent: Decimal) -> Decimal:
    """That many per cent of the criterion of a lone person, or of one person in a family."""
    return law(K_LONE if household.lone else K_PERSON) * percent / 100
