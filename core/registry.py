"""What pages of a lower floor show of the floors above: typed, read-only providers.

`gops/wiring.py` fills it at start. Providers take a user and ids, filter by permission
themselves, and cost a bounded number of queries however many ids they get.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model
from django.utils.functional import Promise

from core.copies import RoomCopy
from core.destruction import RoomDestruction
from core.models import User
from core.permissions import Permission


@dataclass(frozen=True, slots=True)
class DeskItem:
    """One thing on a person's desk; `due` orders it; `url` opens its next step."""

    title: str
    detail: str
    url: str
    action: str
    due: date | None = None
    meaning: str = "neutral"  # success | attention | danger | information | neutral


@dataclass(frozen=True, slots=True)
class DeskGroup:
    """A group on the desk: what it is, how many there are in all, the first of them."""

    title: str
    count: int
    url: str
    items: list[DeskItem]
    column: str = "today"  # today | waiting


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing by its name: a hit of the common search, something opened lately or pinned.

    `kind` is the heading it stands under; `what` its key: person, household, case, decision.
    """

    title: str
    detail: str
    url: str
    kind: str
    what: str = ""


MOST_HITS = 21
"""So many a search provider yields at most: the page shows one fewer and says there are more."""


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the left rail, shown to those who may open it."""

    label: str | Promise
    url_name: str
    icon: str
    permission: Permission
    prefix: str
    order: int = 50  # the rail is sorted by it, then by the order of the rooms


@dataclass(frozen=True, slots=True)
class NewAction:
    """An entry under «New» in the top bar.

    `when_not_found` offers it, with what was typed, where the common search finds nothing.
    """

    label: str | Promise
    url_name: str
    permission: Permission
    when_not_found: str | Promise = ""


@dataclass(frozen=True, slots=True)
class LawPage:
    """A page of a higher floor among the pages of the law; `?benefit=` opens it for one."""

    key: str
    label: str | Promise
    url_name: str
    label_of_benefit: str | Promise


@dataclass(frozen=True, slots=True)
class OfficePage:
    """A page of a higher floor among those of the administrator."""

    key: str
    label: str | Promise
    url_name: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of a higher floor on a lower page: a template and its context."""

    key: str
    title: str
    template: str
    context: Mapping[str, object]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that matters now about a household: what, how much or when, where to see it.

    `detail` stands under it; `meaning` as of a DeskItem; `order` puts them in a row.
    """

    label: str
    value: str
    detail: str = ""
    url: str = ""
    meaning: str = "neutral"
    order: int = 50


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line of the field sheet: what, more about it, and an amount or a day at the right."""

    what: str
    detail: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """What one room puts on the field sheet of a household, a paper that may be lost.

    No PESEL, no account, no reason of aid, nothing of health or violence.
    """

    title: str
    lines: tuple[SheetLine, ...]
    order: int = 50


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one next step of a case: a sentence, and the button that does it (no url: wait)."""

    sentence: str
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class WayIn:
    """The grant that opened a household to somebody to whom it is not open anyway."""

    reason: str
    by_exception: bool


@dataclass(frozen=True, slots=True)
class ClientTraces:
    """Where a client appears: under which ids, in which households from when to when."""

    ids: tuple[int, ...]
    homes: tuple[tuple[int, date, date | None], ...]


DeskProvider = Callable[[User, date], Iterable[DeskGroup]]
SearchProvider = Callable[[User, str, date], Iterable[Hit]]
PanelProvider = Callable[[User, int, date], Panel | None]
FigureProvider = Callable[[User, int, date], Iterable[Figure]]
SheetProvider = Callable[[User, int, date], SheetPart | None]
NextStepProvider = Callable[[User, int, date], NextStep | None]
DocumentUseProvider = Callable[[User, int, date], Iterable[Hit]]
RecentProvider = Callable[[User, list[int], date], Mapping[int, Hit]]
ShutProvider = Callable[[User, date], set[int]]
WayInProvider = Callable[[User, int, date], WayIn | None]
TracesProvider = Callable[[int], ClientTraces]
PeopleProvider = Callable[[int], set[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shows:
    """What one room shows on pages of others; each room has one, in its `shows.py`."""

    nav: tuple[NavItem, ...] = ()
    new_actions: tuple[NewAction, ...] = ()
    # Beside the list of clients.
    client_actions: tuple[NewAction, ...] = ()
    desk: tuple[DeskProvider, ...] = ()
    search: tuple[SearchProvider, ...] = ()
    household_panels: tuple[PanelProvider, ...] = ()
    household_figures: tuple[FigureProvider, ...] = ()
    field_sheet: tuple[SheetProvider, ...] = ()
    person_panels: tuple[PanelProvider, ...] = ()
    case_panels: tuple[PanelProvider, ...] = ()
    case_next: tuple[NextStepProvider, ...] = ()
    law_pages: tuple[LawPage, ...] = ()
    office_pages: tuple[OfficePage, ...] = ()
    # Where a stored paper is used (its id).
    document_uses: tuple[DocumentUseProvider, ...] = ()
    # By AccessLog.what: ids that this person opened or pinned → what they are called, as far as
    # they are still to be seen.
    recent: Mapping[str, RecentProvider] = field(default_factory=dict)
    # Households of which this person must not even learn that they exist.
    shut: tuple[ShutProvider, ...] = ()
    # Persons of whom the same holds.
    shut_persons: tuple[ShutProvider, ...] = ()
    # How a household (its id) is open to somebody beyond the rules of districts.
    ways_in: tuple[WayInProvider, ...] = ()
    # Where a person (its id) appears in the log of looks.
    traces: tuple[TracesProvider, ...] = ()
    # Who has ever belonged to a household (its id).
    people_of: tuple[PeopleProvider, ...] = ()
    # Whom or what changes of data concern: household, person, case → the model.
    subjects: Mapping[str, type[Model]] = field(default_factory=dict)
    # Where one row of the room is read: its model → the name of the address, which takes its id.
    row_pages: Mapping[type[Model], str] = field(default_factory=dict)
    # Import profiles of banks: code and name, for the accounts of the centre.
    bank_profiles: tuple[tuple[str, str], ...] = ()
    # What the room gives of a person's data, for a copy of all of it.
    person_copy: tuple[RoomCopy, ...] = ()
    # What of the room goes when a file is destroyed.
    destruction: tuple[RoomDestruction, ...] = ()


@dataclass(slots=True)
class Registry:
    """All providers in the order of the rooms; one instance, filled once by `gops/wiring.py`."""

    nav: list[NavItem] = field(default_factory=list)
    new_actions: list[NewAction] = field(default_factory=list)
    client_actions: list[NewAction] = field(default_factory=list)
    desk: list[DeskProvider] = field(default_factory=list)
    search: list[SearchProvider] = field(default_factory=list)
    household_panels: list[PanelProvider] = field(default_factory=list)
    household_figures: list[FigureProvider] = field(default_factory=list)
    field_sheet: list[SheetProvider] = field(default_factory=list)
    person_panels: list[PanelProvider] = field(default_factory=list)
    case_panels: list[PanelProvider] = field(default_factory=list)
    case_next: list[NextStepProvider] = field(default_factory=list)
    law_pages: list[LawPage] = field(default_factory=list)
    office_pages: list[OfficePage] = field(default_factory=list)
    document_uses: list[DocumentUseProvider] = field(default_factory=list)
    recent: dict[str, RecentProvider] = field(default_factory=dict)
    shut: list[ShutProvider] = field(default_factory=list)
    shut_persons: list[ShutProvider] = field(default_factory=list)
    ways_in: list[WayInProvider] = field(default_factory=list)
    traces: list[TracesProvider] = field(default_factory=list)
    people_of: list[PeopleProvider] = field(default_factory=list)
    subjects: dict[str, type[Model]] = field(default_factory=dict)
    row_pages: dict[type[Model], str] = field(default_factory=dict)
    bank_profiles: list[tuple[str, str]] = field(default_factory=list)
    person_copy: list[RoomCopy] = field(default_factory=list)
    destruction: list[RoomDestruction] = field(default_factory=list)

    def fill(self, rooms: Iterable[Shows]) -> None:
        """Take what the rooms show, instead of what was there before."""
        shows = list(rooms)
        for name in set(self.__slots__) - {"recent", "subjects", "row_pages"}:
            setattr(self, name, [item for room in shows for item in getattr(room, name)])
        self.nav.sort(key=lambda item: item.order)
        self.recent = {what: look for room in shows for what, look in room.recent.items()}
        self.row_pages = {one: page for room in shows for one, page in room.row_pages.items()}
        self.subjects = {what: model for room in shows for what, model in room.subjects.items()}


registry = Registry()
