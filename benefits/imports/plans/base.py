"""What the plans of all kinds share: the run, known source ids, whom a reference means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow, ImportRun, SourceId
from benefits.imports.states import ImportKind, Outcome, Verdict
from benefits.imports.values import ERROR, WARNING, Typed, typed
from clients.models import Person
from clients.queries import shut_household_ids, shut_person_ids
from core.identifiers import clean_pesel
from core.models import BenefitKind, District, User
from core.polish import fold


@dataclass
class About:
    """The run being planned: who acts, on which day, and what was met in the file so far."""

    run: ImportRun
    actor: User
    today: date
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    spans: dict[int, list[tuple[int, date, date | None]]] = field(default_factory=dict)
    signs: dict[tuple[str | Any, ...], tuple[int, Person | None]] = field(default_factory=dict)
    granted: dict[Any, list[tuple[int, date, date, str]]] = field(default_factory=dict)
    taken_back: set[int] = field(default_factory=set)
    homes: Any = None

    @property
    def reason(self) -> str:
        """What the history says of its writes."""
        return f"import {self.run.pk}: {self.run.file_name}"

    @cached_property
    def hidden(self) -> set[int]:
        """Persons whose files are closed to the actor."""
        return shut_person_ids(self.actor, self.today)

    @cached_property
    def hidden_households(self) -> set[int]:
        """Households that are closed to the actor."""
        return shut_household_ids(self.actor, self.today)

    @cached_property
    def districts(self) -> Mapping[str, District]:
        """Districts by folded name."""
        return {fold(item.name): item for item in District.objects.all()}

    @cached_property
    def kinds(self) -> Mapping[str, BenefitKind]:
        """Benefits by code."""
        return {item.code: item for item in BenefitKind.objects.all()}


@dataclass(slots=True)
class Planned:
    """A row with its values and what would become of it."""

    row: ImportRow
    typed: Typed
    known: SourceId | None = None
    target: Any = None
    person: Person | None = None
    final: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)
    verdict: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """What the row says."""
        return self.typed.values

    @property
    def bad(self) -> bool:
        """Has the row an error?"""
        return any(level == ERROR for level, _field, _said in self.typed.problems)

    @property
    def unchanged(self) -> bool:
        """Does the row say what it said last time? What was changed here since then stays."""
        return self.known is not None and self.known.digest == self.row.digest

    def error(self, code: str, message: object) -> None:
        """The row cannot go in."""
        self.typed.problems.append((ERROR, code, str(message)))

    def warning(self, code: str, message: object) -> None:
        """The row goes in; somebody should look."""
        self.typed.problems.append((WARNING, code, str(message)))

    def change(self, code: str, old: object, new: object) -> None:
        """A field of ours that would become another."""
        self.row.changes.append([code, "" if old is None else str(old), str(new)])

    def settle(self) -> None:
        """Verdict of a row that is neither in error nor waits for somebody."""
        if self.bad:
            self.verdict = Verdict.ERROR
        elif self.target is None:
            self.verdict = Verdict.NEW
        else:
            self.verdict = Verdict.CHANGED if self.row.changes else Verdict.SAME

    def done(self, outcome: str, made: Sequence[tuple[str, int]] = ()) -> None:
        """What became of the row, and what it made."""
        self.row.outcome = outcome
        self.row.made = [*self.row.made, *(list(item) for item in made)]


def begin(kind: str, rows: Sequence[ImportRow], about: About) -> list[Planned]:
    """The rows in types, each under its source id and group; what an earlier plan said is gone."""
    planned = []
    for row in rows:
        item = Planned(row, typed(kind, row.data, about.run.words))
        row.changes, row.likely, row.made = [], [], []
        row.digest = item.typed.digest
        row.source_id, row.group = _keys(kind, item.values, row.number)
        planned.append(item)
    return planned


def _keys(kind: str, said: Mapping[str, Any], number: int) -> tuple[str, str]:
    if kind == ImportKind.PERSONS:
        key = said.get("id") or f"row {number}"
        return key[:120], key[:120]
    if kind == ImportKind.HOUSEHOLDS:
        home = str(said.get("household") or f"row {number}")[:50]
        since = said.get("valid_from", "")
        return f"{home}/{str(said.get('person', ''))[:50]}/{since}", home
    return str(said.get("id", ""))[:120], str(said.get("person") or f"row {number}")[:120]


def sources(about: About, kind: str, ids: Iterable[str]) -> dict[str, SourceId]:
    """Known source ids of the run's system (1 query)."""
    found = SourceId.objects.filter(system=about.run.system, kind=kind, source_id__in=set(ids))
    return {item.source_id: item for item in found}


def remember(
    about: About, kind: str, items: Iterable[tuple[str, int, str, Mapping[str, Any]]]
) -> None:
    """Write which row of ours came from which row of theirs, and what it said (1 query)."""
    SourceId.objects.bulk_create(
        [
            SourceId(
                system=about.run.system,
                kind=kind,
                source_id=source_id,
                object_id=object_id,
                digest=digest,
                said={key: str(value) for key, value in said.items()},
                run=about.run,
            )
            for source_id, object_id, digest, said in items
        ],
        update_conflicts=True,
        unique_fields=["system", "kind", "source_id"],
        update_fields=["object_id", "digest", "said", "run"],
    )


def remember_rows(about: About, kind: str, planned: Iterable[Planned]) -> None:
    """Source ids of rows that were written or say something else than last time."""
    news = [
        item
        for item in planned
        if item.known is None
        or (item.known.object_id, item.known.digest) != (item.target.pk, item.row.digest)
    ]
    remember(about, kind, [(i.row.source_id, i.target.pk, i.row.digest, i.said) for i in news])


def persons_meant(about: About, planned: Sequence[Planned]) -> None:
    """Fill `person` from the reference of each row: a source id of the system, or a PESEL.

    A person that the actor may not see is as unknown as one that is not there (3 queries).
    """
    refs = {item.values["person"] for item in planned if item.values.get("person")}
    by_source = sources(about, ImportKind.PERSONS, refs)
    by_id = living({item.object_id for item in by_source.values()})
    pesels = {pesel for ref in refs if len(pesel := clean_pesel(ref)) == 11 and pesel.isdigit()}
    by_pesel = {
        str(p.pesel): p for p in Person.objects.filter(pesel__in=pesels, merged_into__isnull=True)
    }
    for item in planned:
        ref = item.values.get("person")
        if not ref:
            continue
        source = by_source.get(ref)
        person = by_id.get(source.object_id) if source else by_pesel.get(clean_pesel(ref))
        if person is None or person.pk in about.hidden:
            item.error("person", _("There is no person «%(ref)s». Import persons first.")
                       % {"ref": ref})  # fmt: skip
        else:
            item.person = person


def living(ids: Iterable[int]) -> dict[int, Person]:
    """Persons by id; one merged into another gives that other (≤ 2 queries)."""
    found = {p.pk: p for p in Person.objects.filter(pk__in=set(ids))}
    kept = {p.merged_into_id for p in found.values() if p.merged_into_id}
    others = {p.pk: p for p in Person.objects.filter(pk__in=kept)} if kept else {}
    return {pk: others.get(p.merged_into_id or 0, p) for pk, p in found.items()}


def once_in_file(about: About, item: Planned, what: str, value: str, code: str) -> None:
    """An error when another row of the file says the same."""
    if not value:
        return
    first = about.seen.setdefault((what, value), item.row.number)
    if first != item.row.number:
        item.error(code, _("Row %(row)d says «%(value)s», too.") % {"row": first, "value": value})


def write_unchanged(planned: Sequence[Planned]) -> None:
    """Outcome of rows that have nothing to write."""
    for item in planned:
        if item.verdict == Verdict.SAME:
            item.done(Outcome.SAME)
