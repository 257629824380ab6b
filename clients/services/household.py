"""Households: a new file, its name and district, its head."""

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from clients.models import Household, MemberRole, Membership, Person
from clients.perms import require_household, require_person
from clients.services.locks import lock_families
from clients.services.membership_places import Place, role_from, store
from core import audit
from core.errors import DomainError, StaleState
from core.models import District, User
from core.polish import sort_key


@audit.service
def household_create(
    *,
    actor: User,
    today: date,
    head: Person,
    district: District,
    valid_from: date,
    name: str = "",
) -> Household:
    """Open the file of a household with its head as the first member from `valid_from` on.

    Its name is the surname and first name of the head unless given. Raises DomainError when
    the head belongs to another household then.
    """
    require_person(actor, head, today)
    lock_families(head.pk)
    file_name = name.strip() or str(head)
    household = Household.objects.create(
        name=file_name, district=district, sort_key=sort_key(file_name), created_on=today
    )
    store(
        Membership(household=household, person=head),
        Place(role=MemberRole.HEAD, valid_from=valid_from),
    )
    return household


@audit.service
def household_update(
    *,
    actor: User,
    today: date,
    household: Household,
    version: int,
    name: str,
    district: District,
    notes: str = "",
) -> Household:
    """Change name, district and notes of a household still at `version`; else StaleState."""
    require_household(actor, household, today)
    if not name.strip():
        raise DomainError(_("Enter the name of the household."), "name")
    won = Household.objects.filter(pk=household.pk, version=version).update(
        name=name.strip(),
        sort_key=sort_key(name),
        district=district,
        notes=notes.strip(),
        version=F("version") + 1,
    )
    if not won:
        raise StaleState
    return Household.objects.select_related("district").get(pk=household.pk)


@audit.service
def household_head_set(
    *,
    actor: User,
    today: date,
    household: Household,
    membership: Membership,
    from_day: date | None = None,
) -> Household:
    """Make the person of `membership` the head from `from_day` on (today, unless said).

    The one before becomes what the new one was to them. The file takes the name of the new head
    when it bore that of the old one. Raises StaleState when the person is the head already or no
    member on that day.
    """
    require_household(actor, household, today)
    day = from_day or today
    members = household.memberships.values_list("person", flat=True)
    lock_families(*members, homes=[household.pk])
    held = household.memberships.filter(_holds(day)).select_related("person", "household")
    new = held.filter(pk=membership.pk).exclude(role=MemberRole.HEAD).first()
    if new is None:
        raise StaleState
    before = held.filter(role=MemberRole.HEAD).first()
    name = household.name
    if before:
        role_from(before, day, MemberRole.OTHER)
    made = role_from(new, day, MemberRole.HEAD)
    if before:
        after = household.memberships.filter(_holds(day), person=before.person_id)
        after.update(role=_SEEN_FROM.get(MemberRole(new.role), MemberRole.OTHER))
    last = before or _last_head(household, day)  # who headed it may have died or left
    if last and household.name == str(last.person):
        name = str(made.person)
    if name != household.name:
        Household.objects.filter(pk=household.pk).update(
            name=name, sort_key=sort_key(name), version=F("version") + 1
        )
    return Household.objects.get(pk=household.pk)


_SEEN_FROM = {
    MemberRole.SPOUSE: MemberRole.SPOUSE,
    MemberRole.CHILD: MemberRole.PARENT,
    MemberRole.PARENT: MemberRole.CHILD,
}
"""What the old head is to the new one, by what that one was."""


def _last_head(household: Household, day: date) -> Membership | None:
    heads = household.memberships.filter(role=MemberRole.HEAD, valid_to__lt=day)
    return heads.select_related("person").order_by("-valid_to").first()


def _holds(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
