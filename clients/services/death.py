"""A death and its consequences within the files of people; money is stopped by a higher floor."""

from datetime import date
from typing import Any

from django.db.models import F, Model, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from clients.models import Death, Membership, Person, Representation
from clients.perms import require_person
from clients.services.refusals import explained
from clients.services.rows import lock_person
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import format_date

_ONE_A_DAY = ("one_household_a_day", "one_membership_of_a_household_a_day")
_ENDS: dict[str, Any] = {"membership": Membership, "representation": Representation}


@audit.service
def death_enter(*, actor: User, today: date, person: Person, died_on: date, source: str) -> Death:
    """Record that a person died on `died_on`, as `source` says.

    Memberships and representations (of the person and by the person) end on that day. The same
    death recorded twice is once. Raises DomainError for an impossible day, for a membership
    that begins later, and when another day of death stands.
    """
    require_person(actor, person, today)
    now = lock_person(person)
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

    Raises StaleState when it is taken back already, DomainError without a reason or when
    something else was recorded since for what would go on.
    """
    require_person(actor, death.person, today)
    if not reason.strip():
        raise DomainError(_("Say why the death is taken back."), "reason")
    person = lock_person(death.person)
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


def _end(model: Any, person: Person, died_on: date) -> list[tuple[int, str | None]]:
    """End what runs beyond `died_on`; ids with the last day they had before."""
    whose = Q(person=person)
    if model is Representation:
        whose |= Q(representative=person)
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=died_on)
    rows = model.objects.filter(whose).filter(beyond, valid_from__lte=died_on)
    ended = [
        (pk, last.isoformat() if last else None)
        for pk, last in rows.order_by("pk").values_list("pk", "valid_to")
    ]
    rows.update(valid_to=died_on)
    return ended


def _reopen(model: Any, pk: int, died_on: date, before: str | None) -> None:
    row: Model | None = model.objects.filter(pk=pk, valid_to=died_on).first()
    if row is None:  # it was changed by hand since: that stands
        return
    taken = _("Something else was recorded since for these days: “%(row)s”. End it first.")
    with explained(dict.fromkeys(_ONE_A_DAY, taken % {"row": row})):
        model.objects.filter(pk=pk).update(valid_to=date.fromisoformat(before) if before else None)
