"""What an uploaded file really is, judged by its content, never by its name. Pure.

PDF is opened by PDFium, pictures are decoded by Pillow: what they cannot read whole is refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

import pypdfium2 as pdfium
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from core.errors import DomainError

register_heif_opener()

PDF, PNG, JPEG, HEIC = "application/pdf", "image/png", "image/jpeg", "image/heic"
EXTENSIONS = {PDF: "pdf", PNG: "png", JPEG: "jpg", HEIC: "heic"}
#: What stands at the end of a whole picture. Pillow itself lets a cut one pass once another
#: library of the process (WeasyPrint) has told it to.
ENDS = {"PNG": b"IEND\xaeB`\x82", "JPEG": b"\xff\xd9"}
FORMATS = {"PNG": PNG, "JPEG": JPEG, "HEIF": HEIC}

#: A picture of more points is a bomb or a poster; an A3 page scanned at 600 dpi has 70 million.
MAX_POINTS = 80_000_000
MAX_PAGES = 500
#: Longer side of a page as it is shown.
SHOWN = 1800
QUALITY = 82

_pdfium = Lock()  # PDFium is not made for several threads


@dataclass(frozen=True, slots=True)
class Found:
    """A type that is taken in, and how many pages it has (a picture: one)."""

    content_type: str
    pages: int = 1

    @property
    def extension(self) -> str:
        """pdf, png, jpg or heic."""
        return EXTENSIONS[self.content_type]


def examine(content: bytes) -> Found:
    """PDF, PNG, JPEG or HEIC, whole and readable; raises DomainError that says what is wrong."""
    if b"%PDF-" in content[:1024]:  # scanners put bytes before it
        with _opened(content) as document:
            pages = len(document)
        if not 0 < pages <= MAX_PAGES:
            raise DomainError(
                _("This PDF has %(pages)d pages; from 1 to %(most)d are taken in. Divide it.")
                % {"pages": pages, "most": MAX_PAGES}
            )
        return Found(PDF, pages)
    with _picture(content) as picture:
        return Found(FORMATS[str(picture.format)])


def page_picture(content: bytes, content_type: str, page: int) -> bytes:
    """A page (from 1) as a JPEG to be shown: upright, at most SHOWN points, nothing else kept.

    The place and the device that phones write into a picture are left out. Raises DomainError,
    and IndexError for a page that is not there.
    """
    picture = _drawn(content, page) if content_type == PDF else _upright(content, page)
    picture.thumbnail((SHOWN, SHOWN))
    shown = BytesIO()
    picture.convert("RGB").save(shown, "JPEG", quality=QUALITY)
    return shown.getvalue()


def _drawn(content: bytes, page: int) -> Image.Image:
    with _opened(content) as document:
        if not 1 <= page <= len(document):
            raise IndexError(page)
        drawn = document[page - 1]
        scale = SHOWN / max(*drawn.get_size(), 1)
        picture: Image.Image = drawn.render(scale=scale).to_pil()
        return picture


def _upright(content: bytes, page: int) -> Image.Image:
    if page != 1:
        raise IndexError(page)
    with _picture(content) as picture:
        return ImageOps.exif_transpose(picture)


@contextmanager
def _opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """The PDF, with PDFium to ourselves. Raises DomainError."""
    with _pdfium:
        try:
            document = pdfium.PdfDocument(content)
        except pdfium.PdfiumError as error:
            if "assword" in str(error):
                raise DomainError(
                    _("This PDF is locked with a password. Save it without one and send it again.")
                ) from error
            raise _broken() from error
        try:
            yield document
        finally:
            document.close()


@contextmanager
def _picture(content: bytes) -> Iterator[Image.Image]:
    """The picture, decoded whole. Raises DomainError."""
    try:
        picture = Image.open(BytesIO(content), formats=tuple(FORMATS))
        if picture.width * picture.height > MAX_POINTS:
            raise DomainError(_("This picture is too large. Scan it with a lower resolution."))
        if ENDS.get(str(picture.format), b"") not in content[-1024:]:
            raise _broken()
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError) as error:
        raise _broken() from error
    except SyntaxError as error:  # what Pillow says of a damaged PNG
        raise _broken() from error
    with picture:
        yield picture


def _broken() -> DomainError:
    return DomainError(
        _(
            "This file is not a whole PDF, PNG, JPEG or HEIC. Scan the paper again or save it "
            "as PDF."
        )
    )
