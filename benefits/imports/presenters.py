"""Rows of a report in words, for a reader who may not see everybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from benefits.imports.kinds import FIELDS
from benefits.imports.models import ImportRow, ImportRun
from benefits.imports.queries import people_seen
from benefits.imports.states import Decision, ImportKind, Outcome, Verdict
from clients.models import Person
from core.exports import Column
from core.models import User
from core.polish import format_date

MEANINGS = {
    Verdict.NEW: "success",
    Verdict.CHANGED: "information",
    Verdict.SAME: "neutral",
    Verdict.DECIDE: "attention",
    Verdict.HELD: "attention",
    Verdict.ERROR: "danger",
    Outcome.MADE: "success",
    Outcome.LEFT: "neutral",
    Outcome.FAILED: "danger",
    Outcome.UNDONE: "neutral",
    Outcome.KEPT: "attention",
}
PAGES = {
    "person": "clients:person",
    "household": "clients:household",
    "entitlement": "payments:entitlement",
    "case": "cases:case",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown: who or what, verdict or outcome, problems, changes, likely people."""

    row: ImportRow
    title: str
    detail: str
    badge: str
    meaning: str
    problems: list[tuple[str, str, str]]
    changes: list[tuple[str, str, str]]
    likely: list[tuple[Person, int]]
    may_decide: bool
    links: list[tuple[str, str]]


def lines(user: User, run: ImportRun, rows: Iterable[ImportRow], today: date) -> list[Line]:
    """Rows for the page; what we hold of people the reader may not see is left out (4 queries)."""
    listed = list(rows)
    ids = {pk for row in listed for pk, _score in row.likely} | {
        row.person_id for row in listed if row.person_id
    }
    seen = people_seen(user, ids, today)
    labels = {item.code: str(item.label) for item in FIELDS[run.kind]}
    return [_line(run, row, seen, labels) for row in listed]


def _line(run: ImportRun, row: ImportRow, seen: dict[int, Person], labels: dict[str, str]) -> Line:
    verdict = Outcome(row.outcome) if row.outcome else Verdict(row.verdict)
    likely = [(seen[pk], score) for pk, score in row.likely if pk in seen]
    badge = str(verdict.label)
    if row.decision and not row.outcome:
        badge = str(Decision(row.decision).label)
    return Line(
        row=row,
        title=_title(run, row, seen),
        detail=_detail(run, row),
        badge=badge,
        meaning=MEANINGS.get(verdict, "neutral"),
        problems=[(level, labels.get(code, ""), said) for level, code, said in row.problems],
        changes=[
            (labels.get(code, code), old if row.person_id in seen else "•••", new)
            for code, old, new in row.changes
        ],
        likely=likely,
        may_decide=len(likely) == len(row.likely),
        links=_links(row),
    )


def _title(run: ImportRun, row: ImportRow, seen: dict[int, Person]) -> str:
    said = row.data
    if run.kind == ImportKind.PERSONS:
        return f"{said.get('last_name', '')} {said.get('first_name', '')}".strip() or "—"
    person = seen.get(row.person_id or 0)
    return str(person) if person else said.get("person", "") or "—"


def _detail(run: ImportRun, row: ImportRow) -> str:
    said = row.data
    shown = {
        ImportKind.PERSONS: ("birth_date", "pesel"),
        ImportKind.HOUSEHOLDS: ("household", "role", "valid_from"),
        ImportKind.INCOMES: ("kind", "valid_from", "amount"),
        ImportKind.ENTITLEMENTS: ("kind", "amount", "number"),
    }[ImportKind(run.kind)]
    return " · ".join(said[code] for code in shown if said.get(code))


def _links(row: ImportRow) -> list[tuple[str, str]]:
    names = {
        "person": _("person"),
        "household": _("household"),
        "entitlement": _("entitlement"),
        "case": _("case"),
    }
    return [
        (names[what], reverse(PAGES[what], args=[pk])) for what, pk in row.made if what in names
    ]


def report_columns(run: ImportRun) -> list[Column]:
    """Columns of the report as a file."""
    return [
        Column(_("Row"), "int"),
        Column(_("Number in the older system")),
        Column(_("Who")),
        Column(_("What it says")),
        Column(_("Result")),
        Column(_("Errors and warnings"), width=60),
        Column(_("Changes"), width=60),
        Column(_("Likely the same")),
    ]


def report_rows(shown: Sequence[Line]) -> list[list[Any]]:
    """Lines as rows of the file."""
    return [
        [
            line.row.number,
            line.row.source_id,
            line.title,
            line.detail,
            line.badge,
            "; ".join(f"{label}: {said}" if label else said for _l, label, said in line.problems),
            "; ".join(f"{label}: {old} → {new}" for label, old, new in line.changes),
            "; ".join(f"{person} ({format_date(person.birth_date)})" for person, _s in line.likely),
        ]
        for line in shown
    ]
