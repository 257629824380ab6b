"""Which parts of a text answer to what was typed: «zolc» stands in «Żółć». Pure."""

import re
import unicodedata

from core.polish import fold

_WORD = re.compile(r"[^\W_]+")
_INSIDE = 3
"""A part this long is marked inside a word, too, when no word of the text starts with it."""


def marked_parts(text: str, typed: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was typed; case and diacritics do not count."""
    text = unicodedata.normalize("NFC", text)
    folded, origin = _folded(text)
    hit = [False] * len(text)
    for word in _WORD.findall(fold(typed)):
        for start in _places(folded, word):
            for index in origin[start : start + len(word)]:
                hit[index] = True
    parts: list[tuple[str, bool]] = []
    for char, is_hit in zip(text, hit, strict=True):
        if parts and parts[-1][1] == is_hit:
            parts[-1] = (parts[-1][0] + char, is_hit)
        else:
            parts.append((char, is_hit))
    return parts


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and from which character of the text each of its characters comes."""
    pieces = [" " if char.isspace() else fold(char) for char in text]
    origin = [index for index, piece in enumerate(pieces) for _char in piece]
    return "".join(pieces), origin


def _places(folded: str, word: str) -> list[int]:
    """Where words start with `word`; where none does and it is long enough, where it stands."""
    every = [match.start() for match in re.finditer(re.escape(word), folded)]
    starts = [place for place in every if place == 0 or not folded[place - 1].isalnum()]
    return starts or (every if len(word) >= _INSIDE else [])
