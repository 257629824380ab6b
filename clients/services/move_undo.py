"""Taking a split or join of households back, as if it had not been."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.apps import apps
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from clients.models import Absence, HouseholdMove, Membership
from clients.perms import require_household
from clients.queries.moves import standing
from clients.services.moves import lock_all
from clients.services.refusals import check_reason
from clients.services.rows import fingerprint
from core import audit
from core.errors import DomainError, StaleState
from core.models import User

T = TypeVar("T")
_DAY = timedelta(days=1)


@audit.service
def household_move_undo(
    *, actor: User, today: date, move: HouseholdMove, reason: str
) -> HouseholdMove:
    """Take a split or join back, if nothing has happened in the households since.

    Memberships and absences are as before; a new address and the name of the file stay as they
    are. Raises StaleState when it is undone already, DomainError saying what has changed since:
    then another split or join, or corrections, mend it.
    """
    require_household(actor, move.source, today)
    require_household(actor, move.target, today)
    check_reason(reason)
    lock_all(move.source_id, move.target_id)
    won = HouseholdMove.objects.filter(pk=move.pk, undone_at__isnull=True).update(
        undone_at=now(), undone_by=actor
    )
    if not won:
        raise StaleState
    if changed := changed_since(move):
        raise DomainError(
            _(
                "Since then something has changed: %(what)s. "
                "Move people back by another split or join instead."
            )
            % {"what": ", ".join(changed)}
        )
    for step in reversed(move.made):
        _take_back(step)
    for was in move.ended:
        Membership.objects.filter(pk=was["id"]).update(valid_to=_day(was["valid_to"]))
    move.refresh_from_db()
    return move


def changed_since(move: HouseholdMove) -> list[str]:
    """What is no more as the split or join left it, in words; nothing: it can be taken back."""
    made = Membership.objects.select_related("person").in_bulk([step["id"] for step in move.made])
    ended = Membership.objects.select_related("person").in_bulk([was["id"] for was in move.ended])
    changed = []
    for step in move.made:
        row = made.get(step["id"])
        if row is None or fingerprint(row) != step["seen"]:
            changed.append(_("a membership") if row is None else str(row.person))
        elif row.absences.count() != step["count"]:
            changed.append(_("absences of %(person)s") % {"person": row.person})
    changed += [str(m.person) for m in ended.values() if m.valid_to != move.day - _DAY]
    for label, count in standing(move.source, move.target).items():
        if count != move.standing.get(label, 0):
            changed.append(str(apps.get_model(label)._meta.verbose_name_plural))
    return list(dict.fromkeys(changed))


def rehearsed(work: Callable[[], T]) -> T:
    """What `work` would do and find: it is done, and taken back."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def _take_back(step: dict[str, Any]) -> None:
    """The membership that was made goes; its absences return to the one it came from."""
    Absence.objects.filter(pk__in=step["later"]).update(membership=step["from"])
    Absence.objects.filter(membership=step["id"]).delete()
    for pk, valid_to in step["absences"].items():
        if int(pk) not in step["later"]:
            Absence.objects.filter(pk=int(pk)).update(valid_to=_day(valid_to))
    Membership.objects.filter(pk=step["id"]).delete()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
