"""Files as people send them: made by the libraries that make them."""

from functools import cache
from io import BytesIO

import pypdfium2 as pdfium
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()


@cache
def pdf(pages: int = 1) -> bytes:
    """A PDF of empty A4 pages."""
    document = pdfium.PdfDocument.new()
    for _page in range(pages):
        document.new_page(595, 842)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@cache
def picture(kind: str, size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A picture, red on its left and blue on its right half; `kind` is PNG, JPEG, HEIF …"""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


@cache
def photo(*, turned: int = 6) -> bytes:
    """A photo of a phone held upright: EXIF tells how it is turned and where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "Phone of Anna Kowalska"
    return picture("JPEG", exif=exif.tobytes())


PDF, PNG, JPEG, HEIC = pdf(), picture("PNG"), picture("JPEG"), picture("HEIF")
