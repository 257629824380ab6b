"""The benefits and figures of the act: codes, days, budget, fields and rules; what is open."""

from datetime import date
from functools import partial

from law.benefit import ORDERED, Act, benefit
from law.swiadczenia_rodzinne import figures, tax_card, zasilek_rodzinny
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
_TO_CHECK: tuple[str, ...] = ()
_READINGS: tuple[tuple[str, str], ...] = ()
ACT = Act("swiadczenia_rodzinne", TITLE, _FAMILY, _TO_CHECK, _READINGS)
