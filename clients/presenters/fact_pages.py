"""What pages show of dated facts: the section of a household, the page of its facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from clients.kinds import KINDS
from clients.models import Household, Person, Recorded
from clients.presenters.bars import Scale, scale_to
from clients.presenters.entries import Entry, entries, entry
from clients.presenters.timeline import timeline
from clients.queries import Wanted, facts_ending, facts_of

MONTHS_OF_SECTION = 12
ENDING_SHOWN = 5
SECTION_WIDTH, PAGE_WIDTH = 552, 888  # pixels for the months, beside the names of the rows
YEAR = timedelta(days=366)
AHEAD = timedelta(days=62)
"""How far past today the time line reaches: what ends within the notice of the desk is seen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What is asked of the page: the last month, how many, and both times of an earlier picture.

    `on`: the day whose truth is asked for, `known`: as it was known at the end of that day;
    both are given or none.
    """

    until: date
    months: int
    on: date | None = None
    known: date | None = None


def facts_section(
    household: Household, people: Iterable[Person], day: date, *, now: bool
) -> dict[str, Any]:
    """Context of clients/facts.html: the last months before `day` and their entries (2 queries).

    `now`: also what ends soon (one more).
    """
    picture = Picture(day + AHEAD, MONTHS_OF_SECTION)
    scale = scale_to(picture.until, picture.months, SECTION_WIDTH)
    facts = facts_of(people, household, Wanted(since=scale.first, until=scale.last))
    return {
        **_shown(facts, scale, picture, day),
        "ending": [
            (entry(one.fact, day), one.last_day) for one in facts_ending(household, day, facts)
        ][:ENDING_SHOWN]
        if now
        else [],
    }


def facts_page(
    household: Household,
    people: Iterable[Person],
    picture: Picture,
    today: date,
    *,
    width: int = PAGE_WIDTH,
) -> dict[str, Any]:
    """The time line and the entries of a picture (2 queries)."""
    scale = scale_to(picture.until, picture.months, width)
    wanted = Wanted(since=scale.first, until=scale.last, known=picture.known)
    return _shown(facts_of(people, household, wanted), scale, picture, today)


def _shown(facts: list[Recorded], scale: Scale, picture: Picture, today: date) -> dict[str, Any]:
    holding = facts if picture.known else [f for f in facts if f.withdrawn_at is None]
    listed = [f for f in holding if _true_on(f, picture.on)] if picture.on else holding
    gone = [f for f in facts if f not in holding]
    return {
        "timeline": timeline(holding, scale, picture.on or today),
        "entries": entries(listed, today),
        "withdrawn": entries(gone, today),
        "kinds": KINDS,
    }


def person_entries(person: Person, today: date) -> list[Entry]:
    """Entries about a person that held in the last year or hold now (2 queries)."""
    return entries(facts_of([person], None, Wanted(since=today - YEAR)), today)


def _true_on(fact: Recorded, day: date) -> bool:
    return fact.valid_from <= day and (fact.valid_to is None or fact.valid_to >= day)
