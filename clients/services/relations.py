"""Who is whose parent, spouse, sibling, grandparent, foster parent, guardian."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Person, Relationship, RelationshipKind
from clients.perms import require_person
from clients.services.ages import YEARS_BETWEEN, years_after
from clients.services.locks import lock_persons
from clients.services.refusals import check_fields, check_period, check_reason, explained
from clients.services.rows import current, remove
from core import audit
from core.errors import DomainError
from core.models import User
from core.polish import format_date

MUTUAL = (RelationshipKind.SPOUSE, RelationshipKind.PARTNER, RelationshipKind.SIBLING)
"""Kinds that hold both ways; the person with the lower id stands first."""
YEARS = {RelationshipKind.PARENT: YEARS_BETWEEN, RelationshipKind.GRANDPARENT: 2 * YEARS_BETWEEN}
"""By how many years the first of the two is older, unless a reason says why not."""


@audit.service
def relationship_add(
    *,
    actor: User,
    today: date,
    person: Person,
    other: Person,
    kind: RelationshipKind | str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
    age_reason: str = "",
) -> Relationship:
    """Record that `person` is the `kind` of `other`; without days it holds always.

    Raises DomainError for two spouses at once (naming the other one), for a parent or
    grandparent who is too young (unless `age_reason` says why that is right; never for one who
    is younger), and for what is recorded already.
    """
    require_person(actor, person, today)
    require_person(actor, other, today)
    if kind in MUTUAL and person.pk > other.pk:
        person, other = other, person
    relationship = Relationship(person=person, other=other, kind=kind)
    return _store(relationship, valid_from, valid_to, note, age_reason)


@audit.service
def relationship_change(
    *,
    actor: User,
    today: date,
    relationship: Relationship,
    seen: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
    age_reason: str = "",
) -> Relationship:
    """Correct the days and the note of a relationship still as it was `seen`, or end it.

    Raises StaleState when somebody else changed it first, DomainError as `relationship_add`.
    """
    require_person(actor, relationship.person, today)
    now = current(relationship, seen)
    return _store(now, valid_from, valid_to, note, age_reason)


@audit.service
def relationship_remove(
    *, actor: User, today: date, relationship: Relationship, reason: str
) -> None:
    """Remove a relationship recorded by mistake; the history keeps it. Twice: StaleState."""
    require_person(actor, relationship.person, today)
    check_reason(reason)
    remove(relationship, reason)


def _store(
    row: Relationship, valid_from: date | None, valid_to: date | None, note: str, age_reason: str
) -> Relationship:
    lock_persons(row.person_id, row.other_id)
    row.valid_from, row.valid_to = valid_from, valid_to
    row.note, row.age_reason = note.strip(), age_reason.strip()
    _check(row)
    taken = DomainError(_("It is recorded already."), "other")
    with explained({"one_spouse_of_a_person_a_day": taken, "relationship_written_once": taken}):
        row.save()
    return row


def _check(row: Relationship) -> None:
    if row.person_id == row.other_id:
        raise DomainError(_("Choose two different people."), "other")
    if row.valid_from:
        check_period(row.valid_from, row.valid_to)
    check_fields(row, "person", "other")
    _check_old_enough(row)
    again = _at_the_same_time(row).filter(person=row.person, other=row.other, kind=row.kind)
    if again.exists():
        raise DomainError(_("This is recorded already: %(what)s.") % {"what": said(row)}, "other")
    if row.kind == RelationshipKind.SPOUSE:
        _check_one_spouse(row)


def _check_old_enough(row: Relationship) -> None:
    kind = RelationshipKind(row.kind)
    if kind not in YEARS:
        return
    older, younger = row.person, row.other
    words = {
        "older": older,
        "older_born": format_date(older.birth_date),
        "younger": younger,
        "younger_born": format_date(younger.birth_date),
        "years": YEARS[kind],
    }
    if older.birth_date >= younger.birth_date:
        raise DomainError(
            _(
                "%(older)s (born %(older_born)s) is not older than %(younger)s "
                "(born %(younger_born)s). Have you mixed up the two?"
            )
            % words,
            "kind",
        )
    if years_after(older.birth_date, YEARS[kind]) > younger.birth_date and not row.age_reason:
        raise DomainError(
            _(
                "%(older)s (born %(older_born)s) is less than %(years)d years older than "
                "%(younger)s (born %(younger_born)s). Check the days, or say why it is right."
            )
            % words,
            "age_reason",
        )


def _check_one_spouse(row: Relationship) -> None:
    for person in (row.person, row.other):
        rows = _at_the_same_time(row).filter(Q(person=person) | Q(other=person), kind=row.kind)
        other = rows.select_related("person", "other").first()
        if other is None:
            continue
        spouse = other.other if other.person_id == person.pk else other.person
        since = format_date(other.valid_from) if other.valid_from else _("a day not recorded")
        raise DomainError(
            _(
                "%(person)s is married to %(spouse)s since %(since)s. "
                "End that marriage first, with its last day."
            )
            % {"person": person, "spouse": spouse, "since": since},
            "other",
        )


def _at_the_same_time(row: Relationship) -> "QuerySet[Relationship, Any]":
    rows = Relationship.objects.exclude(pk=row.pk)
    if row.valid_to:
        rows = rows.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=row.valid_to))
    if row.valid_from:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=row.valid_from))
    return rows


def said(row: Relationship) -> str:
    """«Żak Łucja parent of Żak Zosia» in the reader's language."""
    return f"{row.person} – {row.get_kind_display()} – {row.other}"
