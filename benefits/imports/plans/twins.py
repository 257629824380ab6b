"""Who is recorded already under another number: likely the same people for many rows at once.

Candidates have the same day of birth (day and month may be changed over), or the same names.
They are scored as the form of a new person scores them. People whom the older system knows
under another number are others: there are real twins.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from benefits.imports.models import SourceId
from benefits.imports.plans.base import About, Planned
from benefits.imports.states import ImportKind
from benefits.imports.values import Typed
from clients.duplicates import LIKELY, Described, likeness
from clients.models import Person
from core.polish import sort_key

SHOWN = 3


def find_twins(about: About, planned: Sequence[Planned]) -> None:
    """Fill `likely` of rows about people that may be recorded already (2 queries)."""
    people = [(item, _described(item.typed)) for item in planned]
    days = {day for _item, who in people for day in _days(who)}
    names = {_name(who) for _item, who in people}
    by_day: dict[date, list[Person]] = defaultdict(list)
    by_name: dict[str, list[Person]] = defaultdict(list)
    theirs = SourceId.objects.filter(system=about.run.system, kind=ImportKind.PERSONS)
    living = Person.objects.filter(merged_into__isnull=True).exclude(pk__in=about.hidden)
    living = living.exclude(pk__in=theirs.values("object_id"))
    for person in living.filter(birth_date__in=days):
        by_day[person.birth_date].append(person)
    for person in living.filter(sort_key__in=names):
        by_name[person.sort_key].append(person)
    for item, who in people:
        near = {p.pk: p for day in _days(who) for p in by_day[day]}
        near |= {p.pk: p for p in by_name[_name(who)]}
        item.row.likely = _scored(who, near)


def _scored(who: Described, near: Mapping[int, Person]) -> list[list[int]]:
    scored = [(likeness(who, person), pk) for pk, person in near.items()]
    likely = sorted((pair for pair in scored if pair[0] >= LIKELY), key=lambda p: (-p[0], p[1]))
    return [[pk, score] for score, pk in likely[:SHOWN]]


def _described(typed: Typed) -> Described:
    said = typed.values
    return Described(
        first_name=said.get("first_name", ""),
        last_name=said.get("last_name", ""),
        birth_date=said.get("birth_date"),
        pesel=said.get("pesel") or "",
        family_name=said.get("family_name", ""),
    )


def _name(who: Described) -> str:
    return sort_key(f"{who.last_name} {who.first_name} ").strip()


def _days(who: Described) -> list[date]:
    born = who.birth_date
    if born is None:
        return []
    turned = [born.replace(month=born.day, day=born.month)] if born.day <= 12 else []
    return [born, *turned]
