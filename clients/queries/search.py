"""Search of persons and households among the words that the database keeps (models/search.py).

A search has two readings: `names` takes every word for one of a name, a former name, a PESEL, a
document, or a day of birth; `anything` lets each word stand in an address or in the name of the
file as well. Candidates come from an index, at most LOOKED_AT of them and only of the districts
and grants of who asks; whom they may see in the end is decided by `persons_visible_to`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from clients.models import (
    Address,
    AddressKind,
    Household,
    HouseholdGrant,
    MemberRole,
    Membership,
    Person,
    PersonWords,
    Restriction,
)
from clients.queries.access import (
    districts_of,
    households_visible_to,
    persons_not_shut,
    persons_visible_to,
    valid_on,
)
from core.date_input import DateTextError, parse_date
from core.models import User
from core.once import once
from core.permissions import Permission, allowed
from core.polish import fold, sort_key
from core.standins import absent_people

LOOKED_AT = 2_000
"""How many matches are put in order; whoever gets more is asked to type more."""
CANDIDATES = 200
"""The first of them, of whom the exact rule is asked."""
CALLED = 50
"""How many of those whose surname begins as typed are looked up when there are too many."""
MIN_LETTERS = 2
BEGINNING = 3
"""Up to so many letters are the beginning of too many names to look for households by them, too;
so many are looked for among places alone, fewer are the beginning of too many of those."""

_WORD = re.compile(r"[^\W_]+")
_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
_NUMBER = re.compile(r"\d{4,11}")
_POSTAL_CODE = re.compile(r"\b(\d{2})-(\d{3})\b")
_DOCUMENT = re.compile(r"[a-z]{0,4}\d{4,}[a-z0-9]*")
_ADDRESS_MARKS = {"ul", "ulica", "nr", "m", "lok"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, as queries of words ("" when there is nothing to look for).

    `places` is what households are looked up by: `anything`, or places alone.
    """

    names: str
    anything: str
    start: str
    places: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One person found. When not `visible`, only the name may be shown."""

    person: Person
    household: Household | None
    visible: bool


@dataclass(frozen=True, slots=True)
class FoundHousehold:
    """A household found, and where its head lives."""

    household: Household
    address: Address | None


def asked(text: str) -> Asked:
    """Read what was typed. Fewer than two letters or four digits ask for nothing."""
    day, rest = split_day(text)
    folded = _POSTAL_CODE.sub(r"\1\2", fold(rest))
    compact = re.sub(r"[\s-]", "", folded)
    born = [f"'#{day:%Y%m%d}'"] if day else []
    if _NUMBER.fullmatch(compact) and (len(compact) == 11 or compact == folded):
        exact = "" if len(compact) == 11 else ":*"
        number = " & ".join([f"('{compact}'{exact} | '${compact}')", *born])
        place = f"{number} | '/{compact}'" if exact else ""
        return Asked(number, place, "", place)
    words = _WORD.findall(folded)
    if not day and not any(len(w) >= MIN_LETTERS and not _is_house(w) for w in words):
        return Asked("", "", "")
    names = "" if any(_is_house(word) for word in words) else _all(map(_name, words), born)
    if _DOCUMENT.fullmatch(compact):
        names = " | ".join(filter(None, [names, f"'${compact}'"]))
    places = [word for word in words if word not in _ADDRESS_MARKS] or words
    if any(len(word) > BEGINNING or _is_house(word) for word in places):
        anything = _all(map(_any, places), born)
        return Asked(names, anything, sort_key(rest), anything)
    begun = any(len(word) == BEGINNING for word in places)
    return Asked(names, "", sort_key(rest), _all(map(_place, places), born) if begun else "")


def _all(words: Iterable[str], more: list[str]) -> str:
    return " & ".join([*words, *more])


def _is_house(word: str) -> bool:
    """Numbers of houses and flats stand in no name."""
    return word[0].isdigit() and not _NUMBER.fullmatch(word)


def _name(word: str) -> str:
    """A word of a name; up to three letters are kept as words of their own (models/search.py)."""
    return f"'{word}':*" if len(word) > BEGINNING else f"'.{word}'"


def _any(word: str) -> str:
    if _is_house(word):
        return f"'/{word}'"
    return f"({_name(word)} | {_place(word)})"


def _place(word: str) -> str:
    """A word of an address or of the name of a file; two letters are one whole («3 Maja», «ks»)."""
    return f"'/{word}'{':*' if len(word) >= BEGINNING else ''}"


def split_day(text: str) -> tuple[date | None, str]:
    """A day of birth among the words, and the words without it."""
    words = text.split()
    for index, word in enumerate(words):
        if _DATE.fullmatch(word):
            try:
                return parse_date(word), " ".join(words[:index] + words[index + 1 :])
            except DateTextError:
                continue
    return None, text


def search_condition(text: str, *, addresses: bool = False) -> Q | None:
    """The condition on `Person` for what was typed; None when it is too short to search.

    With `addresses` a word may stand in an address or in the name of the household, too.
    """
    wanted = asked(text)
    query = (addresses and wanted.anything) or wanted.names
    if not query:
        return Q(pk__in=[]) if wanted.anything else None
    return Q(search__words__matching=query)


def people_found(user: User, text: str, today: date, limit: int = 20) -> list[Found]:
    """Persons that `user` may see and whose names, PESEL or document fit (≤ 6 queries)."""
    persons = _visible(user, asked(text), today)[:limit]
    homes = _homes(user, persons, today)
    return [Found(person, homes.get(person.pk), True) for person in persons]


def person_search(user: User, text: str, today: date, limit: int = 20) -> list[Found]:
    """As `people_found`; those whom `user` may not see follow, as far as the limit reaches.

    Everybody in the system is found, so that nobody is recorded twice; of a hit that is not
    visible only the name may be shown. At most 8 queries, whatever the size.
    """
    found = people_found(user, text, today, limit)
    wanted = asked(text)
    rest = limit - len(found)
    if not rest or not wanted.names or not allowed(user, Permission.CLIENTS_VIEW):
        return found
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        return found
    ids = _first(wanted, wanted.names)
    known = persons_visible_to(user, today).filter(pk__in=ids).values_list("pk", flat=True)
    hidden = set(ids) - set(known)
    others = _in_order(persons_not_shut(user, today).filter(pk__in=hidden), ids)
    return [*found, *(Found(person, None, False) for person in others[:rest])]


def households_found(
    user: User, text: str, today: date, limit: int = 20, without: Iterable[int] = ()
) -> list[FoundHousehold]:
    """Households of today that `user` may see, by an address or the name of the file; a word of
    three letters, where none is longer, by that alone.

    A word of the name or the PESEL of a member may stand among them: «Nowak Lipowa 12». Those
    `without` are left out. At most 10 queries.
    """
    wanted = asked(text)
    if not wanted.places or not allowed(user, Permission.CLIENTS_VIEW):
        return []
    ids = _candidates(user, wanted, wanted.places, today)
    hidden = set(without)
    rows = [row for row in _stays(user, ids, today) if row.household_id not in hidden]
    place = {pk: index for index, pk in enumerate(ids)}
    homes: dict[int, Household] = {}
    for row in sorted(rows, key=lambda row: (place[row.person_id], row.pk)):
        homes.setdefault(row.household_id, row.household)
    first = list(homes.values())[:limit]
    addresses = head_addresses(first, today)
    return [FoundHousehold(home, addresses.get(home.pk)) for home in first]


def head_addresses(homes: list[Household], today: date) -> dict[int, Address]:
    """Where the heads of these households live, by household."""
    heads = Membership.objects.filter(valid_on(today), household__in=homes, role=MemberRole.HEAD)
    living = dict(heads.values_list("person", "household"))
    residences = Address.objects.filter(
        valid_on(today), person__in=living, kind=AddressKind.RESIDENCE
    )
    return {living[address.person_id]: address for address in residences}


def ids_matching(text: str) -> list[int] | None:
    """Ids of all persons whose names, PESEL or document fit, for lists that check access.

    None when there are more than LOOKED_AT (one query).
    """
    query = asked(text).names
    if not query:
        return []
    fits = PersonWords.objects.filter(words__matching=query).values_list("pk", flat=True)
    ids = list(fits[: LOOKED_AT + 1])
    return None if len(ids) > LOOKED_AT else ids


def people_ids(user: User, text: str, today: date) -> list[int]:
    """Ids of the first persons whose names, PESEL or document fit, of the districts of `user`.

    For queries that check themselves what `user` may see.
    """
    wanted = asked(text)
    if not wanted.names or not allowed(user, Permission.CLIENTS_VIEW):
        return []
    return _candidates(user, wanted, wanted.names, today)


def _visible(user: User, wanted: Asked, today: date) -> list[Person]:
    if not wanted.names or not allowed(user, Permission.CLIENTS_VIEW):
        return []
    ids = _candidates(user, wanted, wanted.names, today)
    return _in_order(persons_visible_to(user, today).filter(pk__in=ids), ids)


def _candidates(user: User, wanted: Asked, query: str, today: date) -> list[int]:
    """The first of those who fit, of the districts and grants of `user` (≤ 5 queries a page)."""
    key = ("candidates", user.pk, wanted.start, query, today)
    return once(key, lambda: _looked_up(user, wanted, query, today))


def _looked_up(user: User, wanted: Asked, query: str, today: date) -> list[int]:
    people = [user, *absent_people(user, today)]
    if any(allowed(person, Permission.CLIENTS_VIEW_ALL) for person in people):
        return _first(wanted, query)
    scope = " | ".join(["'@'", *(f"'@{pk}'" for pk in districts_of(people))])
    opened = once(("opened_to", user.pk, today), lambda: _opened_to(user, people, today))
    return _first(wanted, f"({query}) & ({scope})", query, opened)


def _opened_to(user: User, people: list[User], today: date) -> set[int]:
    """Persons whom a grant or a restriction opens to `user` and to `people` for whom one acts."""
    granted = HouseholdGrant.objects.filter(valid_on(today), user__in=people)
    named = Restriction.objects.filter(valid_on(today), readers=user)
    homes = granted.values_list("household").union(named.values_list("household"))
    members = Membership.objects.filter(household__in=[pk for (pk,) in homes])
    return set(members.values_list("person", flat=True))


def _first(wanted: Asked, query: str, wider: str = "", among: Iterable[int] = ()) -> list[int]:
    """The first ids that match `query`, or `wider` and are `among` these, in order.

    Who is called as typed from the beginning comes first, then by name. The cut comes before the
    order, so that a common name costs no sort of all its bearers; for those who see everybody the
    beginning of the alphabetical list is looked up beside it.
    """
    fits = PersonWords.objects.filter(words__matching=query).values_list("sort_key", "pk")
    rows = set(fits[:LOOKED_AT])
    if len(rows) == LOOKED_AT and wanted.start and query == wanted.names:
        called = Person.objects.filter(
            sort_key__gte=wanted.start, sort_key__lt=f"{wanted.start}\x7f"
        )
        rows |= set(called.order_by("sort_key", "pk").values_list("sort_key", "pk")[:CALLED])
    if among:
        opened = PersonWords.objects.filter(pk__in=among, words__matching=wider)
        rows |= set(opened.values_list("sort_key", "pk")[:LOOKED_AT])
    start = _plain(wanted.start)
    ranked = sorted(rows, key=lambda row: (not _plain(row[0]).startswith(start), row))
    return [pk for _key, pk in ranked[:CANDIDATES]]


def _plain(key: str) -> str:
    """A sort key without its marks of Polish letters: «zak» finds «Żak» as well as «Zak»."""
    return key.replace("{", "").replace("|", "")


def _in_order(persons: QuerySet[Person], ids: list[int]) -> list[Person]:
    found = {person.pk: person for person in persons}
    return [found[pk] for pk in ids if pk in found]


def _homes(user: User, persons: list[Person], today: date) -> dict[int, Household]:
    """Where each of these persons lives today, of the visible households (≤ 3 queries)."""
    rows = _stays(user, [person.pk for person in persons], today)
    rows.sort(key=lambda row: (not row.shared_custody, row.pk))
    return {row.person_id: row.household for row in rows}


def _stays(user: User, person_ids: list[int], today: date) -> list[Membership]:
    """Memberships of today in visible households, which are looked up by their ids: there are few.

    With households whole (≤ 3 queries).
    """
    rows = list(Membership.objects.filter(valid_on(today), person__in=person_ids))
    seen = households_visible_to(user, today).select_related("district")
    homes = seen.in_bulk({row.household_id for row in rows}) if rows else {}
    found = [row for row in rows if row.household_id in homes]
    for row in found:
        row.household = homes[row.household_id]
    return found
