"""Whether somebody may belong to a household as that, and then: ages, roles held once, days."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from clients.models import Household, MemberRole, Membership, Person
from clients.services.ages import YEARS_BETWEEN, years_after
from clients.services.in_the_way import overlapping
from clients.services.refusals import check_fields, check_period
from core.errors import DomainError
from core.polish import format_date

ONCE = (MemberRole.HEAD, MemberRole.SPOUSE)
"""Roles that one person of a household has on a day; the database holds to it, too."""


def check_open(household: Household) -> None:
    """Raise DomainError for a file closed by a join: its people are in another one."""
    move = household.moves_out.filter(closes=True, undone_at__isnull=True).first()
    if move and not household.memberships.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=move.day)
    ):
        raise DomainError(
            _("This file is closed: its people joined the household %(household)s.")
            % {"household": move.target}
        )


def check_membership(membership: Membership, reason: str) -> None:
    """Raise DomainError for what cannot be; `reason` says why a role fits despite the ages."""
    person = membership.person
    check_period(membership.valid_from, membership.valid_to)
    check_fields(membership, "household", "person")
    if membership.valid_from < person.birth_date:
        raise DomainError(
            _("%(person)s was born on %(day)s and cannot belong to a household before.")
            % {"person": person, "day": format_date(person.birth_date)},
            "valid_from",
        )
    if person.death_date and membership.valid_from > person.death_date:
        raise DomainError(
            _("%(person)s died on %(day)s.")
            % {"person": person, "day": format_date(person.death_date)},
            "valid_from",
        )
    if membership.shared_custody and not membership.court_order:
        raise DomainError(
            _("Enter the court's order by which the child belongs to two households."),
            "court_order",
        )
    if membership.role in ONCE:
        _check_alone(membership)
    if membership.role in (MemberRole.CHILD, MemberRole.PARENT) and not reason.strip():
        _check_ages(membership)


def _check_alone(membership: Membership) -> None:
    other = _others(membership).filter(role=membership.role).first()
    if other is None:
        return
    said = {"person": other.person, "from": format_date(other.valid_from)}
    raise DomainError(
        _("%(person)s is the head of this household since %(from)s. Choose another role.") % said
        if membership.role == MemberRole.HEAD
        else _(
            "%(person)s is the spouse or partner in this household since %(from)s. "
            "Choose another role, or end that one first."
        )
        % said,
        "role",
    )


def _check_ages(membership: Membership) -> None:
    """A child is younger than the head or the spouse, a parent older than one of them."""
    pair = [m.person for m in _others(membership).filter(role__in=ONCE)]
    person = membership.person
    if membership.role == MemberRole.CHILD:
        fits = [p for p in pair if _years_older(p, person)]
    else:
        fits = [p for p in pair if _years_older(person, p)]
    if not pair or fits:
        return
    raise DomainError(
        _(
            "%(person)s was born on %(born)s, %(head)s on %(day)s: that is no child and parent. "
            "Choose another role, or say why it is right."
        )
        % {
            "person": person,
            "born": format_date(person.birth_date),
            "head": pair[0],
            "day": format_date(pair[0].birth_date),
        },
        "role",
    )


def _years_older(older: Person, younger: Person) -> bool:
    return years_after(older.birth_date, YEARS_BETWEEN) <= younger.birth_date


def _others(membership: Membership) -> "QuerySet[Membership]":
    rows = membership.household.memberships.exclude(pk=membership.pk)
    period = overlapping(membership.valid_from, membership.valid_to)
    return rows.filter(period).select_related("person").order_by("role", "valid_from")
