"""Świadczenie pielęgnacyjne: art. 17 of the act on family benefits. Amounts in zł per month.

Two sets of rules stand side by side: since 2024 for carers of persons up to 18, who may work, with
twice the amount for two persons and so on; before that, and for who was entitled on 31 December
2023 for as long as that right lasts, one amount whatever the number of persons.
"""

from datetime import date
from decimal import Decimal
from functools import partial

from law.errors import InvalidFacts
from law.facts import MOST_PERSONS, Facts
from law.money import percent_of, polish
from law.outcome import Result
from law.params import Law
from law.reading import Choice, Field, Whole
from law.swiadczenia_rodzinne import part_of_month
from law.swiadczenia_rodzinne.act import basis
from law.swiadczenia_rodzinne.conditions import no_other_benefit, refusal
from law.trace import Step

CODE = "swiadczenie_pielegnacyjne"
MORE_PCT = "swiadczenie_pielegnacyjne_kolejna_osoba_pct"
BEFORE_2024, FROM_2024 = "before_2024", "from_2024"
NEW_RULES_FROM = date(2024, 1, 1)
FIELDS = (
    Field(
        "rules",
        Choice((BEFORE_2024, FROM_2024)),
        help="before_2024: the right of 31.12.2023 goes on; without it the rules of the day",
    ),
    Field("cared_for", Whole(1, MOST_PERSONS), help="persons cared for; 1 unless said"),
    *part_of_month.FIELDS,
)
PARAMETERS = (CODE, MORE_PCT)


def calculate(facts: Facts, law: Law) -> Result:
    """The announced amount; by the new rules once more for each further person."""
    rules = _rules(facts, law.on)
    number: int = facts.extra.get("cared_for", 1)
    step = _rules_step(rules, law.on)
    conditions = no_other_benefit(facts, CODE)
    articles = _basis(rules, law.on)
    refused = refusal(conditions, articles, "month", {})
    if refused is not None:
        return refused
    due = part_of_month.monthly_or_part(
        facts, law, partial(_full, rules=rules, number=number), "art. 17 ust. 4"
    )
    return Result(True, (step, *due.steps), articles, due.amount, "month", values=due.values)


def _rules(facts: Facts, on: date) -> str:
    """The rules asked for. Raises InvalidFacts for the new ones before their first day."""
    rules: str = facts.extra.get("rules", FROM_2024 if on >= NEW_RULES_FROM else BEFORE_2024)
    if rules == FROM_2024:
        start: date = facts.extra.get("from", on)
        for path, day in (("facts.rules", on), ("facts.from", start)):
            if day < NEW_RULES_FROM:
                raise InvalidFacts(
                    f"found {FROM_2024} on {day}; allowed: from {NEW_RULES_FROM}",
                    path=path,
                    polish=f"Nowe zasady obowiązują od {NEW_RULES_FROM:%d.%m.%Y}.",
                )
    return rules


def _rules_step(rules: str, on: date) -> Step:
    if rules == FROM_2024:
        text = (
            "Zasady od 01.01.2024: opieka nad osobą do 18. roku życia ze znacznym stopniem "
            "niepełnosprawności albo z orzeczeniem o niepełnosprawności ze wskazaniami z pkt 7 i 8."
        )
        return Step("art. 17 ust. 1", text)
    if on < NEW_RULES_FROM:
        text = "Zasady obowiązujące do 31.12.2023: rezygnacja z pracy w związku z opieką."
        return Step("art. 17 ust. 1 w brzmieniu do 31.12.2023", text)
    text = (
        "Prawo nabyte: osoba była uprawniona 31.12.2023, więc stosuje się zasady z tego dnia, "
        "dopóki trwają warunki i osoba wymagająca opieki nie otrzymuje świadczenia wspierającego."
    )
    return Step("art. 63 ustawy o świadczeniu wspierającym", text)


def _full(law: Law, *, rules: str, number: int) -> tuple[Decimal, Step]:
    one = law(CODE)
    provision = "art. 17 ust. 3"
    if number == 1:
        text = f"Świadczenie pielęgnacyjne wynosi {polish(one)} miesięcznie."
        return one, Step(provision, text, one, {"cared_for": number})
    if rules == BEFORE_2024:
        text = (
            f"Świadczenie pielęgnacyjne wynosi {polish(one)} miesięcznie, niezależnie od liczby "
            f"osób objętych opieką ({number})."
        )
        return one, Step(provision, text, one, {"cared_for": number})
    percent = law(MORE_PCT)
    more = percent_of(percent, one) * (number - 1)
    amount = one + more
    text = (
        f"Świadczenie pielęgnacyjne {polish(one)} podwyższa się o {percent:f}% na drugą i każdą "
        f"następną osobę: {polish(one)} + {number - 1} × {polish(one)} = {polish(amount)}."
    )
    return amount, Step(provision, text, amount, {"cared_for": number, "percent": percent})


def _basis(rules: str, on: date) -> tuple[str, ...]:
    if rules == FROM_2024 or on < NEW_RULES_FROM:
        return basis("art. 17 ust. 1, 3 i 4")
    act = "ustawy z dnia 7 lipca 2023 r. o świadczeniu wspierającym"
    return (*basis("art. 17 ust. 1, 3 i 4 w brzmieniu do 31.12.2023"), f"art. 63 {act}")
