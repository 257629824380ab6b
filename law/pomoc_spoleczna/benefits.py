"""The benefits and fees of the act: codes, days, budget, fields and rules; what is open in it."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, OWN, OWN_OBLIGATORY, Act, benefit
from law.pomoc_spoleczna import (
    dps,
    fees,
    figures,
    posilek,
    zasilek_celowy,
    zasilek_okresowy,
    zasilek_staly,
)
from law.pomoc_spoleczna.act import K_LONE, K_PERSON

TITLE = "ustawa z dnia 12 marca 2004 r. o pomocy społecznej"
_CRITERIA = (K_LONE, K_PERSON)
_INCOME = (
    *_CRITERIA,
    "dochod_z_hektara_przeliczeniowego",
    "farm_minimum_area",
    "one_off_multiple",
    "one_off_months",
)
_benefit = partial(
    benefit,
    act=TITLE,
    first_day=date(2004, 5, 1),
    last_day=date(2027, 12, 31),
    task=OWN_OBLIGATORY,
)
_BENEFITS = (
    _benefit(
        "zasilek_staly",
        "Zasiłek stały",
        zasilek_staly.calculate,
        fields=zasilek_staly.FIELDS,
        parameters=(
            *_INCOME,
            "zasilek_staly_base_pct",
            "zasilek_staly_maximum",
            "zasilek_staly_minimum",
        ),
        classification="852/85216 §3110",
    ),
    _benefit(
        "zasilek_okresowy",
        "Zasiłek okresowy",
        zasilek_okresowy.calculate,
        fields=zasilek_okresowy.FIELDS,
        parameters=(
            *_INCOME,
            "zasilek_okresowy_minimum",
            "zasilek_okresowy_share_pct",
            "zasilek_okresowy_maximum_lone",
        ),
        first_day=date(2008, 1, 1),
        classification="852/85214 §3110",
    ),
    _benefit(
        "zasilek_celowy",
        "Zasiłek celowy",
        zasilek_celowy.calculate,
        fields=zasilek_celowy.RAISED_FIELDS,
        parameters=_INCOME,
        classification="852/85214 §3110",
    ),
    _benefit(
        "zasilek_celowy_zdarzenie",
        "Zasiłek celowy po zdarzeniu losowym lub klęsce",
        zasilek_celowy.calculate_event,
        fields=zasilek_celowy.FIELDS,
        parameters=_CRITERIA,
        task="własne obowiązkowe (zdarzenie losowe) lub zlecone (klęska)",
        classification="852/85214 lub 852/85278 §3110",
    ),
    _benefit(
        "specjalny_zasilek_celowy",
        "Specjalny zasiłek celowy",
        zasilek_celowy.calculate_special,
        fields=zasilek_celowy.FIELDS,
        parameters=_INCOME,
        task=OWN,
        classification="852/85214 §3110",
    ),
    _benefit(
        "skladka_zdrowotna",
        "Składka zdrowotna od zasiłku stałego",
        figures.health_contribution,
        fields=figures.HEALTH_FIELDS,
        parameters=("skladka_zdrowotna_pct",),
        classification="852/85213 §4130",
    ),
    _benefit(
        "dochod_pomoc_spoleczna",
        "Dochód według ustawy o pomocy społecznej",
        figures.income,
        parameters=_INCOME,
        task="",
    ),
    _benefit(
        "zmiana_dochodu",
        "Zmiana dochodu w czasie pobierania świadczenia",
        figures.income_change,
        fields=figures.CHANGE_FIELDS,
        parameters=(*_CRITERIA, "income_change_tolerance_pct"),
        task="",
    ),
    _benefit(
        "posilek",
        "Pomoc w formie posiłku",
        posilek.calculate,
        fields=posilek.FIELDS,
        parameters=(*_INCOME, "posilek_pct"),
        first_day=date(2006, 1, 1),
        classification="852/85230 §3110",
    ),
    _benefit(
        "dps_oplata",
        "Opłata za dom pomocy społecznej",
        dps.calculate,
        fields=dps.FIELDS,
        parameters=(*_INCOME, "dps_resident_pct", "dps_family_pct"),
        first_day=date(2007, 1, 1),
        classification="852/85202 §4330",
    ),
    _benefit(
        "uslugi_opiekuncze",
        "Opłata za usługi opiekuńcze",
        fees.care_services,
        fields=fees.CARE_SERVICES_FIELDS,
        parameters=_INCOME,
        classification="852/85228",
    ),
    _benefit(
        "schronisko_oplata",
        "Opłata za schronisko dla osób bezdomnych",
        fees.shelter,
        fields=fees.SHELTER_FIELDS,
        parameters=(*_INCOME, "schronisko_pct", "schronisko_with_care_pct"),
        first_day=date(2016, 1, 1),
        classification="852/85295",
    ),
    _benefit(
        "sds_oplata",
        "Opłata za środowiskowy dom samopomocy",
        fees.day_centre,
        parameters=(*_INCOME, "sds_fee_pct", "sds_threshold_pct"),
        first_day=date(2011, 1, 1),
        task=ORDERED,
        classification="852/85203",
    ),
)
_TO_CHECK = (
    "Was the first stage of the reform of social assistance (draft UD315) adopted, and from when?",
    "Criteria and amounts from 2026-01-01 and 2027-01-01: no regulation was found, so "
    "those of Dz.U. 2024 poz. 1044 are used, marked unsure. From 2028-01-01 the engine "
    "answers `not_in_force`.",
    "The cap of zasiłek okresowy for a lone person, and the first day on which it "
    "equals the criterion per person in a family.",
    "The list of art. 8 ust. 4 and 4a in the current consolidated text, with first days.",
    "Number and first day of art. 106 ust. 3b (change of income up to ten per cent).",
    "Members who are away (prison, hospital, school with board, abroad, foster care): beside art. "
    "6 pkt 14 and, for the applicant in prison, art. 13 no rule was found, so the officer is asked "
    "of each. The file knows prison and custody as one reason.",
)
_READINGS = (
    (
        "whose income does alimony paid reduce",
        "the own income of who pays it (`alimony_paid_by`), and so the family's; a sum without "
        "a payer (`alimony_paid`) is the applicant's. What exceeds the income of its payer lowers "
        "that of the family, never below zero",
    ),
    ("land in several plots", "areas of one person add up before the test of one hectare"),
    ("farm contributions above farm income", "the farm income is zero, never negative"),
    ("income that ends after the day of the question", "still counted"),
    (
        "farm income and twelfths between grosze",
        "added, compared and taken off exactly; what is shown is rounded",
    ),
    (
        "`amount_guaranteed` of zasiłek okresowy",
        "the minimum due, the floor of 20 zł included; by a raised criterion where there is one, "
        "though the grant of the state may cover the criterion of the act only",
    ),
    (
        "rounding of a part of a month, of which the act says nothing (776 zł, 22 of 31 days)",
        "exact and rounded once (550.71), unless the centre's rule rounds the rate of one day "
        "first (25.03, so 550.66); a whole month is the full amount either way",
    ),
    ("care services, income within the criterion", "free, whatever the tariff says"),
    ("care home, relative in a family", "rule B (own share) unless `family_rule` says A"),
    ("care home, several relatives of one rank", "equal parts, nobody above the own limit"),
    ("care home, agreed sum above the limit of the act", "the limit"),
    ("care home, one of a rank agreed to a sum", "pays it before the others of that rank share"),
    ("care home, part of a month", "nobody pays a grosz by which rounded fees exceed the cost"),
    ("shelter, income of a person in a family", "that per person: 30 or 50 % of it"),
    (
        "zasiłek stały that the applicant has already",
        "no income when zasiłek stały is computed anew; that of other members counts",
    ),
    (
        "zasiłek stały beside a benefit of art. 37 ust. 4 with a `month`",
        "refused when that is drawn in the month whose income counts or later, up to the month of "
        "the day; not for an earlier month, nor for one still to come",
    ),
    (
        "income above a criterion by less than a grosz",
        "refused, for it is compared exactly; the trace then prints more decimals",
    ),
    (
        "back-paid benefits (art. 8 ust. 12)",
        "entered as incomes of the months that they are for; not spread by the engine",
    ),
    (
        "threshold of a one-off income, and the amount of a hectare",
        "by the criterion and amount of the day of the question",
    ),
    (
        "świadczenie uzupełniające and help in kind (art. 8 ust. 4a)",
        "not counted there either; until a later change of the act it may have counted",
    ),
    ("transitional shares of zasiłek okresowy 2004-2007", "not computed: `not_in_force`"),
    (
        "criteria raised by the gmina (art. 8 ust. 2)",
        "for zasiłek okresowy and celowy only; the special one keeps the criterion of the act",
    ),
)
ACT = Act("pomoc_spoleczna", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
