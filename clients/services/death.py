"""A death and its consequences within the files of people; money is stopped by a higher floor."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clients.models import (
    Absence,
    Death,
    MemberRole,
    Membership,
    Person,
    Relationship,
    RelationshipKind,
    Representation,
)
from clients.perms import require_person
from clients.services.locks import lock_families
from clients.services.refusals import explained
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import format_date

_ONE_A_DAY = ("one_household_a_day", "one_membership_of_a_household_a_day", "one_absence_a_day")
_ENDS: dict[str, Any] = {
    "absence": Absence,
    "membership": Membership,
    "representation": Representation,
    "relationship": Relationship,
}
"""What ends with a death; of relationships the marriage and living together."""


@audit.service
def death_enter(*, actor: User, today: date, person: Person, died_on: date, source: str) -> Death:
    """Record that a person died on `died_on`, as `source` says.

    Memberships with their absences, representations (of the person and by the person), marriage
    and living together end on that day. The same death recorded twice is once. Raises
    DomainError for an impossible day, for a membership that begins later, and when another day
    of death stands.
    """
    require_person(actor, person, today)
    now = lock_families(person.pk)[person.pk]
    standing = Death.objects.filter(person=now, withdrawn_at__isnull=True).first()
    if standing is not None and standing.died_on == died_on:
        return standing
    _check(now, died_on, today, source, standing)
    death = Death.objects.create(
        person=now,
        died_on=died_on,
        source=source.strip(),
        recorded_by=actor,
        ended={name: _end(model, now, died_on) for name, model in _ENDS.items()},
    )
    Person.objects.filter(pk=now.pk).update(death_date=died_on, version=F("version") + 1)
    return death


@audit.service
def death_take_back(*, actor: User, today: date, death: Death, reason: str) -> Person:
    """Take back a death recorded by mistake: what ended with it goes on as before.

    Who headed a household that has another head since comes back as another member. Raises
    StaleState when it is taken back already, DomainError without a reason or when something
    else was recorded since for what would go on.
    """
    require_person(actor, death.person, today)
    if not reason.strip():
        raise DomainError(_("Say why the death is taken back."), "reason")
    person = lock_families(death.person_id)[death.person_id]
    won = Death.objects.filter(pk=death.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=Now(), withdrawn_by=actor, withdrawn_why=reason.strip()[:200]
    )
    if not won:
        raise StaleState
    Person.objects.filter(pk=person.pk).update(death_date=None, version=F("version") + 1)
    for name, model in _ENDS.items():
        for pk, before in death.ended.get(name, []):
            _reopen(model, pk, death.died_on, before)
    return Person.objects.get(pk=person.pk)


def _check(person: Person, died_on: date, today: date, source: str, standing: Death | None) -> None:
    if not source.strip():
        raise DomainError(_("Say how the office knows: paper, register, who said so."), "source")
    if died_on > today:
        raise DomainError(_("The date of death is still to come."), "died_on")
    if died_on < person.birth_date:
        raise DomainError(
            _("The day is before the day of birth (%(day)s).")
            % {"day": format_date(person.birth_date)},
            "died_on",
        )
    if standing is not None:
        raise DomainError(
            _("A death on %(day)s is recorded already. Take it back first.")
            % {"day": format_date(standing.died_on)},
            "died_on",
        )
    later = person.memberships.filter(valid_from__gt=died_on).select_related("household").first()
    if later is not None:
        raise DomainError(
            _(
                "%(person)s belongs to the household %(household)s only since %(day)s. Check the "
                "day of death, or correct the membership first."
            )
            % {
                "person": person,
                "household": later.household,
                "day": format_date(later.valid_from),
            },
            "died_on",
        )


def _whose(model: Any, person: Person) -> Q:
    if model is Absence:
        return Q(membership__person=person)
    if model is Representation:
        return Q(person=person) | Q(representative=person)
    if model is Relationship:
        couple = (RelationshipKind.SPOUSE, RelationshipKind.PARTNER)
        return (Q(person=person) | Q(other=person)) & Q(kind__in=couple)
    return Q(person=person)


def _end(model: Any, person: Person, died_on: date) -> list[tuple[int, str | None]]:
    """End what runs beyond `died_on`; ids with the last day they had before."""
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=died_on)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=died_on)
    rows = model.objects.filter(_whose(model, person)).filter(beyond, begun)
    ended = [
        (pk, last.isoformat() if last else None)
        for pk, last in rows.order_by("pk").values_list("pk", "valid_to")
    ]
    model.objects.filter(pk__in=[pk for pk, _last in ended]).update(valid_to=died_on)
    return ended


def _reopen(model: Any, pk: int, died_on: date, before: str | None) -> None:
    row: Any = model.objects.filter(pk=pk, valid_to=died_on).first()
    if row is None:  # it was changed by hand since: that stands
        return
    last_day = date.fromisoformat(before) if before else None
    changes: dict[str, Any] = {"valid_to": last_day}
    if model is Membership and _role_is_taken(row, last_day):
        changes["role"] = MemberRole.OTHER
    taken = _("Something else was recorded since for these days: “%(row)s”. End it first.")
    with explained(dict.fromkeys(_ONE_A_DAY, DomainError(taken % {"row": row}))):
        model.objects.filter(pk=pk).update(**changes)


def _role_is_taken(row: Membership, last_day: date | None) -> bool:
    """Has the household another head (or spouse of the head) since?"""
    if row.role not in (MemberRole.HEAD, MemberRole.SPOUSE):
        return False
    others = Membership.objects.filter(household=row.household_id, role=row.role).exclude(pk=row.pk)
    until = Q() if last_day is None else Q(valid_from__lte=last_day)
    return others.filter(until, Q(valid_to__isnull=True) | Q(valid_to__gte=row.valid_from)).exists()
