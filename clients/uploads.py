"""What an uploaded file really is, judged by its content, never by its name. Pure."""

import re
import struct
from dataclasses import dataclass

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
EXTENSIONS = {PDF: "pdf", PNG: "png", JPEG: "jpg"}

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_PDF_HEADER = re.compile(rb"%PDF-[12]\.\d")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that is taken in, and the extension a download gets."""

    content_type: str

    @property
    def extension(self) -> str:
        """pdf, png or jpg."""
        return EXTENSIONS[self.content_type]


def kind_of(content: bytes) -> Kind | None:
    """PDF, PNG or JPEG by first bytes and by structure; None for anything else or cut off."""
    for content_type, check in ((PDF, _is_pdf), (PNG, _is_png), (JPEG, _is_jpeg)):
        if check(content):
            return Kind(content_type)
    return None


def _is_pdf(content: bytes) -> bool:
    """Header in the first kilobyte (scanners put bytes before it), end mark near the end."""
    return bool(_PDF_HEADER.search(content[:1024])) and b"%%EOF" in content[-2048:]


def _is_png(content: bytes) -> bool:
    """Signature, a first chunk IHDR of 13 bytes with a size, and the last chunk IEND."""
    if not content.startswith(_PNG_SIGNATURE) or len(content) < 45:
        return False
    length, name, width, height = struct.unpack(">I4sII", content[8:24])
    return (
        (length, name) == (13, b"IHDR") and width > 0 and height > 0 and (_PNG_END in content[-64:])
    )


def _is_jpeg(content: bytes) -> bool:
    """Start of image, a frame among its segments, and an end of image."""
    return (
        content.startswith(b"\xff\xd8\xff")
        and _jpeg_has_frame(content)
        and b"\xff\xd9" in content[-1024:]
    )


def _jpeg_has_frame(content: bytes) -> bool:
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xFF:  # a fill byte
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return True
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return False
