"""Papers of a household: judged by content, kept outside the web root under their hash."""

import hashlib
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from clients.models import Document, Household, Membership, Person
from clients.perms import require_household
from clients.uploads import kind_of
from core import audit
from core.errors import DomainError
from core.files import put
from core.models import User


@audit.service
def document_store(
    *,
    actor: User,
    household: Household,
    title: str,
    upload: "File[bytes]",
    person: Person | None = None,
) -> Document:
    """Store an uploaded PDF, PNG or JPEG of at most DOCUMENT_MAX_BYTES.

    Raises DomainError when it is empty, too big, something else, or of a stranger, and NoRoom
    when the disk is full. The name of the upload is not kept: it may say more than the title.
    The same file under the same title is stored once.
    """
    require_household(actor, household)
    if not title.strip():
        raise DomainError(_("Enter a title, so that the document can be found."))
    if person and not Membership.objects.filter(household=household, person=person).exists():
        raise DomainError(
            _("%(person)s has never belonged to this household.") % {"person": person}
        )
    content = _content(upload)
    kind = kind_of(content)
    if kind is None:
        raise DomainError(
            _("This file is not a whole PDF, PNG or JPEG. Scan the paper again or save it as PDF.")
        )
    sha256 = hashlib.sha256(content).hexdigest()
    known = {"household": household, "person": person, "title": title.strip()[:160]}
    Household.objects.select_for_update().get(pk=household.pk)  # a second click waits
    same = Document.objects.filter(**known, sha256=sha256).first()
    if same:
        return same
    document = Document(
        **known,
        content_type=kind.content_type,
        size=len(content),
        sha256=sha256,
        uploaded_by=actor,
    )
    field = document.file.field
    document.file.name = field.generate_filename(document, f"{uuid4().hex}.{kind.extension}")
    put(document.file.name, content)
    try:
        document.save()
    except Exception:
        document.file.delete(save=False)
        raise
    return document


def _content(upload: "File[bytes]") -> bytes:
    """The bytes, read only as far as the limit."""
    limit = settings.DOCUMENT_MAX_BYTES
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise DomainError(
            _("The file is larger than %(limit)d MB. Scan it with a lower resolution.")
            % {"limit": limit // 1024 // 1024}
        )
    if not content:
        raise DomainError(_("The file is empty."))
    return content
