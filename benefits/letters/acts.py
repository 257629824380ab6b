"""The legal basis of a letter: acts with the address of their text on a day, articles by kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("acts.yaml")
_UPS = "ustawy z dnia 12 marca 2004 r. o pomocy społecznej"

# What a decision cites beside the articles that the law engine applied (UPS).
_ALWAYS_FIRST = ("art. 7", "art. 8")
_TASK: Mapping[str, tuple[str, ...]] = {
    "zasilek_staly": ("art. 17 ust. 1 pkt 19", "art. 36 pkt 1 lit. a"),
    "zasilek_okresowy": ("art. 17 ust. 1 pkt 4", "art. 36 pkt 1 lit. b"),
    "zasilek_celowy": ("art. 17 ust. 1 pkt 5", "art. 36 pkt 1 lit. c"),
    "specjalny_zasilek_celowy": ("art. 17 ust. 2 pkt 1", "art. 36 pkt 1 lit. c"),
}
_ARTICLES: Mapping[str, str] = {
    "zasilek_staly": "art. 37",
    "zasilek_okresowy": "art. 38",
    "zasilek_celowy": "art. 39",
    "specjalny_zasilek_celowy": "art. 41 pkt 1",
}
_ALWAYS_LAST = ("art. 106 ust. 1, 3 i 4", "art. 107 ust. 1", "art. 110 ust. 7")


@cache
def _acts() -> Mapping[str, Any]:
    with _FILE.open(encoding="utf-8") as file:
        return dict(yaml.safe_load(file))


def cited(code: str, day: date) -> str:
    """Name and address of an act as in force on `day`: «ustawy z dnia … (t.j. Dz.U. …)»."""
    act = _acts()[code]
    texts = act["texts"]
    known = [start for start in sorted(texts) if start <= day] or sorted(texts)[:1]
    return f"{act['name']} (t.j. {texts[known[-1]]['address']})"


def short_basis(basis: Sequence[str]) -> list[str]:
    """Articles of UPS that the law engine applied, without the name of the act."""
    return [text.replace(_UPS, "").strip(" ,;") for text in basis if _UPS in text]


def other_basis(basis: Sequence[str]) -> list[str]:
    """What the law engine applied beside UPS (regulations with the amounts)."""
    return [text.strip(" ,;") for text in basis if _UPS not in text]


def material_basis(code: str, basis: Sequence[str]) -> str:
    """The articles of UPS in the order of the act, those of the law engine in their place."""
    applied = short_basis(basis)
    own = [a for a in applied if not a.startswith((*_ALWAYS_FIRST, "art. 106"))]
    first = [a for a in applied if a.startswith(_ALWAYS_FIRST)]
    head = [a for a in _ALWAYS_FIRST if not any(f.startswith(f"{a} ") or f == a for f in first)]
    parts = [
        *sorted([*head, *first]),
        *_TASK.get(code, ()),
        *(own or [_ARTICLES[code]]),
        *_ALWAYS_LAST,
    ]
    return ", ".join(dict.fromkeys(parts))
