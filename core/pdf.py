"""HTML → tagged PDF (PDF/UA-1); the only import of WeasyPrint.

The same input gives the same bytes: no clock, no random identifier, nothing from the network.
Fonts are the TTF files that set-up makes in ``settings.PAPER_FONTS_DIR``, named
``SourceSans3-400.ttf``, ``SourceSans3-600-italic.ttf``; without them installed fonts are used.
"""

import atexit
import gc
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.conf import settings
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

logger = logging.getLogger(__name__)

VARIANT = "pdf/ua-1"
PAPER_CSS = Path(settings.BASE_DIR) / "static" / "css" / "paper.css"
FAMILY = "Source Sans 3"
FALLBACKS = '"Liberation Sans", "DejaVu Sans", sans-serif'
# Blanks at the edge of a block are not shown, but cost time, and WeasyPrint then breaks a last line
# that is nearly full after its first word. Paper has no <pre>.
_SPACES = re.compile(r"[ \t\r\n]+")
_EDGE = re.compile(
    r" ?(</?(?:address|blockquote|body|br|caption|dd|div|dl|dt|footer|h[1-6]|head|header|html|li"
    r"|main|meta|ol|p|section|table|tbody|td|tfoot|th|thead|title|tr|ul)(?: [^>]*)?>) ?"
)
_FONT_FILE = re.compile(r"SourceSans3-(?P<weight>[1-9]00)(?P<italic>-?[Ii]talic)?\.ttf")
# Pango's font map is not safe for two threads at once.
_lock = Lock()


class PdfError(ValueError):
    """The document cannot be made: no title or language, or a file that it may not read."""


class _LocalFetcher(URLFetcher):  # type: ignore[misc, unused-ignore]
    """Reads ``data:`` and files below the given folders; anything else stops the rendering."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("data", "file"), fail_on_errors=True)
        self.folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Open ``url``; raises ValueError for what paper may not use."""
        parts = urlsplit(url)
        if parts.scheme == "file":
            path = Path(url2pathname(parts.path)).resolve()
            if not any(path.is_relative_to(folder) for folder in self.folders):
                raise ValueError(f"outside the folders for paper: {path}")
        return super().fetch(url, headers)


class _Press:
    """Fonts and parsed style sheets of one process, kept between documents."""

    def __init__(self, fonts: Path) -> None:
        self.fonts = fonts
        self.configuration = FontConfiguration()
        faces = "".join(_font_faces(fonts))
        if not faces:
            logger.warning("No paper fonts in %s: PDF uses installed fonts", fonts)
        text = f'{faces} html {{ font-family: "{FAMILY}", {FALLBACKS}; }}'
        self.base = CSS(
            string=text, font_config=self.configuration, url_fetcher=_LocalFetcher([fonts])
        )
        self.parsed = lru_cache(maxsize=32)(self._parse)

    def _parse(self, text: str, base: Path | None) -> CSS:
        return CSS(
            string=text,
            base_url=_folder_url(base),
            font_config=self.configuration,
            url_fetcher=self.fetcher(base),
        )

    def fetcher(self, base: Path | None) -> _LocalFetcher:
        """What a document with this base folder may read."""
        return _LocalFetcher([self.fonts, base] if base else [self.fonts])

    def write(self, html: str, stylesheets: Sequence[str], base: Path | None) -> bytes:
        """One document as PDF."""
        source = HTML(
            string=squeezed(html), base_url=_folder_url(base), url_fetcher=self.fetcher(base)
        )
        sheets = [self.base, *(self.parsed(text, base) for text in stylesheets)]
        document = source.render(font_config=self.configuration, stylesheets=sheets)
        for name in ("title", "lang"):
            if not getattr(document.metadata, name):
                raise PdfError(f"an accessible PDF needs <html lang> and <title>: no {name}")
        return bytes(document.write_pdf(pdf_variant=VARIANT, pdf_tags=True))


def render_pdf(html: str, *, stylesheets: Sequence[str] = (), base: Path | None = None) -> bytes:
    """PDF/UA-1 of a whole HTML document with ``<html lang>`` and ``<title>``.

    ``stylesheets`` are texts of CSS (parsed once per process), ``base`` the folder of pictures
    that the document may read. Raises PdfError when title or language is missing, or when the
    document asks for the network or a file outside ``base``.
    """
    with _lock, _uncollected():
        try:
            return _press(Path(settings.PAPER_FONTS_DIR)).write(html, stylesheets, base)
        except FatalURLFetchingError as error:
            raise PdfError(f"{error}: {error.__cause__}") from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector, which would look through the whole process again and again
    while a document is made; it takes its turn afterwards. Saves a seventh of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def squeezed(html: str) -> str:
    """The document without blanks that are not shown."""
    return _EDGE.sub(r"\1", _SPACES.sub(" ", html))


def paper(template: str, context: Mapping[str, Any]) -> bytes:
    """PDF of a template that extends ``paper.html``, laid out by ``static/css/paper.css``."""
    html = render_to_string(template, dict(context))
    return render_pdf(html, stylesheets=[PAPER_CSS.read_text(encoding="utf-8")])


@lru_cache(maxsize=2)
def _press(fonts: Path) -> _Press:
    return _Press(fonts)


def close() -> None:
    """Let the fonts go, and with them their temporary folder: the process is about to end.

    Documents hold them in circles of references, which the end of a process does not resolve.
    """
    if _press.cache_info().currsize:
        _press.cache_clear()
        gc.collect()


atexit.register(close)


def _font_faces(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("SourceSans3-*.ttf")):
        if match := _FONT_FILE.fullmatch(path.name):
            style = "italic" if match["italic"] else "normal"
            yield (
                f'@font-face {{ font-family: "{FAMILY}"; font-weight: {match["weight"]}; '
                f'font-style: {style}; src: url("{path.resolve().as_uri()}"); }}'
            )


def _folder_url(folder: Path | None) -> str | None:
    return f"{folder.resolve().as_uri()}/" if folder else None
