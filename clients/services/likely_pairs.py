"""Suspected duplicates among all recorded people: found, remembered, said to be two people.

Candidates come from the database in sets (the same day of birth, day and month changed over, the
same names with a day nearly the same), and are scored letter by letter as the form of a new
person scores them (clients/duplicates.py).
"""

from collections.abc import Callable, Iterator
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.timezone import now
from django.utils.translation import gettext as _

from clients.duplicates import LIKELY, Described, likely_matches, likeness, reasons
from clients.models import LikelyPair, Person
from clients.queries import persons_visible_to
from core import audit, jobs
from core.errors import DomainError, StaleState
from core.models import Job, User
from core.permissions import Permission, require

CROWD = 400
"""On a day with more people than this only those are compared whose surnames begin alike."""
_SLICE = 2000
_TOLD = 20_000
_ONE_SEARCH = 20261125
JOB = "clients.duplicates"
_COLUMNS = ("id", "first_name", "last_name", "family_name", "pesel", "birth_date")
_PLAIN = "translate(lower({0}), 'ąćęłńóśźż', 'acelnoszz')"
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)

_LIVING = f"""
    living AS MATERIALIZED (
        SELECT id, first_name, last_name, family_name, pesel, birth_date, sort_key,
               {_PLAIN.format("last_name")} AS last, {_PLAIN.format("first_name")} AS first,
               ARRAY(SELECT left(name, 1) FROM unnest(ARRAY[
                   {_PLAIN.format("last_name")}, {_PLAIN.format("first_name")},
                   {_PLAIN.format("family_name")}]) AS name WHERE name <> '') AS initials,
               to_char(birth_date, 'YYYYMMDD') AS born,
               count(*) OVER (PARTITION BY birth_date) AS crowd
          FROM clients_person WHERE merged_into_id IS NULL
    )
"""
_OFF = " + ".join(f"(substr(a.born, {i}, 1) <> substr(b.born, {i}, 1))::int" for i in range(1, 9))
_PAIRS = f"""
    WITH {_LIVING}, pairs AS (
        SELECT a.id AS one, b.id AS two FROM living a JOIN living b USING (birth_date)
         WHERE a.id < b.id AND a.initials && b.initials
           AND (a.crowd <= {CROWD} OR left(a.sort_key, 4) = left(b.sort_key, 4))
        UNION
        SELECT least(a.id, b.id), greatest(a.id, b.id) FROM living a JOIN living b
            ON b.birth_date = make_date(extract(year FROM a.birth_date)::int,
                   extract(day FROM a.birth_date)::int, extract(month FROM a.birth_date)::int)
         WHERE extract(day FROM a.birth_date) <= 12
           AND a.birth_date < b.birth_date AND a.initials && b.initials
        UNION
        SELECT a.id, b.id FROM living a JOIN living b ON a.last = b.last AND a.first = b.first
         WHERE a.id < b.id AND a.born <> b.born AND {_OFF} <= 2
           AND (a.pesel IS NULL OR b.pesel IS NULL)
    )
    SELECT {", ".join(f"a.{c}" for c in _COLUMNS)}, {", ".join(f"b.{c}" for c in _COLUMNS)}
      FROM pairs JOIN living a ON a.id = one JOIN living b ON b.id = two
"""
_DIGITS = " + ".join(
    f"{weight} * substr(pesel, {place}, 1)::int" for place, weight in enumerate(_WEIGHTS, 1)
)
_MISTYPED = f"""
    SELECT id FROM clients_person
     WHERE merged_into_id IS NULL AND pesel IS NOT NULL AND ({_DIGITS}) % 10 <> 0
     ORDER BY id LIMIT {_SLICE}
"""

Scored = dict[tuple[int, int], tuple[int, list[str]]]


@audit.service
def likely_pairs_ask(*, actor: User, today: date) -> Job:
    """Ask for a search in the background, once a minute at most."""
    require(actor, Permission.CLIENTS_MERGE)
    return jobs.enqueue(
        name=JOB,
        key=f"{JOB}:{today}:{now():%H%M}",
        title=_("Search for suspected duplicates"),
        requested_by=actor,
        args={},
        queue="default",
    )


def likely_pairs_find(*, actor: User, told: Callable[[int], None] | None = None) -> int:
    """Look through everybody anew; returns how many pairs are likely one person.

    What was said to be two people stays said; other pairs that are alike no more are forgotten.
    `told` hears how many were compared.
    """
    return _kept(actor=actor, found=_scored(told))


@audit.service
def _kept(*, actor: User, found: Scored) -> int:
    with connection.cursor() as cursor:  # a second search waits, and finds the same
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SEARCH])
    known = {(pair.first_id, pair.second_id): pair for pair in LikelyPair.objects.all()}
    LikelyPair.objects.filter(
        pk__in=[p.pk for key, p in known.items() if key not in found and not p.another_at]
    ).delete()
    changed = []
    for key, pair in known.items():
        said = found.get(key)
        if said and said != (pair.score, pair.reasons):
            pair.score, pair.reasons = said
            changed.append(pair)
    LikelyPair.objects.bulk_update(changed, ["score", "reasons"], batch_size=_SLICE)
    LikelyPair.objects.bulk_create(
        [
            LikelyPair(first_id=one, second_id=two, score=score, reasons=why)
            for (one, two), (score, why) in found.items()
            if (one, two) not in known
        ],
        batch_size=_SLICE,
    )
    return len(found)


def _scored(told: Callable[[int], None] | None) -> Scored:
    found: Scored = {}
    for number, (one, two) in enumerate(_candidates(), 1):
        if told and number % _TOLD == 0:
            told(number)
        who = described(one)
        score = likeness(who, two)
        if score >= LIKELY:
            found[one.pk, two.pk] = (score, [str(why) for why in reasons(who, two)])
    for person in _mistyped():
        for match in likely_matches(described(person), limit=20):
            if match.person.pk != person.pk:
                low, high = sorted((person.pk, match.person.pk))
                found[low, high] = (match.score, [str(why) for why in match.reasons])
    return found


def _candidates() -> Iterator[tuple[Person, Person]]:
    width = len(_COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS)
        while rows := cursor.fetchmany(_SLICE):
            for row in rows:
                one, two = row[:width], row[width:]
                yield (
                    Person(**dict(zip(_COLUMNS, one, strict=True))),
                    Person(**dict(zip(_COLUMNS, two, strict=True))),
                )


def _mistyped() -> list[Person]:
    """People whose PESEL has a wrong check digit: somebody mistyped it."""
    with connection.cursor() as cursor:
        cursor.execute(_MISTYPED)
        ids = [pk for (pk,) in cursor.fetchall()]
    return list(Person.objects.filter(pk__in=ids))


def described(person: Person) -> Described:
    """A recorded person as somebody would type them."""
    return Described(
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        pesel=person.pesel or "",
        family_name=person.family_name,
    )


@audit.service
def pair_another(*, actor: User, today: date, one: Person, two: Person, reason: str) -> LikelyPair:
    """Say that two records are of two people, and how that is known; it may be taken back.

    Raises PermissionDenied for who may not see both, DomainError without a reason, StaleState
    when they were merged in the meantime. Said twice it stays as it was said first.
    """
    require(actor, Permission.CLIENTS_MERGE)
    if not reason.strip():
        raise DomainError(_("Say how you know that they are two people."), "reason")
    low, high = sorted((one, two), key=lambda person: person.pk)
    _require_living(actor, today, low, high)
    score = likeness(described(low), high)
    why = [str(reason) for reason in reasons(described(low), high)]
    pair, _new = LikelyPair.objects.select_for_update(of=["self"]).get_or_create(
        first=low, second=high, defaults={"score": score, "reasons": why}
    )
    if pair.another_at is None:
        pair.another_at, pair.another_by, pair.another_why = now(), actor, reason.strip()[:200]
        pair.save()
    return pair


@audit.service
def pair_doubted(*, actor: User, today: date, pair: LikelyPair) -> None:
    """Take back that two records are of two people. Raises StaleState when it is not said."""
    require(actor, Permission.CLIENTS_MERGE)
    _require_living(actor, today, pair.first, pair.second)
    said = LikelyPair.objects.filter(pk=pair.pk, another_at__isnull=False)
    if not said.update(another_at=None, another_by=None, another_why=""):
        raise StaleState


def _require_living(actor: User, today: date, *persons: Person) -> None:
    ids = [person.pk for person in persons]
    if Person.objects.filter(pk__in=ids, merged_into__isnull=False).exists():
        raise StaleState
    if persons_visible_to(actor, today).filter(pk__in=ids).count() != len(set(ids)):
        raise PermissionDenied(Permission.CLIENTS_MERGE)
