"""Who may be meant by a name or a PESEL that was typed with a mistake.

For the search before a new person is recorded: the plain search finds what was typed, this finds
what is nearly so. Candidates come from the words of persons (models/search.py); they are compared
letter by letter, names in any order.
"""

import re
from collections.abc import Iterable
from datetime import date
from itertools import combinations, permutations

from rapidfuzz import fuzz, process

from clients.duplicates import Described, Match, likely_matches, reasons
from clients.models import Person
from clients.queries.search import split_day
from core.polish import fold

MOST = 10_000
"""So many candidates are compared at most; a centre of 100,000 people has fewer for any name."""
SHOWN = 5
_ALIKE = 80
"""Likeness (0 to 100) from which a name is nearly the typed one."""
_ALIKE_BORN = 65
"""The same when the day of birth is that which was typed, too."""
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_PESEL = re.compile(r"\d{11}")


def misspelt_matches(text: str, besides: Iterable[int] = ()) -> list[Match]:
    """People nearly called so, or with nearly that PESEL, the likeliest first (≤ 4 queries).

    Two names are needed, or one with a day of birth. Those with the ids `besides` are left out.
    """
    born, rest = split_day(text)
    number = re.sub(r"[\s-]", "", rest)
    if _PESEL.fullmatch(number):
        found = likely_matches(Described("", "", pesel=number), SHOWN)
    else:
        found = _by_name(_LETTERS.findall(fold(rest)), born)
    left_out = set(besides)
    return [match for match in found if match.person.pk not in left_out]


def _by_name(words: list[str], born: date | None) -> list[Match]:
    if len(words) < (1 if born else 2):
        return []
    alike = _ALIKE_BORN if born else _ALIKE
    if born:
        scores = _scores(words, _names(f"'#{born:%Y%m%d}'"), alike)
    else:
        scores = _scores(words, _names(_begin_like(words, 3, 2)), alike)
        # rarer: a mistake among the first three letters of a name
        scores = scores or _scores(words, _names(_begin_like(words, 2, 1)), alike)
    who = Described(first_name=" ".join(words[1:]) or words[0], last_name=words[0], birth_date=born)
    people = Person.objects.in_bulk(list(scores)[:SHOWN])
    return [
        Match(people[pk], score, reasons(who, people[pk]))
        for pk, score in scores.items()
        if pk in people
    ]


def _names(wanted: str) -> dict[int, str]:
    """Surname and first name of the candidates by id; with the family name under minus the id."""
    names: dict[int, str] = {}
    rows = Person.objects.filter(
        search__words__matching=wanted,
        merged_into__isnull=True,
        destroyed_on__isnull=True,
    )
    for pk, last, first, family in rows.values_list("pk", "last_name", "first_name", "family_name")[
        :MOST
    ]:
        names[pk] = fold(f"{last} {first}")
        if family:
            names[-pk] = fold(f"{family} {first}")
    return names


def _scores(words: list[str], names: dict[int, str], alike: int) -> dict[int, int]:
    """Likeness by person, the best first; of three words any two may be the name."""
    scorer = fuzz.token_sort_ratio if len(words) > 1 else fuzz.partial_ratio
    scores: dict[int, float] = {}
    for typed in {" ".join(words), *map(" ".join, combinations(words[:3], 2))}:
        for _name, score, pk in process.extract(
            typed, names, scorer=scorer, score_cutoff=alike, limit=2 * SHOWN
        ):
            scores[abs(pk)] = max(score, scores.get(abs(pk), 0))
    return {pk: round(scores[pk]) for pk in sorted(scores, key=lambda pk: (-scores[pk], pk))}


def _begin_like(words: list[str], letters: int, more: int) -> str:
    """People of whom one name begins like one of the words, another like another of them."""
    return " | ".join(
        f"('.{one[:letters]}' & '.{other[:more]}')" for one, other in permutations(words[:3], 2)
    )
