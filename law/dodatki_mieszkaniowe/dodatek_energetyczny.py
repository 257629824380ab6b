"""Dodatek energetyczny: art. 5c-5g of the energy law. Amounts in zł per month.

New applications ended with 2021; the rates after that are those of awards that ran on.
"""

from datetime import date

from law.dodatki_mieszkaniowe.act import PERSONS, persons_of
from law.facts import Facts
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.trace import Step

TITLE = "ustawa z dnia 10 kwietnia 1997 r. – Prawo energetyczne"
ARTICLES = "art. 5c-5g"
BASIS = (f"{ARTICLES} ustawy z dnia 10 kwietnia 1997 r. – Prawo energetyczne",)
CLOSED_FROM = date(2022, 1, 1)
RATES = (
    (1, "dodatek_energetyczny_1_osoba"),
    (4, "dodatek_energetyczny_2_4_osoby"),
    (None, "dodatek_energetyczny_5_osob"),
)
FIELDS = (PERSONS,)


def calculate(facts: Facts, law: Law) -> Result:
    """The rate by size of the household, for who has a dodatek mieszkaniowy and a contract."""
    persons = persons_of(facts)
    if law.on >= CLOSED_FROM:
        text = (
            f"Wniosków o dodatek energetyczny nie przyjmuje się od {CLOSED_FROM:%d.%m.%Y}; "
            "zastąpił go dodatek osłonowy."
        )
        values = {"closed_from": CLOSED_FROM}
        step = Step(ARTICLES, text, False)
        return Result(False, (step,), BASIS, None, "month", values=values, reasons=("closed",))
    name = next(name for most, name in RATES if most is None or persons <= most)
    amount = law(name)
    condition = (
        "Dodatek przysługuje osobie, której przyznano dodatek mieszkaniowy, która jest stroną "
        "umowy o energię elektryczną i mieszka w miejscu jej dostarczania."
    )
    text = f"Dodatek energetyczny (osób: {persons}): {polish(amount)} miesięcznie."
    steps = (
        Step("art. 5c", condition),
        Step("art. 5c", text, amount, {"persons": persons}),
    )
    return Result(True, steps, BASIS, amount, "month")
