"""Days of a row that are left when another one stands: for addresses, accounts, memberships."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from clients.models import MemberRole, Membership
from clients.services.in_the_way import overlapping

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """A period with both its days; an open end is None."""

    start: date
    end: date | None


def left_of(row: Any, standing: Iterable[Any]) -> list[Piece]:
    """What of the period of `row` no period of `standing` covers."""
    taken = [Piece(other.valid_from, other.valid_to) for other in standing]
    return _without(Piece(row.valid_from, row.valid_to), taken)


def _without(whole: Piece, taken: Iterable[Piece]) -> list[Piece]:
    left = [whole]
    for gone in taken:
        left = [part for piece in left for part in _minus(piece, gone)]
    return left


def _minus(whole: Piece, gone: Piece) -> Iterable[Piece]:
    last = gone.end or date.max
    if whole.start > last or (whole.end or date.max) < gone.start:
        yield whole
        return
    if whole.start < gone.start:
        yield Piece(whole.start, gone.start - _DAY)
    if last < (whole.end or date.max):
        yield Piece(last + _DAY, whole.end)


def why_not(row: Any, left: Sequence[Piece]) -> str:
    """Why a row cannot be cut to what is `left`; "" when it can."""
    said = {"row": row}
    if len(left) > 1:
        return _("«%(row)s» would fall into two periods. Correct its days first.") % said
    if not isinstance(row, Membership):
        return ""
    for absence in row.absences.all():
        if not any(_inside(absence, piece) for piece in left):
            return (
                _("An absence is recorded in «%(row)s». Remove it or correct its days first.")
                % said
            )
    if row.role == MemberRole.HEAD and _leaves_others(row, left):
        return (
            _("Without «%(row)s» the household would have no head. Choose another head first.")
            % said
        )
    return ""


def _inside(absence: Any, piece: Piece) -> bool:
    return absence.valid_from >= piece.start and (
        piece.end is None or (absence.valid_to is not None and absence.valid_to <= piece.end)
    )


def _leaves_others(row: Membership, left: Sequence[Piece]) -> bool:
    """Does anybody else belong to the household on a day that the head loses?"""
    lost = _without(Piece(row.valid_from, row.valid_to), left)
    others = Membership.objects.filter(household=row.household_id).exclude(pk=row.pk)
    return any(others.filter(overlapping(part.start, part.end)).exists() for part in lost)
