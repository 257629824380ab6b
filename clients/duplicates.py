"""Is this person recorded already? Likely the same people, from a small set of candidates.

Candidates are those with the same day of birth, the same surname or a PESEL that differs by
one digit at most; only they are compared letter by letter.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from clients.models import Person
from core.polish import fold, sort_key

BLOCK = 500
"""At most so many candidates of each kind are compared."""
LIKELY = 80
"""Score from which a person is shown (0 to 100)."""
_KEY_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Likely:
    """A recorded person who may be the same, and how alike they are (0 to 100)."""

    person: Person
    score: int


@dataclass(frozen=True, slots=True)
class Described:
    """Who is about to be recorded, as far as it is known."""

    first_name: str
    last_name: str
    birth_date: date | None = None
    pesel: str = ""
    family_name: str = ""


def likely_same(who: Described, limit: int = 5) -> list[Likely]:
    """Recorded people who are likely the same as `who`, the likeliest first (≤ 3 queries)."""
    found = [Likely(person, likeness(who, person)) for person in _candidates(who)]
    likely = [item for item in found if item.score >= LIKELY]
    likely.sort(key=lambda item: (-item.score, item.person.sort_key, item.person.pk))
    return likely[:limit]


def _candidates(who: Described) -> list[Person]:
    conditions = []
    if who.birth_date:
        days = {who.birth_date, *_mistyped(who.birth_date)}
        conditions.append(Q(birth_date__in=days))
    if len(who.last_name) >= 2:
        key = sort_key(f"{who.last_name} {who.first_name}")
        conditions.append(_starts(key[: len(sort_key(who.last_name)) + 2]))
        conditions.append(_starts(key[:_KEY_LETTERS]))
    people: dict[int, Person] = {}
    for condition in conditions:
        for person in Person.objects.filter(condition).order_by("sort_key", "id")[:BLOCK]:
            people[person.pk] = person
    if len(who.pesel) == 11:
        for person in Person.objects.filter(pesel=who.pesel):
            people[person.pk] = person
    return list(people.values())


def _starts(key: str) -> Q:
    """Prefix of the sort key as a range, which its index in byte order answers."""
    return Q(sort_key__gte=key, sort_key__lt=f"{key}\x7f")


def _mistyped(born: date) -> list[date]:
    """The same digits with day and month changed over."""
    return [date(born.year, born.day, born.month)] if born.day <= 12 else []


def likeness(who: Described, person: Person) -> int:
    """0 to 100: names weigh 60, the day of birth 40; the same PESEL is certain, one off nearly."""
    if who.pesel and person.pesel:
        if who.pesel == person.pesel:
            return 100
        if OSA.distance(who.pesel, person.pesel, score_cutoff=1) <= 1:
            return 95
    return round(0.6 * _names(who, person) + 0.4 * _birth(who.birth_date, person.birth_date))


def _names(who: Described, person: Person) -> float:
    """Likeness of names in any order; the family name counts as the surname."""
    typed = [f"{who.last_name} {who.first_name}", f"{who.family_name} {who.first_name}"]
    known = [
        f"{person.last_name} {person.first_name}",
        f"{person.family_name} {person.first_name}",
    ]
    pairs = [
        (fold(a), fold(b))
        for surname_a, a in zip((who.last_name, who.family_name), typed, strict=True)
        for surname_b, b in zip((person.last_name, person.family_name), known, strict=True)
        if surname_a and surname_b
    ]
    return max((fuzz.token_sort_ratio(a, b) for a, b in pairs), default=0)


def _birth(typed: date | None, known: date) -> float:
    """100 the same day, 85 day and month changed over or one digit off, 50 unknown, else 0."""
    if typed is None:
        return 50
    if typed == known:
        return 100
    if known in _mistyped(typed):
        return 85
    return 85 if OSA.distance(typed.isoformat(), known.isoformat()) == 1 else 0
