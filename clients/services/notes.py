"""Notes about a household: written once, pinned while they matter, printed only when said so."""

import re
from datetime import date

from django.utils.translation import gettext as _

from clients.models import Household, HouseholdNote
from clients.perms import require_household
from clients.services.refusals import check_fields
from core import audit
from core.errors import DomainError, StaleState
from core.models import User
from core.polish import fold

_VIOLENCE = re.compile(
    r"przemoc|niebiesk\w* kart|sprawc|zneca|\bpobi[cljt]|\bbij[ae]|\bbil[ai]?\b|zakaz\w* zbliz"
    r"|molest|gwalt|gwalc|stalk|awantur|\bgroz[bei]"
)
"""Words, folded, of notes that the one they are about must not find on a table at home."""


@audit.service
def household_note_add(
    *,
    actor: User,
    today: date,
    household: Household,
    text: str,
    pinned: bool = False,
    on_paper: bool = False,
) -> HouseholdNote:
    """Write a note; nobody changes it later. It is printed on the field sheet if `on_paper`.

    Raises DomainError for an empty or too long one, and for one on violence that is to be printed.
    """
    require_household(actor, household, today)
    note = HouseholdNote(household=household, text=text.strip(), pinned=pinned, author=actor)
    if not note.text:
        raise DomainError(_("Write what is to be remembered."), "text")
    note.on_paper = on_paper
    _check_paper(note)
    check_fields(note, "household", "author")
    note.save()
    return note


@audit.service
def household_note_pin(*, actor: User, today: date, note: HouseholdNote, pinned: bool) -> None:
    """Pin a note on top, or let it go. Raises StaleState when somebody else just did."""
    require_household(actor, note.household, today)
    if not HouseholdNote.objects.filter(pk=note.pk, pinned=not pinned).update(pinned=pinned):
        raise StaleState


@audit.service
def household_note_print(*, actor: User, today: date, note: HouseholdNote, on_paper: bool) -> None:
    """Let a note stand on the field sheet, or leave it off.

    Raises DomainError for one on violence, StaleState when somebody else just did.
    """
    require_household(actor, note.household, today)
    note.on_paper = on_paper
    _check_paper(note)
    rows = HouseholdNote.objects.filter(pk=note.pk, on_paper=not on_paper)
    if not rows.update(on_paper=on_paper):
        raise StaleState


def _check_paper(note: HouseholdNote) -> None:
    """A sheet is read by whoever lives there: what is said of violence stays on the screen."""
    found = _VIOLENCE.search(fold(note.text))
    if note.on_paper and found:
        raise DomainError(
            _(
                "This note speaks of violence (“%(word)s”). It stays on the screen: whoever lives "
                "there may read the sheet."
            )
            % {"word": found[0]},
            "on_paper",
        )
