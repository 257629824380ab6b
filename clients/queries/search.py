"""Search of persons: any word order, without diacritics, by prefix, PESEL or day of birth.

Everybody in the system is found, so that nobody is recorded twice; what a hit may show
depends on whether its person is visible to the one who asks.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from clients.models import Household, Membership, Person, SearchWords
from clients.queries.access import (
    households_visible_to,
    persons_not_shut,
    persons_visible_to,
    valid_on,
)
from core.date_input import DateTextError, parse_date
from core.models import User
from core.permissions import Permission, allowed
from core.polish import fold, sort_key

CANDIDATES = 200
"""How many matches are looked at; whoever gets more is asked to type more."""
MIN_LETTERS = 2

_WORD = re.compile(r"[^\W_]+")
_PESEL = re.compile(r"\d{11}")


@dataclass(frozen=True, slots=True)
class Found:
    """One person found. When not `visible`, only the name may be shown."""

    person: Person
    household: Household | None
    visible: bool


def person_search(user: User, text: str, today: date, limit: int = 20) -> list[Found]:
    """Persons that match every word of `text`; those whom `user` may see come first.

    Fewer than two letters or digits find nothing. At most 5 queries, whatever the size.
    """
    if not allowed(user, Permission.CLIENTS_VIEW):
        return []
    condition = search_condition(text)
    if condition is None:
        return []
    visible = persons_visible_to(user, today)
    shown = _first(_matching(visible, condition), text)[:limit]
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        hidden = []
    else:
        everybody = _first(_matching(persons_not_shut(user, today), condition), text)
        ids = [person.pk for person in everybody]
        seen = set(visible.filter(pk__in=ids).values_list("pk", flat=True))
        hidden = [person for person in everybody if person.pk not in seen]
    homes = _homes(user, shown, today)
    found = [Found(person, homes.get(person.pk), True) for person in shown]
    return [*found, *(Found(person, None, False) for person in hidden)][:limit]


def search_condition(text: str) -> Q | None:
    """The condition on `Person` for what was typed; None when it is too short to search."""
    compact = re.sub(r"[\s-]", "", text)
    if _PESEL.fullmatch(compact):
        return Q(pesel=compact)
    day, rest = _split_day(text)
    words = _WORD.findall(fold(rest))
    long_words = [word for word in words if len(word) >= MIN_LETTERS]
    if not long_words and day is None:
        return None
    condition = Q()
    if day is not None:
        condition &= Q(birth_date=day)
    if long_words:
        condition &= Q(
            words=SearchQuery(
                " & ".join(f"{word}:*" for word in long_words), search_type="raw", config="simple"
            )
        )
    for letter in (word for word in words if len(word) < MIN_LETTERS):
        condition &= Q(search_text__startswith=letter) | Q(search_text__contains=f" {letter}")
    return condition


def _split_day(text: str) -> tuple[date | None, str]:
    """A day of birth among the words, and the words without it."""
    words = text.split()
    for index, word in enumerate(words):
        if re.fullmatch(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}", word):
            try:
                return parse_date(word), " ".join(words[:index] + words[index + 1 :])
            except DateTextError:
                continue
    return None, text


def _matching(persons: QuerySet[Person], condition: Q) -> QuerySet[Person]:
    return persons.annotate(words=SearchWords("search_text")).filter(condition)


def _first(matching: QuerySet[Person], text: str) -> list[Person]:
    """The first candidates: surnames that start as typed before all others, then by name.

    The cut comes before the order, so that a common name costs no sort of all its bearers.
    """
    wanted = sort_key(text)
    rows = list(matching.order_by()[:CANDIDATES])
    rows.sort(key=lambda person: (not person.sort_key.startswith(wanted), person.sort_key))
    return rows


def _homes(user: User, persons: list[Person], today: date) -> dict[int, Household]:
    rows = (
        Membership.objects.filter(
            valid_on(today),
            person__in=persons,
            household__in=households_visible_to(user, today),
        )
        .select_related("household__district")
        .order_by("-shared_custody", "id")
    )
    return {membership.person_id: membership.household for membership in rows}
