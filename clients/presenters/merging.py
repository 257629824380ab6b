"""Two records side by side, in words: what differs, what stands in the way, what moves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.duplicates import CERTAIN, Reason
from clients.models import (
    Address,
    BankAccount,
    LikelyPair,
    Membership,
    Merge,
    Person,
    Recorded,
    Relationship,
)
from clients.presenters.history import value_words
from clients.presenters.likely import reason_words
from clients.queries.moves import standing
from clients.services import Plan, Since, better_first
from clients.services.merge_periods import left_of
from clients.services.merge_plan import BOTH, CUT, KEPT, Conflict
from clients.words import fact_words
from core.identifiers import format_nrb
from core.polish import format_date


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a kind each record has."""

    kind: str
    kept: int
    dropped: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """A line of the list of suspected duplicates."""

    pair: LikelyPair
    kept: Person
    dropped: Person
    certain: bool
    reasons: list[str]


def pair_rows(pairs: Iterable[LikelyPair]) -> list[PairRow]:
    """Pairs with their reasons in words."""
    return [
        PairRow(
            pair,
            *better_first(pair.first, pair.second),
            pair.score >= CERTAIN,
            [reason_words(Reason(reason)) for reason in pair.reasons],
        )
        for pair in pairs
    ]


def field_words(person: Person, name: str) -> str:
    """What a record says in a field, as people read it."""
    if name == "pesel" and not person.pesel:
        return str(person.get_pesel_absence_display())
    return value_words(Person, name, getattr(person, name)) or "—"


def field_label(name: str) -> str:
    """Name of a field of the record."""
    return str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def conflict_label(conflict: Conflict) -> str:
    """What the rows are that stand in each other's way."""
    return str(conflict.link.model._meta.verbose_name_plural)


def ways_of(conflict: Conflict) -> list[tuple[str, str]]:
    """Possible answers, each with what becomes of the rows."""
    said = []
    for way in conflict.ways:
        if way == BOTH:
            said.append((BOTH, _("Both are true.")))
            continue
        standing = conflict.kept if way == KEPT else conflict.dropped
        others = conflict.dropped if way == KEPT else conflict.kept
        stands = _("Stands: %(rows)s.") % {"rows": "; ".join(map(row_words, standing))}
        said.append((way, " ".join([stands, *(_becomes(row, standing) for row in others)])))
    return said


def _becomes(row: Any, standing: Iterable[Any]) -> str:
    words = {"row": row_words(row)}
    if isinstance(row, CUT):
        left = left_of(row, standing)
        if left:
            words["days"] = _period(left[0].start, left[0].end)
            return _("Only for %(days)s: %(row)s.") % words
        if isinstance(row, Membership):
            words["file"] = _lies_in(row)
            return _("Removed, the history keeps it: %(row)s. In that file stay: %(file)s.") % words
    elif isinstance(row, Recorded):
        return _("Left with the record that goes: %(row)s.") % words
    return _("Removed, the history keeps it: %(row)s.") % words


def row_words(row: Any) -> str:
    """One row in a line."""
    if isinstance(row, Recorded):
        return fact_words(row)
    if isinstance(row, Relationship):
        return str(row)
    if isinstance(row, Address):
        what = f"{row.get_kind_display()}, {row}"
    elif isinstance(row, BankAccount):
        what = format_nrb(row.nrb)
    elif isinstance(row, Membership):
        what = f"{row.household}, {row.get_role_display()}"
    else:
        return str(row)
    return f"{what} ({_period(row.valid_from, row.valid_to)})"


def _lies_in(membership: Membership) -> str:
    """What lies in the file of a household, by kind."""
    found = [
        f"{apps.get_model(label)._meta.verbose_name_plural}: {number}"
        for label, number in standing(membership.household).items()
        if number and label != Membership._meta.label_lower
    ]
    return ", ".join(found) or _("nothing")


def _period(start: date, end: date | None) -> str:
    return f"{format_date(start)} – {format_date(end) if end else _('now')}"


def counts(plan: Plan) -> list[Count]:
    """What each record has, by kind; kinds that neither has are left out."""
    found: dict[str, list[int]] = {}
    for link, (own, others) in plan.rows.items():
        kind = str(link.model._meta.verbose_name_plural)
        if link.model is Person:
            kind = _("records made one with it before")
        both = found.setdefault(kind, [0, 0])
        both[0] += len(own)
        both[1] += len(others)
    rows = [Count(kind, *both) for kind, both in found.items() if any(both)]
    return sorted(rows, key=lambda row: (-row.dropped, row.kind))


def since_choices(since: Since) -> list[tuple[str, str]]:
    """What was recorded since the merge, to be given to one of the two."""
    return [
        (
            key,
            row_words(row)
            if isinstance(row, Recorded)  # says what kind it is of
            else f"{link.model._meta.verbose_name}: {row_words(row)}",
        )
        for key, (link, row) in since.rows.items()
    ]


def moved_words(merge: Merge) -> str:
    """How much changed hands."""
    moved = sum(len(step["ids"]) for step in merge.moved if step["do"] == "move") + sum(
        step["do"] in ("change", "remove") for step in merge.moved
    )
    return ngettext("%(n)d entry", "%(n)d entries", moved) % {"n": moved}
