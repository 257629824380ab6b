"""Files in the store: whole or not at all, and sealed with a key of the environment.

A file begins with the line `GOPS-1 NAME` (NAME of the key) and 12 bytes of nonce; the rest is
AES-256-GCM. The setting FILE_KEYS holds `name:key` pairs, the key as 64 hexadecimal digits; the
first seals, all of them open. A file without that line was stored before files were sealed.
"""

import errno
import os
import re
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError

MARK = b"GOPS-1 "
NONCE = 12
_KEY = re.compile(r"([A-Za-z0-9-]{1,16}):([0-9a-f]{64})")


class NoRoom(DomainError):
    """The disk of the store is full; nothing was kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file could not be saved: the disk of the server is full. Nothing has been "
                "recorded. Tell the administrator, and send the file again when there is room."
            )
        )


class Unreadable(DomainError):
    """The file is sealed with a key that is not here, or it was damaged."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The file cannot be opened: its key is missing on the server or the file is "
                "damaged. Tell the administrator."
            )
        )


class SealedStorage(FileSystemStorage):
    """Files on the disk, sealed; whoever opens one reads what was put in."""

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return ContentFile(unseal(Path(self.path(name)).read_bytes()), name=name)

    def _save(self, name: str, content: "File[bytes]") -> str:
        put(name, content.read())
        return name


def keys() -> dict[str, AESGCM]:
    """The keys by name, the one that seals first. Raises ImproperlyConfigured."""
    found = [_KEY.fullmatch(pair.strip()) for pair in settings.FILE_KEYS]
    if not found or None in found:
        raise ImproperlyConfigured(
            "FILE_KEYS must be name:key pairs parted by commas, each key 64 hexadecimal digits"
        )
    return {match[1]: AESGCM(bytes.fromhex(match[2])) for match in found if match}


def seal(content: bytes) -> bytes:
    """What is written to the disk for `content`."""
    name, key = next(iter(keys().items()))
    head = MARK + name.encode() + b"\n"
    nonce = os.urandom(NONCE)
    return head + nonce + key.encrypt(nonce, content, head)


def unseal(stored: bytes) -> bytes:
    """The content of what lies on the disk. Raises Unreadable."""
    if not stored.startswith(MARK):
        return stored
    head, _newline, rest = stored.partition(b"\n")
    key = keys().get(sealed_with(stored))
    try:
        if key is None:
            raise Unreadable
        return key.decrypt(rest[:NONCE], rest[NONCE:], head + b"\n")
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def sealed_with(stored: bytes) -> str:
    """Name of the key of a stored file; empty when it is not sealed."""
    if not stored.startswith(MARK):
        return ""
    return stored[len(MARK) : len(MARK) + 17].split(b"\n", 1)[0].decode(errors="replace")


def put(name: str, content: bytes) -> None:
    """Seal the file and put it in place as a whole: a reader sees all or nothing. Raises NoRoom.

    What a killed process left half-written lies under the name with `.part` and is written over.
    """
    target = Path(default_storage.path(name))
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(seal(content))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        part.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoom from error
        raise
    part.replace(target)
