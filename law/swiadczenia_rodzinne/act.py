"""What the rules of the act share: its title, the criterion of a family, months of a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from law.facts import Household, Person
from law.money import polish
from law.params import Law
from law.trace import Step

TITLE = "ustawy z dnia 28 listopada 2003 r. o świadczeniach rodzinnych"
K_PERSON = "kryterium_zasilku_rodzinnego"
K_DISABLED = "kryterium_zasilku_rodzinnego_niepelnosprawne"
FIRST_DAY = date(2004, 5, 1)
# Last day before the verification (art. 18) whose amounts nobody can know yet.
LAST_DAY = date(2027, 10, 31)
CHILD_CERTIFICATE = "child"
SERIOUS = ("moderate", "severe")
_PERIOD_STARTS_IN = 11


def basis(*articles: str) -> tuple[str, ...]:
    """Legal basis of a decision: the articles with the title of the act."""
    return tuple(f"{article} {TITLE}" for article in articles)


def base_year_on(day: date) -> int:
    """The calendar year before the okres zasiłkowy (1 November to 31 October) of the day."""
    return day.year - 1 if day.month >= _PERIOD_STARTS_IN else day.year - 2


def period_end(day: date) -> date:
    """Last day of the okres zasiłkowy in which the day lies: 31 October."""
    return date(day.year + 1 if day.month >= _PERIOD_STARTS_IN else day.year, 10, 31)


def is_disabled_child(person: Person) -> bool:
    """Child with a certificate of disability, or of moderate or severe degree (art. 5 ust. 2)."""
    return person.role == "child" and person.disability in (CHILD_CERTIFICATE, *SERIOUS)


def has_disabled_child(persons: Iterable[Person]) -> bool:
    """Is there such a child in the family, applied for or not?"""
    return any(is_disabled_child(person) for person in persons)


@dataclass(frozen=True, slots=True)
class Criterion:
    """The income criterion of a family: per person, and for the whole of it (zł per month)."""

    person: Decimal
    whole: Decimal
    provision: str
    step: Step


def criterion_of(household: Household, law: Law) -> Criterion:
    """Criterion of art. 5 ust. 1; of ust. 2 for the whole family when a child is disabled."""
    raised = has_disabled_child(household.persons)
    person = law(K_DISABLED if raised else K_PERSON)
    whole = person * household.size
    provision = "art. 5 ust. 2" if raised else "art. 5 ust. 1"
    why = " (w rodzinie jest dziecko z niepełnosprawnością)" if raised else ""
    text = (
        f"Kryterium dochodowe{why}: {polish(person)} na osobę, dla rodziny "
        f"{household.size} × {polish(person)} = {polish(whole)}."
    )
    inputs = {"persons": household.size, "per_person": person, "disabled_child": raised}
    return Criterion(person, whole, provision, Step(provision, text, whole, inputs))
