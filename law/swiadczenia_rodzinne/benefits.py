"""The benefits and figures of the act: codes, days, budget, fields and rules; what is open."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, Act, benefit
from law.swiadczenia_rodzinne import benefits_care, figures, tax_card, zasilek_rodzinny
from law.swiadczenia_rodzinne.act import FIRST_DAY, LAST_DAY

TITLE = "ustawa z dnia 28 listopada 2003 r. o świadczeniach rodzinnych"
CLASSIFICATION = "855/85502 §3110"
_benefit = partial(
    benefit,
    act=TITLE,
    first_day=FIRST_DAY,
    last_day=LAST_DAY,
    task=ORDERED,
    classification=CLASSIFICATION,
)
_FAMILY = (
    _benefit(
        "zasilek_rodzinny",
        "Zasiłek rodzinny z dodatkami",
        zasilek_rodzinny.calculate,
        fields=zasilek_rodzinny.FIELDS,
        parameters=zasilek_rodzinny.PARAMETERS,
    ),
    _benefit(
        "dodatki_zasilku_rodzinnego",
        "Dodatki do zasiłku rodzinnego według liczby dzieci",
        figures.additions,
        fields=figures.ADDITIONS_FIELDS,
        parameters=(*figures.SINGLE, *figures.LARGE),
        first_day=date(2005, 9, 1),
    ),
    _benefit(
        "dochod_z_hektara",
        "Dochód z hektara przeliczeniowego w roku bazowym",
        figures.hectare,
        fields=figures.HECTARE_FIELDS,
        parameters=figures.HECTARE_PARAMETERS,
        task="",
        classification="",
    ),
    _benefit(
        "dochod_karta_podatkowa",
        "Dochód przy karcie podatkowej według tabeli ministra",
        tax_card.calculate,
        fields=tax_card.FIELDS,
        task="",
        classification="",
    ),
)
_TO_CHECK = (
    "Was anything of the act changed in 2026 beside the verification of 2024, which left all "
    "amounts as they were? The next verification takes effect on 2027-11-01; from that day the "
    "engine answers `not_in_force`.",
    "Income of a comparative hectare for 2024 and 2025 (announced by 23 September of the next "
    "year): not found, so a farm in these base years is answered `not_in_force`. Before 2010 too.",
    "Tables of income by karta podatkowa (art. 5 ust. 7a): only the first rows of those for 2018 "
    "and 2020 were seen; a higher tax and other years are answered `not_in_force`.",
    "First day of 80 zł for wielodzietność and of the amounts of art. 13 and 15 valid before "
    "November 2015 (2006-09-01 is assumed).",
    "The okres zasiłkowy before November 2009: its first and last days are not checked.",
    "The closed list of untaxed income (art. 3 pkt 1 lit. c) in the current consolidated text, "
    "kind by kind, with first days.",
    "art. 11a ust. 4: whose addition is raised (here a child with a certificate of disability or "
    "of the severe degree, not the moderate one).",
    "Members with free full-day upkeep in an institution are left out of the number of persons: "
    "does their income still count, is a hospital such an institution, and which custody is? The "
    "officer is asked of each; who does not count is left out with the income. "
    "So of who is abroad.",
)
_READINGS = (
    ("who is in the family (art. 3 pkt 16)", "everybody listed; who does not belong is left out"),
    ("a monthly income", "the average month of the base year; `month` has no effect"),
    (
        "income of a family between grosze (twelfths, hectares)",
        "added, divided, compared and taken off exactly; what is shown and paid is rounded",
    ),
    ("`months` of an income of the base year", "the divisor, as the officer gives it; else 12"),
    ("gained and no longer received", "left out: what can be gained is lost when it ends"),
    ("gained or lost after the day of the question", "not yet gained, not yet lost"),
    ("a sum received once", "a twelfth in the base year, nothing in other years"),
    ("`family_income` and alimony paid", "already taken off the established sum"),
    ("base year not given", "the year before the okres zasiłkowy of the period, or of the day"),
    ("birthday within the period", "a higher rate from the month after it; the right to its end"),
    ("period not given", "from the month of the day to the end of the okres zasiłkowy"),
    (
        "components of the sum (art. 5 ust. 3b)",
        "each allowance and addition rounded half up by itself; allowances over the months in "
        "which any child has one, each of art. 10, 11a, 12a, 13 over those in which the family has "
        "it, art. 9, 14, 15 over 12",
    ),
    ("`amount` within the criterion", "the same average month; `components` say what falls when"),
    ("`months` of an addition", "the first ones of the child's, for art. 15 of its school year"),
    (
        "art. 14 without September",
        "due when the child has the allowance in September or later in the okres zasiłkowy: the "
        "school year has begun then; before that not, and the component says why",
    ),
    ("certificates not mentioned", "the officer has found them in order"),
    (
        "excess within the lowest allowance before 2016 (old art. 5 ust. 3)",
        "refused, `lowest_allowance` shown: whether it was due the year before is not asked",
    ),
    ("osoba ucząca się", "not computed from ages; `total_entitlements` answers it"),
)
ACT = Act(
    "swiadczenia_rodzinne",
    TITLE,
    (*_FAMILY, *benefits_care.CARE),
    (*_TO_CHECK, *benefits_care.TO_CHECK),
    (*_READINGS, *benefits_care.READINGS),
)
