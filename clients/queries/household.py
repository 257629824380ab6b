"""Households, their members, one person."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, IntegerField, Value, When

from clients.models import Absence, Household, HouseholdNote, MemberRole, Membership, Person
from clients.queries.access import households_visible_to, persons_visible_to, valid_on
from core.models import User

_ROLE_ORDER = Case(
    *[When(role=role, then=Value(place)) for place, role in enumerate(MemberRole.values)],
    default=Value(len(MemberRole.values)),
    output_field=IntegerField(),
)


def household_for(user: User, pk: int, today: date) -> Household | None:
    """The household with its district, or None when `user` may not see it."""
    return households_visible_to(user, today).select_related("district").filter(pk=pk).first()


def person_for(user: User, pk: int, today: date) -> Person | None:
    """The person, or None when `user` may not see them."""
    return persons_visible_to(user, today).filter(pk=pk).first()


def members_on(household: Household, day: date) -> list[Membership]:
    """Members on `day` with their persons: head first, then spouse, children by age, others.

    Who is away for a time is among them: `absences_on` says who and why.
    """
    return list(
        Membership.objects.filter(valid_on(day), household=household)
        .select_related("person")
        .order_by(_ROLE_ORDER, "person__birth_date", "id")
    )


def members_among(memberships: Iterable[Membership], day: date) -> list[Membership]:
    """Those of `memberships`, with their persons, that hold on `day`, ordered as members_on."""
    order = {role: place for place, role in enumerate(MemberRole.values)}
    return sorted(
        (
            m
            for m in memberships
            if m.valid_from <= day and (m.valid_to is None or m.valid_to >= day)
        ),
        key=lambda m: (order.get(m.role, len(order)), m.person.birth_date, m.pk),
    )


def absences_on(household: Household, day: date) -> dict[int, Absence]:
    """Why members are away on `day`, by id of the membership (one query)."""
    rows = Absence.objects.filter(valid_on(day), membership__household=household)
    return {absence.membership_id: absence for absence in rows}


def absences_of(household: Household) -> list[Absence]:
    """All absences of all who have ever been members, the newest first."""
    rows = Absence.objects.filter(membership__household=household)
    return list(rows.select_related("membership__person").order_by("-valid_from", "id"))


def absence_for(user: User, pk: int, today: date) -> Absence | None:
    """An absence from a visible household."""
    visible = households_visible_to(user, today)
    return (
        Absence.objects.filter(pk=pk, membership__household__in=visible)
        .select_related("membership__person", "membership__household__district")
        .first()
    )


def notes_of(household: Household) -> list[HouseholdNote]:
    """Notes with their authors: the pinned first, then the newest."""
    rows = household.remarks.select_related("author")
    return list(rows.order_by("-pinned", "-written_at", "-id"))


def note_for(user: User, pk: int, today: date) -> HouseholdNote | None:
    """A note about a visible household."""
    visible = households_visible_to(user, today)
    rows = HouseholdNote.objects.filter(pk=pk, household__in=visible)
    return rows.select_related("household").first()


def member_person_ids(household: Household) -> list[int]:
    """Ids of everybody who belongs or has ever belonged to the household."""
    return list(
        Membership.objects.filter(household=household)
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()
    )


def current_membership(person: Person, day: date) -> Membership | None:
    """Where the person belongs on `day`; the main household before one of shared custody."""
    return (
        Membership.objects.filter(valid_on(day), person=person)
        .select_related("household__district")
        .order_by("shared_custody", "id")
        .first()
    )


def home_of(person: Person, day: date) -> Membership | None:
    """Where the person belongs on `day`, or the household they belonged to last."""
    last = (
        Membership.objects.filter(person=person)
        .select_related("household__district")
        .order_by("-valid_from", "-id")
        .first()
    )
    return current_membership(person, day) or last
