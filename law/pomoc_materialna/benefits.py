"""The benefits for pupils: codes, days, budget, fields and rules; what is open in them."""

from datetime import date
from functools import partial

from law.benefit import OWN, Act, benefit
from law.pomoc_materialna import stypendium, zasilek
from law.pomoc_materialna.act import BASE
from law.pomoc_spoleczna.act import K_PERSON

TITLE = "ustawa z dnia 7 września 1991 r. o systemie oświaty"
_benefit = partial(
    benefit,
    act=TITLE,
    first_day=date(2006, 9, 1),
    last_day=date(2027, 10, 31),
    task=OWN,
)
_BENEFITS = (
    _benefit(
        "stypendium_szkolne",
        "Stypendium szkolne",
        stypendium.calculate,
        fields=stypendium.FIELDS,
        parameters=(
            K_PERSON,
            BASE,
            stypendium.MINIMUM,
            stypendium.MAXIMUM,
            stypendium.YEAR,
            "dochod_z_hektara_przeliczeniowego",
            "farm_minimum_area",
            "one_off_multiple",
            "one_off_months",
        ),
        classification="854/85415 §3240",
    ),
    _benefit(
        "zasilek_szkolny",
        "Zasiłek szkolny",
        zasilek.calculate,
        fields=zasilek.FIELDS,
        parameters=(BASE, zasilek.MULTIPLE, zasilek.TERM),
        classification="854/85415 §3260",
    ),
)
_TO_CHECK = (
    "Units of art. 90b-90u in the current consolidated text: the statute was not seen.",
    "The base (allowance for a child over 5 and up to 18) from the school year 2026/27: 124 zł is "
    "carried on until its verification of 2027.",
)
_READINGS = (
    ("criterion of a pupil living alone", "that per person in a family, as for everybody (ust. 7)"),
    ("income between grosze", "compared with criterion and bands exactly"),
    ("part of the base between grosze", "rounded half up to grosze"),
    ("band of the gmina outside 80-200 % of the base", "`invalid_facts`"),
    ("change of base or criterion in the school year", "the amounts of the day of the question"),
    ("other scholarships (art. 90d ust. 12-13), kolegia (9 months, 18 × base)", "not computed"),
    ("two months for zasiłek szkolny", "art. 57 § 3 and 4 KPA: over a Saturday or day off"),
    ("zasiłek szkolny of earlier in the year", "not deducted: `max_amount` is that of the year"),
)
ACT = Act("pomoc_materialna", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
