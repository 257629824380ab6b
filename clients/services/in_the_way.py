"""What stands in the way of a membership, said with names and days."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Absence, Membership
from core.errors import DomainError
from core.polish import format_date


def overlapping(valid_from: date, valid_to: date | None) -> Q:
    """Rows with a period that shares a day with this one."""
    condition = Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from)
    return condition if valid_to is None else condition & Q(valid_from__lte=valid_to)


def elsewhere(membership: Membership) -> "QuerySet[Membership]":
    """Memberships of the same person in other households in that time, with districts."""
    period = overlapping(membership.valid_from, membership.valid_to)
    rows = Membership.objects.filter(period, person=membership.person)
    return (
        rows.exclude(household=membership.household)
        .exclude(pk=membership.pk)
        .select_related("household__district", "person")
        .order_by("shared_custody", "valid_from", "id")
    )


def refusals(membership: Membership) -> dict[str, DomainError]:
    """What the database refuses, said with the entry that stands in the way."""
    said: dict[str, Any] = {"person": membership.person}
    here = (
        membership.household.memberships.filter(person=membership.person)
        .filter(overlapping(membership.valid_from, membership.valid_to))
        .exclude(pk=membership.pk)
        .first()
    )
    again = _("%(person)s belongs to this household in that time already.") % said
    if here:
        again = _(
            "%(person)s belongs to this household already, from %(from)s to %(to)s, as: %(role)s."
        ) % (said | _period(here) | {"role": here.get_role_display()})
    taken = _("Somebody else has this role in that time.")
    return {
        "one_household_a_day": DomainError(_belongs_elsewhere(membership), "valid_from"),
        "one_membership_of_a_household_a_day": DomainError(again, "valid_from"),
        "one_head_a_day": DomainError(taken, "role"),
        "one_spouse_a_day": DomainError(taken, "role"),
    }


def _belongs_elsewhere(membership: Membership) -> str:
    other = elsewhere(membership).first()
    if other is None:
        return _("%(person)s belongs to another household in that time.") % {
            "person": membership.person
        }
    return _(
        "%(person)s belongs to the household %(household)s (%(district)s) from %(from)s to %(to)s. "
        "End that membership first; a child in shared custody may belong to two."
    ) % {
        "person": membership.person,
        "household": other.household,
        "district": other.household.district,
        **_period(other),
    }


def _period(row: Membership | Absence) -> dict[str, str]:
    return {
        "from": format_date(row.valid_from),
        "to": format_date(row.valid_to) if row.valid_to else _("now"),
    }


def in_the_way(absence: Absence) -> str:
    """Which absence it is."""
    return _("An absence stands in the way: %(reason)s, %(from)s – %(to)s.") % {
        "reason": absence.get_reason_display(),
        **_period(absence),
    }
