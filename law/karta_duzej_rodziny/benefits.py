"""The codes of the act: days, budget, fields and rules; what is open in it."""

from datetime import date

from law.benefit import ORDERED, Act, benefit
from law.karta_duzej_rodziny import karta, oplata

TITLE = "ustawa z dnia 5 grudnia 2014 r. o Karcie Dużej Rodziny"
_BENEFITS = (
    benefit(
        "karta_duzej_rodziny",
        "Karta Dużej Rodziny",
        karta.calculate,
        act=TITLE,
        first_day=date(2015, 1, 1),
        last_day=date(2029, 12, 31),
        fields=karta.FIELDS,
        parameters=(karta.MINIMUM,),
        task=ORDERED,
        classification="855/85503",
    ),
    benefit(
        "kdr_oplata",
        "Opłata za duplikat lub dodatkową formę Karty Dużej Rodziny",
        oplata.fee,
        act=TITLE,
        first_day=date(2017, 3, 1),
        last_day=date(2027, 2, 28),
        fields=oplata.FIELDS,
        parameters=(oplata.DUPLICATE_FEE, oplata.SECOND_FORM_FEE),
        task=ORDERED,
        classification="855/85503 §0690",
    ),
)
_TO_CHECK = (
    "The fee for a duplicate from 2026-03-01 (M.P. 2026 poz. 235): 17.00 is computed, not seen. "
    "From 2027-03-01 the engine answers `not_in_force`.",
    "The fee for a duplicate from 2018-03-01 to 2021-02-28: M.P. 2021 poz. 221 is reported to have "
    "raised it from 9.21 to 10.12, so 9.21 is used; yearly figures by the price index (9.40, 9.56, "
    "9.78) would differ.",
    "The budget paragraph of the fees (§ 0690, of the state or of the gmina).",
    "Does a child in foster care or in an institution count for the card of its parents? The "
    "officer is asked.",
)
_READINGS = (
    (
        "duplicate from 2018-03-01 to 2021-02-28",
        "9.21, the fee that M.P. 2021 poz. 221 raised; not 9.40, 9.56 and 9.78 by the price index",
    ),
    ("duplicate from 2021-06-09 to 2022-02-28", "10.00 (ustawa z 15.04.2021), before it 10.12"),
    ("electronic form asked for from 2021-06-09", "fee 0.00: every card has it unasked"),
    ("`children_ever` not given", "the children listed, the dead among them"),
    ("degree of disability not given", "none"),
    ("cards issued before", "stay valid to their own end; the answer is for a new application"),
    ("parental authority taken away or limited", "not computed: leave such children out"),
)
ACT = Act("karta_duzej_rodziny", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
