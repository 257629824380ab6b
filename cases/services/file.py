"""What is put into the file of a case: notes and papers.

These happen now, by the clock (their rows keep the moment), so access is asked for today.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CaseDocument, Note
from cases.perms import require_change
from clients.models import Document
from core import audit
from core.errors import DomainError
from core.models import User

NOTE_MAX = 5000


@audit.service
def note_add(*, actor: User, case: Case, text: str) -> Note:
    """Write a note; it stays as written. The same words by the same person twice are one note.

    Raises PermissionDenied for a stranger, DomainError for an empty or too long text.
    """
    require_change(actor, case, timezone.localdate())
    text = text.strip()
    if not text:
        raise DomainError(_("Write the note first."))
    if len(text) > NOTE_MAX:
        raise DomainError(
            _("A note has at most %(most)s characters; this one has %(count)s.")
            % {"most": NOTE_MAX, "count": len(text)}
        )
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)  # two clicks: one after another
    last = Note.objects.filter(case=case, author=actor).order_by("-id").first()
    if last and last.text == text:
        return last
    return Note.objects.create(case=case, author=actor, text=text)


@audit.service
def case_document_add(*, actor: User, case: Case, document: Document) -> CaseDocument:
    """Put a stored paper of the household into the file of the case; twice is once.

    Raises PermissionDenied for a stranger, DomainError for a paper of another household.
    """
    require_change(actor, case, timezone.localdate())
    if document.household_id != case.household_id:
        raise DomainError(_("This paper belongs to another household."))
    return CaseDocument.objects.get_or_create(case=case, document=document)[0]
