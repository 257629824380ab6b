"""Who asks for what, when, and how far each case has got: planned before anything is written. Pure.

Everything follows from the seed and the day: the same seed on the same day gives the same plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum
from random import Random

from core.months import last_day
from gops.demo.days import after, before, months_between, work_on
from gops.demo.people import Family, invent_family
from gops.demo.words import PURPOSES

RECENT = timedelta(days=24)
# How often help for a need is asked for, by month: fuel, clothes and holidays in autumn.
SEASON = (1.2, 1.0, 0.8, 0.7, 0.6, 0.6, 0.6, 0.8, 1.2, 1.8, 1.8, 1.6)
NEEDS_A_YEAR = 0.9
NEEDS = ("opal", "oplaty", "odziez", "leki", "zywnosc", "inne")
NEED_SHARES = (30, 16, 15, 11, 10, 18)
WARM_NEED_SHARES = (4, 24, 22, 16, 14, 20)


class Step(IntEnum):
    """Steps of a case in their order within a day."""

    REGISTER = 1
    WRITE_INTERVIEW = 2
    WITHDRAW = 3
    INTERVIEW = 4
    CALCULATE = 5
    DRAFT = 6
    SUBMIT = 7
    RETURN = 8
    MEND = 9
    CHECK = 10
    SIGN = 11
    SEND = 12
    DELIVER = 13
    UPDATE = 14


# Where cases of the last weeks stand, so that each state is there to be seen.
STOPS = (
    Step.REGISTER,
    Step.INTERVIEW,
    Step.WRITE_INTERVIEW,
    Step.SUBMIT,
    Step.CALCULATE,
    Step.CHECK,
    Step.DRAFT,
    Step.SIGN,
    Step.RETURN,
    Step.SEND,
    Step.REGISTER,
    Step.DELIVER,
    Step.INTERVIEW,
    Step.CHECK,
)
LATE_STOPS = (Step.REGISTER, Step.INTERVIEW, Step.CALCULATE)


@dataclass(slots=True)
class Wish:
    """One application of a family and the days of its steps (only those that happen)."""

    number: int
    family: Family
    kind: str
    day: date
    need: str = ""
    asked: int = 0
    months: int = 3
    refuse: bool = False
    fiction: bool = False
    by_counter: bool = False
    late: bool = False
    rng: Random = field(default_factory=Random, repr=False)
    days: dict[Step, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Families and their applications, from `start` to `today`."""

    families: list[Family]
    wishes: list[Wish]
    start: date
    today: date


def make_plan(*, seed: int, households: int, start: date, today: date) -> Plan:
    """The plan of a centre with that many households."""
    rng = Random(f"{seed}:families")
    taken: set[str] = set()
    families = [
        invent_family(rng, number, today, start - timedelta(days=rng.randint(1, 900)), taken)
        for number in range(1, households + 1)
    ]
    wishes: list[Wish] = []
    for family in families:
        own = Random(f"{seed}:{family.number}")
        wishes += _wishes(own, family, start, today)
    wishes += _late_and_recent(Random(f"{seed}:recent"), families, wishes, today)
    wishes.sort(key=lambda wish: (wish.day, wish.family.number, wish.kind, wish.need))
    stops = iter(STOPS * (len(wishes) // len(STOPS) + 1))
    late = iter(LATE_STOPS)
    for number, wish in enumerate(wishes, start=1):
        wish.number = number
        wish.rng = Random(f"{seed}:case:{number}")
        _walk(wish, stops, late, today)
    return Plan(families, wishes, start, today)


def _wishes(rng: Random, family: Family, start: date, today: date) -> list[Wish]:
    wishes: list[Wish] = []
    if _is_permanent(rng, family):
        latest = start + (today - start) / 3
        wishes.append(Wish(0, family, "zasilek_staly", _day(rng, start, latest)))
    elif _is_periodic(rng, family):
        wishes += _renewals(rng, family, start, today)
    wishes += _needs(rng, family, start, today)
    return wishes or [_need(rng, family, _day(rng, start, today - RECENT))]


def _is_permanent(rng: Random, family: Family) -> bool:
    """Most lone people who cannot work, and some who live in a family."""
    if not family.traits & {"age", "disability"} or not family.is_poor:
        return rng.random() < 0.015
    return rng.random() < (0.55 if len(family.members) == 1 else 0.15)


def _is_periodic(rng: Random, family: Family) -> bool:
    """Unemployment or illness in a poor family; now and then somebody asks in vain."""
    if not family.is_poor:
        return rng.random() < 0.08
    return bool(family.traits & {"unemployment", "illness"}) and rng.random() < 0.6


def _renewals(rng: Random, family: Family, start: date, today: date) -> list[Wish]:
    """Zasiłek okresowy for some months, asked for again while it ends, sometimes with a gap."""
    wishes: list[Wish] = []
    day = _day(rng, start, start + timedelta(days=120))
    while day <= today:
        months = rng.choices((2, 3, 4, 6), (25, 45, 15, 15))[0]
        wishes.append(Wish(0, family, "zasilek_okresowy", work_on(day), months=months))
        if not family.is_poor:
            break
        pause = rng.choices((0, 1, 3), (70, 20, 10))[0]
        day = day + timedelta(days=30 * (months + pause) + rng.randint(-6, 6))
    return [wish for wish in wishes if wish.day <= today]


def _needs(rng: Random, family: Family, start: date, today: date) -> list[Wish]:
    wishes: list[Wish] = []
    weight = NEEDS_A_YEAR / sum(SEASON)
    for month in months_between(start, today):
        if rng.random() < weight * SEASON[month.month - 1]:
            wishes.append(_need(rng, family, _day(rng, month, min(last_day(month), today))))
    return wishes


def _need(rng: Random, family: Family, day: date) -> Wish:
    warm = 4 <= day.month <= 8
    need = rng.choices(NEEDS, WARM_NEED_SHARES if warm else NEED_SHARES)[0]
    _purpose, _why, least, most = PURPOSES[need]
    special = not family.is_poor and rng.random() < 0.8
    return Wish(
        0,
        family,
        "specjalny_zasilek_celowy" if special else "zasilek_celowy",
        day,
        need=need,
        asked=rng.randrange(least, most, 10),
        refuse=rng.random() < 0.02,
    )


def _late_and_recent(
    rng: Random, families: list[Family], wishes: list[Wish], today: date
) -> list[Wish]:
    """Three cases that are past their term, and enough fresh ones to show every state."""
    more = [
        _need(rng, rng.choice(families), before(today - timedelta(days=days)))
        for days in (62, 51, 43)
    ]
    for wish in more:
        wish.refuse = False
        wish.late = True
    recent = sum(1 for wish in wishes if wish.day > today - RECENT)
    for _n in range(len(STOPS) + 2 - recent):
        day = before(today - timedelta(days=rng.randint(3, RECENT.days - 4)))
        more.append(_need(rng, rng.choice(families), day))
    return more


def _day(rng: Random, first: date, last: date) -> date:
    span = max((last - first).days, 0)
    return before(first + timedelta(days=rng.randint(0, span))) if span else before(last)


def _walk(wish: Wish, stops: Iterator[Step], late: Iterator[Step], today: date) -> None:
    """Give each step its day; steps after today do not happen."""
    rng = wish.rng
    wish.fiction = rng.random() < 0.08
    wish.by_counter = rng.random() < 0.3
    if wish.late:
        _until(wish, next(late), wish.day + timedelta(days=9))
    elif wish.day > today - RECENT:
        _until(wish, next(stops), today)
    elif rng.random() < 0.02:
        wish.days = {Step.REGISTER: wish.day, Step.WITHDRAW: after(wish.day, rng.randint(2, 8))}
    else:
        _whole_way(wish, rng)
    wish.days = {step: day for step, day in wish.days.items() if day <= today}


def _whole_way(wish: Wish, rng: Random) -> None:
    """From receipt to delivery within the term; one in twenty takes longer than a month."""
    slow = 18 if rng.random() < 0.05 else 0
    days = wish.days
    days[Step.REGISTER] = wish.day
    days[Step.INTERVIEW] = after(wish.day, rng.randint(2, 9) + slow)
    days[Step.CALCULATE] = after(days[Step.INTERVIEW], rng.randint(0, 3))
    days[Step.DRAFT] = days[Step.CALCULATE]
    days[Step.SUBMIT] = after(days[Step.DRAFT], rng.randint(0, 1))
    checked_from = days[Step.SUBMIT]
    if rng.random() < 0.06:
        days[Step.RETURN] = after(checked_from, 1)
        checked_from = days[Step.MEND] = after(days[Step.RETURN], 1)
    days[Step.CHECK] = after(checked_from, rng.randint(0, 2))
    days[Step.SIGN] = after(days[Step.CHECK], rng.randint(0, 2))
    _delivery(wish, rng)
    if wish.kind == "zasilek_staly":
        days[Step.UPDATE] = days[Step.INTERVIEW] + timedelta(days=178)


def _delivery(wish: Wish, rng: Random) -> None:
    days = wish.days
    if wish.by_counter and not wish.fiction:
        days[Step.DELIVER] = after(days[Step.SIGN], rng.randint(1, 5))
        return
    days[Step.SEND] = after(days[Step.SIGN], rng.randint(0, 1))
    wait = 22 if wish.fiction else rng.randint(3, 12)
    days[Step.DELIVER] = work_on(days[Step.SEND] + timedelta(days=wait))


WAY = (
    Step.REGISTER,
    Step.INTERVIEW,
    Step.CALCULATE,
    Step.DRAFT,
    Step.SUBMIT,
    Step.CHECK,
    Step.SIGN,
    Step.SEND,
    Step.DELIVER,
)


def _until(wish: Wish, stop: Step, last: date) -> None:
    """Steps up to `stop`, evenly between the receipt and `last`."""
    way = [step for step in WAY if step <= stop]
    if stop in (Step.WRITE_INTERVIEW, Step.RETURN):
        way.append(stop)
    span = (last - wish.day).days
    wish.fiction = False
    wish.by_counter = False
    for place, step in enumerate(way):
        part = place / max(len(way), 1)
        wish.days[step] = max(before(wish.day + timedelta(days=int(span * part))), wish.day)
