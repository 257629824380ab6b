"""The benefit of the act: code, days, budget, fields and rule; what is open in reading it."""

from law.benefit import ORDERED, Act, benefit
from law.swiadczenie_wychowawcze import swiadczenie
from law.swiadczenie_wychowawcze.act import FIRST_DAY

TITLE = "ustawa z dnia 11 lutego 2016 r. o pomocy państwa w wychowywaniu dzieci"
_BENEFITS = (
    benefit(
        "swiadczenie_wychowawcze",
        "Świadczenie wychowawcze (500+), dawne sprawy gminy",
        swiadczenie.calculate,
        act=TITLE,
        first_day=FIRST_DAY,
        last_day=None,
        fields=swiadczenie.FIELDS,
        parameters=swiadczenie.PARAMETERS,
        task=ORDERED,
        classification="855/85501 §3110",
    ),
)
_TO_CHECK = (
    "Articles cited (4, 5, 10, 18, 21) in the texts of 2016, 2017 and 2019: the act was not seen.",
    "First day of the halves in alternating custody (art. 5 ust. 2a): 2017-08-01 is unsure.",
    "Birth within three months of filing, and the right from it: known from a page of 2019, here "
    "for the whole time of the gminas; before 2019-07-01 it may have been the month of filing.",
    "Filing until 2016-07-01 made up from 2016-04-01 (general knowledge, on no page); terms of the "
    "first payment are known for the period 2021/22 only.",
)
_READINGS = (
    ("rates and rules of a month", "those of `month`, not of the day of the question"),
    ("day of the application not given", "the day of the question decides on the authority only"),
    ("18th birthday", "the day counts; of a birth on 29 February it is 28 February"),
    ("first child", "the oldest with a day under 18 in the month; of twins the first named"),
    ("month in which the first child comes of age", "the next one becomes first a month later"),
    ("certificate of disability (1200 zł)", "`disability` of a child, there or in the household"),
    ("alternating custody before August 2017", "by `custody_days`; half when they are not given"),
    ("alternating custody in a part of a month", "days times half, rounded up once"),
    ("application for a coming period", "the right from its first day, whenever it was filed"),
    ("`right_from` of several children", "the earliest; each has its own in the amounts"),
    ("month before the right", "nothing, `filed_late`"),
    ("months from 2022-06-01, whenever filed", "ZUS"),
    ("coordination with other states", "not computed: then the wojewoda"),
)
ACT = Act("swiadczenie_wychowawcze", TITLE, _BENEFITS, _TO_CHECK, _READINGS)
