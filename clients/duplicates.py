"""Is this person recorded already? Likely the same people, from a small set of candidates.

Candidates come from indexes only: every PESEL one mistake away, the day of birth, the names in
either order, a surname that begins alike with a day of birth one digit off. They are compared
letter by letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from clients.models import Person
from core.polish import fold, sort_key

BLOCK = 500
"""At most so many candidates of each kind are compared."""
LIKELY = 80
"""Score from which a person is shown (0 to 100)."""
CERTAIN = 95
"""Score from which it is almost certainly the same person."""
_KEY_LETTERS = 4
_PESEL = 11
_OTHER_PESEL = 15
"""Taken from the score when both have a PESEL and neither is the other mistyped: real twins."""
_ALIKE = 80
"""Likeness of two names from which they are called similar."""


class Reason(StrEnum):
    """Why a recorded person may be the one described."""

    SAME_PESEL = "same_pesel"
    PESEL_ORDER = "pesel_order"
    PESEL_DIGIT = "pesel_digit"
    SAME_NAME = "same_name"
    NAMES_SWAPPED = "names_swapped"
    FAMILY_NAME = "family_name"
    SIMILAR_NAME = "similar_name"
    SAME_BIRTH = "same_birth"
    BIRTH_SWAPPED = "birth_swapped"
    BIRTH_DIGIT = "birth_digit"


@dataclass(frozen=True, slots=True)
class Match:
    """A recorded person who may be the same, how alike they are (0 to 100), and why."""

    person: Person
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """Who is about to be recorded, as far as it is known; `pesel` may be mistyped."""

    first_name: str
    last_name: str
    birth_date: date | None = None
    pesel: str = ""
    family_name: str = ""


def likely_matches(who: Described, limit: int = 5) -> list[Match]:
    """Recorded people who are likely the same as `who`, the likeliest first (≤ 6 queries)."""
    scored = [(likeness(who, person), person) for person in _candidates(who)]
    likely = [item for item in scored if item[0] >= LIKELY]
    likely.sort(key=lambda item: (-item[0], item[1].sort_key, item[1].pk))
    return [Match(person, score, reasons(who, person)) for score, person in likely[:limit]]


def _candidates(who: Described) -> list[Person]:
    people: dict[int, Person] = {}
    for condition in _blocks(who):
        living = Person.objects.filter(
            condition, merged_into__isnull=True, destroyed_on__isnull=True
        )
        for person in living.order_by("sort_key", "id")[:BLOCK]:
            people[person.pk] = person
    return list(people.values())


def _blocks(who: Described) -> Iterator[Q]:
    """Conditions that an index answers, each with few rows."""
    if len(who.pesel) == _PESEL and who.pesel.isdecimal():
        yield Q(pesel__in=_neighbours(who.pesel))
    near: set[date] = set()
    if who.birth_date:
        same = {who.birth_date, *_mistyped(who.birth_date)}
        yield Q(birth_date__in=same)
        near = same | _days_near(who.birth_date)
    for last, first in (
        (who.last_name, who.first_name),
        (who.first_name, who.last_name),
        (who.family_name, who.first_name),
    ):
        if len(last) < 2 or not first:
            continue
        if near:  # a surname that begins alike
            yield _starts(sort_key(last)[:_KEY_LETTERS]) & Q(birth_date__in=near)
        else:  # without a day of birth only the very same names reach LIKELY
            yield _starts(sort_key(f"{last} {first}"))


def _starts(key: str) -> Q:
    """Prefix of the sort key as a range, which its index in byte order answers."""
    return Q(sort_key__gte=key, sort_key__lt=f"{key}\x7f")


def _neighbours(pesel: str) -> set[str]:
    """The number itself, with any one digit changed, with any two digits changed over."""
    found = {pesel}
    for i in range(_PESEL):
        found |= {f"{pesel[:i]}{digit}{pesel[i + 1 :]}" for digit in "0123456789"}
        for j in range(i + 1, _PESEL):
            found.add(f"{pesel[:i]}{pesel[j]}{pesel[i + 1 : j]}{pesel[i]}{pesel[j + 1 :]}")
    return found


def _days_near(born: date) -> set[date]:
    """Days whose eight digits differ from those of `born` by one."""
    text, found = born.strftime("%Y%m%d"), set()
    for i in range(8):
        for digit in "0123456789":
            try:
                found.add(date.fromisoformat(f"{text[:i]}{digit}{text[i + 1 :]}"))
            except ValueError:
                continue  # no such day
    return found


def _mistyped(born: date) -> list[date]:
    """The same digits with day and month changed over."""
    return [date(born.year, born.day, born.month)] if born.day <= 12 else []


def likeness(who: Described, person: Person) -> int:
    """0 to 100: names weigh 60, the day of birth 40; the same PESEL is certain, one off nearly."""
    pesel = _pesel_reason(who.pesel, person.pesel)
    if pesel:
        return 100 if pesel is Reason.SAME_PESEL else CERTAIN
    score = round(0.6 * _names(who, person) + 0.4 * _birth(who.birth_date, person.birth_date))
    return score - _OTHER_PESEL if who.pesel and person.pesel else score


def reasons(who: Described, person: Person) -> tuple[Reason, ...]:
    """What speaks for `who` and `person` being the same, the strongest first."""
    found = (
        _pesel_reason(who.pesel, person.pesel),
        _name_reason(who, person),
        _birth_reason(who.birth_date, person.birth_date),
    )
    return tuple(reason for reason in found if reason)


def _pesel_reason(typed: str, known: str | None) -> Reason | None:
    if not typed or not known or len(typed) != len(known):
        return None
    if typed == known:
        return Reason.SAME_PESEL
    differ = [i for i in range(len(typed)) if typed[i] != known[i]]
    if len(differ) == 1:
        return Reason.PESEL_DIGIT
    if len(differ) > 2:
        return None
    i, j = differ
    return Reason.PESEL_ORDER if typed[i] == known[j] and typed[j] == known[i] else None


def _name_reason(who: Described, person: Person) -> Reason | None:
    typed = (fold(who.last_name), fold(who.first_name))
    known = (fold(person.last_name), fold(person.first_name))
    if not all(typed):
        return None
    if typed == known:
        return Reason.SAME_NAME
    if typed == known[::-1]:
        return Reason.NAMES_SWAPPED
    surnames = {typed[0], fold(who.family_name)} & {known[0], fold(person.family_name)} - {""}
    if surnames and typed[1] == known[1]:
        return Reason.FAMILY_NAME
    return Reason.SIMILAR_NAME if _names(who, person) >= _ALIKE else None


def _birth_reason(typed: date | None, known: date) -> Reason | None:
    if typed == known:
        return Reason.SAME_BIRTH
    if typed is None:
        return None
    if known in _mistyped(typed):
        return Reason.BIRTH_SWAPPED
    one_off = OSA.distance(typed.isoformat(), known.isoformat()) == 1
    return Reason.BIRTH_DIGIT if one_off else None


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
    reason = _birth_reason(typed, known)
    return 100 if reason is Reason.SAME_BIRTH else 85 if reason else 0
