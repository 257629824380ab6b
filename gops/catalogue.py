"""The translation catalogue without GNU gettext: found with Babel, kept as a plain .po file."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "pl" / "LC_MESSAGES" / "django.po"
ROOMS = ("gops", "core", "clients", "cases", "payments", "benefits", "programmes", "reports")
PAPER = ROOT / "templates" / "letters"  # written in Polish, not translated
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Message = tuple[str | tuple[str, str], str | None]


def _sources() -> Iterator[tuple[Path, str]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*.html")):
        if PAPER not in path.parents:
            yield path, _flat(templatize(path.read_text(encoding="utf-8")))


def _flat(text: str) -> str:
    """Without indentation: what Django makes of a template is no Python to a strict reader."""
    return "\n".join(line.lstrip() for line in text.splitlines())


def messages() -> Iterator[tuple[Path, int, str | tuple[str, ...], str | None]]:
    """Every translatable text of code and templates: file, line, msgid (or plural pair), context.

    A template's text stands in the Python-like form that Django's own extraction makes of it.
    """
    for path, source in _sources():
        found = extract(
            "python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        )
        for line, text, _comments, context in found:
            if text:
                yield path, line, text, context


def source_catalogue() -> Catalog:
    """A catalogue of everything found, without translations; places are file names only."""
    catalogue = Catalog(locale="pl", charset="utf-8", fuzzy=False)
    for path, _line, text, context in messages():
        place = (str(path.relative_to(ROOT)), 0)
        flags = ["python-format"] if "%(" in str(text) else []
        catalogue.add(text, locations=[place], context=context, flags=flags)
    return catalogue


def read_catalogue() -> Catalog:
    """The Polish catalogue as it stands in the repository."""
    with CATALOGUE.open("rb") as stream:
        return read_po(stream, locale="pl")


def update(translations: dict[str, tuple[str, ...]]) -> list[str]:
    """Bring the catalogue up to date, filling empty entries from `translations`.

    Gone texts are dropped. Returns the msgids that still lack Polish.
    """
    fresh = source_catalogue()
    known = read_catalogue() if CATALOGUE.exists() else Catalog(locale="pl")
    missing = []
    for message in fresh:
        if not message.id:
            continue
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        old = known.get(message.id, message.context)
        plural = isinstance(message.id, (tuple, list))
        if old and old.string and all(old.string if plural else [old.string]):
            message.string = old.string
        elif first in translations:
            given = translations[first]
            message.string = given if plural else given[-1] if len(given) == 1 else given[0]
        else:
            missing.append(first)
    with CATALOGUE.open("wb") as stream:
        write_po(stream, fresh, width=100, sort_output=True, include_lineno=False)
    return missing


def untranslated() -> list[str]:
    """Texts of the sources that the Polish catalogue does not have, or has empty."""
    known = read_catalogue()
    lacking = []
    for path, _line, text, context in messages():
        entry = known.get(text, context)
        string = entry.string if entry is not None else ""
        strings = string if isinstance(string, (tuple, list)) else (string,)
        if not strings or not all(strings):
            lacking.append(f"{path.relative_to(ROOT)}: {text}")
    return lacking
