"""Relationships that follow from the roles in a household and are not recorded yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clients.models import (
    MaritalStatus,
    MemberRole,
    Membership,
    Person,
    Relationship,
    RelationshipKind,
)
from clients.presenters.family import holds

_APART = 12 * 365


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`person` is the `kind` of `other`; `likely`: chosen before anybody looks."""

    person: Person
    other: Person
    kind: RelationshipKind
    likely: bool = True

    @property
    def key(self) -> str:
        """What the form sends back."""
        return f"{self.person.pk}-{self.kind}-{self.other.pk}"

    @property
    def words(self) -> str:
        """«parent of»."""
        return str(self.kind.label)


def suggestions(
    members: list[Membership], known: Iterable[Relationship], day: date
) -> list[Suggestion]:
    """From head and child a parent, from head and spouse a marriage, from parent and head."""
    by_role = {role: [m.person for m in members if m.role == role] for role in MemberRole.values}
    heads, spouses = by_role[MemberRole.HEAD], by_role[MemberRole.SPOUSE]
    found = [
        Suggestion(parent, child, RelationshipKind.PARENT, likely=parent in heads)
        for child in by_role[MemberRole.CHILD]
        for parent in [*heads, *spouses]
    ]
    found += [
        Suggestion(parent, head, RelationshipKind.PARENT)
        for head in heads
        for parent in by_role[MemberRole.PARENT]
    ]
    found += [_couple(head, spouse) for head in heads for spouse in spouses]
    pairs = {frozenset((row.person_id, row.other_id)) for row in known if holds(row, day)}
    return [
        one
        for one in found
        if frozenset((one.person.pk, one.other.pk)) not in pairs and _ages_fit(one)
    ]


def _couple(head: Person, spouse: Person) -> Suggestion:
    married = {head.marital_status, spouse.marital_status} == {MaritalStatus.MARRIED}
    kind = RelationshipKind.SPOUSE if married else RelationshipKind.PARTNER
    first, second = sorted((head, spouse), key=lambda person: person.pk)
    return Suggestion(first, second, kind, likely=married)


def _ages_fit(one: Suggestion) -> bool:
    apart = (one.other.birth_date - one.person.birth_date).days
    return one.kind != RelationshipKind.PARENT or apart > _APART
