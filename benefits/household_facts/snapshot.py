"""A household on a day, as the office knew it on another: people and their dated facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from benefits.facts import Member, Proof, completed_years, roles_for
from clients.models import Certificate, Household, MemberRole, Membership, Person, Recorded
from clients.queries import Wanted, absences_of, facts_of, members_on
from core.months import last_day

R = TypeVar("R", bound=Recorded)
YEARS_BACK = 3  # the base year of a benefit lies up to two years before


@dataclass(frozen=True, slots=True)
class Being:
    """A member of the household: as the law sees them, with the name for messages."""

    member: Member
    name: str
    file_role: str

    @property
    def pk(self) -> int:
        """Id of the person."""
        return self.member.pk

    @property
    def id(self) -> str:
        """What the person is called in the facts."""
        return str(self.member.pk)


@dataclass(frozen=True, slots=True)
class Away:
    """A member is absent from `since` to `until` (no end: until further notice)."""

    pk: int  # of the absence
    person: int
    reason: str  # of AbsenceReason
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Is the member away on `day`?"""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a mapping reads; it asks the database nothing.

    `left_out`: members who do not count, by the officer's answer; nothing of theirs is in `facts`.
    """

    household: int
    on: date
    applicant: int
    people: tuple[Being, ...]
    facts: tuple[Recorded, ...]
    children_ever: int = 0
    absences: tuple[Away, ...] = ()
    left_out: tuple[Being, ...] = ()

    def these(self, model: type[R], person: int | None = None) -> list[R]:
        """Facts of a kind (of one person), the newest first."""
        return [
            f
            for f in self.facts
            if isinstance(f, model) and (person is None or getattr(f, "person_id", 0) == person)
        ]

    def holding(self, model: type[R], day: date, person: int | None = None) -> list[R]:
        """Those of them that are true on `day`."""
        return [f for f in self.these(model, person) if holds(f, day)]

    def in_month(self, model: type[R], month: date, person: int | None = None) -> list[R]:
        """Those of them that are true on some day of the month."""
        first, last = month.replace(day=1), last_day(month)
        return [
            f
            for f in self.these(model, person)
            if f.valid_from <= last and (f.valid_to is None or f.valid_to >= first)
        ]

    def age(self, being: Being) -> int:
        """Completed years on the day."""
        return completed_years(being.member.born, self.on)

    def of_role(self, *roles: str) -> list[Being]:
        """People by their role towards the applicant."""
        return [being for being in self.people if being.member.role in roles]

    def away(self, person: int) -> Away | None:
        """Why a member is away on the day."""
        return next((a for a in self.absences if a.person == person and a.on(self.on)), None)

    def without(self, gone: Iterable[int]) -> "Snapshot":
        """The household without these people and their facts."""
        out = set(gone)
        return replace(
            self,
            people=tuple(being for being in self.people if being.pk not in out),
            facts=tuple(f for f in self.facts if getattr(f, "person_id", 0) not in out),
            left_out=tuple(being for being in self.people if being.pk in out),
        )

    @property
    def who_applies(self) -> Being | None:
        """The applicant, if they belong to the household on the day."""
        return next((b for b in self.people if b.pk == self.applicant), None)


def holds(fact: Recorded, day: date) -> bool:
    """Is it true on `day`?"""
    return fact.valid_from <= day and (fact.valid_to is None or fact.valid_to >= day)


def snapshot_of(
    household: Household, on: date, *, applicant: int | None = None, known: date | None = None
) -> Snapshot:
    """The household on `on` (at most 7 queries); `known`: facts as known at the end of a day.

    The applicant is the head unless another member is named. Members and absences are as the file
    has them now.
    """
    members = members_on(household, on)
    wanted = Wanted(since=date(on.year - YEARS_BACK, 1, 1), until=on, known=known)
    facts = facts_of([m.person for m in members], household, wanted)
    if known is None:
        facts = [fact for fact in facts if fact.withdrawn_at is None]
    chosen = applicant or next((m.person_id for m in members), 0)
    return Snapshot(
        household=household.pk,
        on=on,
        applicant=chosen,
        people=tuple(_people(members, chosen, facts)),
        facts=tuple(facts),
        children_ever=_children_ever(household, on),
        absences=tuple(_absences(household, on)),
    )


def _people(
    members: list[Membership], applicant: int, facts: Iterable[Recorded]
) -> Iterable[Being]:
    proofs: dict[int, list[Proof]] = {}
    for fact in reversed(list(facts)):
        if isinstance(fact, Certificate):
            proof = Proof(fact.degree, fact.valid_from, fact.valid_to)
            proofs.setdefault(fact.person_id, []).append(proof)
    roles: Mapping[int, str] = roles_for({m.person_id: m.role for m in members}, applicant)
    for m in members:
        person: Person = m.person
        own = tuple(proofs.get(person.pk, ()))
        member = Member(person.pk, person.birth_date, person.sex, roles[person.pk], own)
        yield Being(member, str(person), m.role)


def _absences(household: Household, on: date) -> Iterable[Away]:
    """Those that have begun by the day, the newest first."""
    for row in absences_of(household):
        if row.valid_from <= on:
            person = row.membership.person_id
            yield Away(row.pk, person, row.reason, row.valid_from, row.valid_to)


def _children_ever(household: Household, on: date) -> int:
    """How many children have ever belonged to the household."""
    rows = Membership.objects.filter(household=household, role=MemberRole.CHILD, valid_from__lte=on)
    return rows.values("person").distinct().count()
