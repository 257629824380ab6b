"""The field sheet of a household: one page for the pocket, written as if it could be lost.

PESEL, account numbers, degrees of disability, reasons of absence and of aid never stand on it, of
notes only those that somebody lets stand there, and never the text on the file itself.
The sheet of a restricted file has no address, no phone, no notes and nobody from outside of the
household, and does not say why (docs/adr/0011).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil
from typing import Any

from clients import queries
from clients.kinds import BY_CODE, kind_of
from clients.models import (
    Address,
    Contact,
    ContactKind,
    Household,
    HouseholdNote,
    MemberRole,
    Person,
    Relationship,
)
from clients.presenters.entries import Entry, entry
from clients.presenters.family import holds
from clients.presenters.people import Member, members_shown
from core.months import month_of
from core.polish import format_date
from core.registry import Figure, SheetPart

MONEY = ("income", "one-off-income", "farm", "alimony-paid", "alimony-title")
NOTES, LETTERS = 3, 240
PAGE_ROWS, LEAST_ROWS = 29, 5
"""Rows to write in on a page that says nothing else, and those that a full page still has."""
REACHES = (ContactKind.PHONE, ContactKind.PERSON)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What the rooms above put on the sheet: money now, and parts of their own."""

    figures: list[Figure]
    parts: list[SheetPart]


@dataclass(frozen=True, slots=True)
class SheetPerson:
    """A row of the table of people; `ties` says of whom the person is what."""

    member: Member
    ties: str
    phones: str
    away: str


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A note, cut short."""

    text: str
    when: date


def field_sheet(
    household: Household, today: date, rooms: Rooms, *, notes: bool, shut: bool
) -> dict[str, Any]:
    """What clients/sheet_paper.html shows (at most 12 queries); `shut`: the file is restricted."""
    present = queries.members_on(household, today)
    people = [m.person for m in present]
    head = present[0].person if present and present[0].role == MemberRole.HEAD else None
    written = queries.notes_of(household) if notes and not shut else []
    written = [note for note in written if note.on_paper]
    shown = {
        "household": household,
        "today": today,
        "shut": shut,
        "figures": rooms.figures,
        "parts": rooms.parts,
        "people": _people(
            members_shown(present, today, queries.absences_on(household, today)),
            queries.relationships_of(p.pk for p in people),
            {} if shut else _phones(queries.contacts_on(people, today)),
            today,
            shut=shut,
        ),
        "headless": bool(people) and head is None,
        "address": None if shut or head is None else queries.address_on(head, today),
        "letters_to": None if shut or head is None else _letters(head, today),
        "incomes": [(one, _income(one)) for one in _incomes(people, today)],
        "ending": [
            (str(kind_of(one.fact).label), _owner(one), one.last_day)
            for one in queries.facts_ending(household, today)
        ],
        "warnings": [_short(note) for note in written if note.pinned],
        "notes": _last_notes(written),
    }
    return shown | {"lines": range(max(LEAST_ROWS, PAGE_ROWS - _rows(shown)))}


def _rows(shown: dict[str, Any]) -> int:
    """About how many rows to write in the rest of the sheet takes."""
    people = sum(2 if one.ties or one.away else 1 for one in shown["people"])
    text = len(shown["warnings"]) * 2 + len(shown["notes"]) * 2 + bool(shown["ending"]) * 2
    money = max(len(shown["figures"]), len(shown["incomes"]))
    parts = max((len(part.lines) for part in shown["parts"]), default=0)
    return 6 + ceil((people + 2 * money + 2 * parts + text) * 0.72)


def _income(one: Entry) -> str:
    """Of what kind it is: a debtor's name stays off the paper."""
    return one.what if one.kind.says == "kind" else str(one.kind.label).lower()


def _letters(head: Person, today: date) -> Address | None:
    """Where letters go, when that is not where the head lives."""
    found = queries.address_on(head, today, "correspondence")
    return found if found and found.kind == "correspondence" else None


def _people(
    members: list[Member],
    relations: Iterable[Relationship],
    phones: Mapping[int, str],
    today: date,
    *,
    shut: bool,
) -> list[SheetPerson]:
    inside = {m.person.pk: m.person.first_name for m in members}
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in relations:
        if not holds(row, today) or (shut and not {row.person_id, row.other_id} <= set(inside)):
            continue
        said[row.person_id][row.get_kind_display()].append(
            inside.get(row.other_id) or f"{row.other} (poza rodziną)"
        )
        if row.person_id not in inside:
            said[row.other_id][f"{row.person} (poza rodziną)"].append(row.get_kind_display())
    return [
        SheetPerson(
            member=member,
            ties="; ".join(
                f"{kind}: {', '.join(names)}" for kind, names in said[member.person.pk].items()
            ),
            phones=", ".join(
                filter(None, ["" if shut else member.person.phone, phones.get(member.person.pk)])
            ),
            away=_away(member),
        )
        for member in members
    ]


def _away(member: Member) -> str:
    """From when to when somebody is away; where, is nobody's business on a lost paper."""
    if member.away is None:
        return ""
    start, end = member.away.valid_from, member.away.valid_to
    return f"{format_date(start)} – {format_date(end)}" if end else f"od {format_date(start)}"


def _phones(contacts: Iterable[Contact]) -> dict[int, str]:
    found: dict[int, list[str]] = defaultdict(list)
    for contact in contacts:
        if contact.kind in REACHES:
            found[contact.person_id].append(
                f"{contact.value} ({contact.note})" if contact.note else contact.value
            )
    return {pk: ", ".join(values) for pk, values in found.items()}


def _incomes(people: list[Person], today: date) -> list[Entry]:
    """What is known of this month and the one before, by person."""
    since = month_of(month_of(today) - timedelta(days=1))
    wanted = queries.Wanted(since=since, until=today, kinds=[BY_CODE[code] for code in MONEY])
    facts = queries.by_owner(
        fact for fact in queries.facts_of(people, None, wanted) if fact.withdrawn_at is None
    )
    return [entry(fact, today) for person in people for fact in facts.get(person, [])]


def _owner(one: queries.Ending) -> str:
    fact = one.fact
    owner = getattr(fact, kind_of(fact).of)
    return owner.first_name if isinstance(owner, Person) else ""


def _last_notes(written: list[HouseholdNote]) -> list[SheetNote]:
    newest = sorted(
        (note for note in written if not note.pinned), key=lambda n: n.written_at, reverse=True
    )
    return [_short(note) for note in newest[:NOTES]]


def _short(note: HouseholdNote) -> SheetNote:
    return SheetNote(_cut(note.text), note.written_at.date())


def _cut(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip()}…"
