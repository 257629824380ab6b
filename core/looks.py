"""The log of looks at clients' data (RODO): what a view shows, how, and for what purpose.

A view's loader notes whose data it has found; `core.http.access` writes the row when the answer
shows them. So a page cannot show a client without a row, and no answer writes the same twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import AccessLog, User
from core.registry import WayIn, registry

FROM_SEARCH = "from"
"""Parameter of an address that a hit of the search opens: `?from=search`."""
SAME_LOOK = timedelta(hours=1)
"""Parts of a page that load by themselves belong to the look at the page."""
_SHOWN = (409, 422)
_LONGEST = 200


class Kind(models.TextChoices):
    """How the data were seen."""

    VIEW = "view", _("read")
    HIT = "hit", _("opened from the search")
    EDIT = "edit", _("opened for a change")
    PRINT = "print", _("printed")
    EXPORT = "export", _("exported")
    DOWNLOAD = "download", _("downloaded")


class Purpose(models.TextChoices):
    """For what the data were seen (RODO art. 5 ust. 1 lit. b); follows from the work at hand."""

    FILE = "file", _("keeping the file of the family")
    CASE = "case", _("handling a case")
    INTERVIEW = "interview", _("family interview")
    DECISION = "decision", _("making a decision")
    PAYMENT = "payment", _("paying benefits")
    REPORT = "report", _("statistics and supervision")
    REGISTER = "register", _("taking over and handing out registers")
    AUDIT = "audit", _("audit")
    SUBJECT = "subject", _("rights of the person the data are about")
    EXCEPTION = "exception", _("access by exception")


WHAT: Mapping[str, tuple[str | Promise, Purpose]] = {
    "household": (_("household"), Purpose.FILE),
    "person": (_("person"), Purpose.FILE),
    "history": (_("history of a household"), Purpose.FILE),
    "facts": (_("facts of a household"), Purpose.FILE),
    "fact": (_("dated fact"), Purpose.FILE),
    "income": (_("income"), Purpose.FILE),
    "certificate": (_("certificate"), Purpose.FILE),
    "document": (_("document"), Purpose.FILE),
    "exception": (_("access by exception"), Purpose.EXCEPTION),
    "export": (_("list of clients as a file"), Purpose.FILE),
    "case": (_("case"), Purpose.CASE),
    "cases": (_("list of cases as a file"), Purpose.CASE),
    "interview": (_("interview"), Purpose.INTERVIEW),
    "decision": (_("decision"), Purpose.DECISION),
    "decisions": (_("list of decisions as a file"), Purpose.DECISION),
    "entitlement": (_("entitlement"), Purpose.PAYMENT),
    "payment_list": (_("payment list"), Purpose.PAYMENT),
    "reconciliation": (_("reconciliation of payments"), Purpose.PAYMENT),
    "statistics": (_("people behind a figure"), Purpose.REPORT),
    "register": (_("register as a file"), Purpose.REGISTER),
    "import": (_("import of a register"), Purpose.REGISTER),
    "import_report": (_("report of an import"), Purpose.REGISTER),
    "person_copy": (_("copy of all data of a person"), Purpose.SUBJECT),
    "audit": (_("list of looks as a file"), Purpose.AUDIT),
    "changes": (_("changes of data"), Purpose.AUDIT),
}
"""What is looked at, by AccessLog.what: its name, and the purpose it usually serves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look, still to be written. `part`: a piece of a page that is logged by itself."""

    what: str
    object_id: int
    household_id: int | None = None
    person_id: int | None = None
    kind: Kind = Kind.VIEW
    why: str = ""
    count: int | None = None
    part: bool = False

    @property
    def client(self) -> tuple[str, int | None]:
        """Whose data: one answer logs one row for each client."""
        if self.household_id is not None:
            return "household", self.household_id
        return ("person", self.person_id) if self.person_id is not None else (self.what, None)


@dataclass(slots=True)
class Looks:
    """What the answer to one request shows."""

    found: dict[tuple[str, int | None], Look] = field(default_factory=dict)
    kind: Kind = Kind.VIEW


def begin(request: HttpRequest, *, writes: bool) -> None:
    """A view begins to answer; `writes`: it is a form or a button."""
    asked = request.GET.get(FROM_SEARCH) == "search"
    kind = Kind.EDIT if writes else Kind.HIT if asked else Kind.VIEW
    request.looks = Looks(kind=kind)  # type: ignore[attr-defined]


def note(
    request: HttpRequest,
    *,
    what: str,
    object_id: int,
    household_id: int | None = None,
    person_id: int | None = None,
    kind: Kind | None = None,
    why: str = "",
    count: int | None = None,
    part: bool = False,
    first: bool = False,
) -> None:
    """The answer to this request will show that; said again of the same client, it replaces.

    `kind` follows from the view when left out; with `first` what was noted before stays.
    """
    looks: Looks = request.looks  # type: ignore[attr-defined]
    kind = _of_view(looks.kind, kind)
    look = Look(
        what=what,
        object_id=object_id,
        household_id=household_id,
        person_id=person_id,
        kind=kind,
        why=why,
        count=count,
        part=part,
    )
    if first:
        looks.found.setdefault(look.client, look)
    else:
        looks.found[look.client] = look


def _of_view(kind: Kind, said: Kind | None) -> Kind:
    """What the view says, but that a page for reading may have been opened from the search."""
    if said is None:
        return kind
    return Kind.HIT if (said, kind) == (Kind.VIEW, Kind.HIT) else said


def nothing_shown(request: HttpRequest) -> None:
    """The answer holds no data of anybody, though its view has read some."""
    request.looks.found.clear()  # type: ignore[attr-defined]


def asked(request: HttpRequest) -> str:
    """The filters of a list as the address names them, without what was typed as a name."""
    typed = request.GET.copy()
    if "q" in typed:
        typed["q"] = "…"
    return typed.urlencode(safe="…")


def settle(request: HttpRequest, answer: HttpResponseBase, user: User) -> None:
    """Write what the answer shows: one row for each client."""
    status = answer.status_code
    if not (status in _SHOWN or (200 <= status < 300 and status != 204)):
        return
    looks: Looks = request.looks  # type: ignore[attr-defined]
    for look in looks.found.values():
        if not (look.part and _seen_lately(user, look)):
            write(user, look)


def write(user: User, look: Look) -> None:
    """One row, now. Its purpose is that of the work, or the exception that opened the file."""
    way = _way_in(user, look)
    exceptional = way is not None and way.by_exception
    why = look.why if way is None or (look.why and not exceptional) else way.reason
    AccessLog.objects.create(
        user=user,
        what=look.what,
        object_id=look.object_id,
        household_id=look.household_id,
        person_id=look.person_id,
        kind=look.kind,
        purpose=Purpose.EXCEPTION if exceptional else purpose_of(look.what),
        why=why[:_LONGEST],
        count=look.count,
    )


def purpose_of(what: str) -> Purpose:
    """The purpose that looking at this serves. Raises KeyError for what is not in WHAT."""
    return WHAT[what][1]


def _way_in(user: User, look: Look) -> WayIn | None:
    """How a household that is not open to this person anyway came to be open."""
    if look.household_id is None:
        return None
    today = timezone.localdate()
    ways = (provider(user, look.household_id, today) for provider in registry.ways_in)
    return next((way for way in ways if way), None)


def _seen_lately(user: User, look: Look) -> bool:
    rows = AccessLog.objects.filter(user=user, at__gte=timezone.now() - SAME_LOOK)
    if look.household_id is not None:
        rows = rows.filter(household_id=look.household_id)
    elif look.person_id is not None:
        rows = rows.filter(person_id=look.person_id)
    return rows.filter(what=look.what, object_id=look.object_id).exists()
