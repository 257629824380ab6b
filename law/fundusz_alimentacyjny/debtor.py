"""The debtor: what becomes of money recovered (art. 27, 28), and when the decision that he
shirks his alimony may be issued (art. 5). Amounts in zł."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from law.facts import MONEY, Facts
from law.fundusz_alimentacyjny.act import CIVIL_PROCEDURE, basis
from law.money import ZERO, grosze, grosze_of, percent_of, polish
from law.outcome import Result
from law.params import Law
from law.reading import Field, Flag, ListOf, Text
from law.trace import Step

SHARES = ("fa_udzial_gminy_wierzyciela_pct", "fa_udzial_gminy_dluznika_pct")
SHIELD = "fa_oslona_pct"
# Before this day a payment was divided in proportion to interest and principal (Dz.U. 2015
# poz. 1302, art. 1 pkt 6).
INTEREST_FIRST_FROM = date(2015, 9, 18)
MONTHS_WATCHED = 6
SPLIT_FIELDS = (
    Field("payment", MONEY, required=True, help="recovered from the debtor"),
    Field("interest_due", MONEY, required=True),
    Field("principal_due", MONEY, required=True),
    Field("oww_equals_owd", Flag(), required=True, help="creditor and debtor in one gmina"),
)
ORDER_FIELDS = (
    Field("fa_being_paid", Flag(), required=True, help="is the benefit still being paid"),
    Field("collected", MONEY, required=True, help="by the bailiff, less costs"),
    Field("fa_due", MONEY, required=True, help="owed back for benefits of the fund"),
    Field("zaliczka_due", MONEY, required=True, help="owed back for zaliczki of 2005-2008"),
    Field("creditor_due", MONEY, required=True, help="owed to the person entitled"),
)
TRIGGERS = {
    "uniemozliwienie_wywiadu": "uniemożliwia przeprowadzenie wywiadu alimentacyjnego",
    "odmowa_oswiadczenia_majatkowego": "odmówił złożenia oświadczenia majątkowego",
    "odmowa_rejestracji": "odmówił zarejestrowania się w urzędzie pracy w wyznaczonym terminie",
    "odmowa_pracy": "bez uzasadnionej przyczyny odmówił pracy, szkolenia lub stażu",
}
NO_TRIGGER = ("brak", "none")
SHIRKING_FIELDS = (
    Field("trigger", Text(60), required=True, help=f"one of {', '.join(TRIGGERS)}, or brak"),
    Field("current_alimony", MONEY, required=True, help="currently fixed, per month"),
    Field(
        "payments_last_6_months",
        ListOf(MONEY, MONTHS_WATCHED, MONTHS_WATCHED),
        required=True,
        help="paid in each of the last six months",
    ),
)


def split(facts: Facts, law: Law) -> Result:
    """A payment between interest and principal, and the principal between gminas and the state."""
    payment: Decimal = facts.extra["payment"]
    interest_due: Decimal = facts.extra["interest_due"]
    principal_due: Decimal = facts.extra["principal_due"]
    interest_first = law.on >= INTEREST_FIRST_FROM
    if interest_first:
        to_interest, to_principal = _in_order(payment, interest_due, principal_due)
    else:
        to_interest, to_principal = _in_proportion(payment, interest_due, principal_due)
    shares, share_steps = _shares(to_interest, to_principal, facts.extra["oww_equals_owd"], law)
    values = {
        "to_interest": to_interest,
        "to_principal": to_principal,
        **shares,
        "principal_left": principal_due - to_principal,
    }
    steps = [_credited(payment, to_interest, to_principal, interest_first), *share_steps]
    if surplus := payment - to_interest - to_principal:
        values["surplus"] = surplus
        text = f"Wpłata przewyższa zadłużenie o {polish(surplus)}: nadwyżka nie jest dzielona."
        steps.append(Step("art. 27", text, surplus))
    articles = basis("art. 27 ust. 4")
    if interest_first:
        articles += (f"art. 1026 § 2 {CIVIL_PROCEDURE}",)
    return Result(None, tuple(steps), articles, values=values)


def _in_order(amount: Decimal, *dues: Decimal) -> list[Decimal]:
    """The amount to each due in turn, as far as it goes."""
    parts = []
    for due in dues:
        parts.append(min(amount, due))
        amount -= parts[-1]
    return parts


def _in_proportion(amount: Decimal, first: Decimal, second: Decimal) -> list[Decimal]:
    """The amount to both dues as they stand to each other; the first rounded to grosze."""
    if amount >= first + second:
        return [first, second]
    part = grosze_of(Fraction(amount) * Fraction(first) / Fraction(first + second))
    return [part, amount - part]


def _credited(
    payment: Decimal, to_interest: Decimal, to_principal: Decimal, interest_first: bool
) -> Step:
    if interest_first:
        provision, how = "art. 1026 § 2 KPC", "najpierw na odsetki, potem na należność główną"
    else:
        provision, how = "art. 27 ust. 4", "proporcjonalnie na odsetki i należność główną"
    text = (
        f"Wpłatę {polish(payment)} zalicza się {how}: odsetki {polish(to_interest)}, "
        f"należność główna {polish(to_principal)}."
    )
    inputs = {"payment": payment, "to_interest": to_interest}
    return Step(provision, text, to_principal, inputs)


def _shares(
    to_interest: Decimal, to_principal: Decimal, one_gmina: bool, law: Law
) -> tuple[dict[str, Decimal], list[Step]]:
    """Own income of the gminas, rounded to grosze; what is left of it all is the state's."""
    creditors, debtors = (law(name) for name in SHARES)
    if one_gmina:
        creditors, debtors = creditors + debtors, ZERO
    oww = grosze(percent_of(creditors, to_principal))
    owd = grosze(percent_of(debtors, to_principal))
    state = to_interest + to_principal - oww - owd
    who = f"gmina wierzyciela {creditors:f}%: {polish(oww)}"
    if one_gmina:
        who = f"gmina wierzyciela i dłużnika zarazem {creditors:f}%: {polish(oww)}"
    elif debtors:
        who += f", gmina dłużnika {debtors:f}%: {polish(owd)}"
    own = f"Z należności głównej {polish(to_principal)} dochodem własnym jest: {who}."
    rest = f"Reszta należności głównej i odsetki są dochodem budżetu państwa: {polish(state)}."
    steps = [
        Step("art. 27 ust. 4", own, oww + owd, {"principal": to_principal}),
        Step("art. 27 ust. 4", rest, state, {"interest": to_interest}),
    ]
    return {"oww": oww, "owd": owd, "state": state}, steps


def order(facts: Facts, law: Law) -> Result:
    """Who is satisfied from what the bailiff collected, while the fund pays and after (art. 28)."""
    collected: Decimal = facts.extra["collected"]
    due = {
        "fa": facts.extra["fa_due"],
        "zaliczka": facts.extra["zaliczka_due"],
        "creditor": facts.extra["creditor_due"],
    }
    if facts.extra["fa_being_paid"]:
        provision, turn = "art. 28 ust. 1", ("fa", "zaliczka", "creditor")
        when = "Świadczenia z funduszu są wypłacane, więc pierwszeństwo ma zwrot do funduszu."
    else:
        provision, turn = "art. 28 ust. 2", ("creditor", "fa", "zaliczka")
        when = "Świadczenia z funduszu nie są już wypłacane, więc pierwszeństwo ma wierzyciel."
    found = dict(zip(turn, _in_order(collected, *(due[who] for who in turn)), strict=True))
    steps = [Step(provision, when, facts.extra["fa_being_paid"], {"collected": collected})]
    steps += [_satisfied(provision, who, due[who], found[who]) for who in turn]
    values = {who: found[who] for who in due}
    if left := collected - sum(found.values()):
        values["left"] = left
        text = f"Pozostaje {polish(left)} na dalsze należności, a gdy ich nie ma, dla dłużnika."
        steps.append(Step(provision, text, left))
    return Result(None, tuple(steps), basis(provision), values=values)


_WHO = {
    "fa": "należności z tytułu świadczeń z funduszu alimentacyjnego",
    "zaliczka": "należności z tytułu zaliczek alimentacyjnych",
    "creditor": "należności wierzyciela alimentacyjnego",
}


def _satisfied(provision: str, who: str, due: Decimal, paid: Decimal) -> Step:
    text = f"Na {_WHO[who]} ({polish(due)}): {polish(paid)}, pozostaje {polish(due - paid)}."
    return Step(provision, text, paid, {"due": due})


def shirking(facts: Facts, law: Law) -> Result:
    """May the decision be issued? Not when half of the alimony was paid in each of six months."""
    trigger: str = facts.extra["trigger"]
    percent = law(SHIELD)
    threshold = percent_of(percent, facts.extra["current_alimony"])
    months = sum(paid >= threshold for paid in facts.extra["payments_last_6_months"])
    grounds, shielded = trigger not in NO_TRIGGER, months == MONTHS_WATCHED
    reasons = [] if grounds else ["no_trigger"]
    if shielded:
        reasons.append("half_of_alimony_paid")
    steps = (_grounds(trigger, grounds), _shield(percent, grosze(threshold), months, shielded))
    values = {"threshold": grosze(threshold), "months_paid": months}
    articles = basis("art. 5 ust. 3 i 3a")
    return Result(not reasons, steps, articles, values=values, reasons=tuple(reasons))


def _grounds(trigger: str, grounds: bool) -> Step:
    if grounds:
        found = TRIGGERS.get(trigger, f"przesłanka stwierdzona przez organ: {trigger}")
        text = f"Dłużnik alimentacyjny: {found}."
    else:
        text = "Nie stwierdzono żadnej przesłanki uznania dłużnika za uchylającego się."
    return Step("art. 5 ust. 3", text, grounds, {"trigger": trigger})


def _shield(percent: Decimal, threshold: Decimal, months: int, shielded: bool) -> Step:
    text = (
        f"Co najmniej {percent:f}% bieżących alimentów ({polish(threshold)}) dłużnik zapłacił "
        f"w {months} z ostatnich {MONTHS_WATCHED} miesięcy"
    )
    if shielded:
        text += ", czyli w każdym z nich, więc decyzji nie wydaje się."
    else:
        text += "; decyzji nie wydaje się tylko wobec tego, kto zapłacił tyle w każdym z nich."
    return Step("art. 5 ust. 3a", text, not shielded, {"months_paid": months})
