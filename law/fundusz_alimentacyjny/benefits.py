"""The codes of the act: days, budget, fields and rules; what is open in it."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, Act, benefit
from law.fundusz_alimentacyjny import debtor, odsetki, swiadczenie, termin
from law.swiadczenia_rodzinne.farm import HECTARE

TITLE = "ustawa z dnia 7 września 2007 r. o pomocy osobom uprawnionym do alimentów"
_benefit = partial(
    benefit, act=TITLE, first_day=date(2008, 10, 1), last_day=date(2029, 9, 30), task=""
)
_BENEFITS = (
    _benefit(
        "fundusz_alimentacyjny",
        "Świadczenie z funduszu alimentacyjnego",
        swiadczenie.calculate,
        fields=swiadczenie.FIELDS,
        parameters=(
            swiadczenie.CRITERION,
            swiadczenie.MAXIMUM,
            swiadczenie.MINIMUM,
            HECTARE,
        ),
        task=ORDERED,
        classification="855/85502 §3110",
    ),
    _benefit(
        "fa_termin",
        "Termin wypłaty świadczenia z funduszu alimentacyjnego",
        termin.term,
        fields=termin.FIELDS,
    ),
    _benefit(
        "odsetki",
        "Odsetki ustawowe za opóźnienie",
        odsetki.interest,
        fields=odsetki.FIELDS,
        parameters=(odsetki.RATE,),
        first_day=date(2005, 10, 15),
        last_day=date(2026, 12, 31),
    ),
    _benefit(
        "podzial_odzyskanych_kwot",
        "Podział kwot odzyskanych od dłużnika alimentacyjnego",
        debtor.split,
        fields=debtor.SPLIT_FIELDS,
        parameters=debtor.SHARES,
    ),
    _benefit(
        "kolejnosc_zaspokajania",
        "Kolejność zaspokajania z kwot ściągniętych od dłużnika alimentacyjnego",
        debtor.order,
        fields=debtor.ORDER_FIELDS,
    ),
    _benefit(
        "uznanie_za_uchylajacego",
        "Uznanie dłużnika alimentacyjnego za uchylającego się od zobowiązań",
        debtor.shirking,
        fields=debtor.SHIRKING_FIELDS,
        parameters=(debtor.SHIELD,),
    ),
)
_TO_CHECK = (
    "The M.P. number of the criterion of 1665 zł from 2026-10-01 and whether a yearly verification "
    "was enacted in 2026; the Dz.U. number of the highest benefit of 1000 zł from 2024-10-01.",
    "Rates of statutory interest: the resolutions of RPP since September 2026 were not seen; the "
    "rate of 9.25 % is carried on, marked unsure. From 2027-01-01: `not_in_force`.",
    "Shares of the gminas in the principal since 2015-09-18 (art. 27 ust. 4 after Dz.U. 2015 "
    "poz. 1302): 20 % each is used; the press of 17.09.2015 says that since then the whole 40 % is "
    "that of the creditor's gmina. To follow it, 40 and 0 go into the two parameters on that day.",
    "The first day of art. 5 ust. 3a (half of the alimony in each of six months).",
    "The article and the first days of the terms for setting and paying the benefit (art. 20); the "
    "rows from November to January were not seen for years before 2018.",
    "Who counts in the family while away (prison, hospital, abroad): only that the benefit is not "
    "due to a person with full-day upkeep or in foster care is known. The officer is asked.",
)
_READINGS = (
    (
        "`severe` of an adult who is at no school, not said",
        "`missing`: by it alone the right of such a person is decided",
    ),
    (
        "`zaliczka_due` not said",
        "`missing`: it comes before the creditor while the fund pays (art. 28 ust. 1); 0 is said",
    ),
    (
        "shares of the gminas in the principal since 2015-09-18",
        "20 % and 20 % (40 % when it is one gmina), as before; see what to check",
    ),
    ("excess of income", "that per person, taken off the benefit of each child apart"),
    ("income per person between grosze", "compared and taken off exactly; the benefit is rounded"),
    ("18th and 25th birthday", "age on the day of the question; the right ends on the birthday"),
    ("person in an institution or foster care, or married", "not computed: leave such out"),
    ("base year", "the calendar year before the period from 1 October"),
    ("alimony changed in the period, part of a month", "not computed: no rule was found"),
    ("first and last day of interest", "both count; a year has 365 days, leap years too"),
    ("interest over several rates", "periods are added exactly, rounded once half up to grosze"),
    (
        "payment before 2015-09-18",
        "divided in proportion to interest and principal; since then interest first",
    ),
    ("shares of the gminas in the principal", "each rounded half up, the rest is the state's"),
    ("one gmina of creditor and debtor", "40 % rounded once, shown as `oww`; `owd` is 0.00"),
    ("debtor's gmina unknown or abroad", "not computed: `oww_equals_owd` must be said"),
    ("payment above interest and principal", "`surplus`, divided among nobody"),
    ("collected above all dues", "`left`: the liquidator of the old fund, then the debtor"),
    ("application after January", "`paid_by` is null: the act sets no term"),
    ("application before July of the year of the period", "`invalid_facts`"),
    ("`trigger`", "the officer's finding under art. 5 ust. 3; codes beside the known ones stand"),
)
ACT = Act("fundusz_alimentacyjny", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
