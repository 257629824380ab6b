"""What services of the rows about a person share: nothing is lost unseen."""

import hashlib
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from core.errors import DomainError, StaleState

Row = TypeVar("Row", bound=models.Model)


def fingerprint(row: models.Model) -> str:
    """What a row says, in short: the form that changes it knows from what it started."""
    said = repr([(field.attname, str(getattr(row, field.attname))) for field in row._meta.fields])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def current(row: Row, seen: str = "") -> Row:
    """The row as it is now, locked. Raises StaleState when it is gone or not as it was `seen`."""
    rows: Any = type(row)._default_manager
    now: Row | None = rows.select_for_update(of=["self"]).filter(pk=row.pk).first()
    if now is None or (seen and fingerprint(now) != seen):
        raise StaleState
    return now


def remove(row: models.Model, reason: str) -> None:
    """Delete a row recorded by mistake; the history keeps it. Gone already raises StaleState."""
    if not reason.strip():
        raise DomainError(_("Say why it is removed."), "reason")
    rows: Any = type(row)._default_manager
    deleted, _each = rows.filter(pk=row.pk).delete()
    if not deleted:
        raise StaleState
