"""Households: memberships with their addresses are removed, and a file that they leave unused.

A household that the run made goes whole or stays whole.
"""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from benefits.imports.backs.base import (
    all_made,
    changed,
    changes,
    forget_sources,
    gone,
    held,
    made,
    used,
    uses,
)
from benefits.imports.models import ImportRow
from benefits.imports.plans.base import About
from benefits.imports.plans.households import FILE, KIND
from cases.models import Case
from clients.models import Address, Household, Membership


def lock(rows: Sequence[ImportRow]) -> None:
    """Hold households and memberships."""
    held(Household, all_made(rows, "household"))
    held(Membership, all_made(rows, "membership"))


def why_stays(rows: Sequence[ImportRow], about: About) -> Mapping[int, str]:
    """Reasons by row; no reason: it goes."""
    stays = _members_that_stay(rows, about)
    homes = {made(row, "household"): row.group for row in rows if made(row, "household")}
    by_group = {homes[pk]: reason for pk, reason in _homes_that_stay(rows, set(homes)).items()}
    for row in rows:
        if row.pk in stays and row.group in homes.values():
            by_group.setdefault(row.group, _("%(why)s A household goes whole or stays whole.")
                                % {"why": stays[row.pk]})  # fmt: skip
    return stays | {row.pk: by_group[row.group] for row in rows if row.group in by_group}


def _members_that_stay(rows: Sequence[ImportRow], about: About) -> dict[int, str]:
    ids = all_made(rows, "membership")
    found = Membership.objects.in_bulk(ids)
    worked_on, uses_of = changes(Membership, ids), uses(Membership, ids)
    moved = changes(Address, all_made(rows, "address"))
    busy = set(
        Case.objects.filter(
            household__in={m.household_id for m in found.values()},
            status_rows__day__gte=about.run.confirmed_on,
        ).values_list("household", flat=True)
    )
    stays = {}
    for row in rows:
        pk = made(row, "membership")
        if pk not in found:
            stays[row.pk] = gone()
        elif pk in uses_of:
            stays[row.pk] = used(uses_of[pk])
        elif pk in worked_on or made(row, "address") in moved:
            stays[row.pk] = changed()
        elif found[pk].household_id in busy:
            stays[row.pk] = _("A case of the household was worked on since.")
    return stays


def _homes_that_stay(rows: Sequence[ImportRow], ids: set[int]) -> dict[int, str]:
    """Households of the run, by id: what lies in them besides the memberships of these rows."""
    stays = {pk: used(what) for pk, what in uses(Household, ids, but=[Membership]).items()}
    others = Membership.objects.filter(household__in=ids)
    for other in others.exclude(pk__in=all_made(rows, "membership")):
        stays.setdefault(other.household_id, used(str(Membership._meta.verbose_name_plural)))
    for pk in changes(Household, ids):
        stays.setdefault(pk, changed())
    return stays


def take_back(rows: Sequence[ImportRow], about: About) -> None:
    """Remove what these rows made; the history keeps who did and what they said."""
    forget_sources(about, KIND, [(row.source_id, made(row, "membership")) for row in rows])
    homes = [(row.group, made(row, "household")) for row in rows if made(row, "household")]
    forget_sources(about, FILE, homes)
    Membership.objects.filter(pk__in=all_made(rows, "membership")).delete()
    Address.objects.filter(pk__in=all_made(rows, "address")).delete()
    Household.objects.filter(pk__in=[pk for _group, pk in homes]).delete()
    for row in rows:
        row.made = []
