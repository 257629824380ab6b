"""Entries of dated facts as a table shows and a sheet exports them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from clients.kinds import KINDS, Kind, kind_of
from clients.models import Recorded
from clients.words import label_of, more_words, period_words, said, what_words
from core.exports import Column

_ORDER = {kind.code: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact with its words; `may_end`: it goes on after today, so it can be ended."""

    fact: Recorded
    kind: Kind
    owner: str
    what: str
    more: list[str]
    period: str
    amount: str
    amount_label: str
    may_end: bool

    @property
    def anchor(self) -> str:
        """Where the bar of the time line leads."""
        return f"fact-{self.kind.code}-{self.fact.pk}"


def entry(fact: Recorded, today: date) -> Entry:
    """The fact in words."""
    kind = kind_of(fact)
    return Entry(
        fact=fact,
        kind=kind,
        owner=str(getattr(fact, kind.of)),
        what=what_words(fact),
        more=more_words(fact),
        period=period_words(fact),
        amount=said(fact, kind.money) if kind.money else "",
        amount_label=label_of(kind, kind.money) if kind.money else "",
        may_end=kind.period != "day" and (fact.valid_to is None or fact.valid_to > today),
    )


def entries(facts: Iterable[Recorded], today: date) -> list[Entry]:
    """Entries by kind in the order of the table of kinds, within it by owner, the newest first."""
    made = [entry(fact, today) for fact in facts]
    return sorted(made, key=lambda e: (_ORDER[e.kind.code], e.owner))


def columns() -> list[Column]:
    """Columns of an export of facts."""
    return [
        Column(_("Kind")), Column(_("Whose")), Column(_("What")), Column(_("From"), "date"),
        Column(_("To"), "date"), Column(_("Amount"), "money"), Column(_("More")),
        Column(_("Source")), Column(_("Document")), Column(_("Recorded"), "date"),
        Column(_("Recorded by")), Column(_("Withdrawn"), "date"), Column(_("Why withdrawn")),
    ]  # fmt: skip


def cells(row: Entry) -> tuple[object, ...]:
    """One line of an export."""
    fact = row.fact
    return (
        str(row.kind.label), row.owner, row.what, fact.valid_from, fact.valid_to,
        getattr(fact, row.kind.money) if row.kind.money else None, "; ".join(row.more),
        fact.source, str(fact.document or ""), fact.recorded_at.date(), str(fact.recorded_by),
        fact.withdrawn_at and fact.withdrawn_at.date(), fact.withdrawn_why,
    )  # fmt: skip
