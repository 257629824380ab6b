"""Notes about a household: written once, pinned while they matter."""

from datetime import date

from django.utils.translation import gettext as _

from clients.models import Household, HouseholdNote
from clients.perms import require_household
from clients.services.refusals import check_fields
from core import audit
from core.errors import DomainError, StaleState
from core.models import User


@audit.service
def household_note_add(
    *, actor: User, today: date, household: Household, text: str, pinned: bool = False
) -> HouseholdNote:
    """Write a note; nobody changes it later. Raises DomainError for an empty or too long one."""
    require_household(actor, household, today)
    note = HouseholdNote(household=household, text=text.strip(), pinned=pinned, author=actor)
    if not note.text:
        raise DomainError(_("Write what is to be remembered."), "text")
    check_fields(note, "household", "author")
    note.save()
    return note


@audit.service
def household_note_pin(*, actor: User, today: date, note: HouseholdNote, pinned: bool) -> None:
    """Pin a note on top, or let it go. Raises StaleState when somebody else just did."""
    require_household(actor, note.household, today)
    if not HouseholdNote.objects.filter(pk=note.pk, pinned=not pinned).update(pinned=pinned):
        raise StaleState
