"""Files in the store: whole or not at all."""

import errno
import os
from pathlib import Path

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError


class NoRoom(DomainError):
    """The disk of the store is full; nothing was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file could not be saved: the disk of the server is full. Nothing has been "
                "recorded. Tell the administrator, and send the file again when there is room."
            )
        )


def put(name: str, content: bytes) -> None:
    """Put the file in place as a whole: a reader sees all of it or nothing. Raises NoRoom.

    What a killed process left half-written lies under the name with `.part` and is written over.
    """
    target = Path(default_storage.path(name))
    part = target.with_suffix(".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise
    part.replace(target)
