"""The codes: days, budget, fields and rules; what is open in the acts."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, OWN, Act, benefit
from law.dodatki_mieszkaniowe import (
    area,
    criterion,
    dodatek,
    dodatek_energetyczny,
    expenses,
    once,
)

TITLE = "ustawa z dnia 21 czerwca 2001 r. o dodatkach mieszkaniowych"
_CRITERIA = (criterion.SINGLE, criterion.MULTI, criterion.WAGE, criterion.PENSION)
_benefit = partial(
    benefit, act=TITLE, first_day=date(2008, 3, 1), last_day=date(2027, 2, 8), task=OWN
)
_BENEFITS = (
    _benefit(
        "dodatek_mieszkaniowy",
        "Dodatek mieszkaniowy",
        dodatek.calculate,
        fields=dodatek.FIELDS,
        parameters=(
            *_CRITERIA,
            *area.BY_PERSONS,
            area.NEXT_PERSON,
            area.DISABILITY,
            area.LIMIT,
            area.HIGHER_LIMIT,
            area.ROOMS,
            expenses.HEATING,
            expenses.WATER,
            expenses.GAS_FIRST,
            expenses.GAS_NEXT,
            *(row[1] for row in expenses.SHARES),
            *(row[2] for row in expenses.SHARES),
            expenses.THRESHOLD_SINGLE,
            expenses.THRESHOLD_MULTI,
            dodatek.CAP,
            dodatek.CAP_CHANGE,
            dodatek.MINIMUM,
            dodatek.PERIOD,
        ),
        classification="852/85215 §3110",
    ),
    _benefit(
        "kryterium_dodatku_mieszkaniowego",
        "Kryterium dochodowe dodatku mieszkaniowego",
        criterion.figure,
        parameters=_CRITERIA,
        task="",
    ),
    benefit(
        "dodatek_energetyczny",
        "Dodatek energetyczny",
        dodatek_energetyczny.calculate,
        act=dodatek_energetyczny.TITLE,
        first_day=date(2017, 5, 1),
        last_day=None,
        fields=dodatek_energetyczny.FIELDS,
        parameters=tuple(name for _most, name in dodatek_energetyczny.RATES),
        task=ORDERED,
        classification="852/85215 §3110",
    ),
    benefit(
        "dodatek_oslonowy",
        "Dodatek osłonowy",
        once.oslonowy,
        act=once.OSLONOWY.title,
        first_day=once.OSLONOWY.periods[0][0],
        last_day=None,
        fields=once.OSLONOWY_FIELDS,
        parameters=(*once.OSLONOWY.parameters(), *once.OSLONOWY.by_size(), once.COAL),
        task=ORDERED,
        classification="852/85295 §3110",
    ),
    benefit(
        "bon_energetyczny",
        "Bon energetyczny",
        once.energetyczny,
        act=once.ENERGETYCZNY.title,
        first_day=once.ENERGETYCZNY.periods[0][0],
        last_day=None,
        fields=once.ENERGETYCZNY_FIELDS,
        parameters=(*once.ENERGETYCZNY.parameters(), *once.ENERGETYCZNY.by_size(), once.ELECTRIC),
        task=ORDERED,
        classification="853/85395 lub 852/85295 §3110",
    ),
    benefit(
        "bon_cieplowniczy",
        "Bon ciepłowniczy",
        once.cieplowniczy,
        act=once.CIEPLOWNICZY.title,
        first_day=once.CIEPLOWNICZY.periods[0][0],
        last_day=None,
        fields=once.CIEPLOWNICZY_FIELDS,
        parameters=(*once.CIEPLOWNICZY.parameters(), *once.PRICES, *once.HEAT_AMOUNTS),
        task=ORDERED,
        classification="853/85395 lub 852/85295 §3110",
    ),
)
_TO_CHECK = (
    "The units of art. 3, 5, 6, 6a and 7: the text of the act was not seen.",
    "The day from which a new average wage counts: its announcement (used here) or its publication "
    "in Monitor Polski. 2025-02-11 and 2026-02-09 are to be confirmed (the seventh working day of "
    "February 2026 would be the 10th). From 2027-02-09 the engine answers `not_in_force`.",
    "Applications filed before 2021-07-01 are decided by the old rules: the transitional article "
    "was not seen.",
    "Art. 6a: what the price of 1 kWh is (since 2021 it looks like the national average of URE "
    "with VAT, before it a local one). It comes with the facts. The kWh before 2021-07-01 too.",
    "The lowest pensions of 2009, 2011, 2012 and 2018, the old minimum of 2 %, and the "
    "twenty points by which the rada gminy may change the cap.",
    "Dodatek energetyczny before 2017-05-01: the rates of 2015 and 2016 were not found, so the "
    "engine answers `not_in_force`. Were art. 5c-5g repealed?",
    "First day of the act on dodatek osłonowy (2022-01-04) and the minimum of 20 zł in it; the "
    "full titles of the acts on both bony and their units.",
    "Bon ciepłowniczy: the amendment of December 2025 (applications left unexamined where the wójt "
    "announced that no price exceeds 170 zł/GJ) and the year of the income in 2026.",
    "Persons in a care home, in prison or at a school with free full upkeep are excluded: as "
    "applicants only, or are they left out of the household, too? The officer is asked of each. "
    "The acts on the energy benefits: nothing was found on members who are away.",
)
_READINGS = (
    ("day of filing and day of decision", "one day, that of the question, also for the minimum"),
    ("income of three months", "divided by months and persons at once, per person in grosze"),
    ("own share", "of the exact monthly income, rounded half up; not of the rounded month"),
    ("criterion, minimum and old thresholds between grosze", "rounded half up, then compared"),
    ("excess in a household of several (art. 6 ust. 8)", "that per person, after the cap"),
    ("excess equal to the addition", "0.00 is left: `below_minimum`"),
    (
        "`area_limit`",
        "150 % of the normative area when the share of rooms and kitchen is given and at most 60 "
        "%, else 130 %",
    ),
    (
        "separate room of a disabled person living alone",
        "no 15 m² (NSA I OSK 73/12); otherwise 15 m² once per dwelling",
    ),
    ("heating in the lump sum", "the actual area, at most the normative one with its 15 m²"),
    ("cap_pct", "one figure, for dwellings over and within the normative area alike"),
    (
        "`title`",
        "any text stands for a title of art. 2; `brak` refuses; `wlasnosc_budynku`: "
        "all is paid to the applicant",
    ),
    ("refusals of art. 7 ust. 3, arrears, double return", "not computed: the officer's findings"),
    (
        "forum examples that cut grosze (DM-E03: 167.59, DM-E04: 138.90)",
        "half up: 167.60 and 138.91",
    ),
    ("dodatek energetyczny after 2021", "`closed` for new applications"),
    (
        "applications after the periods of dodatek osłonowy and both bony",
        "`filed_late`; between two periods it is that of the earlier one",
    ),
    ("dodatek osłonowy", "period, amount and term by the day of filing"),
)
ACT = Act("dodatki_mieszkaniowe", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
