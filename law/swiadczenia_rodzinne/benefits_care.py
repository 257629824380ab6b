"""Benefits of birth and care in the act on family benefits and two acts beside it."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, Benefit, benefit
from law.swiadczenia_rodzinne import (
    becikowe,
    opiekun,
    swiadczenie_pielegnacyjne,
    swiadczenie_rodzicielskie,
    za_zyciem,
    zasilek_pielegnacyjny,
)
from law.swiadczenia_rodzinne.act import LAST_DAY

TITLE = "ustawa z dnia 28 listopada 2003 r. o świadczeniach rodzinnych"
CLASSIFICATION = "855/85502 §3110"
_benefit = partial(
    benefit, act=TITLE, last_day=LAST_DAY, task=ORDERED, classification=CLASSIFICATION
)
CARE: tuple[Benefit, ...] = (
    _benefit(
        "becikowe",
        "Jednorazowa zapomoga z tytułu urodzenia się dziecka (becikowe)",
        becikowe.calculate,
        first_day=date(2006, 1, 1),
        fields=becikowe.FIELDS,
        parameters=becikowe.PARAMETERS,
    ),
    _benefit(
        "za_zyciem",
        "Jednorazowe świadczenie „Za życiem”",
        za_zyciem.calculate,
        act=za_zyciem.TITLE,
        first_day=za_zyciem.FIRST_DAY,
        last_day=None,
        fields=za_zyciem.FIELDS,
        parameters=za_zyciem.PARAMETERS,
    ),
    _benefit(
        "zasilek_pielegnacyjny",
        "Zasiłek pielęgnacyjny",
        zasilek_pielegnacyjny.calculate,
        first_day=zasilek_pielegnacyjny.FIRST_DAY,
        fields=zasilek_pielegnacyjny.FIELDS,
        parameters=zasilek_pielegnacyjny.PARAMETERS,
    ),
    _benefit(
        "swiadczenie_pielegnacyjne",
        "Świadczenie pielęgnacyjne",
        swiadczenie_pielegnacyjne.calculate,
        first_day=date(2009, 11, 1),
        last_day=date(2026, 12, 31),
        fields=swiadczenie_pielegnacyjne.FIELDS,
        parameters=swiadczenie_pielegnacyjne.PARAMETERS,
    ),
    _benefit(
        "specjalny_zasilek_opiekunczy",
        "Specjalny zasiłek opiekuńczy",
        opiekun.specjalny_zasilek,
        first_day=opiekun.SZO_FROM,
        fields=opiekun.SZO_FIELDS,
        parameters=opiekun.SZO_PARAMETERS,
    ),
    _benefit(
        "zasilek_dla_opiekuna",
        "Zasiłek dla opiekuna",
        opiekun.zasilek_dla_opiekuna,
        act=opiekun.ZDO_TITLE,
        first_day=opiekun.ZDO_FROM,
        fields=opiekun.ZDO_FIELDS,
        parameters=opiekun.ZDO_PARAMETERS,
    ),
    _benefit(
        "swiadczenie_rodzicielskie",
        "Świadczenie rodzicielskie",
        swiadczenie_rodzicielskie.calculate,
        first_day=swiadczenie_rodzicielskie.FIRST_DAY,
        fields=swiadczenie_rodzicielskie.FIELDS,
        parameters=swiadczenie_rodzicielskie.PARAMETERS,
    ),
)
TO_CHECK = (
    "The units (ustępy) of art. 15b, 16, 16a, 17, 17c and 27, of art. 10 of „Za życiem”, art. 2 of "
    "the act of 4 April 2014 and art. 63 of the act of 7 July 2023, in the consolidated texts.",
    "First day of becikowe (2006-01-01 here; only the year is known) and of medical care from the "
    "10th week: here by the day of the question from 2012-01-01, not by the day of birth.",
    "Świadczenie pielęgnacyjne: the amount of 2027 (announced by mid-November 2026) is to be "
    "entered from M.P.; from 2027-01-01 the engine answers `not_in_force`. So before 2009-11-01.",
    "„Za życiem”: a term for guardians and adopters, and children born before 2017.",
    "Świadczenie rodzicielskie for adopters and foster families (days and ages of taking the child "
    "over) and for the father after the mother: not computed.",
)
READINGS = (
    ("terms in months from a birth", "art. 57 § 3 and 4 KPA: over a Saturday or day off"),
    ("income per person between grosze", "compared with the criterion exactly"),
    ("adopters and guardians and becikowe", "`taken_over`: the term runs from it, no medical care"),
    ("zasiłek pielęgnacyjny, whose", "the applicant's, else the first disabled child's; one"),
    ("zasiłek pielęgnacyjny without persons", "the officer has found certificate or age in order"),
    ("certificate of a child", "until the day before the 16th birthday"),
    ("moderate degree under the age of 21", "arose before that age; else `disability_before_21`"),
    ("`from` without `to`", "`amount` is the full one, `amount_first_month` that of its month"),
    ("several persons cared for, part of a month", "the sum is divided and rounded once"),
    ("specjalny zasiłek opiekuńczy asked from 2024", "`closed`, unless `rules` says before_2024"),
    ("„Za życiem”: certificate and medical care", "the officer has found them in order"),
    ("zasiłek dla opiekuna", "the right itself is taken as found by the officer"),
    (
        "art. 27 ust. 5: one of several benefits",
        "refused when the applicant's incomes hold another of them; for the specjalny zasiłek not "
        "świadczenie rodzicielskie, which is income of a base year",
    ),
    ("first of the weeks", "the day of birth is their first day, so the last is 7 × weeks - 1 on"),
    ("`gestation_week`", "completed weeks"),
    (
        "days in hospital (art. 17c ust. 3a)",
        "both ends count, overlapping stays once; born before the 37th week: from the birth to the "
        "end of week 15 or 8; in term: from the 5th day after the birth, as in the worked page",
    ),
    (
        "2 consecutive days from the 5th to the 28th day",
        "the first of two days in hospital lies there, though the stay began before",
    ),
    ("hospital and day of the law", "the day of the question from 2025-03-19, whenever born"),
    ("unemployment benefit of 1000 zł and more", "nothing is left: `excluded_by_other_benefit`"),
)
