"""Four lines of 35 characters, as a bank's form has them. Pure."""

import textwrap
from collections.abc import Sequence

LINES = 4
WIDTH = 35


def wrap(parts: Sequence[str]) -> tuple[list[str], str]:
    """Lines for `parts` (each begins a line if there is room), and what did not fit.

    Words stay whole while they fit; a no-break space keeps an amount in one piece and becomes
    a plain space. Only when whole words need a fifth line, words are broken between letters,
    never inside a word with digits that fits a line.
    """
    for lines in (_by_part(parts), _words(" ".join(parts))):
        if len(lines) <= LINES:
            return _plain(lines), ""
    filled = _fill(" ".join(parts))
    return _plain(filled[:LINES]), _rest(filled[LINES:])


def _by_part(parts: Sequence[str]) -> list[str]:
    return [line for part in parts for line in _words(part)]


def _words(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False)


def _fill(text: str) -> list[str]:
    """Lines as full as can be: words of letters may be broken, words with digits may not."""
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= WIDTH:
            lines[-1] = joined
        elif len(word) <= WIDTH and any(char.isdigit() for char in word):
            lines.append(word)
        else:
            lines[-1:] = [joined[at : at + WIDTH] for at in range(0, len(joined), WIDTH)]
    return [line.strip(" ") for line in lines if line]


def _plain(lines: Sequence[str]) -> list[str]:
    return [line.replace("\u00a0", " ") for line in lines]


def _rest(lines: Sequence[str]) -> str:
    return " ".join(_plain(lines))
