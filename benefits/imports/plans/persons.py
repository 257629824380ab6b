"""Persons: recorded anew, linked to those known by PESEL or by a decision, or changed."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.translation import gettext as _

from benefits.imports.models import ImportRow
from benefits.imports.plans.base import (
    About,
    Planned,
    begin,
    living,
    once_in_file,
    remember_rows,
    sources,
    write_unchanged,
)
from benefits.imports.plans.twins import find_twins
from benefits.imports.states import Decision, ImportKind, Outcome, Verdict
from clients.models import Household, MemberRole, Membership, Person
from clients.services.person import FIELDS, checked
from core.errors import DomainError, StaleState
from core.polish import sort_key

KIND = ImportKind.PERSONS
_FROM_PESEL = ("birth_date", "sex")


def plan(rows: Sequence[ImportRow], about: About) -> list[Planned]:
    """What each row would do (≤ 7 queries for all of them); nothing is written."""
    planned = begin(KIND, rows, about)
    known = sources(about, KIND, [row.source_id for row in rows])
    decided = {row.person_id for row in rows if row.decision == Decision.SAME and row.person_id}
    people = living({item.object_id for item in known.values()} | decided)
    pesels = {pesel for item in planned if (pesel := item.values.get("pesel"))}
    by_pesel = {
        p.pesel: p for p in Person.objects.filter(pesel__in=pesels, merged_into__isnull=True)
    }
    for item in planned:
        once_in_file(about, item, "id", item.row.source_id, "id")
        once_in_file(about, item, "pesel", item.values.get("pesel") or "", "pesel")
        item.known = known.get(item.row.source_id)
        _aim(item, people, by_pesel)
        if item.target is not None and item.target.pk in about.hidden:
            item.target = None
            item.error("id", _("This row cannot be taken in here. Record the person by hand."))
        _compare(item, about)
    _ask_about_twins(about, planned)
    return planned


def _aim(item: Planned, people: dict[int, Person], by_pesel: dict[str | None, Person]) -> None:
    """The recorded person whom the row is about, if it is certain."""
    row, same = item.row, by_pesel.get(item.values.get("pesel"))
    if item.known:
        item.target = people.get(item.known.object_id)
        if same and item.target and same.pk != item.target.pk:
            item.error("pesel", _("Another person has this PESEL already."))
    else:
        chosen = people.get(row.person_id or 0) if row.decision == Decision.SAME else None
        item.target = same or chosen


def _compare(item: Planned, about: About) -> None:
    """Check the row as the form of a person checks; list what it changes."""
    if item.bad:
        return
    said = {name: value for name, value in item.values.items() if name in FIELDS}
    person: Person | None = item.target
    before = {name: getattr(person, name) for name in FIELDS} if person else {}
    if person and said.get("pesel") and said["pesel"] != person.pesel:
        for name in _FROM_PESEL:  # they follow the new number unless the file says them
            before.pop(name)
    try:
        now = checked({**before, **said}, about.today)
    except DomainError as error:
        item.error(error.field, error.message)
        return
    item.final = now
    if person is None or item.unchanged:
        return
    for name in FIELDS:
        if name in now and now[name] != getattr(person, name):
            if name == "death_date":
                item.error(name, _("A death is recorded on the page of the person."))
            item.change(name, getattr(person, name), now[name])


def _ask_about_twins(about: About, planned: Sequence[Planned]) -> None:
    new = [item for item in planned if not item.bad and item.target is None]
    find_twins(about, [item for item in new if item.row.decision != Decision.NEW])
    for item in planned:
        item.settle()
        if item.verdict == Verdict.NEW and item.row.likely and not item.row.decision:
            item.verdict = Verdict.DECIDE


def write(planned: Sequence[Planned], about: About) -> None:
    """Write what was planned, inside the caller's transaction."""
    new = [item for item in planned if item.verdict == Verdict.NEW]
    for item in new:
        item.target = Person(**item.final)
        item.target.fill_search()
    Person.objects.bulk_create([item.target for item in new])
    for item in new:
        item.done(Outcome.MADE, [("person", item.target.pk)])
    for item in planned:
        if item.verdict == Verdict.CHANGED:
            _change(item)
    write_unchanged(planned)
    remember_rows(about, KIND, planned)


def _change(item: Planned) -> None:
    """Write the changed fields of a person that is still as it was when compared."""
    person: Person = item.target
    before, names = str(person), [code for code, _old, _new in item.row.changes]
    changed = Person(**item.final)
    changed.fill_search(person.former_names.all())
    won = Person.objects.filter(pk=person.pk, version=person.version).update(
        **{name: getattr(changed, name) for name in names},
        sort_key=changed.sort_key,
        search_text=changed.search_text,
        version=F("version") + 1,
    )
    if not won:
        raise StaleState
    if str(changed) != before:
        _rename_files(person, before, str(changed))
    item.done(Outcome.CHANGED, [("person", person.pk)])


def _rename_files(person: Person, before: str, name: str) -> None:
    """A file named after its head follows the head's name."""
    headed = Membership.objects.filter(person=person, role=MemberRole.HEAD, valid_to__isnull=True)
    Household.objects.filter(pk__in=headed.values("household"), name=before).update(
        name=name, sort_key=sort_key(name), version=F("version") + 1
    )
