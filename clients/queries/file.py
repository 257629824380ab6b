"""The file of a household: what its page shows, and single rows that pages change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from clients.models import (
    Absence,
    Address,
    AddressKind,
    BankAccount,
    Household,
    HouseholdGrant,
    Membership,
    Person,
    Restriction,
)
from clients.queries.access import (
    households_visible_to,
    persons_not_shut,
    valid_on,
)
from clients.queries.search import search_condition
from clients.queries.together import together
from core.models import AccessLog, User

RECENT_LOOKS = 10


def households_listed(
    user: User, today: date, *, text: str = "", district_id: int | None = None
) -> QuerySet[Household]:
    """Visible households with their members of today, filtered by a member and by district.

    `closed` says of each whether its file is restricted to named people.
    """
    rows = households_visible_to(user, today)
    if district_id:
        rows = rows.filter(district=district_id)
    condition = search_condition(text, addresses=True) if text else None
    if condition is not None:
        people = Person.objects.filter(condition)
        rows = rows.filter(
            pk__in=Membership.objects.filter(valid_on(today), person__in=people).values("household")
        )
    elif text:
        rows = rows.none()
    members = Membership.objects.filter(valid_on(today)).select_related("person")
    closed = Restriction.objects.filter(valid_on(today), household=OuterRef("pk"))
    return (
        rows.select_related("district")
        .annotate(closed=Exists(closed))
        .prefetch_related(Prefetch("memberships", members.order_by("id"), to_attr="present"))
    )


def residences_on(person_ids: Iterable[int], day: date) -> dict[int, Address]:
    """Where each of these persons lives on `day`, by id (one query)."""
    rows = Address.objects.filter(
        valid_on(day), person__in=list(person_ids), kind=AddressKind.RESIDENCE
    )
    return {address.person_id: address for address in rows}


def memberships_of(household: Household) -> list[Membership]:
    """Everybody who has ever belonged, with persons; the newest memberships first."""
    return list(household.memberships.select_related("person").order_by("-valid_from", "id"))


def households_of(user: User, person: Person, today: date) -> list[tuple[Membership, bool]]:
    """Memberships of a person, the newest first, each with whether its household is visible."""
    seen = households_visible_to(user, today).filter(pk=OuterRef("household"))
    rows = person.memberships.select_related("household__district").annotate(seen=Exists(seen))
    return [(row, row.seen) for row in rows.order_by("-valid_from", "id")]


def addresses_of(person_ids: Iterable[int]) -> list[Address]:
    """All addresses of these persons, newest first within a kind."""
    return list(
        Address.objects.filter(person__in=list(person_ids))
        .select_related("person")
        .order_by("kind", "-valid_from", "id")
    )


def accounts_of(person_ids: Iterable[int]) -> list[BankAccount]:
    """All bank accounts of these persons, newest first."""
    return list(
        BankAccount.objects.filter(person__in=list(person_ids))
        .select_related("person")
        .order_by("-valid_from", "id")
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """What holds on a day for the people of a household; `away` by id of the membership."""

    addresses: list[Address]
    accounts: list[BankAccount]
    away: dict[int, Absence]


def kept_on(members: list[Membership], day: date) -> Kept:
    """Addresses by kind, accounts and absences of these members, with persons (one query)."""
    people = {member.person_id: member.person for member in members}
    of_people = valid_on(day) & Q(person__in=people)
    found = together(
        {
            "addresses": Address.objects.filter(of_people),
            "accounts": BankAccount.objects.filter(of_people),
            "away": Absence.objects.filter(
                valid_on(day), membership__in=[member.pk for member in members]
            ),
        }
    )

    def newest(row: Address | BankAccount) -> tuple[int, int]:
        return -row.valid_from.toordinal(), row.pk

    for row in (*found["addresses"], *found["accounts"]):
        row.person = people[row.person_id]
    return Kept(
        addresses=sorted(
            found["addresses"], key=lambda a: (a.kind, -a.valid_from.toordinal(), a.pk)
        ),
        accounts=sorted(found["accounts"], key=newest),
        away={absence.membership_id: absence for absence in found["away"]},
    )


def grants_on(household: Household, day: date) -> list[HouseholdGrant]:
    """Who may see the household beyond the district on `day`; each person and source once."""
    rows = (
        household.grants.filter(valid_on(day)).select_related("user").order_by("-created_at", "-id")
    )
    once = {(grant.user_id, grant.source): grant for grant in reversed(list(rows))}
    return list(once.values())


def recent_looks(household: Household) -> list[AccessLog]:
    """The last looks at the household and its people."""
    return list(
        AccessLog.objects.filter(household_id=household.pk)
        .select_related("user")
        .order_by("-at", "-id")[:RECENT_LOOKS]
    )


def membership_for(user: User, pk: int, today: date) -> Membership | None:
    """A membership of a visible household."""
    return (
        Membership.objects.filter(household__in=households_visible_to(user, today))
        .select_related("person", "household__district")
        .filter(pk=pk)
        .first()
    )


def person_of_system(user: User, pk: int, today: date) -> Person | None:
    """A person, visible or not, for pages that show the name only; none of a restricted file."""
    return persons_not_shut(user, today).filter(pk=pk).first()
