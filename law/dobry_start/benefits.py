"""The benefit of the programme: code, days, budget, fields and rule; what is open in it."""

from law.benefit import ORDERED, Act, benefit
from law.dobry_start import swiadczenie

TITLE = (
    "rozporządzenie Rady Ministrów z dnia 30 maja 2018 r. w sprawie szczegółowych warunków "
    "realizacji rządowego programu „Dobry start”"
)
_BENEFITS = (
    benefit(
        "dobry_start",
        "Świadczenie „Dobry start” (300+), dawne sprawy gminy",
        swiadczenie.calculate,
        act=TITLE,
        first_day=swiadczenie.FIRST_DAY,
        last_day=None,
        fields=swiadczenie.FIELDS,
        parameters=swiadczenie.PARAMETERS,
        task=ORDERED,
        classification="855/85504 §3110",
    ),
)
_TO_CHECK = (
    "First day of the regulation (2018-06-01 here; filing began on 2018-07-01); its paragraphs.",
    "Kinds of schools (policealne, for adults): the officer finds whether the pupil is in one.",
)
_READINGS = (
    ("last day of filing", "30 November; on a Saturday or day off the next working day (KPA)"),
    ("filed from January to June", "`filed_early`, also from December on `filed_late`"),
    ("age", "the limit may be reached in the calendar year of filing, on whatever day"),
    ("certificate of disability or special education", "`certificate`; without it none"),
    ("`accepted`", "filed in the channel's months; ZUS decides about its own applications"),
)
ACT = Act("dobry_start", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
