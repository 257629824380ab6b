"""A family drawn small: people in rows by generation, lines between them; all in pixels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean

from clients.models import MemberRole, Membership, Person, Relationship, RelationshipKind
from clients.presenters.people import age_words

WIDTH, HEIGHT, GAP, ROW = 112, 48, 10, 92
EDGE = 6
LETTERS = 15
GENERATION_YEARS = 18
K = RelationshipKind
_DOWN = {K.PARENT: 1, K.FOSTER_PARENT: 1, K.GUARDIAN: 1, K.GRANDPARENT: 2}
"""By how many rows the second person of a relationship stands below the first."""
_FROM_HEAD = {MemberRole.SPOUSE: K.PARTNER, MemberRole.CHILD: K.PARENT}


@dataclass(frozen=True, slots=True)
class Tie:
    """`first` is the `kind` of `second`; not `sure`: only the roles in the household say so."""

    first: int
    second: int
    kind: RelationshipKind
    sure: bool = True

    @property
    def is_couple(self) -> bool:
        """Do the two stand side by side?"""
        return self.kind in (K.SPOUSE, K.PARTNER)


@dataclass(frozen=True, slots=True)
class Node:
    """A person: a box with two lines of text. `generation` counts from the oldest, 0 to 4."""

    person: Person
    x: int
    y: int
    generation: int
    surname: str
    detail: str
    inside: bool
    away: str

    @property
    def middle(self) -> int:
        """Across."""
        return self.x + WIDTH // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line between people; `kind` is a class of the style sheet."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Family:
    """The drawing; its text alternative is the table below it."""

    width: int
    height: int
    nodes: list[Node]
    lines: list[Line]


def ties(members: list[Membership], relationships: Iterable[Relationship], day: date) -> list[Tie]:
    """What is recorded for `day`, and what only the roles say, where nothing is recorded."""
    found = [
        Tie(row.person_id, row.other_id, K(row.kind)) for row in relationships if holds(row, day)
    ]
    known = {frozenset((tie.first, tie.second)) for tie in found}
    head = next((m for m in members if m.role == MemberRole.HEAD), None)
    for member in members if head else []:
        kind = _FROM_HEAD.get(MemberRole(member.role))
        pair = (head.person_id, member.person_id)  # type: ignore[union-attr]
        if frozenset(pair) in known:
            continue
        if kind:
            found.append(Tie(pair[0], pair[1], kind, sure=False))
        elif member.role == MemberRole.PARENT:
            found.append(Tie(pair[1], pair[0], K.PARENT, sure=False))
    return found


def holds(row: Relationship, day: date) -> bool:
    """Is the relationship true on `day`? Without days it always is."""
    return not ((row.valid_from and row.valid_from > day) or (row.valid_to and row.valid_to < day))


def family(people: list[Person], bonds: list[Tie], inside: Mapping[int, str], day: date) -> Family:
    """Draw `people` (the head first); `inside` says of each member why they are away, or ""."""
    rows = _rows(people, _generations(people, bonds), bonds)
    widest = max((len(row) for row in rows), default=0)
    width = widest * (WIDTH + GAP) - GAP + 2 * EDGE
    nodes: dict[int, Node] = {}
    for place, row in enumerate(rows):
        left = (width - len(row) * (WIDTH + GAP) + GAP) // 2
        for column, person in enumerate(row):
            nodes[person.pk] = Node(
                person=person,
                x=left + column * (WIDTH + GAP),
                y=EDGE + place * ROW,
                generation=min(place, 4),
                surname=_short(person.last_name),
                detail=_short(f"{person.first_name}, {_age(person, day)}"),
                inside=person.pk in inside,
                away=inside.get(person.pk, ""),
            )
    height = len(rows) * ROW - (ROW - HEIGHT) + 2 * EDGE
    return Family(width, height, list(nodes.values()), _lines(nodes, bonds))


def _age(person: Person, day: date) -> str:
    return f"† {person.death_date.year}" if person.death_date else age_words(person, day)


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


def _generations(people: list[Person], bonds: list[Tie]) -> dict[int, int]:
    """Row of each person, 0 for the head, from tie to tie; who has none goes by age."""
    steps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for tie in bonds:
        down = _DOWN.get(tie.kind, 0)
        steps[tie.first].append((tie.second, down))
        steps[tie.second].append((tie.first, -down))
    rows: dict[int, int] = {}
    for start in people:
        if start.pk not in rows:
            years = start.birth_date.year - people[0].birth_date.year
            rows[start.pk] = round(years / GENERATION_YEARS / 1.5) if rows else 0
        queue = [start.pk]
        while queue:
            here = queue.pop(0)
            for there, down in steps[here]:
                if there not in rows:
                    rows[there] = rows[here] + down
                    queue.append(there)
    return rows


def _rows(people: list[Person], place: dict[int, int], bonds: list[Tie]) -> list[list[Person]]:
    """People of each generation from left to right: couples together, children under parents."""
    by_id = {person.pk: person for person in people}
    parents: dict[int, list[int]] = defaultdict(list)
    beside: dict[int, list[int]] = defaultdict(list)
    for tie in bonds:
        if tie.is_couple:
            beside[tie.first].append(tie.second)
            beside[tie.second].append(tie.first)
        elif tie.kind in _DOWN:
            parents[tie.second].append(tie.first)
    at: dict[int, float] = {}
    rows = []
    for level in sorted(set(place[person.pk] for person in people)):
        row: list[int] = []
        here = [person for person in people if place[person.pk] == level]
        for person in sorted(here, key=lambda p: (_under(parents[p.pk], at), p.birth_date, p.pk)):
            for pk in (person.pk, *beside[person.pk]):
                if pk not in row and pk in by_id and place[pk] == level:
                    row.append(pk)
        at |= {pk: column - len(row) / 2 for column, pk in enumerate(row)}
        rows.append([by_id[pk] for pk in row])
    return rows


def _under(parents: list[int], at: dict[int, float]) -> float:
    known = [at[pk] for pk in parents if pk in at]
    return fmean(known) if known else 0.0


def _lines(nodes: dict[int, Node], bonds: list[Tie]) -> list[Line]:
    couples = {frozenset((tie.first, tie.second)) for tie in bonds if tie.is_couple}
    parents: dict[int, list[Tie]] = defaultdict(list)
    lines = []
    for tie in bonds:
        if tie.first not in nodes or tie.second not in nodes:
            continue
        if tie.kind == K.PARENT:
            parents[tie.second].append(tie)
        else:
            lines.append(Line(_between(nodes[tie.first], nodes[tie.second]), _kind(tie)))
    for child, from_whom in parents.items():
        pair = [nodes[tie.first] for tie in from_whom]
        if len(pair) == 2 and frozenset(n.person.pk for n in pair) in couples and _adjacent(*pair):
            middle = (pair[0].middle + pair[1].middle) // 2
            lines.append(Line(_down(middle, pair[0].y + HEIGHT // 2, nodes[child]), "is-parent"))
            continue
        for tie in from_whom:
            above = nodes[tie.first]
            lines.append(Line(_down(above.middle, above.y + HEIGHT, nodes[child]), _kind(tie)))
    return lines


def _kind(tie: Tie) -> str:
    return f"is-{tie.kind.replace('_', '-')}{'' if tie.sure else ' is-unsure'}"


def _adjacent(one: Node, other: Node) -> bool:
    return one.y == other.y and abs(one.x - other.x) == WIDTH + GAP


def _down(x: int, y: int, child: Node) -> str:
    turn = child.y - (ROW - HEIGHT) // 2
    return f"M{x} {y}V{turn}H{child.middle}V{child.y}"


def _between(one: Node, other: Node) -> str:
    """Side by side: straight; in one row but apart: an arc below; in two rows: with a turn."""
    left, right = sorted((one, other), key=lambda node: (node.x, node.y))
    if one.y != other.y:
        above, below = sorted((one, other), key=lambda node: node.y)
        return _down(above.middle + 10, above.y + HEIGHT, below)
    if _adjacent(one, other):
        return f"M{left.x + WIDTH} {left.y + HEIGHT // 2}H{right.x}"
    low = left.y + HEIGHT + 14
    return f"M{left.middle} {left.y + HEIGHT}V{low}H{right.middle}V{right.y + HEIGHT}"
