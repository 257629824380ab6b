"""Which column is which field, and which word is which code: guesses for a person to check."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils import translation
from rapidfuzz import fuzz

from benefits.imports.kinds import FIELDS, WORDS, Field, choices
from core.polish import fold

ALIKE = 86
"""From this likeness (0 to 100) a heading or a word is taken for a known one."""


def columns_guessed(kind: str, headings: Sequence[str]) -> dict[str, str]:
    """Field → heading, each heading once, the likeliest pairs first."""
    pairs = [
        (_likeness(heading, item), -place, item.code, heading)
        for heading in headings
        for place, item in enumerate(FIELDS[kind])
    ]
    found: dict[str, str] = {}
    for score, _place, code, heading in sorted(pairs, reverse=True):
        if score >= ALIKE and code not in found and heading not in found.values():
            found[code] = heading
    return found


def _likeness(heading: str, item: Field) -> int:
    """How well a heading fits a field; the label in both languages counts as a name."""
    said = _bare(heading)
    return max(round(fuzz.token_sort_ratio(said, _bare(name))) for name in _names(item))


def _names(item: Field) -> list[str]:
    names = [item.code, *item.names]
    for language in ("pl", "en"):
        with translation.override(language):
            names.append(str(item.label))
    return names


def _bare(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").replace(".", " ").replace(":", " ").split())


def words_guessed(
    kind: str, code: str, words: Sequence[str], today: date, known: Mapping[str, str]
) -> dict[str, str]:
    """Word (folded) → code of the field, "" for a word nobody knows; `known` are of the profile."""
    names = _names_of_codes(kind, code, today)
    found = {}
    for word in words:
        said = fold(word)
        found[said] = known.get(said) or names.get(said) or _nearest(said, names)
    return found


def _names_of_codes(kind: str, code: str, today: date) -> dict[str, str]:
    names: dict[str, str] = {}
    for language in ("en", "pl"):
        with translation.override(language):
            for value, label in choices(kind, code, today):
                names[fold(label)] = names[fold(value)] = value
    for value, synonyms in WORDS.get(code, {}).items():
        names |= {fold(word): value for word in synonyms}
    return names


def _nearest(said: str, names: Mapping[str, str]) -> str:
    if len(said) < 4:  # «K» is not nearly «M»
        return ""
    score, name = max((fuzz.ratio(said, name), name) for name in names)
    return names[name] if score >= ALIKE else ""
