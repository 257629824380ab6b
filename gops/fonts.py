"""Fonts for paper: one TTF per weight, merged from the web font's files.

The web font splits Polish words over two files (`latin`, `latin-ext`); on paper
that costs twice the time and breaks kerning in the middle of a word. The result
is the same bytes for the same input.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fontTools import ttLib
from fontTools.merge import Merger, Options

#: File of the fontsource package → the name letters use.
STYLES = {
    "400-normal": "SourceSans3-400.ttf",
    "400-italic": "SourceSans3-400-italic.ttf",
    "600-normal": "SourceSans3-600.ttf",
    "700-normal": "SourceSans3-700.ttf",
}
#: What a Polish decision must be able to print; checked after merging.
REQUIRED = "AaĄąĆćĘęŁłŃńÓóŚśŹźŻż0123456789.,;:()/%§„”–—…×½ \u00a0"
PACKAGE = Path("node_modules/@fontsource/source-sans-3/files")


class FontTrouble(Exception):
    """A font could not be made; the text says which and why."""


def merge_style(source: Path, style: str, target: Path) -> None:
    """Merge latin and latin-ext of one style into `target` (TTF, written whole or not at all).

    Raises FontTrouble when a source file is missing or a needed letter is in neither.
    """
    parts = [source / f"source-sans-3-{subset}-{style}.woff2" for subset in ("latin", "latin-ext")]
    missing = [str(part) for part in parts if not part.exists()]
    if missing:
        raise FontTrouble(f"font file missing: {', '.join(missing)}")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".merge-") as scratch:
        plain = list(_uncompressed(parts, Path(scratch)))
        font = Merger(options=Options(drop_tables=["DSIG"])).merge(plain)
        first = ttLib.TTFont(plain[0])
        font["head"].created = first["head"].created
        font["head"].modified = first["head"].modified
        font.recalcTimestamp = False
        cmap = font.getBestCmap()
        absent = [char for char in REQUIRED if ord(char) not in cmap]
        if absent:
            raise FontTrouble(f"{target.name} has no glyph for {' '.join(absent)}")
        made = Path(scratch) / target.name
        font.save(made)
        os.replace(made, target)
    target.chmod(0o644)


def _uncompressed(parts: list[Path], scratch: Path) -> Iterator[str]:
    for part in parts:
        font = ttLib.TTFont(part, recalcTimestamp=False)
        font.flavor = None
        plain = scratch / f"{part.stem}.ttf"
        font.save(plain)
        yield str(plain)


def build(source: Path, folder: Path) -> list[Path]:
    """Write every style into `folder`; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for style, name in STYLES.items():
        merge_style(source, style, folder / name)
        made.append(folder / name)
    return made


def main(arguments: list[str]) -> int:
    """`python -m gops.fonts FOLDER`, from the root of the checkout."""
    try:
        build(PACKAGE, Path(arguments[0]))
    except FontTrouble as trouble:
        print(f"gops: {trouble}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
