"""Who may see which household: by district, grant or stand-in (docs/adr/0006), restricted files
only those who are named (docs/adr/0011).
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from clients.models import (
    GrantSource,
    Household,
    HouseholdGrant,
    Membership,
    Person,
    Restriction,
)
from core.models import User
from core.permissions import Permission, Role, allowed
from core.registry import ClientTraces, WayIn
from core.standins import absent_people


def households_visible_to(user: User, today: date) -> QuerySet[Household]:
    """Households that `user` may see on `today` (one small query for stand-ins, then lazy).

    All with CLIENTS_VIEW_ALL; a social worker those of the own district and those granted;
    a stand-in also what the absent person sees. Nobody without CLIENTS_VIEW. A restricted
    file only those who are named in the restriction, wherever they work.
    """
    if not allowed(user, Permission.CLIENTS_VIEW):
        return Household.objects.none()
    open_files = Household.objects.filter(not_shut("pk", user, today), destroyed_on__isnull=True)
    people = [user, *absent_people(user, today)]
    if any(allowed(person, Permission.CLIENTS_VIEW_ALL) for person in people):
        return open_files
    granted = HouseholdGrant.objects.filter(valid_on(today), user__in=people)
    named = Restriction.objects.filter(valid_on(today), readers=user)
    return open_files.filter(
        Q(district__in=districts_of(people))
        | Q(pk__in=granted.values("household"))
        | Q(pk__in=named.values("household"))
    )


def not_shut(path: str, user: User, today: date) -> Q:
    """Rows whose household (at `path`) is not restricted to people among whom `user` is not."""
    return ~Q(**{f"{path}__in": _shut_to(user, today).values("household")})


def persons_visible_to(user: User, today: date) -> QuerySet[Person]:
    """Persons of visible households.

    Whoever left every household stays visible to those who see the last ones; a person who
    has never had one (just recorded) is visible to everybody with CLIENTS_VIEW.
    """
    if not allowed(user, Permission.CLIENTS_VIEW):
        return Person.objects.none()
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        return persons_not_shut(user, today)
    return _persons_of(Q(household__in=households_visible_to(user, today)), today)


def reach_of(user: User, ids: Iterable[int], today: date) -> tuple[set[int], set[int]]:
    """Of the persons `ids`: those whom `user` may see, those whose file is not shut to them."""
    rows = (persons_visible_to(user, today), persons_not_shut(user, today))
    seen, unshut = (set(q.filter(pk__in=ids).values_list("pk", flat=True)) for q in rows)
    return seen, unshut


def persons_not_shut(user: User, today: date) -> QuerySet[Person]:
    """Everybody in the system, less those whose file is restricted to others."""
    return _persons_of(not_shut("household", user, today), today)


def shut_person_ids(user: User, today: date) -> set[int]:
    """Persons whose file is restricted to people among whom `user` is not (≤ 3 queries).

    With the records that were merged into theirs.
    """
    shut = shut_household_ids(user, today)
    if not shut:
        return set()
    members = Membership.objects.filter(household__in=shut).values("person")
    hidden = Person.objects.filter(pk__in=members).exclude(
        _is_of(not_shut("household", user, today), today)
    )
    found = set(hidden.values_list("pk", flat=True))
    return found | set(Person.objects.filter(merged_into__in=found).values_list("pk", flat=True))


def _persons_of(visible: Q, today: date) -> QuerySet[Person]:
    """Persons of memberships that are `visible`: those of today, else the former ones.

    Without records that were merged into another (docs/adr/0010), and those destroyed (0016).
    """
    return Person.objects.filter(
        _is_of(visible, today), merged_into__isnull=True, destroyed_on__isnull=True
    )


def _is_of(visible: Q, today: date) -> Q:
    of_person = Membership.objects.filter(person=OuterRef("pk"))
    living = of_person.filter(_not_over(today))
    return (
        Q(Exists(living.filter(visible)))
        | Q(~Exists(living) & Exists(of_person.filter(visible)))
        | Q(~Exists(of_person))
    )


def shut_household_ids(user: User, today: date) -> set[int]:
    """Households restricted to people among whom `user` is not."""
    return set(_shut_to(user, today).values_list("household", flat=True))


def _shut_to(user: User, today: date) -> QuerySet[Restriction]:
    """Restrictions in force in which `user` is not named."""
    return Restriction.objects.filter(valid_on(today)).exclude(readers=user)


def restriction_on(household: Household, today: date) -> Restriction | None:
    """The restriction in force, with its readers."""
    rules = household.restrictions.filter(valid_on(today))
    return rules.select_related("set_by").prefetch_related("readers").first()


def restrictions_seen_by(user: User, today: date) -> QuerySet[Restriction]:
    """Restrictions in force in which `user` is named, by household."""
    rules = Restriction.objects.filter(valid_on(today), readers=user)
    return (
        rules.select_related("household")
        .prefetch_related("readers")
        .order_by("household__sort_key", "id")
    )


def way_in(user: User, household_id: int, today: date) -> WayIn | None:
    """The grant that opens a household of another district to `user`; a case before an exception.

    None for those to whom it is open anyway (at most one query).
    """
    if allowed(user, Permission.CLIENTS_VIEW_ALL):
        return None
    rows = HouseholdGrant.objects.filter(valid_on(today), user=user, household=household_id)
    grants = list(rows.values_list("source", "reason", "household__district").order_by("-id"))
    if not grants or grants[0][2] in districts_of([user]):
        return None
    grants.sort(key=lambda grant: grant[0] == GrantSource.EXCEPTION)
    source, reason, _district = grants[0]
    return WayIn(reason, source == GrantSource.EXCEPTION)


def traces_of(person_id: int) -> ClientTraces:
    """Under which records and in which households a person appears (2 queries).

    A record that was merged into this one counts: what was seen of it was seen of the person.
    """
    same = Q(pk=person_id) | Q(merged_into=person_id)
    ids = tuple(Person.objects.filter(same).values_list("pk", flat=True))
    homes = Membership.objects.filter(person__in=ids)
    return ClientTraces(ids, tuple(homes.values_list("household", "valid_from", "valid_to")))


def people_of(household_id: int) -> set[int]:
    """Persons who have ever belonged to the household."""
    rows = Membership.objects.filter(household=household_id)
    return set(rows.values_list("person", flat=True))


def household_is_visible(user: User, household: Household, today: date) -> bool:
    """May `user` see this household on `today`?"""
    return households_visible_to(user, today).filter(pk=household.pk).exists()


def person_is_visible(user: User, person: Person, today: date) -> bool:
    """May `user` see this person on `today`?"""
    return persons_visible_to(user, today).filter(pk=person.pk).exists()


def valid_on(day: date) -> Q:
    """Rows whose period holds `day`; both ends belong to it, an open end is NULL."""
    return Q(valid_from__lte=day) & _not_over(day)


def _not_over(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=day)


def districts_of(people: list[User]) -> list[int]:
    """A district opens its households to its social workers only."""
    return [
        person.district_id
        for person in people
        if person.district_id is not None and person.role == Role.SOCIAL_WORKER
    ]
