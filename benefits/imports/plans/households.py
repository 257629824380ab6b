"""Households: who belongs to which, since when, in which role, and where they live.

A household goes in whole or not at all: an error in one row holds the others back.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow
from benefits.imports.plans.addresses import address_planned, address_write, addresses_of
from benefits.imports.plans.base import (
    About,
    Planned,
    begin,
    once_in_file,
    persons_meant,
    remember,
    remember_rows,
    sources,
    write_unchanged,
)
from benefits.imports.states import ImportKind, Outcome, Verdict
from clients.models import Address, Household, MemberRole, Membership
from core.models import District
from core.polish import fold, format_date, sort_key

KIND = ImportKind.HOUSEHOLDS
FILE = "household"
"""Kind of source ids of the households themselves; those of their rows are of KIND."""
OWN = ("role", "valid_to", "shared_custody", "court_order")


@dataclass
class Home:
    """A household of the file: its rows, and the household of ours if it is known."""

    items: list[Planned] = field(default_factory=list)
    household: Household | None = None
    known: bool = False
    district: District | None = None


@dataclass
class Read:
    """What was read for a chunk of rows."""

    homes: dict[str, Home]
    belongings: dict[int, list[Membership]]
    members: dict[int, list[Membership]]
    addresses: dict[int, list[Address]]


def plan(rows: Sequence[ImportRow], about: About) -> list[Planned]:
    """What each row would do (≤ 12 queries for all of them); nothing is written."""
    planned = begin(KIND, rows, about)
    persons_meant(about, planned)
    read = _read(planned, about)
    about.homes = read.homes
    known = sources(about, KIND, [item.row.source_id for item in planned])
    for item in planned:
        item.known = known.get(item.row.source_id)
        once_in_file(about, item, "membership", item.row.source_id, "person")
        if item.person:
            _check_row(item, read, about)
    for home in read.homes.values():
        _check_home(home, read, about)
    return planned


def _read(planned: Sequence[Planned], about: About) -> Read:
    homes: dict[str, Home] = defaultdict(Home)
    for item in planned:
        homes[item.row.group].items.append(item)
    known = sources(about, FILE, homes)
    ids = {item.object_id for item in known.values()}
    people = {item.person.pk for item in planned if item.person}
    belongings: dict[int, list[Membership]] = defaultdict(list)
    mine = Membership.objects.filter(person__in=people).select_related("household__district")
    for membership in mine.order_by("valid_from", "id"):
        belongings[membership.person_id].append(membership)
    recorded = {h.pk: h for h in Household.objects.filter(pk__in=ids).select_related("district")}
    for name, home in homes.items():
        source = known.get(name)
        home.known = source is not None
        home.household = recorded.get(source.object_id) if source else _alike(home, belongings)
    return Read(homes, belongings, _members(homes), addresses_of(people))


def _alike(home: Home, belongings: Mapping[int, list[Membership]]) -> Household | None:
    """The household that the head of the file heads already since the same day."""
    for item in home.items:
        if item.person and item.values.get("role") == MemberRole.HEAD:
            for membership in belongings.get(item.person.pk, []):
                same_day = membership.valid_from == item.values.get("valid_from")
                if same_day and membership.role == MemberRole.HEAD:
                    return membership.household
    return None


def _members(homes: Mapping[str, Home]) -> dict[int, list[Membership]]:
    ids = {home.household.pk for home in homes.values() if home.household}
    members: dict[int, list[Membership]] = defaultdict(list)
    found = Membership.objects.filter(household__in=ids).select_related("person")
    for membership in found.order_by("valid_from", "id"):
        members[membership.household_id].append(membership)
    return members


def _check_row(item: Planned, read: Read, about: About) -> None:
    said, person = item.values, item.person
    since, until = said.get("valid_from"), said.get("valid_to")
    if since is None or person is None:
        return
    home = read.homes[item.row.group].household
    if until and until < since:
        item.error("valid_to", _("It ends before it begins."))
    if since < person.birth_date:
        item.error("valid_from", _("%(person)s was born on %(day)s.")
                   % {"person": person, "day": format_date(person.birth_date)})  # fmt: skip
    for other in read.belongings.get(person.pk, []):
        if home and other.household_id == home.pk and other.valid_from == since:
            item.target = other
        elif _overlap(since, until, other.valid_from, other.valid_to) and not (
            (said.get("shared_custody") or other.shared_custody)
            and not (home and other.household_id == home.pk)
        ):
            item.error("valid_from", _elsewhere(item, other))
    _check_in_file(item, about)
    if item.unchanged and item.target is not None:
        return
    address_planned(item, read.addresses)
    if item.target is not None:
        for code in OWN:
            if code in said and said[code] != getattr(item.target, code):
                item.change(code, getattr(item.target, code), said[code])


def _elsewhere(item: Planned, other: Membership) -> str:
    """Says no more than that there is one: the reader of the report may not see the other file."""
    return _("%(person)s belongs to a household since %(day)s already.") % {
        "person": item.person,
        "day": format_date(other.valid_from),
    }


def _check_in_file(item: Planned, about: About) -> None:
    """The same person in two households of the file at once."""
    person, said = item.person, item.values
    if person is None or said.get("shared_custody"):
        return
    spans = about.spans.setdefault(person.pk, [])
    for row, since, until in spans:
        if row != item.row.number and _overlap(
            said["valid_from"], said.get("valid_to"), since, until
        ):
            item.error("valid_from", _("Row %(row)d puts the same person elsewhere in that time.")
                       % {"row": row})  # fmt: skip
    spans.append((item.row.number, said["valid_from"], said.get("valid_to")))


def _check_home(home: Home, read: Read, about: About) -> None:
    """District, heads, restriction; then the verdicts of all rows of the household."""
    first = home.items[0]
    if home.household is None:
        home.district = _district(home, about)
        if not any(item.values.get("role") == MemberRole.HEAD for item in home.items):
            first.error("role", _("A new household needs its head in the file."))
    elif home.household.pk in about.hidden_households:
        home.household = None
        first.error("household", _("This row cannot be taken in here. Record it by hand."))
    _check_heads(home, read)
    bad = any(item.bad for item in home.items)
    for item in home.items:
        item.settle()
        if bad and item.verdict != Verdict.ERROR:
            item.verdict = Verdict.HELD


def _district(home: Home, about: About) -> District | None:
    for item in home.items:
        if name := item.values.get("district"):
            found = about.districts.get(fold(name))
            if found is None:
                item.error("district", _("There is no district «%(name)s».") % {"name": name})
            return found
    if about.run.district is None:
        home.items[0].error("district", _("The district is missing."))
    return about.run.district


def _check_heads(home: Home, read: Read) -> None:
    members = read.members.get(home.household.pk, []) if home.household else []
    touched = {item.target.pk for item in home.items if item.target is not None}
    heads: list[tuple[date, date | None]] = [
        (m.valid_from, m.valid_to)
        for m in members
        if m.role == MemberRole.HEAD and m.pk not in touched
    ]
    for item in home.items:
        since = item.values.get("valid_from")
        if item.values.get("role") != MemberRole.HEAD or since is None:
            continue
        until = item.values.get("valid_to")
        if any(_overlap(since, until, *other) for other in heads):
            item.error("role", _("The household has two heads at once."))
        heads.append((since, until))


def _overlap(a: date, a_to: date | None, b: date, b_to: date | None) -> bool:
    return a <= (b_to or date.max) and b <= (a_to or date.max)


def write(planned: Sequence[Planned], about: About) -> None:
    """Write what was planned, inside the caller's transaction."""
    going = {id(item) for item in planned}
    homes = [
        (name, home)
        for name, home in about.homes.items()
        if any(id(item) in going for item in home.items)
    ]
    _households(homes, about)
    new = [(item, home) for _name, home in homes for item in home.items if item.target is None]
    for item, home in new:
        item.target = Membership(household=home.household, person=item.person, **_own(item))
    Membership.objects.bulk_create([item.target for item, _home in new])
    for item, _home in new:
        item.done(Outcome.MADE, [("membership", item.target.pk)])
    for item in planned:
        if item.verdict == Verdict.CHANGED:
            changed = {code: item.values[code] for code, *_rest in item.row.changes if code in OWN}
            if changed:
                Membership.objects.filter(pk=item.target.pk).update(**changed)
            item.done(Outcome.CHANGED, [("membership", item.target.pk)])
    write_unchanged(planned)
    address_write(planned)
    remember_rows(about, KIND, planned)


def _own(item: Planned) -> dict[str, Any]:
    said = item.values
    return {"valid_from": said["valid_from"], **{c: said[c] for c in OWN if c in said}}


def _households(homes: Sequence[tuple[str, Home]], about: About) -> None:
    """New households under the names of their heads, and what each came from."""
    new = [home for _name, home in homes if home.household is None]
    for home in new:
        head = next(i.person for i in home.items if i.values["role"] == MemberRole.HEAD)
        home.household = Household(
            name=str(head), district=home.district, sort_key=sort_key(str(head)),
            created_on=about.today,
        )  # fmt: skip
    Household.objects.bulk_create([home.household for home in new if home.household])
    remember(
        about,
        FILE,
        [(name, h.household.pk, "", {}) for name, h in homes if h.household and not h.known],
    )
    for home in new:
        if home.household:
            home.items[0].row.made.append(["household", home.household.pk])
