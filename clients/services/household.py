"""Households and who belongs to them, when."""

from datetime import date

from django.db.models import F, Q
from django.utils.translation import gettext as _

from clients.models import Household, MemberRole, Membership, Person
from clients.perms import require_household, require_person
from clients.services.refusals import check_period, explained
from core import audit
from core.errors import DomainError, StaleState
from core.models import District, User
from core.polish import format_date, sort_key


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
    file_name = name.strip() or str(head)
    household = Household.objects.create(
        name=file_name, district=district, sort_key=sort_key(file_name), created_on=today
    )
    _membership_store(household, head, MemberRole.HEAD, valid_from, None, False)
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
        raise DomainError(_("Enter the name of the household."))
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
def membership_add(
    *,
    actor: User,
    today: date,
    household: Household,
    person: Person,
    role: MemberRole | str,
    valid_from: date,
    valid_to: date | None = None,
    shared_custody: bool = False,
) -> Membership:
    """Add a person to a household from `valid_from` on (to `valid_to`, both days inside).

    Raises DomainError for a second head, for a person who belongs elsewhere in that time
    (unless in shared custody), and for a period out of order.
    """
    require_household(actor, household, today)
    require_person(actor, person, today)
    if role == MemberRole.HEAD:
        _check_no_head(household, valid_from, valid_to)
    return _membership_store(household, person, role, valid_from, valid_to, shared_custody)


@audit.service
def membership_end(
    *, actor: User, today: date, membership: Membership, last_day: date
) -> Membership:
    """End a membership with `last_day` as the last day inside the household.

    Raises StaleState when it has been ended already, DomainError for a day before its start.
    """
    require_household(actor, membership.household, today)
    check_period(membership.valid_from, last_day)
    won = Membership.objects.filter(pk=membership.pk, valid_to__isnull=True).update(
        valid_to=last_day
    )
    if not won:
        raise StaleState
    membership.valid_to = last_day
    return membership


@audit.service
def household_head_set(
    *, actor: User, today: date, household: Household, membership: Membership
) -> Household:
    """Make the person of `membership` the head; the one before becomes another member.

    The file takes the name of the new head when it bore that of the old one.
    """
    require_household(actor, household, today)
    won = (
        Membership.objects.filter(pk=membership.pk, household=household)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        .exclude(role=MemberRole.HEAD)
    )
    before = household.memberships.filter(role=MemberRole.HEAD).select_related("person")
    names = {str(old.person) for old in before}
    if not won.exists():
        raise StaleState
    before.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today)).update(role=MemberRole.OTHER)
    won.update(role=MemberRole.HEAD)
    if household.name in names:
        name = str(membership.person)
        Household.objects.filter(pk=household.pk).update(
            name=name, sort_key=sort_key(name), version=F("version") + 1
        )
    return Household.objects.get(pk=household.pk)


def _membership_store(
    household: Household,
    person: Person,
    role: MemberRole | str,
    valid_from: date,
    valid_to: date | None,
    shared_custody: bool,
) -> Membership:
    check_period(valid_from, valid_to)
    if valid_from < person.birth_date:
        raise DomainError(
            _("%(person)s was born on %(day)s and cannot belong to a household before.")
            % {"person": person, "day": format_date(person.birth_date)}
        )
    messages = {
        "one_household_a_day": _elsewhere(person, valid_from, valid_to),
        "one_membership_of_a_household_a_day": _(
            "%(person)s belongs to this household in that time already."
        )
        % {"person": person},
    }
    with explained(messages):
        return Membership.objects.create(
            household=household,
            person=person,
            role=role,
            valid_from=valid_from,
            valid_to=valid_to,
            shared_custody=shared_custody,
        )


def _overlapping(valid_from: date, valid_to: date | None) -> Q:
    condition = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    return condition if valid_to is None else condition & Q(valid_from__lte=valid_to)


def _elsewhere(person: Person, valid_from: date, valid_to: date | None) -> str:
    other = (
        Membership.objects.filter(_overlapping(valid_from, valid_to), person=person)
        .select_related("household__district")
        .order_by("shared_custody", "valid_from")
        .first()
    )
    if other is None:
        return _("%(person)s belongs to another household in that time.") % {"person": person}
    return _(
        "%(person)s belongs to the household %(household)s (%(district)s) from %(from)s. "
        "End that membership first; a child in shared custody may belong to two."
    ) % {
        "person": person,
        "household": other.household,
        "district": other.household.district,
        "from": format_date(other.valid_from),
    }


def _check_no_head(household: Household, valid_from: date, valid_to: date | None) -> None:
    head = (
        household.memberships.filter(_overlapping(valid_from, valid_to), role=MemberRole.HEAD)
        .select_related("person")
        .first()
    )
    if head:
        raise DomainError(
            _("%(person)s is the head of this household. Choose another role.")
            % {"person": head.person}
        )
