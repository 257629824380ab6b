"""What a merge of two records would do: what is to be chosen, and what forbids it.

Nothing is written here (docs/adr/0010).
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from clients.models import (
    Address,
    BankAccount,
    Death,
    Membership,
    Person,
    Recorded,
    Relationship,
    Restriction,
    RestrictionReader,
)
from clients.queries.access import valid_on
from clients.queries.merge_rows import Clash, Link, clashes, rows_of, same_words
from clients.services.merge_periods import left_of, why_not
from clients.services.rows import fingerprint
from core.identifiers import validate_pesel
from core.models import User
from core.polish import format_date

KEPT, DROPPED, BOTH = "kept", "dropped", "both"
"""Whose row stands: that of the record that stays, of the other one, or both."""
CUT: tuple[type[Any], ...] = (Address, BankAccount, Membership)
"""Rows whose days are cut so that the other one stands."""
SETTLED: tuple[type[Any], ...] = (*CUT, Recorded, Relationship)
"""Rows of which one is chosen here; facts that are not stay with the record merged away."""
FIELDS = (
    "first_name", "second_name", "last_name", "family_name", "pesel", "identity_document",
    "birth_date", "sex", "citizenship", "marital_status", "phone", "email",
)  # fmt: skip
"""What is chosen; `pesel` brings its absence and its reason along."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rows of the two that cannot all be of one person.

    `ways` are the possible answers, `default` the one offered ("": somebody must choose);
    `why_not` says why an answer is impossible.
    """

    key: str
    link: Link
    kept: tuple[Any, ...]
    dropped: tuple[Any, ...]
    ways: tuple[str, ...]
    default: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Protection:
    """Restricted files of the two, and who reads them all (`common`) or one of them (`any`)."""

    files: tuple[int, ...]
    common: tuple[User, ...]
    any: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """What forbids the merge and what to do about it; `rows` are those to be mended elsewhere."""

    said: str
    rows: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A merge before it is made; `seen` changes with anything that it rests on."""

    kept: Person
    dropped: Person
    rows: dict[Link, tuple[list[Any], list[Any]]]
    fields: dict[str, str]
    conflicts: list[Conflict]
    stops: list[Stop]
    protection: Protection
    seen: str

    @property
    def names_differ(self) -> bool:
        """Is one of them known by another name?"""
        return str(self.kept) != str(self.dropped)


def merge_plan(kept: Person, dropped: Person, today: date) -> Plan:
    """What making `dropped` a part of `kept` would do (about 35 queries)."""
    rows = rows_of(kept, dropped)
    own: dict[type[Any], list[Any]] = {}
    for link, (mine, _others) in rows.items():
        own.setdefault(link.model, []).extend(mine)
    found = {
        link: clashes(link, own[link.model], others, kept) for link, (_mine, others) in rows.items()
    }
    conflicts = [
        conflict
        for link, pairs in found.items()
        if issubclass(link.model, SETTLED)
        for conflict in _conflicts(link, pairs)
    ]
    return Plan(
        kept=kept,
        dropped=dropped,
        rows=rows,
        fields=_fields(kept, dropped),
        conflicts=conflicts,
        stops=[
            *map(Stop, _stops(kept, dropped, rows)),
            *_elsewhere(found),
            *(Stop(conflict.why_not) for conflict in conflicts if not conflict.ways),
        ],
        protection=_protection(kept, dropped, today),
        seen=_seen(kept, dropped, rows),
    )


def better_first(one: Person, two: Person) -> tuple[Person, Person]:
    """The better documented first: with a PESEL, with more fields filled in, recorded earlier."""
    weights = {
        person.pk: (
            bool(person.pesel),
            sum(bool(getattr(person, name)) for name in FIELDS),
            -person.pk,
        )
        for person in (one, two)
    }
    return (one, two) if weights[one.pk] >= weights[two.pk] else (two, one)


def _fields(kept: Person, dropped: Person) -> dict[str, str]:
    """Fields in which the two differ, each with whose is offered."""
    pesel = DROPPED if not kept.pesel and dropped.pesel else KEPT
    if kept.pesel and dropped.pesel and not _valid(kept.pesel) and _valid(dropped.pesel):
        pesel = DROPPED
    offered = {}
    for name in FIELDS:
        mine, other = getattr(kept, name), getattr(dropped, name)
        if (mine or "") == (other or ""):
            continue
        if name == "pesel" or name in ("birth_date", "sex"):
            offered[name] = pesel
        else:
            offered[name] = DROPPED if other and not mine else KEPT
    return offered


def _valid(pesel: str) -> bool:
    try:
        validate_pesel(pesel)
    except ValidationError:
        return False
    return True


def _stops(
    kept: Person, dropped: Person, rows: dict[Link, tuple[list[Any], list[Any]]]
) -> list[str]:
    """What forbids the merge, and what to do about it."""
    stops = _of_death(kept, dropped)
    if kept.pesel and dropped.pesel and _valid(kept.pesel) and _valid(dropped.pesel):
        stops.append(
            _(
                "Both have a valid PESEL, and they differ: by law these are two people. If one of "
                "the numbers was entered by mistake, correct it in that record first."
            )
        )
    if _tied(kept, dropped, rows):
        stops.append(
            _(
                "%(kept)s and %(dropped)s are recorded as relatives, as one representing the other "
                "or as one owing the other alimony. Remove or withdraw that first if it is wrong."
            )
            % {"kept": kept, "dropped": dropped}
        )
    return stops


def _of_death(kept: Person, dropped: Person) -> list[str]:
    """Both are dead on one day, or both alive."""
    died = kept.death_date or dropped.death_date
    if died and not (kept.death_date and dropped.death_date):
        dead, other = (kept, dropped) if kept.death_date else (dropped, kept)
        return [
            _(
                "%(dead)s is recorded as dead since %(day)s, the other record is of a living "
                "person. Take the death back, or record it in the other record (%(other)s), too."
            )
            % {"dead": dead, "day": format_date(died), "other": other}
        ]
    if kept.death_date != dropped.death_date:
        return [_("The days of death differ. Correct one of them first.")]
    return []


def _tied(kept: Person, dropped: Person, rows: dict[Link, tuple[list[Any], list[Any]]]) -> bool:
    """Does a row of any room name both as two different people?"""
    both = {kept.pk, dropped.pk}
    named: dict[tuple[type[Any], int], set[int]] = {}
    for link, (own, others) in rows.items():
        for row in (*own, *others):
            named.setdefault((link.model, row.pk), set()).add(getattr(row, link.field.attname))
    return any(ends == both for ends in named.values())


def _elsewhere(found: dict[Link, list[Clash]]) -> list[Stop]:
    """Rows of cases, decisions and payments in each other's way: mended there, never here."""
    said = []
    for link, pairs in found.items():
        if issubclass(link.model, (*SETTLED, Death)):
            continue
        for clash in pairs:
            words = _(
                "%(kind)s of both for the same time: «%(kept)s» and «%(dropped)s». Money may "
                "have been paid twice: the accountant has to end or settle one of them first."
            ) % {
                "kind": link.model._meta.verbose_name_plural,
                "kept": clash.kept,
                "dropped": clash.dropped,
            }
            said.append(Stop(words, (clash.kept, clash.dropped)))
    return said


def _conflicts(link: Link, pairs: Sequence[Clash]) -> Iterable[Conflict]:
    """Clashes that hang together are answered together."""
    groups: list[list[Clash]] = []
    for pair in pairs:
        ids = {pair.kept.pk, pair.dropped.pk}
        joined = [g for g in groups if any({c.kept.pk, c.dropped.pk} & ids for c in g)]
        groups = [g for g in groups if g not in joined]
        groups.append([pair, *(clash for g in joined for clash in g)])
    for group in groups:
        yield _conflict(link, group)


def _conflict(link: Link, group: list[Clash]) -> Conflict:
    own = tuple({clash.kept.pk: clash.kept for clash in group}.values())
    others = tuple({clash.dropped.pk: clash.dropped for clash in group}.values())
    key = f"{link.label}-{'.'.join(str(row.pk) for row in (*own, *others))}"
    ways = [KEPT, DROPPED]
    default, refused = KEPT, ""
    if link.model in CUT:
        for way, standing, cut in ((KEPT, own, others), (DROPPED, others, own)):
            if why := _cannot_cut(cut, standing):
                ways.remove(way)
                refused = why
        default = KEPT if KEPT in ways else DROPPED if ways else ""
    elif issubclass(link.model, Recorded):
        if not any(clash.always for clash in group):
            ways.append(BOTH)
        if not all(same_words(clash.kept, clash.dropped) for clash in group):
            default = ""
    return Conflict(key, link, own, others, tuple(ways), default, refused)


def _cannot_cut(cut: Iterable[Any], standing: Sequence[Any]) -> str:
    for row in cut:
        if why := why_not(row, left_of(row, standing)):
            return why
    return ""


def _protection(kept: Person, dropped: Person, today: date) -> Protection:
    """Restrictions in force over any file to which one of the two belongs or has belonged."""
    homes = Membership.objects.filter(person__in=(kept, dropped)).values("household")
    rules = Restriction.objects.filter(valid_on(today), household__in=homes)
    named = RestrictionReader.objects.filter(restriction__in=rules).select_related(
        "user", "restriction"
    )
    readers: dict[int, dict[int, User]] = {}
    for row in named.order_by("user__last_name", "user__first_name", "id"):
        readers.setdefault(row.restriction.household_id, {})[row.user_id] = row.user
    everybody = {pk: user for file in readers.values() for pk, user in file.items()}
    of_all = set(everybody).intersection(*readers.values())
    common = tuple(user for pk, user in everybody.items() if pk in of_all)
    return Protection(tuple(readers), common, tuple(everybody.values()))


def _seen(kept: Person, dropped: Person, rows: dict[Link, tuple[list[Any], list[Any]]]) -> str:
    said = [fingerprint(kept), fingerprint(dropped)]
    for link, (own, others) in rows.items():
        said += [f"{link.label} {row.pk} {fingerprint(row)}" for row in (*own, *others)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:20]
