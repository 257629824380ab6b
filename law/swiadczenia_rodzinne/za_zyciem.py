"""Jednorazowe świadczenie „Za życiem”: art. 10 of the act of 4 November 2016. One amount in zł for
one child, whatever the income."""

from datetime import date

from law.facts import Facts
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.reading import Day, Field
from law.swiadczenia_rodzinne.conditions import refusal, require_born, require_order
from law.swiadczenia_rodzinne.term import filed_in_time
from law.trace import Step

TITLE = "ustawa z dnia 4 listopada 2016 r. o wsparciu kobiet w ciąży i rodzin „Za życiem”"
BASIS = (
    "art. 10 ustawy z dnia 4 listopada 2016 r. o wsparciu kobiet w ciąży i rodzin „Za życiem”",
)
FIRST_DAY = date(2017, 1, 1)
AMOUNT, TERM = "za_zyciem", "za_zyciem_termin"
FIELDS = (
    Field("child_born", Day(), required=True),
    Field("filed", Day(), required=True, help="day of the application"),
)
PARAMETERS = (AMOUNT, TERM)


def calculate(facts: Facts, law: Law) -> Result:
    """The grant, when asked for within twelve months of the birth."""
    born, filed = facts.extra["child_born"], facts.extra["filed"]
    require_order("facts.filed", born, filed, "Wniosek jest wcześniejszy niż urodzenie dziecka.")
    require_born(born, law.on)
    condition = filed_in_time("art. 10", born, int(law(TERM)), filed)
    values = {"last_day": condition.step.inputs["last_day"]}
    refused = refusal((condition,), BASIS, "once", values)
    if refused is not None:
        return refused
    amount = law(AMOUNT)
    text = f"Świadczenie na jedno dziecko wynosi {polish(amount)}, niezależnie od dochodu."
    steps = (condition.step, Step("art. 10", text, amount))
    return Result(True, steps, BASIS, amount, "once", values=values)
