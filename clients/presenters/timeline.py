"""Dated facts by months: bars for each person and kind, gaps and overlaps marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clients.kinds import KINDS, Kind, kind_of
from clients.models import Household, Income, Person, Recorded
from clients.presenters.bars import LANE, Piece, Row, Scale, Span, holes, lanes_of, overlaps
from clients.queries import by_owner
from clients.words import fact_words, said, what_words
from core.polish import format_date

RANGES = (12, 24, 36, 60)
_ORDER = {kind.code: place for place, kind in enumerate(KINDS)}
_YEAR_STEP = 30  # narrower months show the year in place of every month


@dataclass(frozen=True, slots=True)
class Head:
    """The name of a month over its column."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """A person, or the household as a whole, with the rows about it."""

    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: months, groups of rows, the marked day; `x_of_day` is None outside."""

    scale: Scale
    heads: list[Head]
    lines: list[int]
    groups: list[Group]
    day: date
    x_of_day: int | None

    @property
    def width(self) -> int:
        """Pixels of the months."""
        return self.scale.width


def timeline(facts: Iterable[Recorded], scale: Scale, day: date) -> Timeline:
    """The facts (those that hold: the caller leaves out the withdrawn) over the months."""
    groups = []
    for owner, theirs in by_owner(facts).items():
        rows = [row for part in _parts(theirs) if (row := _row(part, scale))]
        if rows:
            groups.append((_place(owner), Group(_name(owner), rows)))
    return Timeline(
        scale=scale,
        heads=list(_heads(scale)),
        lines=[scale.step * n for n in range(len(scale.months) + 1)],
        groups=[group for _place_, group in sorted(groups, key=lambda pair: pair[0])],
        day=day,
        x_of_day=scale.at(day) if scale.first <= day <= scale.last else None,
    )


def _place(owner: Person | Household) -> tuple[int, date]:
    if isinstance(owner, Person):
        return 0, owner.birth_date
    return 1, date.min


def _name(owner: Person | Household) -> str:
    return str(owner) if isinstance(owner, Person) else _("The household")


def _parts(facts: Sequence[Recorded]) -> list[list[Recorded]]:
    """Facts of one owner by row: kinds of money each have their own."""
    parts: dict[tuple[int, str], list[Recorded]] = {}
    for fact in sorted(facts, key=lambda f: (f.valid_from, f.pk)):
        kind = kind_of(fact)
        sort = what_words(fact) if kind.money else ""
        parts.setdefault((_ORDER[kind.code], sort), []).append(fact)
    return [parts[key] for key in sorted(parts)]


def _row(facts: list[Recorded], scale: Scale) -> Row | None:
    kind = kind_of(facts[0])
    spans = [Span(fact.valid_from, fact.valid_to) for fact in facts]
    row = Row(_row_label(kind, facts[0]))
    for fact, span, lane in zip(facts, spans, lanes_of(spans), strict=True):
        if scale.shows(span):
            row.bars.append(_bar(kind, fact, span, scale, lane))
            row.lanes = max(row.lanes, lane + 1)
    if kind.gaps:
        missing = [hole for hole in holes(spans) if not _explained(facts, hole)]
        row.gaps = [_mark(h, scale, _gap_words(kind, h)) for h in missing if scale.shows(h)]
    if kind.alike is not None:
        double = [o for o in overlaps(spans) if scale.shows(o)]
        row.doubles = [_mark(o, scale, _("Two entries hold at once")) for o in double]
    return row if row.bars or row.gaps else None


def _row_label(kind: Kind, fact: Recorded) -> str:
    if kind.code == "income":
        return what_words(fact)
    if kind.code == "dwelling-cost":
        return what_words(fact)
    return str(kind.label)


def _bar(kind: Kind, fact: Recorded, span: Span, scale: Scale, lane: int) -> Piece:
    x, width = scale.piece(span)
    text = said(fact, kind.money) if kind.money else what_words(fact)
    return Piece(
        x=x,
        y=LANE * lane,
        width=width,
        tip=_tip(fact),
        text=text.removesuffix("\u00a0zł") if kind.code == "income" else text,
        href=f"#fact-{kind.code}-{fact.pk}",
        look="is-money" if kind.money else "is-state",
        opens_left=span.first < scale.first,
        opens_right=span.end > scale.last,
    )


def _tip(fact: Recorded) -> str:
    """What the bar is, where it comes from, who recorded it when."""
    source = fact.source or (str(fact.document) if fact.document else "")
    parts = [fact_words(fact), source or _("no source given")]
    who = _("recorded %(day)s, %(who)s") % {
        "day": format_date(fact.recorded_at.date()),
        "who": fact.recorded_by,
    }
    return " · ".join([*parts, who])


def _mark(span: Span, scale: Scale, words: str) -> Piece:
    x, width = scale.piece(span)
    return Piece(x, 0, width, words)


def _gap_words(kind: Kind, hole: Span) -> str:
    days = f"{format_date(hole.first)} – {format_date(hole.end)}"
    return _("Nothing is recorded for %(days)s") % {"days": days}


def _explained(facts: list[Recorded], hole: Span) -> bool:
    """An income that was lost before the hole does not have to be there."""
    return any(
        isinstance(f, Income) and f.lost_on and f.valid_from < hole.first and f.lost_on <= hole.end
        for f in facts
    )


def _heads(scale: Scale) -> Iterable[Head]:
    for n, month in enumerate(scale.months):
        if scale.step >= _YEAR_STEP:
            yield Head(scale.step * n + scale.step // 2, f"{month:%m.%y}")
        elif month.month == 1 or n == 0:
            yield Head(scale.step * n + 16, f"{month:%Y}")
