"""Specjalny zasiłek opiekuńczy (art. 16a of the act on family benefits) and zasiłek dla opiekuna
(the act of 4 April 2014). Amounts in zł per month."""

from datetime import date
from decimal import Decimal

from law.facts import Facts
from law.money import polish
from law.outcome import Result
from law.params import Law
from law.reading import Choice, Field
from law.swiadczenia_rodzinne import income, part_of_month
from law.swiadczenia_rodzinne.act import K_DISABLED, basis
from law.swiadczenia_rodzinne.conditions import (
    ONE_OF,
    Condition,
    no_other_benefit,
    refusal,
    within_criterion,
)
from law.swiadczenia_rodzinne.farm import HECTARE
from law.trace import Step

SZO, ZDO = "specjalny_zasilek_opiekunczy", "zasilek_dla_opiekuna"
SZO_FROM, ZDO_FROM = date(2013, 1, 1), date(2013, 7, 1)
SZO_CLOSED_FROM = date(2024, 1, 1)
ZDO_TITLE = "ustawa z dnia 4 kwietnia 2014 r. o ustaleniu i wypłacie zasiłków dla opiekunów"
ZDO_ARTICLE = (
    "art. 2 ustawy z dnia 4 kwietnia 2014 r. o ustaleniu i wypłacie zasiłków dla opiekunów"
)
ACQUIRED = "before_2024"
# Świadczenie rodzicielskie counts as income of the base year, so an entry of it does not say that
# it is received now.
_OTHERS = {kind: label for kind, label in ONE_OF.items() if kind != "swiadczenie_rodzicielskie"}
SZO_FIELDS = (
    Field("rules", Choice((ACQUIRED,)), help="the right of 31.12.2023 goes on"),
    *part_of_month.FIELDS,
    *income.FIELDS,
)
SZO_PARAMETERS = (SZO, K_DISABLED, HECTARE)
ZDO_FIELDS = part_of_month.FIELDS
ZDO_PARAMETERS = (ZDO,)


def specjalny_zasilek(facts: Facts, law: Law) -> Result:
    """The allowance when the joint income of both families fits; none for new carers since 2024."""
    articles = basis("art. 16a ust. 1, 2 i 6")
    if law.on >= SZO_CLOSED_FROM and "rules" not in facts.extra:
        text = (
            "Od 01.01.2024 nie przyznaje się specjalnego zasiłku opiekuńczego; zachowują go osoby "
            "uprawnione 31.12.2023."
        )
        step = Step("art. 63 ustawy o świadczeniu wspierającym", text, False)
        return Result(False, (step,), articles, None, "month", reasons=("closed",))
    found = income.income_of(facts, law)  # the household is both families together
    what = "Łączny dochód rodziny opiekuna i rodziny osoby wymagającej opieki"
    test = within_criterion("art. 16a ust. 2", what, found, law(K_DISABLED))
    conditions = (Condition(found.step), test, *no_other_benefit(facts, SZO, _OTHERS))
    values = {
        "income": found.total,
        "per_person": found.per_person,
        "criterion": law(K_DISABLED),
        **test.values,
    }
    refused = refusal(conditions, articles, "month", values)
    if refused is not None:
        return refused
    due = part_of_month.monthly_or_part(facts, law, _szo_amount, "art. 16a ust. 7")
    steps = (*(condition.step for condition in conditions), *due.steps)
    return Result(True, steps, articles, due.amount, "month", values=values | due.values)


def _szo_amount(law: Law) -> tuple[Decimal, Step]:
    amount = law(SZO)
    text = f"Specjalny zasiłek opiekuńczy wynosi {polish(amount)} miesięcznie."
    return amount, Step("art. 16a ust. 6", text, amount)


def zasilek_dla_opiekuna(facts: Facts, law: Law) -> Result:
    """The allowance of who lost świadczenie pielęgnacyjne by law on 30 June 2013; any income."""
    articles = (ZDO_ARTICLE,)
    refused = refusal(no_other_benefit(facts, ZDO), articles, "month", {})
    if refused is not None:
        return refused
    due = part_of_month.monthly_or_part(facts, law, _zdo_amount, "art. 2")
    text = (
        "Zasiłek przysługuje osobie, która z mocy prawa utraciła prawo do świadczenia "
        "pielęgnacyjnego 30.06.2013, niezależnie od dochodu."
    )
    steps = (Step("art. 2", text, True), *due.steps)
    return Result(True, steps, articles, due.amount, "month", values=due.values)


def _zdo_amount(law: Law) -> tuple[Decimal, Step]:
    amount = law(ZDO)
    text = f"Zasiłek dla opiekuna wynosi {polish(amount)} miesięcznie."
    return amount, Step("art. 2", text, amount)
