"""The time line of dated facts as geometry: rows, bars, gaps, overlaps. Pure; whole pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.months import last_day, next_month

LANE = 26
BAR = 20
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which something is true; no end: it goes on."""

    first: date
    last: date | None

    @property
    def end(self) -> date:
        """The last day, a very late one for what goes on."""
        return self.last or date.max

    def meets(self, other: "Span") -> bool:
        """Do they share a day?"""
        return self.first <= other.end and other.first <= self.end


@dataclass(frozen=True, slots=True)
class Scale:
    """Months from left to right; `months` are their first days, `step` the pixels of one."""

    months: Sequence[date]
    step: int

    @property
    def first(self) -> date:
        """The first day shown."""
        return self.months[0]

    @property
    def last(self) -> date:
        """The last day shown."""
        return last_day(self.months[-1])

    @property
    def width(self) -> int:
        """Pixels from the first day to the last."""
        return self.step * len(self.months)

    def at(self, day: date) -> int:
        """Pixels from the left to the beginning of `day`."""
        if day <= self.first:
            return 0
        if day > self.last:
            return self.width
        months = (day.year - self.first.year) * 12 + day.month - self.first.month
        return self.step * months + self.step * (day.day - 1) // last_day(day).day

    def piece(self, span: Span) -> tuple[int, int]:
        """Left edge and width of a span, cut to what is shown; at least two pixels."""
        left = self.at(max(span.first, self.first))
        right = self.width if span.end >= self.last else self.at(span.end + _DAY)
        return left, max(right - left, 2)

    def shows(self, span: Span) -> bool:
        """Is any day of it within the picture?"""
        return span.first <= self.last and span.end >= self.first


def scale_to(last: date, months: int, width: int) -> Scale:
    """`months` months, of which the month of `last` is the last, within `width` pixels."""
    year, month = divmod(last.year * 12 + last.month - months, 12)
    shown = [date(year, month + 1, 1)]
    while len(shown) < months:
        shown.append(next_month(shown[-1]))
    return Scale(shown, max(width // months, 8))


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of the picture: where, how wide, and what it means in words."""

    x: int
    y: int
    width: int
    tip: str
    text: str = ""
    href: str = ""
    look: str = ""
    opens_left: bool = False
    opens_right: bool = False


@dataclass(slots=True)
class Row:
    """One kind of one owner: bars in lanes, what is missing between, what holds twice."""

    label: str
    bars: list[Piece] = field(default_factory=list)
    gaps: list[Piece] = field(default_factory=list)
    doubles: list[Piece] = field(default_factory=list)
    lanes: int = 1

    @property
    def height(self) -> int:
        """Pixels of the row."""
        return LANE * self.lanes


def lanes_of(spans: Sequence[Span]) -> list[int]:
    """A lane for each span (given in order of their first days), so that none covers another."""
    ends: list[date] = []
    chosen = []
    for span in spans:
        free = next((n for n, end in enumerate(ends) if end < span.first), None)
        if free is None:
            free = len(ends)
            ends.append(span.end)
        else:
            ends[free] = span.end
        chosen.append(free)
    return chosen


def holes(spans: Iterable[Span]) -> list[Span]:
    """Days between spans that none of them covers."""
    found: list[Span] = []
    reached: date | None = None
    for span in sorted(spans, key=lambda s: s.first):
        if reached is not None and reached < date.max and span.first > reached + _DAY:
            found.append(Span(reached + _DAY, span.first - _DAY))
        reached = span.end if reached is None else max(reached, span.end)
    return found


def overlaps(spans: Iterable[Span]) -> list[Span]:
    """Days that two spans or more cover, joined."""
    found: list[Span] = []
    reached: date | None = None
    for span in sorted(spans, key=lambda s: s.first):
        if reached is not None and span.first <= reached:
            end = min(reached, span.end)
            if found and span.first <= found[-1].end:
                end = max(end, found[-1].end)
                found[-1] = Span(found[-1].first, None if end == date.max else end)
            else:
                found.append(Span(span.first, None if end == date.max else end))
        reached = span.end if reached is None else max(reached, span.end)
    return found
