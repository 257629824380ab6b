"""Papers of a household: judged by content, kept outside the web root, known by their hash."""

import hashlib
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from clients.models import Document, DocumentKind, Household, Membership, Person
from clients.perms import require_household
from clients.services.locks import lock_homes
from clients.uploads import examine
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
    kind: DocumentKind | str = DocumentKind.OTHER,
) -> Document:
    """Store an uploaded PDF, PNG, JPEG or HEIC of at most DOCUMENT_MAX_BYTES.

    Raises DomainError when it is empty, too big, broken, something else, or of a stranger, and
    NoRoom when the disk is full. The name of the upload is not kept: it may say more than the
    title. The same file under the same title is stored once.
    """
    require_household(actor, household)
    _check_about(household, title, person)
    content = _content(upload)
    found = examine(content)
    sha256 = hashlib.sha256(content).hexdigest()
    known = {"household": household, "person": person, "title": title.strip()[:160]}
    lock_homes(household.pk)  # a second click waits
    same = Document.objects.filter(**known, sha256=sha256).first()
    if same:
        return same
    document = Document(
        **known,
        kind=kind,
        content_type=found.content_type,
        size=len(content),
        sha256=sha256,
        uploaded_by=actor,
    )
    field = document.file.field
    document.file.name = field.generate_filename(document, f"{uuid4().hex}.{found.extension}")
    put(document.file.name, content)
    try:
        document.save()
    except Exception:
        document.file.delete(save=False)
        raise
    return document


@audit.service
def document_describe(
    *,
    actor: User,
    document: Document,
    title: str,
    kind: DocumentKind | str,
    person: Person | None = None,
) -> Document:
    """Say better what a stored paper is; the file itself never changes. Raises DomainError."""
    require_household(actor, document.household)
    _check_about(document.household, title, person)
    document.title, document.kind, document.person = title.strip()[:160], kind, person
    document.save(update_fields=["title", "kind", "person"])
    return document


def _check_about(household: Household, title: str, person: Person | None) -> None:
    if not title.strip():
        raise DomainError(_("Enter a title, so that the document can be found."))
    if person and not Membership.objects.filter(household=household, person=person).exists():
        raise DomainError(
            _("%(person)s has never belonged to this household.") % {"person": person}
        )


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
