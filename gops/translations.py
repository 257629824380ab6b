"""Compile the message catalogues; Babel does it, because `msgfmt` is absent on a bare machine."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class CatalogueTrouble(Exception):
    """A catalogue cannot be compiled; the text says file and reason."""


def compile_catalogue(source: Path) -> Path:
    """Write the .mo beside a .po, whole or not at all; returns its path.

    Raises CatalogueTrouble for a syntax error or a translation whose
    placeholders are not those of its English text.
    """
    try:
        with source.open("rb") as stream:
            catalogue = read_po(stream, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise CatalogueTrouble(f"{source}: {error}") from error
    wrong = [
        f"{source}:{message.lineno}: {error}"
        for message, errors in catalogue.check()
        for error in errors
    ]
    if wrong:
        raise CatalogueTrouble("\n".join(wrong))
    target = source.with_suffix(".mo")
    fresh = target.with_suffix(f".mo.{os.getpid()}")
    with fresh.open("wb") as out:
        write_mo(out, catalogue)
    os.replace(fresh, target)
    return target


def main(root: Path) -> int:
    """Compile every catalogue under `root`/locale."""
    try:
        for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")):
            compile_catalogue(source)
    except CatalogueTrouble as trouble:
        print(f"gops: {trouble}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
